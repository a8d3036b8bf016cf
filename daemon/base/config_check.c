/* What one key says about another. */
#include "base/config_data.h"

#include <string.h>

struct checker {
    const struct config *config;
    void (*report)(void *data, unsigned line, const char *message);
    void *data;
};

static void find(const struct checker *checker, enum config_key key, const char *message)
{
    const struct config_row *row = config_row(key);
    g_autofree char *whole = g_strdup_printf("[%s] %s: %s", row->section, row->name, message);
    /* A default is right by itself; it was the other key that was set. */
    checker->report(checker->data, MAX(checker->config->values[key].line, 1), whole);
}

/* A name or number of a host goes into SMTP commands and headers: RFC 5321 4.1.2. */
static void check_host(const struct checker *checker, enum config_key key)
{
    const char *text = config_text(checker->config, key);
    if (strspn(text, G_CSET_a_2_z G_CSET_A_2_Z "0123456789.-:[]") != strlen(text)) {
        find(checker, key,
             "a host name has only letters a-z, digits, dots and hyphens; write "
             "others as xn--");
    }
}

static void check_login(const struct checker *checker, enum config_key user, enum config_key tls,
                        enum config_key password)
{
    if (*config_text(checker->config, user) == '\0') {
        return;
    }
    if (!config_is(checker->config, tls, "required")) {
        find(checker, user, "a password never goes out unencrypted; set tls = required");
    }
    if (*config_text(checker->config, password) == '\0') {
        find(checker, user, "there is a name to log in with, but no password-file");
    }
}

static void check_web(const struct checker *checker)
{
    const char *web = config_text(checker->config, CONFIG_SITE_WEB);
    bool address = g_str_has_prefix(web, "https://") || g_str_has_prefix(web, "http://");
    if (*web != '\0' && (!address || strpbrk(web, " <>\"'") != NULL)) {
        find(checker, CONFIG_SITE_WEB, "write the whole address, https://www.seniorjob.example");
    }
}

/* Each step of a meeting comes after the one before it. */
static void check_meeting(const struct checker *checker)
{
    const struct config *config = checker->config;
    int64_t missing = config_number(config, CONFIG_MEETING_MISSING);
    if (config_number(config, CONFIG_MEETING_END) <= config_number(config, CONFIG_MEETING_START)) {
        find(checker, CONFIG_MEETING_END, "a meeting ends on its day, and after it begins");
    }
    if (config_number(config, CONFIG_MEETING_INVITE) <= missing) {
        find(checker, CONFIG_MEETING_MISSING,
             "ask again later than `invite`: with a smaller number");
    }
    if (missing < config_number(config, CONFIG_MEETING_DEADLINE)) {
        find(checker, CONFIG_MEETING_DEADLINE,
             "the deadline is not before `missing` asks again: it needs a smaller number");
    }
}

void config_check_together(const struct config *config,
                           void (*report)(void *data, unsigned line, const char *message),
                           void *data)
{
    const struct checker checker = {config, report, data};
    check_host(&checker, CONFIG_SITE_DOMAIN);
    check_host(&checker, CONFIG_RELAY_HOST);
    check_host(&checker, CONFIG_RELAY_HELO);
    check_host(&checker, CONFIG_CONFIDENTIAL_HOST);
    check_host(&checker, CONFIG_CONFIDENTIAL_HELO);
    check_login(&checker, CONFIG_RELAY_USER, CONFIG_RELAY_TLS, CONFIG_RELAY_PASSWORD);
    check_login(&checker, CONFIG_CONFIDENTIAL_USER, CONFIG_CONFIDENTIAL_TLS,
                CONFIG_CONFIDENTIAL_PASSWORD);
    check_web(&checker);
    check_meeting(&checker);
}
