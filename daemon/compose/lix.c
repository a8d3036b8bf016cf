#include "compose/check.h"

#include <string.h>

#define LIX_FEWEST_WORDS 20
#define LIX_LONG_WORD 6 /* longer than this counts as long */

struct count {
    unsigned words, long_words, sentences;
};

/* "den 2. april" and "kl. 10" go on: behind a full stop that ends something stands no small letter
 * and no digit. */
static bool ends_sentence(const char *at)
{
    if (strchr(".!?:", *at) == NULL) {
        return false;
    }
    const char *next = at + strspn(at, ".!?:)\"'*_");
    if (*next != '\0' && !g_ascii_isspace(*next)) {
        return false;
    }
    next += strspn(next, " \t\n(\"'*_");
    gunichar first = *next != '\0' ? g_utf8_get_char(next) : 0;
    return *at != '.' || !(g_unichar_islower(first) || g_unichar_isdigit(first));
}

/* "karen@mail.example", "https://..." and numbers are no words. */
static bool is_word(const char *start, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (start[i] == '@' || g_str_has_prefix(start + i, "://")) {
            return false;
        }
    }
    for (const char *at = start; at < start + length; at += g_utf8_skip[(unsigned char)*at]) {
        if (g_unichar_isalpha(g_utf8_get_char(at))) {
            return true;
        }
    }
    return false;
}

static unsigned letters(const char *start, size_t length)
{
    unsigned count = 0;
    for (const char *at = start; at < start + length; at += g_utf8_skip[(unsigned char)*at]) {
        count += g_unichar_isalpha(g_utf8_get_char(at)) ? 1 : 0;
    }
    return count;
}

static void count_paragraph(const char *text, struct count *count)
{
    struct count here = {0, 0, 0};
    bool open = false; /* words since the last sentence */
    const char *at = text;
    while (*at != '\0') {
        at += strspn(at, " \t\n");
        size_t length = strcspn(at, " \t\n");
        if (is_word(at, length)) {
            here.words++;
            here.long_words += letters(at, length) > LIX_LONG_WORD ? 1 : 0;
            open = true;
        }
        for (size_t i = 0; i < length && open; i++) {
            if (ends_sentence(at + i)) {
                here.sentences++;
                open = false;
            }
        }
        at += length;
    }
    /* A line that never ends a sentence is a heading, a greeting or an address. */
    if (here.sentences > 0) {
        count->words += here.words;
        count->long_words += here.long_words;
        count->sentences += here.sentences + (open ? 1 : 0);
    }
}

static bool is_running_text(const char *paragraph)
{
    const char *digits = paragraph + strspn(paragraph, "0123456789");
    bool numbered =
        digits > paragraph && (g_str_has_prefix(digits, ". ") || g_str_has_prefix(digits, ") "));
    bool bulleted = g_str_has_prefix(paragraph, "- ") || g_str_has_prefix(paragraph, "* ") ||
                    g_str_has_prefix(paragraph, "+ ");
    return !numbered && !bulleted && *paragraph != '#' && *paragraph != '|' &&
           !g_str_has_prefix(paragraph, "    ") && !g_str_has_prefix(paragraph, "---");
}

double lix(const char *text)
{
    struct count count = {0, 0, 0};
    g_auto(GStrv) paragraphs = g_regex_split_simple("\\n[ \\t]*\\n", text, 0, 0);
    for (char **paragraph = paragraphs; *paragraph != NULL; paragraph++) {
        const char *start = *paragraph + strspn(*paragraph, "\n");
        if (is_running_text(start)) {
            count_paragraph(start, &count);
        }
    }
    if (count.words < LIX_FEWEST_WORDS) {
        return 0;
    }
    return (double)count.words / count.sentences + 100.0 * count.long_words / count.words;
}
