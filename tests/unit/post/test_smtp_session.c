/* TLS, login, CHUNKING and the archive's copy against a relay that misbehaves (traps.md 1.2, 6). */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "post/lane.h"
#include "unit/post/relay.h"

enum certificate { NONE, GOOD, OTHER_NAME, BY_ADDRESS, EXPIRED };

static const struct {
    const char *file, *name;
} certificates[] = {
    [GOOD] = {"good.pem", "DNS:localhost"},
    [OTHER_NAME] = {"other.pem", "DNS:other.example"},
    [BY_ADDRESS] = {"address.pem", "IP:127.0.0.1"},
    [EXPIRED] = {"expired.pem", "DNS:localhost"},
};

struct row {
    const char *name;
    enum certificate shown, trusted;
    struct script script;
    const char *host;
    bool login, plain;
    const char *archive;               /* NULL: none */
    enum ledger_result result, second; /* of the first mail; of the second, 0: any */
    const char *answer;                /* a part of it */
    const char *heard;                 /* what the relay must have heard, NULL: anything */
    const char *not_heard;             /* and must not */
    unsigned count;                    /* of mails, each of which is accepted once; 0: two */
};

#define OVER_TLS .shown = GOOD, .trusted = GOOD, .host = "localhost"
#define WITHOUT_TLS .host = "127.0.0.1", .plain = true
#define PIPELINING .ehlo = "250-PIPELINING\r\n"
#define ENOUGH .mails_a_line = 2, .farewell = "421 4.3.2 enough for one line\r\n"
#define NO_MAIL "MAIL FROM"
#define NO_BODY "Hej 1"

#define ARCHIVE "arkiv+out@seniorjob.example"
#define MAIN_AND_COPY(n) "RCPT TO:<person" n "@example.dk>\nRCPT TO:<" ARCHIVE ">\nDATA\n"

static const struct row rows[] = {
    {.name = "TLS",
     OVER_TLS,
     .result = LEDGER_ACCEPTED,
     .answer = "taken",
     .heard = "SNI localhost"},
    {.name = "TLS by address",
     .shown = BY_ADDRESS,
     .trusted = BY_ADDRESS,
     .host = "127.0.0.1",
     .result = LEDGER_ACCEPTED,
     .answer = "taken",
     .heard = "SNI -"},
    {.name = "name of another",
     .shown = OTHER_NAME,
     .trusted = OTHER_NAME,
     .host = "localhost",
     .result = LEDGER_OUR_FAULT,
     .answer = "hostname mismatch",
     .not_heard = NO_MAIL},
    {.name = "expired",
     .shown = EXPIRED,
     .trusted = EXPIRED,
     .host = "localhost",
     .result = LEDGER_OUR_FAULT,
     .answer = "expired",
     .not_heard = NO_MAIL},
    {.name = "signed by a stranger",
     .shown = GOOD,
     .trusted = OTHER_NAME,
     .host = "localhost",
     .result = LEDGER_OUR_FAULT,
     .answer = "certificate",
     .not_heard = NO_MAIL},
    {.name = "system store does not know it",
     .shown = GOOD,
     .trusted = NONE,
     .host = "localhost",
     .result = LEDGER_OUR_FAULT,
     .answer = "certificate",
     .not_heard = NO_MAIL},
    {.name = "TLS 1.1",
     OVER_TLS,
     .script = {.old_tls = true},
     .result = LEDGER_OUR_FAULT,
     .answer = "handshake failed",
     .not_heard = NO_MAIL},
    {.name = "no STARTTLS",
     .shown = NONE,
     .trusted = GOOD,
     .host = "localhost",
     .result = LEDGER_OUR_FAULT,
     .answer = "offers no STARTTLS",
     .not_heard = NO_MAIL},
    {.name = "STARTTLS not now",
     OVER_TLS,
     .script = {.starttls = "454 4.7.0 not now\r\n"},
     .result = LEDGER_NOT_TRIED,
     .answer = "454",
     .not_heard = NO_MAIL},
    {.name = "answer injected behind STARTTLS",
     OVER_TLS,
     .script = {.starttls = "220 go\r\n250 AUTH PLAIN\r\n"},
     .result = LEDGER_OUR_FAULT,
     .answer = "tampered",
     .not_heard = NO_MAIL},
    {.name = "login",
     OVER_TLS,
     .script = {.login_answer = "235 2.7.0 welcome\r\n"},
     .login = true,
     .result = LEDGER_ACCEPTED,
     .answer = "taken",
     .heard = "AUTH PLAIN AHNlbmlvcgBoZW1saWc="},
    {.name = "wrong password",
     OVER_TLS,
     .script = {.login_answer = "535 5.7.8 no\r\n"},
     .login = true,
     .result = LEDGER_OUR_FAULT,
     .answer = "refuses our login",
     .not_heard = NO_BODY},
    {.name = "login not now",
     OVER_TLS,
     .script = {.login_answer = "454 4.7.0 later\r\n"},
     .login = true,
     .result = LEDGER_NOT_TRIED,
     .answer = "454",
     .not_heard = NO_BODY},
    {.name = "no login offered",
     OVER_TLS,
     .login = true,
     .result = LEDGER_OUR_FAULT,
     .answer = "offers no login",
     .not_heard = NO_BODY},
    {.name = "the archive is the second recipient",
     OVER_TLS,
     .archive = ARCHIVE,
     .result = LEDGER_ACCEPTED,
     .second = LEDGER_ACCEPTED,
     .answer = "taken",
     .heard = MAIN_AND_COPY("1")},
    {.name = "and of the second mail",
     OVER_TLS,
     .archive = ARCHIVE,
     .script = {PIPELINING},
     .result = LEDGER_ACCEPTED,
     .second = LEDGER_ACCEPTED,
     .answer = "taken",
     .heard = MAIN_AND_COPY("2")},
    {.name = "an archive that is refused keeps nothing back",
     OVER_TLS,
     .archive = ARCHIVE,
     .script = {.refused = "<arkiv", .refusal = "550 5.1.1 no archive\r\n"},
     .result = LEDGER_ACCEPTED,
     .second = LEDGER_ACCEPTED,
     .answer = "taken",
     .heard = NO_BODY},
    {.name = "the archive does not get alone what nobody else takes",
     OVER_TLS,
     .archive = ARCHIVE,
     .script = {.refused = "<person1@", .refusal = "550 5.1.1 nobody\r\n"},
     .result = LEDGER_REFUSED,
     .second = LEDGER_ACCEPTED,
     .answer = "nobody",
     .heard = "Hej 2",
     .not_heard = NO_BODY},
    {.name = "nor with pipelining",
     OVER_TLS,
     .archive = ARCHIVE,
     .script = {PIPELINING, .refused = "<person1@", .refusal = "550 5.1.1 nobody\r\n"},
     .result = LEDGER_REFUSED,
     .second = LEDGER_ACCEPTED,
     .answer = "nobody",
     .heard = "Hej 2",
     .not_heard = NO_BODY},
    {.name = "a rule against one recipient, beside the archive, stops nobody else",
     OVER_TLS,
     .archive = ARCHIVE,
     .script = {.refused = "<person1@", .refusal = "554 5.7.1 denied\r\n"},
     .result = LEDGER_REFUSED,
     .second = LEDGER_ACCEPTED,
     .answer = "denied",
     .heard = "Hej 2",
     .not_heard = NO_BODY},
    {.name = "a relay that takes nobody but the archive",
     OVER_TLS,
     .archive = ARCHIVE,
     .script = {.refused = "<person", .refusal = "554 5.7.1 Relay access denied\r\n"},
     .result = LEDGER_OUR_FAULT,
     .second = LEDGER_OUR_FAULT,
     .answer = "denied",
     .not_heard = "Hej "},
    {.name = "nor what is taken later",
     OVER_TLS,
     .archive = ARCHIVE,
     .script = {.refused = "<person1@", .refusal = "450 4.2.1 greylisted\r\n"},
     .result = LEDGER_LATER,
     .second = LEDGER_ACCEPTED,
     .answer = "greylisted",
     .heard = "Hej 2",
     .not_heard = NO_BODY},
    {.name = "nor the last one",
     OVER_TLS,
     .archive = ARCHIVE,
     .script = {.refused = "<person", .refusal = "550 5.1.1 nobody\r\n"},
     .result = LEDGER_REFUSED,
     .second = LEDGER_REFUSED,
     .answer = "nobody",
     .not_heard = "Hej "},
    {.name = "no archive, no second recipient",
     OVER_TLS,
     .result = LEDGER_ACCEPTED,
     .answer = "taken",
     .not_heard = ARCHIVE},
    {.name = "421 after two mails: the others go over other lines",
     WITHOUT_TLS,
     .script = {ENOUGH},
     .result = LEDGER_ACCEPTED,
     .answer = "taken",
     .count = 6},
    {.name = "the same with pipelining",
     WITHOUT_TLS,
     .script = {PIPELINING, ENOUGH},
     .result = LEDGER_ACCEPTED,
     .answer = "taken",
     .count = 6},
    {.name = "the same with TLS",
     OVER_TLS,
     .script = {ENOUGH},
     .result = LEDGER_ACCEPTED,
     .answer = "taken",
     .count = 6},
    {.name = "a line that ends after two mails without a word",
     WITHOUT_TLS,
     .script = {.mails_a_line = 2, .farewell = ""},
     .result = LEDGER_ACCEPTED,
     .answer = "taken",
     .count = 6},
    {.name = "the line ends at one recipient each time: the others go, it waits",
     OVER_TLS,
     .script = {PIPELINING, .refused = "<person1@", .refusal = ""},
     .result = LEDGER_LATER,
     .second = LEDGER_ACCEPTED,
     .answer = "drops the line at this mail"},
    {.name = "BDAT is not used",
     WITHOUT_TLS,
     .script = {.ehlo = "250-PIPELINING\r\n250-CHUNKING\r\n"},
     .result = LEDGER_ACCEPTED,
     .answer = "taken",
     .not_heard = "BDAT"},
    {.name = "first BDAT refused",
     WITHOUT_TLS,
     .script = {.ehlo = "250-CHUN|KING\r\n", .first_bdat = "552 5.3.4 too large\r\n"},
     .result = LEDGER_REFUSED,
     .answer = "too large",
     .not_heard = NO_BODY},
    {.name = "BDAT, and the line breaks",
     WITHOUT_TLS,
     .script = {.ehlo = "250-CHUN|KING\r\n250-PIPELINING\r\n", .leaves_after_bdat = true},
     .result = LEDGER_IN_DOUBT,
     .answer = "broke"},
    {.name = "BDAT",
     WITHOUT_TLS,
     .script = {.ehlo = "250-CHUN|KING\r\n250-PIPELINING\r\n"},
     .result = LEDGER_ACCEPTED,
     .answer = "ok",
     .heard = "Hej 2"},
};

static char *folder;

static char *certificate_path(enum certificate which)
{
    return which == NONE ? g_strdup("") : g_build_filename(folder, certificates[which].file, NULL);
}

static struct memory deliver(const struct row *row, int port, unsigned count, unsigned times)
{
    g_autofree char *ca_file = certificate_path(row->trusted), *host = g_strdup(row->host);
    g_autofree char *archive = g_strdup(row->archive != NULL ? row->archive : "");
    char user[] = "senior", password[] = "hemlig";
    struct lane_settings settings = smtp_settings(port);
    settings.host = host;
    settings.archive = archive;
    settings.tls = !row->plain;
    settings.ca_file = row->plain ? settings.ca_file : ca_file;
    settings.user = row->login ? user : settings.user;
    settings.password = row->login ? password : settings.password;
    g_autoptr(GError) error = NULL;
    SCOPED(lane) struct lane *lane = lane_open(&settings, &error);
    assert_null(error);
    struct memory memory = {.refuse_id = 0};
    struct lane_watch watch = memory_watch(&memory);
    struct lane_mail *mails = make_mails(count, 500);
    for (unsigned i = 0; i < times; i++) {
        lane_deliver(lane, mails, count, &watch);
    }
    free_mails(mails, count);
    return memory;
}

static struct memory run(const struct row *row, unsigned count, unsigned times, char **heard)
{
    struct script script = row->script;
    g_autofree char *certificate = certificate_path(row->shown);
    script.certificate = row->shown == NONE ? NULL : certificate;
    g_autofree char *file = g_build_filename(folder, "heard", NULL);
    g_unlink(file);
    int port = 0;
    pid_t relay = relay_start(&script, file, &port);
    struct memory memory = deliver(row, port, count, times);
    end_process(relay);
    *heard = NULL;
    g_file_get_contents(file, heard, NULL, NULL);
    return memory;
}

static unsigned times_in(const char *heard, const char *text)
{
    unsigned times = 0;
    for (const char *at = heard; (at = strstr(at, text)) != NULL; at++) {
        times++;
    }
    return times;
}

/* Each of them is accepted and was heard once. */
static void all_arrive(struct memory *memory, unsigned count, const char *heard)
{
    for (unsigned i = 1; i <= count; i++) {
        assert_int_equal(told_of(memory, i)->result, LEDGER_ACCEPTED);
        assert_int_equal(told_of(memory, i)->times, 1);
        g_autofree char *greeting = g_strdup_printf("\nHej %u\n", i);
        assert_int_equal(times_in(heard, greeting), 1);
    }
}

static void row_holds(void **state)
{
    const struct row *row = *state;
    g_autofree char *heard = NULL;
    struct memory memory = run(row, MAX(row->count, 2), 1, &heard);
    struct told *first = told_of(&memory, 1);
    if (first->result != row->result || strstr(first->answer, row->answer) == NULL) {
        print_message("%d %s: %s\n%s", first->result, first->status, first->answer, heard);
    }
    assert_int_equal(first->result, row->result);
    assert_int_equal(first->times, 1);
    assert_int_equal(told_of(&memory, 2)->times, 1);
    assert_true(row->second == 0 || told_of(&memory, 2)->result == row->second);
    assert_non_null(strstr(first->answer, row->answer));
    assert_non_null(heard);
    all_arrive(&memory, row->count, heard);
    assert_true(row->heard == NULL || strstr(heard, row->heard) != NULL);
    assert_true(row->not_heard == NULL || strstr(heard, row->not_heard) == NULL);
    g_hash_table_unref(memory.told);
}

/* libESMTP's own context crashes in the second session; ours must not in the thirtieth. */
static void many_sessions(void **state G_GNUC_UNUSED)
{
    g_autofree char *heard = NULL;
    struct memory memory = run(&rows[0], 1, 30, &heard);
    assert_int_equal(told_of(&memory, 1)->times, 30);
    assert_int_equal(times_in(heard, "\n.\n"),
                     30); /* a session that stalls ends with "not tried" */
    assert_int_equal(told_of(&memory, 1)->result, LEDGER_ACCEPTED);
    g_hash_table_unref(memory.told);
}

int main(void)
{
    folder = own_folder();
    for (enum certificate i = GOOD; i <= EXPIRED; i++) {
        g_autofree char *path = certificate_path(i);
        if (!make_certificate(path, certificates[i].name)) {
            print_message("no openssl(1) here: apt-get install openssl\n");
            remove_folder(folder);
            return 0;
        }
    }
    g_autofree char *expired = certificate_path(EXPIRED);
    expire_certificate(expired);
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 1] = {cmocka_unit_test(many_sessions)};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[i + 1] = (struct CMUnitTest){.name = rows[i].name,
                                           .test_func = row_holds,
                                           .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    int failed = cmocka_run_group_tests_name("post/smtp_session", tests, NULL, NULL);
    remove_folder(folder);
    g_free(folder);
    return failed;
}
