#include "base/config.h"

#include <stdlib.h>

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "base/failure.h"
#include "unit/base/scratch.h"

static struct config *load(const struct scratch *scratch, const char *text, GError **error)
{
    g_autofree char *path = scratch_file(scratch, "test.conf", text, strlen(text));
    return config_load(path, error);
}

static void test_defaults(void **state)
{
    (void)state;
    SCOPED(config) struct config *config = config_defaults("/srv/post");
    assert_null(config_file(config));
    assert_string_equal(config_text(config, CONFIG_SITE_NAME), "Seniorjob");
    assert_int_equal(config_number(config, CONFIG_RELAY_PORT), 25);
    assert_int_equal(config_number(config, CONFIG_RELAY_TIMEOUT), 120);
    assert_int_equal(config_number(config, CONFIG_NEWSLETTER_HOUR), 9 * 3600);
    assert_int_equal(config_number(config, CONFIG_NEWSLETTER_SEND_BEFORE), 86400);
    assert_true(config_is(config, CONFIG_RELAY_TYPE, "maildir"));
    assert_false(config_is(config, CONFIG_RELAY_TYPE, "smtp"));
    assert_true(config_is(config, CONFIG_CONFIDENTIAL_TYPE, ""));
    assert_int_equal(config_line(config, CONFIG_SITE_NAME), 0);
    g_autofree char *store = config_path(config, CONFIG_STORE_PATH, NULL);
    assert_string_equal(store, "/srv/post/moedested.db");
    g_autofree char *templates = config_path(config, CONFIG_SITE_TEMPLATES, "templates");
    assert_true(g_path_is_absolute(templates));
    assert_true(g_str_has_suffix(templates, "/templates"));
    assert_null(config_path(config, CONFIG_RELAY_CA, NULL));
}

static void test_values(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    g_autoptr(GError) error = NULL;
    SCOPED(config)
    struct config *config = load(scratch,
                                 "\xef\xbb\xbf# a remark\r\n"
                                 "\r\n"
                                 "[site]          # who we are\r\n"
                                 "  name\t=  Seniorjob K\xc3\xb8"
                                 "benhavn  \r\n"
                                 "phone=33#17 # call us\r\n"
                                 "web = https://a.example/?a=b#c\r\n"
                                 "contact = A\xcc\x8ase\r\n"
                                 "[ relay confidential ]\r\n"
                                 "type = smtp\r\n"
                                 "port = 587\r\n"
                                 "timeout = 1 hour\r\n"
                                 "[store]\r\n"
                                 "path = ../data/x.db\r\n"
                                 "key = /etc/key\r\n"
                                 "[newsletter]\r\n"
                                 "hour = 8:30\r\n"
                                 "[relay]\r\n"
                                 "helo =\r\n"
                                 "path = out",
                                 &error);
    assert_null(error);
    assert_non_null(config);
    assert_string_equal(config_text(config, CONFIG_SITE_NAME), "Seniorjob K\xc3\xb8"
                                                               "benhavn");
    assert_string_equal(config_text(config, CONFIG_SITE_PHONE), "33#17");
    assert_string_equal(config_text(config, CONFIG_SITE_WEB), "https://a.example/?a=b#c");
    assert_string_equal(config_text(config, CONFIG_SITE_CONTACT), "\xc3\x85se");
    assert_true(config_is(config, CONFIG_CONFIDENTIAL_TYPE, "smtp"));
    assert_true(config_is(config, CONFIG_RELAY_TYPE, "maildir"));
    assert_int_equal(config_number(config, CONFIG_CONFIDENTIAL_PORT), 587);
    assert_int_equal(config_number(config, CONFIG_CONFIDENTIAL_TIMEOUT), 3600);
    assert_int_equal(config_number(config, CONFIG_NEWSLETTER_HOUR), 30600);
    assert_true(config_line(config, CONFIG_RELAY_HELO) > 0);
    assert_int_equal(config_line(config, CONFIG_RELAY_HOST), 0);
    assert_string_equal(config_file(config) + strlen(scratch->folder), "/test.conf");

    g_autofree char *beside = g_path_get_dirname(scratch->folder);
    g_autofree char *expected = g_build_filename(beside, "data", "x.db", NULL);
    g_autofree char *store = config_path(config, CONFIG_STORE_PATH, NULL);
    assert_string_equal(store, expected);
    g_autofree char *key = config_path(config, CONFIG_STORE_KEY, NULL);
    assert_string_equal(key, "/etc/key");
    g_autofree char *out = config_path(config, CONFIG_RELAY_PATH, NULL);
    g_autofree char *expected_out = scratch_path(scratch, "out");
    assert_string_equal(out, expected_out);
}

static void test_durations(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    static const struct {
        const char *text;
        int64_t seconds; /* 0: refused */
    } rows[] = {
        {"90 seconds", 90},
        {"30 minutes", 1800},
        {"24 hours", 86400},
        {"5 days", 432000},
        {"2 weeks", 1209600},
        {"1 week", 604800},
        {"1 day", 86400},
        {"1 hours", 3600},
        {"3   minutes", 180},
        {"3minutes", 180},
        {"30 days", 2592000},
        {"31 days", 0},
        {"59 seconds", 0},
        {"0 days", 0},
        {"5", 0},
        {"days", 0},
        {"5 dayss", 0},
        {"5 days ago", 0},
        {"-5 days", 0},
        {"5.5 days", 0},
        {"5 Days", 0},
        {"9999999999 days", 0},
        {"", 0},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text = g_strdup_printf("[newsletter]\nsend-before = %s\n", rows[i].text);
        SCOPED(config) struct config *config = load(scratch, text, NULL);
        if ((config != NULL) != (rows[i].seconds > 0)) {
            fail_msg("\"%s\"", rows[i].text);
        }
        if (config != NULL) {
            assert_true(config_number(config, CONFIG_NEWSLETTER_SEND_BEFORE) == rows[i].seconds);
        }
    }
}

/* A file, and what is said about it: `line: words`. NULL: nothing. */
static const struct {
    const char *text, *said;
} findings[] = {
    {"", NULL},
    {"\n#\n  # x\n", NULL},
    {"[site]\nnmae = x\n", ":2: unknown key \"nmae\" in [site]; did you mean \"name\"?"},
    {"[site]\nport = 1\n", ":2: unknown key \"port\" in [site]; it belongs to [inbox]"},
    {"[site]\nqqqqqqqq = 1\n", ":2: unknown key \"qqqqqqqq\" in [site]; there are name, domain"},
    {"[site]\n = 1\n", ":2: unknown key \"\""},
    {"[site]\n\xc3\xa6\xc3\xb8 = 1\n", ":2: unknown key \"\xc3\xa6\xc3\xb8\""},
    {"[realy]\nhost = x\n", ":1: unknown section [realy]; did you mean [relay]?"},
    {"[qqqqqqqq]\n", ":1: unknown section [qqqqqqqq]; there are [site], [store]"},
    {"[]\n", ":1: unknown section []"},
    {"[site\nname = x\n", ":1: a section is written as [name]"},
    {"[site] x\n", ":1: a section is written as [name]"},
    {"name = x\n", ":1: there is no [section] above this key"},
    {"[site]\nhello\n", ":2: \"hello\" is neither [section] nor key = value"},
    {"[site]\nname = a\nname = b\n", ":3: \"name\" stands already in line 2"},
    {"[site]\nname = a\n[store]\n[site]\n", ":4: section [site] stands already in line 1"},
    {"[site]\nname = a\x01\n", ":2: there is a control character"},
    {"[site]\rname = a\n", ":1: there is a control character"},
    {"[site]\nname =\n", ":2: name = (empty): it must be text of 1 to 60 characters"},
    {"[site]\nname = # x\n", ":2: name = (empty)"},
    {"[relay]\ntype = imap\n", ":2: type = imap: it must be one of maildir, smtp or discard"},
    {"[relay]\ntype =\n", ":2: type = (empty): it must be one of"},
    {"[relay]\nport = 0\n", ":2: port = 0: it must be a number from 1 to 65535"},
    {"[relay]\nport = 65536\n", ":2: port = 65536: it must be a number"},
    {"[relay]\nport = 25x\n", ":2: port = 25x: it must be a number"},
    {"[relay]\nport = 99999999999999999999\n", ":2: port = 99999999999999999999: it must be"},
    {"[relay]\ntimeout = 3\n",
     ":2: timeout = 3: it must be a duration from 1 second to 1 hour, for example 30 minutes"},
    {"[newsletter]\nhour = 24:00\n", ":2: hour = 24:00: it must be a time of day"},
    {"[newsletter]\nhour = 9\n", ":2: hour = 9: it must be a time of day"},
    {"[newsletter]\nhour = 09:0\n", ":2: hour = 09:0: it must be a time of day"},
    {"[newsletter]\nhour = 09:60\n", ":2: hour = 09:60: it must be a time of day"},
    {"[newsletter]\nhour = 009:00\n", ":2: hour = 009:00: it must be a time of day"},
    {"[site]\ntimezone = Europe/Kopenhagen\n", ":2: timezone = Europe/Kopenhagen: it must be an"},
    {"[site]\ntimezone = ../../../etc/passwd\n", ":2: timezone = "},
    {"[site]\ntimezone = +02:00\n", ":2: timezone = "},
    {"[site]\ntimezone = Europe\n", ":2: timezone = "},
    {"[site]\ntimezone = America/Argentina/Ushuaia\n", NULL},
    {"[site]\ntimezone = UTC\n", NULL},
    {"[site]\ntemplates =\n", NULL},
    {"[store]\npath =\n", ":2: path = (empty): it must be a path"},
    {"[site]\naddress = a@b.example\n", NULL},
    {"[site]\naddress = o'neill.x-y_z@b-c.example\n", NULL},
    {"[site]\naddress = 1234567890123456789012345678901234567@b.example\n", NULL},
    {"[site]\naddress = 12345678901234567890123456789012345678@b.example\n", ":2: address = 123"},
    {"[site]\naddress = a+b@b.example\n", ":2: address = a+b@b.example: it must be a mail address"},
    {"[site]\naddress = b.example\n", ":2: address = "},
    {"[site]\naddress = a@\n", ":2: address = "},
    {"[site]\naddress = @b\n", ":2: address = "},
    {"[site]\naddress = a@b@c\n", ":2: address = "},
    {"[site]\naddress = a b@c\n", ":2: address = "},
    {"[site]\naddress = .a@c\n", ":2: address = "},
    {"[site]\naddress = a..b@c\n", ":2: address = "},
    {"[site]\naddress = a.@c\n", ":2: address = "},
    {"[site]\naddress = a@c..d\n", ":2: address = "},
    {"[site]\naddress = a@-c\n", ":2: address = "},
    {"[site]\naddress = a@c.\n", ":2: address = "},
    {"[site]\naddress = <a@c.example>\n", ":2: address = "},
    {"[site]\naddress = s\xc3\xb8ren@c.example\n", ":2: address = "},
    {"[site]\ndomain = j\xc3\xb8"
     "b.example\n",
     ":2: [site] domain: a host name has only"},
    {"[relay]\nhost = a b\n", ":2: [relay] host: a host name has only"},
    {"[relay]\nhost = [2001:db8::1]\n", NULL},
    {"[relay]\nuser = ole\npassword-file = p\n", ":2: [relay] user: a password never goes out"},
    {"[relay]\nuser = ole\ntls = required\n", ":2: [relay] user: there is a name to log in with"},
    {"[relay]\nuser = ole\ntls = required\npassword-file = p\n", NULL},
    {"[relay confidential]\nuser = ole\npassword-file = p\n", NULL},
    {"[relay confidential]\ntls = none\nuser = ole\npassword-file = p\n",
     ":3: [relay confidential] user: a password"},
    {"[site]\nweb = www.seniorjob.example\n", ":2: [site] web: write the whole address"},
    {"[site]\nweb = javascript:x\n", ":2: [site] web: write the whole address"},
    {"[site]\nweb = https://x\"y\n", ":2: [site] web: write the whole address"},
    {"[site]\n\nname = s\xf8r\n", ":3: octet 0xF8 is not UTF-8"},
};

static void test_findings(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    for (size_t i = 0; i < G_N_ELEMENTS(findings); i++) {
        g_autoptr(GError) error = NULL;
        SCOPED(config) struct config *config = load(scratch, findings[i].text, &error);
        if (findings[i].said == NULL) {
            if (config == NULL) {
                fail_msg("%s", error->message);
            }
            continue;
        }
        if (config != NULL) {
            fail_msg("nothing is said about:\n%s", findings[i].text);
        }
        g_autofree char *expected =
            g_strdup_printf("%s/test.conf%s", scratch->folder, findings[i].said);
        assert_int_equal(error->domain, BASE_ERROR);
        assert_int_equal(error->code, FAILURE_CONFIGURATION);
        if (!g_str_has_prefix(error->message, expected) || strchr(error->message, '\n') != NULL) {
            fail_msg("%s\ninstead of\n%s", error->message, expected);
        }
    }
}

static void test_all_findings(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    g_autoptr(GError) error = NULL;
    assert_null(load(scratch, "[site]\nnmae = x\n[relay]\nport = x\n", &error));
    g_auto(GStrv) lines = g_strsplit(error->message, "\n", -1);
    assert_int_equal(g_strv_length(lines), 2);
    assert_non_null(strstr(lines[0], ":2: "));
    assert_non_null(strstr(lines[1], ":4: "));
    g_clear_error(&error);

    g_autoptr(GString) rubbish = g_string_new(NULL);
    for (int i = 0; i < 60; i++) {
        g_string_append(rubbish, "rubbish\n");
    }
    assert_null(load(scratch, rubbish->str, &error));
    g_auto(GStrv) many = g_strsplit(error->message, "\n", -1);
    assert_int_equal(g_strv_length(many), 51);
    assert_non_null(strstr(many[50], "10 more"));
}

static void test_bad_files(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    g_autofree char *missing = scratch_path(scratch, "missing.conf");
    g_autofree char *large = scratch_file(scratch, "large.conf", "", 0);
    assert_int_equal(truncate(large, 1024 * 1024 + 1), 0);
    g_autofree char *binary = scratch_file(scratch, "binary.conf", "\0\1", 2);
    const struct {
        const char *path, *words;
    } rows[] = {
        {missing, "moedested init DIR"},
        {scratch->folder, "directory"},
        {large, "larger than"},
        {binary, "NUL"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        assert_null(config_load(rows[i].path, &error));
        assert_int_equal(error->code, FAILURE_CONFIGURATION);
        assert_non_null(strstr(error->message, rows[i].words));
    }
}

static void test_render(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    SCOPED(config) struct config *defaults = config_defaults(".");
    g_autofree char *nothing = config_render(defaults, true, false);
    assert_string_equal(nothing, "");

    SCOPED(config)
    struct config *config = load(scratch,
                                 "[relay]\nport = 025\nhost = mail.example\n"
                                 "[newsletter]\nsend-before = 1 day\nhour = 10:00\n"
                                 "[site]\nname = \xc3\x86\n",
                                 NULL);
    assert_non_null(config);
    g_autofree char *changed = config_render(config, true, false);
    assert_string_equal(changed, "[site]\nname = \xc3\x86\n\n[relay]\nhost = mail.example\n\n"
                                 "[newsletter]\nhour = 10:00\n");

    /* What is rendered says the same when it is read. */
    g_autofree char *whole = config_render(config, false, false);
    SCOPED(config) struct config *again = load(scratch, whole, NULL);
    assert_non_null(again);
    g_autofree char *whole_again = config_render(again, false, false);
    assert_string_equal(whole, whole_again);
}

static void test_sample(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    SCOPED(config) struct config *defaults = config_defaults(".");
    g_autofree char *sample = config_render(defaults, false, true);
    SCOPED(config) struct config *config = load(scratch, sample, NULL);
    assert_non_null(config);
    g_autofree char *changed = config_render(config, true, false);
    assert_string_equal(changed, "");
    for (size_t key = 0; key < CONFIG_KEYS; key++) {
        assert_true(config_line(config, (enum config_key)key) > 0);
        assert_non_null(strstr(sample, config_row((enum config_key)key)->help));
    }

    g_autofree char *shipped = NULL;
    assert_true(g_file_get_contents("config/moedested.conf", &shipped, NULL, NULL));
    if (strcmp(shipped, sample) != 0) {
        fail_msg("config/moedested.conf is out of date; run: "
                 "build/moedested config --sample > config/moedested.conf");
    }
}

/* A valid file with octets changed: a verdict, and no crash. */
static void test_random(void **state)
{
    (void)state;
    SCOPED(scratch) struct scratch *scratch = scratch_new();
    g_autoptr(GRand) random = g_rand_new_with_seed(1);
    SCOPED(config) struct config *defaults = config_defaults(".");
    g_autofree char *sample = config_render(defaults, false, false);
    gint32 length = (gint32)strlen(sample);
    for (int round = 0; round < 300; round++) {
        g_autofree char *text = g_strdup(sample);
        for (int i = round % 20; i >= 0; i--) {
            text[g_rand_int_range(random, 0, length)] =
                (char)g_rand_int_range(random, 1, round % 2 == 0 ? 128 : 256);
        }
        g_autoptr(GError) error = NULL;
        SCOPED(config) struct config *config = load(scratch, text, &error);
        assert_true((config == NULL) == (error != NULL));
        assert_true(error == NULL || g_utf8_validate(error->message, -1, NULL));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults),     cmocka_unit_test(test_values),
        cmocka_unit_test(test_durations),    cmocka_unit_test(test_findings),
        cmocka_unit_test(test_all_findings), cmocka_unit_test(test_bad_files),
        cmocka_unit_test(test_render),       cmocka_unit_test(test_sample),
        cmocka_unit_test(test_random),
    };
    return cmocka_run_group_tests_name("base/config", tests, NULL, NULL);
}
