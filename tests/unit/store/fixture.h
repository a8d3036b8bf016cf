/* What the tests of the store begin with: an empty store, people, an issue, mails.
 */
#pragma once

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/failure.h"
#include "store/db.h"
#include "store/event.h"
#include "store/issue.h"
#include "store/ledger.h"
#include "store/meeting.h"
#include "store/person.h"
#include "store/setting.h"
#include "store/subscription.h"
#include "support/meeting_row.h"

#define AT 1364799600 /* 2013-04-01 09:00 in Copenhagen */

static const struct cause fixture_cause = {AT, "program", 0};

#define assert_ok(call)                                                     \
    do {                                                                    \
        g_autoptr(GError) ok_error = NULL;                                  \
        bool ok_result = (call);                                            \
        if (!ok_result) {                                                   \
            fail_msg("%s", ok_error != NULL ? ok_error->message : "false"); \
        }                                                                   \
    } while (0)

/* The call takes &ok_error as its last argument. */
#define OK_ERROR &ok_error

static inline void assert_failure(const GError *error, enum failure code, const char *words)
{
    assert_non_null(error);
    if (strstr(error->message, words) == NULL) {
        fail_msg("\"%s\" is not in \"%s\"", words, error->message);
    }
    assert_int_equal(error->code, code);
    assert_true(error->domain == STORE_ERROR);
}

static inline struct store *fixture_open(void)
{
    g_autoptr(GError) error = NULL;
    struct store *store = store_open(":memory:", STORE_CREATE, &error);
    if (store == NULL) {
        fail_msg("%s", error->message);
    }
    return store;
}

/* After a crash of the program alone: the machine has gone on. */
static inline void fixture_recover(struct store *store, int64_t at, int64_t *requeued,
                                   int64_t *doubtful)
{
    assert_ok(store_begin(store, OK_ERROR));
    assert_ok(setting_set(store, "boot", "this one", OK_ERROR));
    assert_ok(store_commit(store, OK_ERROR));
    assert_ok(ledger_recover(store, at, "this one", requeued, doubtful, OK_ERROR));
}

static inline void fixture_begin(struct store *store)
{
    assert_ok(store_begin(store, OK_ERROR));
}

static inline void fixture_commit(struct store *store)
{
    assert_ok(store_commit(store, OK_ERROR));
}

/* A seeker with a newsletter, in a transaction of its own. */
static inline int64_t fixture_person(struct store *store, const char *address)
{
    SCOPED(person) struct person *person = person_new();
    g_ptr_array_add(person->addresses, g_strdup(address));
    fixture_begin(store);
    assert_ok(person_add(store, &fixture_cause, person, OK_ERROR));
    assert_ok(
        subscription_begin(store, &fixture_cause, person->id, NEWSLETTER, "card", AT, OK_ERROR));
    fixture_commit(store);
    return person->id;
}

static inline void fixture_issue(struct store *store, const char *name)
{
    char subject[] = "Seniorjobberen", hash[] = "abc", by[] = "Karen";
    g_autofree char *owned = g_strdup(name);
    const struct issue issue = {.name = owned,
                                .state = ISSUE_APPROVED,
                                .subject = subject,
                                .hash = hash,
                                .approved_by = by,
                                .approved = AT,
                                .due = AT,
                                .latest = AT + 86400};
    g_autoptr(GBytes) form = g_bytes_new_static("form", 4);
    fixture_begin(store);
    assert_ok(issue_approve(store, &fixture_cause, &issue, form, NULL, OK_ERROR));
    fixture_commit(store);
}

struct fixture_mail {
    const char *issue; /* NULL: a letter */
    const char *kind, *recipient;
    int64_t person, inbound, queued, due;
    enum ledger_state state;
    enum ledger_class class;
};

/* Queues without a transaction of its own; gives the number of the row, 0: it was there already. */
static inline int64_t fixture_queue_open(struct store *store, const struct fixture_mail *want)
{
    int64_t id = 0;
    assert_ok(ledger_next(store, &id, OK_ERROR));
    g_autofree char *message_id = g_strdup_printf("m%d@seniorjob.example", (int)id);
    g_autofree char *token = g_strdup_printf("token%d", (int)id);
    g_autofree char *kind = g_strdup(want->kind != NULL ? want->kind : "newsletter");
    g_autofree char *issue = g_strdup(want->issue);
    g_autofree char *recipient = g_strdup(want->recipient ? want->recipient : "a@x.example");
    g_autofree char *sender = g_strdup("seniorjob@seniorjob.example");
    g_autoptr(GBytes) body = g_bytes_new_static("body", 4);
    const struct ledger_mail mail = {.id = id,
                                     .state = want->state,
                                     .class = want->class != 0 ? want->class : LEDGER_OPEN,
                                     .kind = kind,
                                     .issue = issue,
                                     .person = want->person,
                                     .inbound = want->inbound,
                                     .recipient = recipient,
                                     .sender = sender,
                                     .message_id = message_id,
                                     .queued = want->queued != 0 ? want->queued : AT,
                                     .due = want->due != 0 ? want->due : AT,
                                     .slots = issue != NULL ? body : NULL,
                                     .composed = issue != NULL ? NULL : body};
    const char *const tokens[] = {token};
    const enum token_purpose purposes[] = {TOKEN_REPLY};
    bool added = false;
    assert_ok(ledger_queue(store, &fixture_cause, &mail, "newsletter", tokens, purposes, 1, &added,
                           OK_ERROR));
    return added ? id : 0;
}

static inline int64_t fixture_queue(struct store *store, const struct fixture_mail *want)
{
    fixture_begin(store);
    int64_t id = fixture_queue_open(store, want);
    fixture_commit(store);
    return id;
}

static inline enum ledger_state fixture_state(struct store *store, int64_t id)
{
    g_autoptr(GError) error = NULL;
    SCOPED(ledger_mail) struct ledger_mail *mail = ledger_get(store, id, &error);
    assert_non_null(mail);
    return mail->state;
}

static inline guint fixture_claim(struct store *store, int64_t now, unsigned most)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) mails = ledger_claim(store, now, LEDGER_OPEN, most, &error);
    assert_non_null(mails);
    return mails->len;
}

/* A folder of its own below the temporary one. The caller owns it. */
static inline char *fixture_folder(void)
{
    g_autoptr(GError) error = NULL;
    char *folder = g_dir_make_tmp("moedested-store-XXXXXX", &error);
    assert_non_null(folder);
    return folder;
}

/* Removes the folder and the plain files in it. */
static inline void fixture_remove(const char *folder)
{
    GDir *dir = g_dir_open(folder, 0, NULL);
    const char *name;
    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_remove(path);
    }
    if (dir != NULL) {
        g_dir_close(dir);
    }
    g_rmdir(folder);
}

/* A planned meeting for seekers with 30 seats. The number. */
static inline int64_t fixture_meeting(struct store *store, const char *name, const char *day)
{
    SCOPED(meeting) struct meeting *meeting = meeting_row(name, day, 30);
    meeting->state = MEETING_PLANNED;
    meeting->employers = false;
    g_free(meeting->access);
    meeting->access = g_strdup("elevator");
    fixture_begin(store);
    assert_ok(meeting_add(store, &fixture_cause, meeting, OK_ERROR));
    fixture_commit(store);
    return meeting->id;
}
