/* Delivery reports of many makes, and what must not be taken for one. */
#include "support/language.h"
#include "support/shared_mail.h"

#include <string.h>

#include "understand/understand.h"

#include "bounce_mails.h"

static struct verdict *verdict_of(const char *raw, size_t length)
{
    struct understand_context context = {.today = "2013-04-02"};
    return understand(language, &context, raw, length);
}

static char *bounces_of(const struct verdict *verdict)
{
    GString *all = g_string_new(NULL);
    for (guint i = 0; i < verdict->bounces->len; i++) {
        const struct verdict_bounce *bounce = g_ptr_array_index(verdict->bounces, i);
        g_string_append_printf(all, "%s%s %s %s %s", i > 0 ? "\n" : "", bounce->address,
                               bounce->action, bounce->status == NULL ? "-" : bounce->status,
                               bounce->hard ? "hard" : "soft");
    }
    return g_string_free(all, FALSE);
}

static void test_row(void **state)
{
    const struct row *row = *state;
    SCOPED(verdict) struct verdict *verdict = verdict_of(row->mail, strlen(row->mail));
    g_autofree char *got = bounces_of(verdict);
    assert_string_equal(verdict_kind_name(verdict->kind),
                        row->bounces == NULL ? "message" : "bounce");
    assert_string_equal(got, row->bounces == NULL ? "" : row->bounces);
    if (row->bounces != NULL) {
        assert_true(verdict->automatic);
        assert_int_equal(verdict->intents->len, 0);
    }
}

/* Message-IDs of what came back. */
static void test_returned(void **state)
{
    (void)state;
    static const char old[] =
        DAEMON "Subject: failure notice\r\n" TEXT
               "<hans@andet.example>: unknown\n\n--- Below this line is a copy of the "
               "message.\n\nTo: x@y.example\nMessage-ID: <7@seniorjob.example>\n";
    SCOPED(verdict) struct verdict *copied = verdict_of(old, strlen(old));
    assert_string_equal(copied->returned_id, "7@seniorjob.example");
    static const char answered[] =
        OUTLOOK "In-Reply-To: <8@seniorjob.example>\r\nSubject: Undeliverable: x\r\n" TEXT
                "hans@andet.example\n";
    SCOPED(verdict) struct verdict *replied = verdict_of(answered, strlen(answered));
    assert_string_equal(replied->returned_id, "8@seniorjob.example");
}

#define GMAIL(name) name "@gmail.com failed 5.1.1 hard"
#define FIVE                                                                              \
    GMAIL("bbbbvhvbbvkjbhfbvbvjhb")                                                       \
    "\n" GMAIL("bscdbcjhasbcjhbdscbhbsdhcbj") "\n" GMAIL("egyfefsdvsfvvhjsd") "\n" GMAIL( \
        "kfhejkfbsjkjsbhds") "\n" GMAIL("qfvhgsvhgsduiohncdhcvhsdfvsfygusd")

static void test_shared(void **state)
{
    (void)state;
    static const struct {
        const char *path, *bounces;
    } files[] = {
        {"bounces/enmime/delayed_dsn.raw", "thomas@de-montfort.ac.uk delayed 4.0.0 soft"},
        {"bounces/enmime/dsn_with_multipart_alternative.raw",
         "non-existing@example.com failed 5.1.10 hard"},
        {"bounces/enmime/multi_recipient_dsn.raw",
         "arathib@vnet.ibm.com failed 5.0.0 hard\njohnh@hpnjld.njd.hp.com delayed 4.0.0 "
         "soft\nwsnell@sdcc13.ucsd.edu failed 5.0.0 hard"},
        {"bounces/enmime/simple_dsn.raw", "louisl@larry.slip.umd.edu failed 4.0.0 soft"},
        {"bounces/enmime/simple_dsn_with_html.raw", "louisl@larry.slip.umd.edu failed 4.0.0 soft"},
        {"bounces/flanker/broken-mime.eml", "info@example.net failed - soft"}, /* says neither */
        {"bounces/flanker/delayed-broken.eml", "demo@example.com failed 4.2.2 soft"},
        {"bounces/flanker/delayed.eml", "foo@example.com failed 4.0.0 soft"},
        {"bounces/flanker/gmail-invalid-address.eml",
         "awfawfawfawfawfaw@someserverhere.com failed 5.1.0 hard"},
        {"bounces/flanker/gmail-no-dns.eml", "user@example.comm failed 5.1.2 hard"}, /* in words */
        {"bounces/flanker/mailbox-full.eml", "user@aol.com failed 5.2.2 soft"},
        {"bounces/flanker/no-mx.eml", "user@example.com delayed 4.4.4 soft"},
        {"bounces/flanker/office365.eml", "noname@example.com failed 5.1.10 hard"},
        {"bounces/flanker/zed.eml",
         GMAIL("asdfasdfasdfasdfasdfasdfewrqertrtyrthsfgdfgadfqeadvxzvz")},
        {"bounces/mikel/multi_address_bounce1.eml", FIVE},
        {"bounces/mikel/multi_address_bounce2.eml", FIVE},
        {"bounces/mikel/multipart_report_multiple_status.eml", "u@ci.com failed 5.3.0 hard"},
        {"bounces/mikel/report_422.eml", "fraser@oooooooo.com.au delayed 4.2.2 soft"},
        {"bounces/mikel/report_530.eml", "edwin@zzzzzzz.com failed 5.3.0 hard"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        size_t length = 0;
        g_autofree char *raw = shared_mail(files[i].path, &length);
        SCOPED(verdict) struct verdict *verdict = verdict_of(raw, length);
        g_autofree char *got = bounces_of(verdict);
        assert_int_equal(verdict->kind, VERDICT_BOUNCE);
        assert_string_equal(got, files[i].bounces);
    }
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 2] = {cmocka_unit_test(test_returned),
                                                       cmocka_unit_test(test_shared)};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[i + 2] = (struct CMUnitTest){.name = rows[i].name,
                                           .test_func = test_row,
                                           .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("understand/bounce", tests, load, unload);
}
