/* runs alone: some of it has milliseconds. */
#include "process/understander.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/failure.h"
#include "unit/base/scratch.h"
#include "unit/process/mails.h"

static void test_many(void **state)
{
    (void)state;
    SCOPED(understander)
    struct understander *understander = understander_start(TABLES, "moedested.example", NULL);
    assert_non_null(understander);
    struct understander_mail mails[50];
    for (unsigned i = 0; i < G_N_ELEMENTS(mails); i++) {
        mails[i] = mail_of(afmeld);
    }
    assert_true(understander_read(understander, mails, G_N_ELEMENTS(mails), NULL));
    for (unsigned i = 0; i < G_N_ELEMENTS(mails); i++) {
        assert_non_null(mails[i].verdict);
        assert_null(mails[i].died);
        assert_string_equal(mails[i].verdict->from_address, "hans@example.dk");
        const struct verdict_intent *intent = verdict_intent(mails[i].verdict, "unsubscribe");
        assert_non_null(intent);
        assert_string_equal(verdict_slot(intent, "scope"), "newsletter");
        assert_non_null(intent->rule);
        assert_null(mails[i].verdict->body);
    }
    free_all(mails, G_N_ELEMENTS(mails));
}

static void test_none(void **state)
{
    (void)state;
    SCOPED(understander)
    struct understander *understander = understander_start(TABLES, NULL, NULL);
    assert_true(understander_read(understander, NULL, 0, NULL));
}

static void test_ours(void **state)
{
    (void)state;
    SCOPED(understander)
    struct understander *understander = understander_start(TABLES, "moedested.example", NULL);
    struct understander_mail mail =
        mail_of("From: a@moedested.example\r\nMessage-ID: <1@moedested.example>\r\n"
                "Auto-Submitted: auto-generated\r\n\r\nAFMELD\r\n");
    mail.full = true;
    assert_true(understander_read(understander, &mail, 1, NULL));
    assert_true(mail.verdict->ours);
    assert_true(mail.verdict->automatic);
    assert_int_equal(mail.verdict->intents->len, 0);
    assert_string_equal(mail.verdict->body, "AFMELD\n");
    free_all(&mail, 1);
}

/* Charsets that the C library reads from files, which the child cannot. */
static void test_charsets(void **state)
{
    (void)state;
    SCOPED(understander)
    struct understander *understander = understander_start(TABLES, NULL, NULL);
    struct understander_mail mails[] = {
        mail_of("From: =?koi8-r?Q?=F0=F2?= <a@b.dk>\r\nSubject: =?big5?B?p0E=?=\r\n"
                "Content-Type: text/plain; charset=iso-8859-15\r\n\r\n\xa4\r\n"),
        mail_of("From: a@b.dk\r\nSubject: =?euc-kr?B?sKE=?=\r\n"
                "Content-Type: text/plain; charset=shift_jis\r\n\r\n\x82\xb1\r\n"),
        mail_of("From: a@b.dk\r\nSubject: =?iso-8859-7?Q?=E1?= =?windows-1251?Q?=E0?=\r\n"
                "Content-Type: text/plain; charset=cp865\r\n\r\n\x91\r\n"),
    };
    assert_true(understander_read(understander, mails, G_N_ELEMENTS(mails), NULL));
    assert_string_equal(mails[0].verdict->from_name, "ПР");
    assert_string_equal(mails[0].verdict->subject, "你");
    assert_string_equal(mails[0].verdict->text, "€");
    assert_string_equal(mails[1].verdict->subject, "가");
    assert_string_equal(mails[1].verdict->text, "こ");
    assert_string_equal(mails[2].verdict->subject, "αа");
    assert_string_equal(mails[2].verdict->text, "æ");
    free_all(mails, G_N_ELEMENTS(mails));
}

static void read_with(const struct understander_limits *limits, const char *died)
{
    g_autofree char *costly = costly_mail(700000);
    SCOPED(understander)
    struct understander *understander = understander_start_with(TABLES, NULL, limits, NULL);
    assert_non_null(understander);
    for (int round = 0; round < 2; round++) {
        struct understander_mail mails[] = {mail_of(afmeld), mail_of(costly), mail_of(afmeld)};
        assert_true(understander_read(understander, mails, G_N_ELEMENTS(mails), NULL));
        assert_non_null(mails[0].verdict);
        assert_null(mails[1].verdict);
        assert_string_equal(mails[1].died, died);
        assert_non_null(mails[2].verdict);
        assert_non_null(verdict_intent(mails[2].verdict, "unsubscribe"));
        free_all(mails, G_N_ELEMENTS(mails));
    }
}

static void test_stalls(void **state)
{
    (void)state;
    static const struct understander_limits limits = {
        .address_space = 2048ul * 1024 * 1024, .cpu_milliseconds = 60000, .wall_milliseconds = 60};
    read_with(&limits, "out of time");
}

/* Milliseconds of the processor that the ended children of a process took (proc(5): cutime,
 * cstime). */
static long children_of(pid_t pid)
{
    g_autofree char *file = g_strdup_printf("/proc/%d/stat", (int)pid);
    g_autofree char *text = NULL;
    assert_true(g_file_get_contents(file, &text, NULL, NULL));
    g_auto(GStrv) fields = g_strsplit(strrchr(text, ')') + 2, " ", -1);
    int64_t ticks = g_ascii_strtoll(fields[13], NULL, 10) + g_ascii_strtoll(fields[14], NULL, 10);
    return (long)ticks * 1000 / sysconf(_SC_CLK_TCK);
}

/* Verdicts that a child took with it do not let the mail that killed it kill once for each. */
static void test_kills_few(void **state)
{
    (void)state;
    enum { BEFORE = 7, CPU = 200 };
    static const struct understander_limits limits = {
        .address_space = 2048ul * 1024 * 1024, .cpu_milliseconds = CPU, .wall_milliseconds = 60000};
    g_autofree char *costly = costly_mail(450000); /* in one batch with the others */
    SCOPED(understander)
    struct understander *understander = understander_start_with(TABLES, NULL, &limits, NULL);
    assert_non_null(understander);
    struct understander_mail mails[BEFORE + 2];
    for (unsigned i = 0; i < G_N_ELEMENTS(mails); i++) {
        mails[i] = mail_of(i == BEFORE ? costly : afmeld);
    }
    long before = children_of(understander_pid(understander));
    assert_true(understander_read(understander, mails, G_N_ELEMENTS(mails), NULL));
    long used = children_of(understander_pid(understander)) - before;
    for (unsigned i = 0; i < G_N_ELEMENTS(mails); i++) {
        assert_true((mails[i].verdict != NULL) == (i != BEFORE));
    }
    assert_string_equal(mails[BEFORE].died, "out of time");
    assert_true(used < 5 * CPU);
    free_all(mails, G_N_ELEMENTS(mails));
}

/* A mail of 24 MB where it has room for itself and little more. What runs out of memory first may
 * be a library that takes it for a crash. */
static void test_memory(void **state)
{
    (void)state;
#ifdef SANITIZED
    skip(); /* the sanitizer needs terabytes of addresses: no limit to test */
#else
    static const struct understander_limits limits = {
        .address_space = 144u * 1024 * 1024, .cpu_milliseconds = 60000, .wall_milliseconds = 60000};
    g_autofree char *large = g_strnfill(24u * 1024 * 1024, 'x');
    g_autofree char *raw = g_strconcat("From: a@b.dk\r\n\r\n", large, NULL);
    g_autoptr(GError) error = NULL;
    SCOPED(understander)
    struct understander *understander = understander_start_with(TABLES, NULL, &limits, &error);
    if (understander == NULL) {
        fail_msg("%s", error->message);
    }
    struct understander_mail mails[] = {mail_of(afmeld), mail_of(raw), mail_of(afmeld)};
    assert_true(understander_read(understander, mails, G_N_ELEMENTS(mails), NULL));
    assert_non_null(mails[0].verdict);
    assert_null(mails[1].verdict);
    assert_non_null(mails[1].died);
    assert_true(strcmp(mails[1].died, "out of memory") == 0 ||
                strcmp(mails[1].died, "crashed") == 0);
    assert_non_null(mails[2].verdict);
    free_all(mails, G_N_ELEMENTS(mails));
#endif
}

/* The nursery dies between two batches (the kernel's memory killer, an admin): another reads on. */
static void test_nursery_dies(void **state)
{
    (void)state;
    SCOPED(understander) struct understander *understander = understander_start(TABLES, NULL, NULL);
    for (int round = 0; round < 5; round++) {
        pid_t before = understander_pid(understander);
        assert_int_equal(kill(before, SIGKILL), 0);
        struct understander_mail mails[] = {mail_of(afmeld), mail_of(afmeld)};
        g_autoptr(GError) error = NULL;
        if (!understander_read(understander, mails, G_N_ELEMENTS(mails), &error)) {
            fail_msg("%s", error->message);
        }
        assert_non_null(verdict_intent(mails[1].verdict, "unsubscribe"));
        assert_int_not_equal(understander_pid(understander), before);
        free_all(mails, G_N_ELEMENTS(mails));
    }
}

/* Tables that are gone when the nursery has to be started again: an error, and no crash; when they
 * are there again it goes on. */
static void test_nursery_stays_dead(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    g_autofree char *link = g_build_filename(scratch->folder, "language", NULL);
    g_autofree char *tables = g_canonicalize_filename(TABLES, NULL);
    assert_int_equal(symlink(tables, link), 0);
    SCOPED(understander) struct understander *understander = understander_start(link, NULL, NULL);
    assert_non_null(understander);
    assert_int_equal(unlink(link), 0);
    assert_int_equal(kill(understander_pid(understander), SIGKILL), 0);
    struct understander_mail mail = mail_of(afmeld);
    for (int round = 0; round < 2; round++) {
        g_autoptr(GError) error = NULL;
        assert_false(understander_read(understander, &mail, 1, &error));
        assert_non_null(error);
        assert_null(mail.verdict);
        assert_int_equal(understander_pid(understander), 0);
    }
    assert_int_equal(symlink(tables, link), 0);
    assert_true(understander_read(understander, &mail, 1, NULL));
    free_all(&mail, 1);
}

/* A nursery that was forked for later reads its tables at the first mail, and again when it dies
 * before that; what is wrong with them is told then, or when it is asked for. */
static void test_later(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    static const char settings[] = "[site]\nlanguage = language\n";
    g_autofree char *file = scratch_file(scratch, "moedested.conf", settings, sizeof settings - 1);
    g_autofree char *link = scratch_path(scratch, "language");
    g_autofree char *tables = g_canonicalize_filename(TABLES, NULL);
    SCOPED(config) struct config *config = config_load(file, NULL);
    assert_non_null(config);
    SCOPED(understander) struct understander *understander = understander_start_for(config, NULL);
    assert_non_null(understander);
    struct understander_mail mail = mail_of(afmeld);
    g_autoptr(GError) asked = NULL, read = NULL;
    assert_false(understander_ready(understander, &asked));
    assert_false(understander_read(understander, &mail, 1, &read));
    assert_true(g_error_matches(asked, PROCESS_ERROR, FAILURE_CONFIGURATION));
    assert_true(g_error_matches(read, PROCESS_ERROR, FAILURE_CONFIGURATION));
    assert_non_null(strstr(read->message, link));
    assert_int_equal(symlink(tables, link), 0);
    SCOPED(understander) struct understander *second = understander_start_for(config, NULL);
    assert_int_equal(kill(understander_pid(second), SIGKILL), 0);
    understander_ahead(second, &mail, 1);
    assert_true(understander_read(second, &mail, 1, NULL));
    assert_non_null(verdict_intent(mail.verdict, "unsubscribe"));
    free_all(&mail, 1);
}

/* No child to be had is no fault of the mail: it has neither a verdict nor a death, and is read
 * when there is room again. */
static void test_no_child_to_be_had(void **state)
{
    (void)state;
    SCOPED(understander) struct understander *understander = understander_start(TABLES, NULL, NULL);
    struct rlimit usual;
    struct rlimit none = {.rlim_cur = 4};
    assert_int_equal(prlimit(understander_pid(understander), RLIMIT_NOFILE, NULL, &usual), 0);
    none.rlim_max = usual.rlim_max;
    assert_int_equal(prlimit(understander_pid(understander), RLIMIT_NOFILE, &none, NULL), 0);
    struct understander_mail mails[] = {mail_of(afmeld), mail_of(afmeld)};
    assert_true(understander_read(understander, mails, G_N_ELEMENTS(mails), NULL));
    for (size_t i = 0; i < G_N_ELEMENTS(mails); i++) {
        assert_null(mails[i].verdict);
        assert_null(mails[i].died);
    }
    assert_int_equal(prlimit(understander_pid(understander), RLIMIT_NOFILE, &usual, NULL), 0);
    assert_true(understander_read(understander, mails, G_N_ELEMENTS(mails), NULL));
    assert_non_null(mails[0].verdict);
    assert_non_null(mails[1].verdict);
    free_all(mails, G_N_ELEMENTS(mails));
}

static void test_no_tables(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    assert_null(understander_start("tests/data/nowhere", NULL, &error));
    assert_int_equal(error->code, FAILURE_CONFIGURATION);
    assert_non_null(strstr(error->message, "tests/data/nowhere"));
}

/* Each kind of hostile mail of mime.md 2, made here because some are large. */
static char *repeated(const char *before, const char *piece, unsigned times, const char *after)
{
    GString *raw = g_string_new(before);
    for (unsigned i = 0; i < times; i++) {
        g_string_append(raw, piece);
    }
    g_string_append(raw, after);
    return g_string_free(raw, FALSE);
}

#define HEAD "From: a@b.dk\r\nSubject: x\r\n"

/* With the usual limits; a sanitizer takes four times the time, which they do not allow for. */
static struct understander *start_for_hostile(void)
{
#ifdef SANITIZED
    static const struct understander_limits limits = {.cpu_milliseconds = 20000,
                                                      .wall_milliseconds = 50000};
    return understander_start_with(TABLES, NULL, &limits, NULL);
#else
    return understander_start(TABLES, NULL, NULL);
#endif
}

static void test_hostile(void **state)
{
    (void)state;
    SCOPED(understander) struct understander *understander = start_for_hostile();
    char *raws[] = {
        repeated("From: ", "a:", 200000, "\r\n\r\nx"),
        repeated(HEAD, "Content-Type: message/rfc822\r\n\r\n", 30000, "x"),
        repeated(HEAD "Content-Type: multipart/mixed; boundary=y\r\n\r\n", "--y\r\n", 100000, ""),
        repeated(HEAD "Content-Type: ", "(", 100000, "\r\n\r\nx"),
        repeated("To: ", "a@b.dk, ", 100000, "\r\n\r\nx"),
        repeated("", "X: y\r\n", 100000, "\r\nx"),
        repeated(HEAD "Content-Type: multipart/mixed; boundary=\"\\\"\"\r\n\r\n", "x", 1, ""),
        repeated(HEAD "Content-Type: text/html\r\n\r\n", "<div>", 300000, "x"),
        repeated(HEAD "Content-Type: text/html\r\n\r\n", "<blockquote>", 100000, "x"),
        repeated(HEAD "\r\n", "> ", 500000, "x"),
        repeated(HEAD "\r\n", "afmeld ", 100000, "x"),
        repeated(HEAD "\r\n", "Fra: \n", 20000, "x"),
        repeated(HEAD "\r\n", "Den 1. 2. \n", 20000, "x"),
        repeated(HEAD "\r\n", "a\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81", 20000, "x"),
        repeated(HEAD "Content-Type: text/plain; aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                      "aaaaaaaaaaaaaaaaaaaaaaa=\"\xc3\xa5\"\r\n\r\n",
                 "x", 1, ""),
    };
    struct understander_mail mails[G_N_ELEMENTS(raws) + 1];
    for (size_t i = 0; i < G_N_ELEMENTS(raws); i++) {
        mails[i] = mail_of(raws[i]);
    }
    mails[G_N_ELEMENTS(raws)] = mail_of(afmeld);
    assert_true(understander_read(understander, mails, G_N_ELEMENTS(mails), NULL));
    for (size_t i = 0; i < G_N_ELEMENTS(mails); i++) {
        if (mails[i].died != NULL) {
            print_error("mail %zu: %s\n", i, mails[i].died);
        }
        assert_non_null(mails[i].verdict);
    }
    assert_non_null(verdict_intent(mails[G_N_ELEMENTS(raws)].verdict, "unsubscribe"));
    free_all(mails, G_N_ELEMENTS(mails));
    for (size_t i = 0; i < G_N_ELEMENTS(raws); i++) {
        g_free(raws[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_none),
        cmocka_unit_test(test_ours),
        cmocka_unit_test(test_charsets),
        cmocka_unit_test(test_stalls),
        cmocka_unit_test(test_kills_few),
        cmocka_unit_test(test_memory),
        cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_no_tables),
        cmocka_unit_test(test_nursery_dies),
        cmocka_unit_test(test_nursery_stays_dead),
        cmocka_unit_test(test_later),
        cmocka_unit_test(test_no_child_to_be_had),
    };
    return cmocka_run_group_tests_name("process/understander", tests, NULL, NULL);
}
