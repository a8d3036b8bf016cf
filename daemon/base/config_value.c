/* The types of configuration values: text in, number and complaint out. */
#include "base/config_data.h"

#include <string.h>

#include "base/text.h"

/* RFC 5321 4.5.3.1.1 allows 64 octets before the @, and "+TOKEN" takes 27 of them. */
#define LOCAL_PART_LIMIT 37
#define DOMAIN_LIMIT 253

static const struct unit {
    const char *name;
    int64_t seconds;
} units[] = {{"week", 604800}, {"day", 86400}, {"hour", 3600}, {"minute", 60}, {"second", 1}};

char *config_value_duration(int64_t seconds)
{
    for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
        int64_t count = seconds / units[i].seconds;
        if (count > 0 && seconds % units[i].seconds == 0) {
            return g_strdup_printf("%" G_GINT64_FORMAT " %s%s", count, units[i].name,
                                   count == 1 ? "" : "s");
        }
    }
    return g_strdup("0 seconds");
}

static char *choice_kind(const struct config_row *row)
{
    g_auto(GStrv) words = g_strsplit(row->words, "|", -1);
    GString *kind = g_string_new("one of ");
    for (size_t i = 0; words[i] != NULL; i++) {
        g_string_append(kind, i == 0 ? "" : words[i + 1] == NULL ? " or " : ", ");
        g_string_append(kind, *words[i] != '\0' ? words[i] : "nothing");
    }
    return g_string_free(kind, FALSE);
}

static char *text_kind(const struct config_row *row)
{
    return row->low == 0
               ? g_strdup_printf("text of at most %" G_GINT64_FORMAT " characters", row->high)
               : g_strdup_printf("text of %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT " characters",
                                 row->low, row->high);
}

char *config_value_kind(const struct config_row *row)
{
    switch (row->type) {
    case CONFIG_TEXT:
        return text_kind(row);
    case CONFIG_ADDRESS:
        return g_strdup(
            "a mail address in ASCII, with at most 37 characters and no + before the @");
    case CONFIG_PATH:
        return g_strdup("a path, relative to this file");
    case CONFIG_NUMBER:
        return g_strdup_printf("a number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, row->low,
                               row->high);
    case CONFIG_CHOICE:
        return choice_kind(row);
    case CONFIG_TIME:
        return g_strdup("a time of day, for example 09:00");
    case CONFIG_DURATION: {
        g_autofree char *low = config_value_duration(row->low);
        g_autofree char *high = config_value_duration(row->high);
        return g_strdup_printf("a duration from %s to %s, for example 30 minutes", low, high);
    }
    case CONFIG_ZONE:
        return g_strdup("an IANA time zone, for example Europe/Copenhagen");
    default:
        g_assert_not_reached();
    }
}

static bool read_text(const struct config_row *row, const char *text)
{
    glong length = g_utf8_strlen(text, -1);
    return length >= row->low && length <= row->high;
}

/* A small dot-atom check (RFC 5322 3.2.3): the full one is above us, in mail/. */
static bool read_address(const char *text)
{
    const char *at = strchr(text, '@');
    if (at == NULL || at == text || at - text > LOCAL_PART_LIMIT || *text == '.' || at[-1] == '.') {
        return false;
    }
    for (const char *c = text; c < at; c++) {
        bool doubled = c[0] == '.' && c[1] == '.';
        if (doubled || (!g_ascii_isalnum(*c) && strchr(".!#$%&'*/=?^_`{|}~-", *c) == NULL)) {
            return false;
        }
    }
    const char *domain = at + 1;
    size_t length = strlen(domain);
    if (length == 0 || length > DOMAIN_LIMIT || strstr(domain, "..") != NULL) {
        return false;
    }
    return strspn(domain, G_CSET_a_2_z G_CSET_A_2_Z "0123456789.-") == length &&
           g_ascii_isalnum(domain[0]) && g_ascii_isalnum(domain[length - 1]);
}

static bool read_choice(const struct config_row *row, const char *text)
{
    g_auto(GStrv) words = g_strsplit(row->words, "|", -1);
    return g_strv_contains((const char *const *)words, text);
}

static bool read_time(const char *text, int64_t *number)
{
    size_t hours = strspn(text, "0123456789");
    if (hours < 1 || hours > 2 || text[hours] != ':' ||
        strspn(text + hours + 1, "0123456789") != 2 || text[hours + 3] != '\0') {
        return false;
    }
    guint64 hour = g_ascii_strtoull(text, NULL, 10);
    guint64 minute = g_ascii_strtoull(text + hours + 1, NULL, 10);
    if (hour > 23 || minute > 59) {
        return false;
    }
    *number = (int64_t)(hour * 3600 + minute * 60);
    return true;
}

static bool read_duration(const struct config_row *row, const char *text, int64_t *number)
{
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 9) {
        return false;
    }
    int64_t count = (int64_t)g_ascii_strtoull(text, NULL, 10);
    const char *word = text + digits + strspn(text + digits, " ");
    for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
        size_t length = strlen(units[i].name);
        if (strncmp(word, units[i].name, length) == 0 &&
            (word[length] == '\0' || strcmp(word + length, "s") == 0)) {
            *number = count * units[i].seconds;
            return *number >= row->low && *number <= row->high;
        }
    }
    return false;
}

static bool read_zone(const char *text)
{
    /* The name becomes a path below /usr/share/zoneinfo. */
    if (!g_ascii_isalpha(*text) || strstr(text, "..") != NULL ||
        strspn(text, G_CSET_a_2_z G_CSET_A_2_Z "0123456789_+-/") != strlen(text)) {
        return false;
    }
    g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(text);
    return zone != NULL;
}

static bool read_value(const struct config_row *row, const char *text, int64_t *number)
{
    switch (row->type) {
    case CONFIG_TEXT:
        return read_text(row, text);
    case CONFIG_ADDRESS:
        return read_address(text);
    case CONFIG_PATH:
        return *text != '\0' || *row->fallback == '\0';
    case CONFIG_NUMBER:
        return g_ascii_string_to_signed(text, 10, row->low, row->high, number, NULL);
    case CONFIG_CHOICE:
        return read_choice(row, text);
    case CONFIG_TIME:
        return read_time(text, number);
    case CONFIG_DURATION:
        return read_duration(row, text, number);
    case CONFIG_ZONE:
        return read_zone(text);
    default:
        g_assert_not_reached();
    }
}

char *config_value_read(const struct config_row *row, const char *text, int64_t *number)
{
    int64_t found = 0;
    if (read_value(row, text, &found)) {
        *number = found;
        return NULL;
    }
    g_autofree char *shown = text_one_line(text, 40);
    g_autofree char *kind = config_value_kind(row);
    return g_strdup_printf("%s = %s: it must be %s", row->name, *shown != '\0' ? shown : "(empty)",
                           kind);
}
