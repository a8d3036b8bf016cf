#include "compose/check_rules.h"

#include <string.h>

#define EXCLAMATION_LIMIT 2
#define CAPITAL_WORDS 3 /* so many in a row are a shout; AFMELD and CPR alone are not */

/* What a link shows: words, and pictures too. */
#define LINK_TEXT "((?:[^]!]|!(?!\\[)|!\\[[^]]*\\]\\([^)]*\\))*)"

/* The parts of a match, with the place of the whole. */
struct found {
    const char *at;
    char *first, *second;
};

/* Calls `each` for every match of `pattern` in the body. */
static void every(struct check *check, const struct check_document *document, const char *pattern,
                  void (*each)(struct check *check, const struct check_document *document,
                               const struct found *found))
{
    g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_MULTILINE, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    g_assert(regex != NULL);
    g_regex_match(regex, document->body, 0, &match);
    for (; g_match_info_matches(match); g_match_info_next(match, NULL)) {
        int start = 0;
        g_match_info_fetch_pos(match, 0, &start, NULL);
        g_autofree char *first = g_match_info_fetch(match, 1);
        g_autofree char *second = g_match_info_fetch(match, 2);
        struct found found = {document->body + start, first, second};
        each(check, document, &found);
    }
}

static void report_at(struct check *check, const struct check_document *document, const char *at,
                      bool stops, const char *key, const char *text)
{
    unsigned line, column;
    check_place(document->body, at, document->body_line, &line, &column);
    check_report(check, stops, line, column, key, "text", text, "value", text, NULL);
}

static void on_picture(struct check *check, const struct check_document *document,
                       const struct found *found)
{
    if (*g_strstrip(found->first) == '\0') {
        report_at(check, document, found->at, true, "no-alt", "");
    }
    if (strstr(found->second, "://") != NULL || g_str_has_prefix(found->second, "//")) {
        report_at(check, document, found->at, true, "remote-image", found->second);
    }
}

/* Words that say nothing to somebody who hears the links alone. */
static bool says_nothing(const char *text)
{
    static const char *const empty_words[] = {"klik her", "klik",       "her",  "link", "læs mere",
                                              "se mere",  "click here", "here", NULL};
    g_autofree char *lower = g_utf8_strdown(text, -1);
    return g_strv_contains(empty_words, g_strstrip(lower));
}

static void on_link(struct check *check, const struct check_document *document,
                    const struct found *found)
{
    if (*g_strstrip(found->first) == '\0') {
        report_at(check, document, found->at, true, "link-empty", "");
    } else if (says_nothing(found->first)) {
        report_at(check, document, found->at, false, "click-here", found->first);
    }
    const char *target = found->second;
    bool fine = g_str_has_prefix(target, "https://") || g_str_has_prefix(target, "mailto:") ||
                g_str_has_prefix(target, "{{");
    if (!fine) {
        bool plain = g_str_has_prefix(target, "http://");
        report_at(check, document, found->at, !plain, "link-kind", target);
    }
}

static void on_bare_link(struct check *check, const struct check_document *document,
                         const struct found *found)
{
    bool plain = g_str_has_prefix(found->first, "http:");
    report_at(check, document, found->at, !plain, "link-kind", found->first);
}

static void on_html(struct check *check, const struct check_document *document,
                    const struct found *found)
{
    report_at(check, document, found->at, true, "raw-html", found->first);
}

static void on_capitals(struct check *check, const struct check_document *document,
                        const struct found *found)
{
    report_at(check, document, found->at, false, "capitals", found->first);
}

static void check_exclamations(struct check *check, const struct check_document *document)
{
    unsigned count = 0;
    const char *last = document->body;
    for (const char *at = strchr(document->body, '!'); at != NULL; at = strchr(at + 1, '!')) {
        bool picture = at[1] == '[';
        bool comment = at >= document->body + 2 && at[-1] == '{';
        if (!picture && !comment) {
            count++;
            last = at;
        }
    }
    if (count > EXCLAMATION_LIMIT) {
        unsigned line, column;
        check_place(document->body, last, document->body_line, &line, &column);
        g_autofree char *text = g_strdup_printf("%u", count);
        check_report(check, false, line, column, "exclamation", "count", text, NULL);
    }
}

static void check_headings(struct check *check, const struct check_document *document)
{
    unsigned count = 0;
    const char *line = document->body;
    while (line != NULL) {
        line += *line == '\n' ? 1 : 0;
        count += g_str_has_prefix(line, "# ") ? 1 : 0;
        line = strchr(line, '\n');
    }
    if (count != 1) {
        g_autofree char *text = g_strdup_printf("%u", count);
        check_report(check, false, document->body_line, 1, "headings", "count", text, NULL);
    }
}

void check_markdown(struct check *check, const struct check_document *document)
{
    static const char capitals[] = "(?<![\\w{])(\\p{Lu}{2,}(?:[ ,]+\\p{Lu}{2,}){%d,})";
    g_autofree char *shout = g_strdup_printf(capitals, CAPITAL_WORDS - 1);
    every(check, document, "!\\[([^\\]]*)\\]\\(([^)\\s]*)", on_picture);
    every(check, document, "(?<!!)\\[" LINK_TEXT "\\]\\(([^)\\s]*)", on_link);
    every(check, document, "<((?:http|ftp|javascript|data|file):[^>\\s]*)>", on_bare_link);
    every(check, document, "^(?!    ).*?(?<!\\]\\()(<[/a-zA-Z!][^>:@]*>)", on_html);
    every(check, document, shout, on_capitals);
    check_exclamations(check, document);
    check_headings(check, document);
}
