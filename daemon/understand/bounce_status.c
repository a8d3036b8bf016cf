#include "understand/bounce_status.h"

#include <glib.h>
#include <string.h>

#include "understand/tables.h"

#define WORD_LIMIT 500

/* The enhanced status code (RFC 3463) that begins at `at`: its length, or 0. Classes 2, 4, 5 and
 * subjects 0 to 7; versions of programs and addresses look alike. */
static size_t status_length(const char *at)
{
    if (at[0] == '\0' || strchr("245", at[0]) == NULL || at[1] != '.' || at[2] < '0' ||
        at[2] > '7' || at[3] != '.') {
        return 0;
    }
    size_t digits = strspn(at + 4, "0123456789");
    bool longer = at[4 + digits] == '.' && g_ascii_isdigit(at[5 + digits]);
    return digits == 0 || digits > 3 || longer ? 0 : 4 + digits;
}

/* Whether a reply code or a # stands before. */
static bool follows_code(const char *text, const char *at)
{
    if (at > text && at[-1] == '#') {
        return true;
    }
    return at - text >= 4 && strchr(" -", at[-1]) != NULL && g_ascii_isdigit(at[-2]) &&
           g_ascii_isdigit(at[-3]) && at[-4] == at[0];
}

char *bounce_status_find(const char *text)
{
    const char *first = NULL;
    for (const char *at = text; *at != '\0'; at++) {
        bool starts = at == text || (!g_ascii_isalnum(at[-1]) && at[-1] != '.');
        if (!starts || status_length(at) == 0) {
            continue;
        }
        if (follows_code(text, at)) {
            return g_strndup(at, status_length(at));
        }
        first = first == NULL ? at : first;
    }
    return first == NULL ? NULL : g_strndup(first, status_length(first));
}

/* The sections of the tables and what they amount to; the first that fits counts. */
static const struct {
    const char *section, *status;
} reasons[] = {{"retur-fuld", "5.2.2"},    {"retur-stor", "5.3.4"},    {"retur-lukket", "5.2.1"},
               {"retur-domaene", "5.1.2"}, {"retur-ukendt", "5.1.1"},  {"retur-afvist", "5.7.1"},
               {"retur-opgivet", "4.4.7"}, {"retur-endeligt", "5.0.0"}};

/* Reply codes of RFC 5321 and RFC 7504 and what they say by themselves. */
static const struct {
    const char *reply, *status;
} replies[] = {{"550", "5.0.0"}, {"551", "5.1.6"}, {"552", "5.2.2"},  {"553", "5.1.3"},
               {"554", "5.0.0"}, {"521", "5.3.2"}, {"556", "5.1.10"}, {"500", "5.5.0"},
               {"501", "5.5.0"}, {"504", "5.5.0"}, {"421", "4.3.2"},  {"450", "4.2.0"},
               {"451", "4.3.0"}, {"452", "4.3.1"}, {"454", "4.3.0"}};

/* Lines are wrapped anywhere: one line, so that patterns reach across. */
static struct textwords *words_of(const struct language *language, char *text)
{
    g_strdelimit(text, "\n\t", ' ');
    struct textwords *words = textwords_read(text, WORD_LIMIT);
    language_mark(language, words);
    return words;
}

static const char *reason_of(const struct language *language, const struct textwords *words)
{
    for (size_t i = 0; i < G_N_ELEMENTS(reasons); i++) {
        if (language_says(language, reasons[i].section, words)) {
            return reasons[i].status;
        }
    }
    return NULL;
}

static const char *reply_status(const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        bool starts = at == text || (!g_ascii_isalnum(at[-1]) && strchr(".,-/+[", at[-1]) == NULL);
        if (!starts || strspn(at, "0123456789") != 3 || at[3] == '.' || at[3] == ',') {
            continue;
        }
        for (size_t i = 0; i < G_N_ELEMENTS(replies); i++) {
            if (strncmp(at, replies[i].reply, 3) == 0) {
                return replies[i].status;
            }
        }
    }
    return NULL;
}

char *bounce_status_from_words(const struct language *language, const char *text)
{
    g_autofree char *line = g_strdup(text);
    SCOPED(textwords) struct textwords *words = words_of(language, line);
    const char *reason = reason_of(language, words), *reply = reply_status(text);
    bool given_up = reason != NULL && (*reason == '4' || g_str_has_suffix(reason, ".0.0"));
    return g_strdup(reply != NULL && (reason == NULL || given_up) && *reply == '5' ? reply
                    : reason != NULL                                               ? reason
                                                                                   : reply);
}

bool bounce_status_retries(const struct language *language, const char *text)
{
    g_autofree char *line = g_strdup(text);
    SCOPED(textwords) struct textwords *words = words_of(language, line);
    return language_says(language, "retur-endnu", words);
}

/* Class 5, and yet it says nothing of the address: a full mailbox, a mail too large, one that was
 * too long on its way, a refusal by policy, our own sender's address, our content. "5.7." stands
 * for all that begin so. */
static bool is_passing(const char *status)
{
    static const char *const passing[] = {"5.1.7", "5.1.8", "5.2.2",  "5.2.3", "5.3.1",
                                          "5.3.2", "5.3.3", "5.3.4",  "5.4.5", "5.4.6",
                                          "5.4.7", "5.5.3", "5.4.14", NULL};
    static const char *const families[] = {"5.6.", "5.7.", "5.4.30", "5.4.316", NULL};
    bool found = g_strv_contains(passing, status);
    for (size_t i = 0; families[i] != NULL; i++) {
        found = found || g_str_has_prefix(status, families[i]);
    }
    return found;
}

bool bounce_status_vague(const char *status)
{
    return g_str_has_suffix(status, ".0.0") || strcmp(status, "5.5.0") == 0;
}

/* RFC 5321 4.2.2: 550, 551 and 553 are about the mailbox. */
static bool replies_about_mailbox(const char *text)
{
    static const char *const replies_of_mailbox[] = {"550", "551", "553"};
    for (size_t i = 0; i < G_N_ELEMENTS(replies_of_mailbox); i++) {
        const char *at = strstr(text, replies_of_mailbox[i]);
        bool alone = at != NULL && !g_ascii_isalnum(at[3]) && at[3] != '.' &&
                     (at == text || (!g_ascii_isalnum(at[-1]) && at[-1] != '.'));
        if (alone) {
            return true;
        }
    }
    return false;
}

bool bounce_status_hard(const struct language *language, const char *action, const char *status,
                        const char *text)
{
    if ((action != NULL && strcmp(action, "failed") != 0) || status == NULL || *status != '5' ||
        is_passing(status)) {
        return false;
    }
    bool vague = bounce_status_vague(status);
    if (!vague && strcmp(status, "5.3.0") != 0) {
        return true;
    }
    g_autofree char *line = g_strdup(text != NULL ? text : "");
    SCOPED(textwords) struct textwords *words = words_of(language, line);
    const char *reason = reason_of(language, words);
    bool told = reason != NULL && *reason == '5' && !bounce_status_vague(reason);
    return told ? !is_passing(reason) : !vague || replies_about_mailbox(line);
}
