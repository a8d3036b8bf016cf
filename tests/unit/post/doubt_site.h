/* A site whose relay does not answer, with an archive and mails in doubt.
 */
#pragma once

#include "unit/post/sending_site.h"

#define MAILS 5
#define LATER 600 /* seconds: longer than [archive] wait */

/* Letters that ended in doubt ten minutes ago. */
static inline void doubt(struct office *office)
{
    queue(office, MAILS, LEDGER_OPEN);
    g_autoptr(GPtrArray) mails = ledger_claim(office->store, NOW, LEDGER_OPEN, MAILS, NULL);
    assert_int_equal(mails->len, MAILS);
    for (guint i = 0; i < mails->len; i++) {
        const struct ledger_mail *mail = g_ptr_array_index(mails, i);
        bool go = false;
        assert_true(ledger_hand_over(office->store, mail->id, NOW, &go, NULL));
        assert_true(ledger_settle(office->store, mail->id, NOW, LEDGER_IN_DOUBT, NULL, NULL, NULL));
    }
    clock_set(office->clock, NOW + LATER, false);
}

static inline struct office archive_site(const char *archive)
{
    g_autofree char *relay = g_strconcat("type = smtp\nhost = 127.0.0.1\nport = 1\ntls = none\n"
                                         "archive = arkiv@seniorjob.example\n[archive]\n",
                                         archive, NULL);
    struct office office = office_new(relay);
    g_autofree char *secret = g_build_filename(office.folder, "secret", NULL);
    assert_true(g_file_set_contents_full(secret, "x\n", -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    office_open(&office);
    return office;
}

/* What a start of the program does before anything goes. */
static inline void start(struct office *office)
{
    g_autoptr(GError) error = NULL;
    GPtrArray *doubtful = NULL;
    if (!deliver_recover(office->deliver, office->store, office->clock, &doubtful, &error)) {
        fail_msg("%s", error->message);
    }
    g_ptr_array_unref(doubtful);
}

static inline struct office calm_site_with(const char *archive)
{
    struct office office = archive_site(archive);
    start(&office);
    return office;
}

static inline struct office site_with(const char *archive)
{
    struct office office = calm_site_with(archive);
    doubt(&office);
    return office;
}

/* How long one took, in milliseconds. */
static inline int review(struct office *office)
{
    g_autoptr(GError) error = NULL;
    int64_t begun = clock_stopwatch();
    if (!deliver_review(office->deliver, office->store, office->clock, &error)) {
        fail_msg("%s", error->message);
    }
    return (int)((clock_stopwatch() - begun) / 1000);
}

static inline const char *problem_of(const struct office *office)
{
    const char *problem = NULL;
    deliver_archive_problem(office->deliver, &problem);
    return problem;
}
