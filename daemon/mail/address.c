#include "mail/address.h"

#include <string.h>

#include "base/failure.h"

#define ADDRESS_LIMIT 254 /* RFC 5321 4.5.3.1.3 with RFC erratum 1690 */
#define LOCAL_LIMIT 64
#define LABEL_LIMIT 63

static bool is_atext(char c)
{
    return g_ascii_isalnum(c) || (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

static const char *local_fault(const char *local, size_t length)
{
    if (length == 0) {
        return "there is nothing before the @";
    }
    if (length > LOCAL_LIMIT) {
        return "more than 64 characters before the @";
    }
    for (size_t i = 0; i < length; i++) {
        char c = local[i];
        if ((unsigned char)c >= 0x80) {
            return "letters such as æ, ø, å before the @ cannot be delivered";
        }
        bool dot = c == '.';
        if (!dot && !is_atext(c)) {
            return "a character before the @ that no address may have";
        }
        if (dot && (i == 0 || i + 1 == length || local[i + 1] == '.')) {
            return "a dot in the wrong place before the @";
        }
    }
    return NULL;
}

static bool label_is_good(const char *label)
{
    size_t length = strlen(label);
    if (length == 0 || length > LABEL_LIMIT || label[0] == '-' || label[length - 1] == '-') {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        if (!g_ascii_isalnum(label[i]) && label[i] != '-') {
            return false;
        }
    }
    return true;
}

static const char *domain_fault(const char *domain)
{
    g_auto(GStrv) labels = g_strsplit(domain, ".", -1);
    guint count = g_strv_length(labels);
    if (count == 0) {
        return "there is nothing behind the @";
    }
    for (guint i = 0; i < count; i++) {
        if (!label_is_good(labels[i])) {
            return "what follows the @ is no domain name";
        }
    }
    if (count == 1 && strcmp(domain, "localhost") != 0) {
        return "the domain has no dot (such as .dk)";
    }
    if (g_ascii_isdigit(labels[count - 1][0])) {
        return "what follows the @ is no domain name";
    }
    return NULL;
}

static char *refuse(const char *text, const char *why, GError **error)
{
    g_autofree char *shown = g_utf8_make_valid(text, (gssize)strnlen(text, 80));
    for (char *c = shown; *c != '\0'; c++) {
        if (g_ascii_iscntrl(*c)) {
            *c = '?';
        }
    }
    g_set_error(error, MAIL_ERROR, FAILURE_INPUT, "\"%s\" is no mail address: %s", shown, why);
    return NULL;
}

static const char *form_fault(const char *text)
{
    for (const char *c = text; *c != '\0'; c++) {
        if (g_ascii_iscntrl(*c)) {
            return "it has a control character";
        }
        if (g_ascii_isspace(*c)) {
            return "it has a blank";
        }
        if (strchr("\"<>()[],;:\\", *c) != NULL) {
            return "write the bare address, one alone, without quotes, brackets or name";
        }
    }
    return NULL;
}

char *address_parse(const char *text, GError **error)
{
    g_autofree char *trimmed = g_strdup(text);
    char *end = trimmed + strlen(trimmed);
    while (end > trimmed && (end[-1] == ' ' || end[-1] == '\t')) {
        *--end = '\0';
    }
    const char *start = trimmed + strspn(trimmed, " \t");
    if (*start == '\0') {
        return refuse(text, "it is empty", error);
    }
    const char *fault = form_fault(start);
    if (fault != NULL) {
        return refuse(text, fault, error);
    }
    if (strlen(start) > ADDRESS_LIMIT * 2) {
        return refuse(text, "it is longer than 254 characters", error);
    }
    const char *at = strchr(start, '@');
    if (at == NULL || strchr(at + 1, '@') != NULL) {
        return refuse(text, at == NULL ? "it has no @" : "it has more than one @", error);
    }
    fault = local_fault(start, (size_t)(at - start));
    if (fault != NULL) {
        return refuse(text, fault, error);
    }
    g_autofree char *ascii = g_utf8_validate(at + 1, -1, NULL) ? g_hostname_to_ascii(at + 1) : NULL;
    g_autofree char *domain = ascii == NULL ? NULL : g_ascii_strdown(ascii, -1);
    fault = domain == NULL ? "what follows the @ is no domain name" : domain_fault(domain);
    if (fault != NULL) {
        return refuse(text, fault, error);
    }
    g_autofree char *address = g_strdup_printf("%.*s@%s", (int)(at - start), start, domain);
    if (strlen(address) > ADDRESS_LIMIT) {
        return refuse(text, "it is longer than 254 characters", error);
    }
    return g_steal_pointer(&address);
}

char *address_fold(const char *address)
{
    return g_utf8_validate(address, -1, NULL) ? g_utf8_strdown(address, -1)
                                              : g_ascii_strdown(address, -1);
}

/* Local parts that machines write from: RFC 2142, the manual of vacation(1), and what Danish
 * authorities use. */
static const char *const robot_names[] = {
    "mailer-daemon", "postmaster", "mailerdaemon", "mail-daemon", "uucp",       "mailer",
    "noreply",       "no-reply",   "no.reply",     "no_reply",    "donotreply", "do-not-reply",
    "do_not_reply",  "ikkesvar",   "ikke-svar",    "svarikke",    "svar-ikke",  "autosvar",
    "auto-reply",    "autoreply",  "listserv",     "majordomo",   "bounce",     "bounces",
    "nobody",        "mdaemon",    "daemon",       "root",        NULL};

static const char *const robot_starts[] = {"noreply",  "no-reply", "no.reply", "donotreply",
                                           "owner-",   "bounce-",  "bounces-", "bounce+",
                                           "bounces+", NULL};

static const char *const robot_ends[] = {"-request", "-bounces", "-bounce",   "-owner",
                                         "-noreply", ".noreply", "-no-reply", NULL};

bool address_is_robot(const char *address)
{
    if (address == NULL || *address == '\0') {
        return false;
    }
    const char *at = strrchr(address, '@');
    size_t length = at == NULL ? strlen(address) : (size_t)(at - address);
    g_autofree char *local = g_ascii_strdown(address, (gssize)length);
    if (g_strv_contains(robot_names, local)) {
        return true;
    }
    for (size_t i = 0; robot_starts[i] != NULL; i++) {
        if (g_str_has_prefix(local, robot_starts[i])) {
            return true;
        }
    }
    for (size_t i = 0; robot_ends[i] != NULL; i++) {
        if (g_str_has_suffix(local, robot_ends[i])) {
            return true;
        }
    }
    return false;
}
