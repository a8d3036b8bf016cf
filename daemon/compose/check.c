#include "compose/check.h"

#include <stdarg.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "compose/check_rules.h"
#include "compose/fields.h"
#include "compose/mustache.h"

#define TEMPLATE_LIMIT (256u * 1024u)

void finding_free(struct finding *finding)
{
    if (finding != NULL) {
        g_free(finding->file);
        g_free(finding->text);
        g_free(finding);
    }
}

void check_report(struct check *check, bool stops, unsigned line, unsigned column, const char *key,
                  ...)
{
    check->stops += stops ? 1 : 0;
    if (check->of_file >= CHECK_FINDINGS_LIMIT) {
        return;
    }
    GString *text = g_string_new(templates_word(check->templates, "da", "findings", key));
    va_list pairs;
    va_start(pairs, key);
    for (const char *name = va_arg(pairs, const char *); name != NULL;
         name = va_arg(pairs, const char *)) {
        g_autofree char *place = g_strdup_printf("{%s}", name);
        g_string_replace(text, place, va_arg(pairs, const char *), 0);
    }
    va_end(pairs);

    char *same = g_strdup_printf("%s:%u:%u:%s", check->file, line, column, text->str);
    if (!g_hash_table_add(check->seen, same)) {
        g_string_free(text, TRUE);
        return;
    }
    struct finding *finding = g_new0(struct finding, 1);
    finding->stops = stops;
    finding->file = g_strdup(check->file);
    finding->line = line;
    finding->column = column;
    finding->text = g_string_free(text, FALSE);
    g_ptr_array_add(check->findings, finding);
    check->of_file++;
}

void check_failure(struct check *check, const GError *error)
{
    g_autoptr(GRegex) regex =
        g_regex_new("^.*?:(\\d+):(?:(\\d+):)? (.*)$", G_REGEX_DOTALL, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    if (!g_regex_match(regex, error->message, 0, &match)) {
        check_report(check, true, 0, 0, "syntax", "detail", error->message, NULL);
        return;
    }
    g_autofree char *line = g_match_info_fetch(match, 1);
    g_autofree char *column = g_match_info_fetch(match, 2);
    g_autofree char *detail = g_match_info_fetch(match, 3);
    unsigned place = (unsigned)g_ascii_strtoull(column, NULL, 10); /* 0: the whole line */
    check_report(check, true, (unsigned)g_ascii_strtoull(line, NULL, 10), MAX(place, 1), "syntax",
                 "detail", detail, NULL);
}

void check_place(const char *text, const char *at, unsigned first_line, unsigned *line,
                 unsigned *column)
{
    const char *start = text;
    *line = first_line;
    for (const char *end = strchr(text, '\n'); end != NULL && end < at;
         end = strchr(end + 1, '\n')) {
        (*line)++;
        start = end + 1;
    }
    *column = (unsigned)g_utf8_pointer_to_offset(start, at) + 1;
}

/* The text of a file, or NULL with a finding. A file in Latin-1 is the usual accident. */
static char *read_text(struct check *check)
{
    g_autoptr(GError) error = NULL;
    size_t length = 0;
    g_autofree char *octets = file_read(check->file, TEMPLATE_LIMIT, &length, &error);
    if (octets == NULL) {
        check_report(check, true, 0, 0, words_unreadable(error), "detail", error->message, NULL);
        return NULL;
    }
    const char *bad = NULL;
    if (!g_utf8_validate(octets, (gssize)length, &bad)) {
        unsigned line = 1;
        for (const char *at = octets; at < bad; at++) {
            line += *at == '\n' ? 1 : 0;
        }
        check_report(check, true, line, 1, "latin1", NULL);
        return NULL;
    }
    char *text = file_read_text(check->file, TEMPLATE_LIMIT, &error);
    if (text == NULL) {
        check_report(check, true, 0, 0, words_unreadable(error), "detail", error->message, NULL);
    }
    return text;
}

/* One file, by every rule. What staff have to mend first hides what it would spoil: with an error
 * in the source nothing is rendered. */
static void check_file(struct check *check, enum check_kind kind, const char *relative,
                       const char *name, const char *language)
{
    g_autofree char *path = g_build_filename(templates_directory(check->templates), relative, NULL);
    check->file = path;
    check->of_file = 0;
    g_autofree char *text = read_text(check);
    if (text == NULL) {
        return;
    }
    struct check_document document = {
        .kind = kind, .name = name, .language = language, .text = text};
    unsigned before = check->stops;
    check_tags(check, &document);
    if (kind != CHECK_LAYOUT && check_front(check, &document)) {
        check_markdown(check, &document);
        check_dates(check, &document);
        if (check->stops == before) {
            check_mails(check, &document);
        }
    }
    if (document.front != NULL) {
        front_free(document.front);
    }
    g_clear_pointer(&document.sent, g_date_time_unref);
}

static struct check check_begin(struct templates *templates, const struct clock *clock,
                                const json_t *site)
{
    return (struct check){.templates = templates,
                          .clock = clock,
                          .site = site,
                          .findings = g_ptr_array_new_with_free_func((GDestroyNotify)finding_free),
                          .seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
}

static GPtrArray *check_end(struct check *check)
{
    g_hash_table_unref(check->seen);
    return check->findings;
}

static bool exists(const struct check *check, const char *relative)
{
    g_autofree char *path = g_build_filename(templates_directory(check->templates), relative, NULL);
    return g_file_test(path, G_FILE_TEST_EXISTS);
}

static void check_letter(struct check *check, const char *name)
{
    g_autofree char *danish = g_strdup_printf("letters/%s.md", name);
    g_autofree char *english = g_strdup_printf("letters/%s.en.md", name);
    if (exists(check, danish)) {
        check_file(check, CHECK_LETTER, danish, name, "da");
    } else {
        g_autofree char *path =
            g_build_filename(templates_directory(check->templates), danish, NULL);
        check->file = path;
        check_report(check, true, 0, 0, "no-letter", NULL);
    }
    if (exists(check, english)) {
        check_file(check, CHECK_LETTER, english, name, "en");
    }
}

/* A file that no letter of the program is called: most often a slip of the pen. */
static void check_strangers(struct check *check)
{
    g_autofree char *folder =
        g_build_filename(templates_directory(check->templates), "letters", NULL);
    g_autoptr(GDir) directory = g_dir_open(folder, 0, NULL);
    for (const char *file = directory != NULL ? g_dir_read_name(directory) : NULL; file != NULL;
         file = g_dir_read_name(directory)) {
        g_autofree char *name = g_strndup(file, strcspn(file, "."));
        bool shown = *file != '.' && g_str_has_suffix(file, ".md");
        if (!shown || g_strv_contains(fields_letters(), name)) {
            continue;
        }
        g_autofree char *path = g_build_filename(folder, file, NULL);
        const char *near = text_nearest(name, fields_letters());
        check->file = path;
        check_report(check, false, 0, 0, near != NULL ? "strange-letter-near" : "strange-letter",
                     "near", near != NULL ? near : "", NULL);
    }
}

/* A file that looks like an issue to its author, and that nobody ever gets. Pictures may lie there.
 */
static void check_strange_issues(struct check *check)
{
    g_autofree char *folder =
        g_build_filename(templates_directory(check->templates), "newsletter", NULL);
    g_autoptr(GDir) directory = g_dir_open(folder, 0, NULL);
    for (const char *file = directory != NULL ? g_dir_read_name(directory) : NULL; file != NULL;
         file = g_dir_read_name(directory)) {
        g_autofree char *path = g_build_filename(folder, file, NULL);
        bool picture =
            g_regex_match_simple("\\.(png|jpe?g)$", file, G_REGEX_CASELESS | G_REGEX_RAW, 0);
        if (*file == '.' || picture || templates_is_issue(file) ||
            g_file_test(path, G_FILE_TEST_IS_DIR)) {
            continue;
        }
        check->file = path;
        check->of_file = 0;
        check_report(check, false, 0, 0, "strange-issue", NULL);
    }
}

/* The pages that show what has happened: their fields are not those of a mail, so they are parsed
 * and no more. */
static void check_timeline(struct check *check)
{
    static const char *const pages[] = {"overview.html.mustache", "timeline.text.mustache", NULL};
    for (const char *const *page = pages; *page != NULL; page++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *path =
            g_build_filename(templates_directory(check->templates), "timeline", *page, NULL);
        check->file = path;
        check->of_file = 0;
        g_autofree char *text = read_text(check);
        SCOPED(mustache)
        struct mustache *parsed = text != NULL ? mustache_parse(path, 1, text, &error) : NULL;
        if (text != NULL && parsed == NULL) {
            check_failure(check, error);
        }
    }
}

GPtrArray *check_templates(struct templates *templates, const struct clock *clock,
                           const json_t *site)
{
    static const char *const layouts[] = {"layout/mail.html.mustache", "layout/mail.text.mustache",
                                          "layout/mail.html.en.mustache",
                                          "layout/mail.text.en.mustache", NULL};
    struct check check = check_begin(templates, clock, site);
    for (const char *const *layout = layouts; *layout != NULL; layout++) {
        if (exists(&check, *layout)) {
            check_file(&check, CHECK_LAYOUT, *layout, *layout,
                       strstr(*layout, ".en.") != NULL ? "en" : "da");
        }
    }
    for (const char *const *letter = fields_letters(); *letter != NULL; letter++) {
        check_letter(&check, *letter);
    }
    check_strangers(&check);
    check_strange_issues(&check);
    check_timeline(&check);
    g_autoptr(GPtrArray) issues = templates_issues(templates, NULL);
    for (unsigned i = 0; issues != NULL && i < issues->len; i++) {
        const char *issue = g_ptr_array_index(issues, i);
        g_autofree char *relative = g_strdup_printf("newsletter/%s.md", issue);
        check_file(&check, CHECK_ISSUE, relative, issue, "da");
    }
    return check_end(&check);
}

/* NULL, or no moment: it is not. */
static bool is_past(const struct clock *clock, const char *text, const char *hour, int64_t grace)
{
    int64_t moment = 0;
    bool day = text != NULL && strlen(text) == strlen("2013-03-20");
    g_autofree char *whole =
        g_strconcat(text != NULL ? text : "", day ? "T" : "", day ? hour : "", NULL);
    return clock_parse(clock, whole, &moment, NULL) && moment + grace < clock_now(clock);
}

static void check_late(struct check *check, const struct issue_front *front,
                       const struct check_hours *hours)
{
    if (is_past(check->clock, front->latest, hours->hour, 0)) {
        check_report(check, false, 0, 0, "late", NULL);
    } else if (front->latest == NULL &&
               is_past(check->clock, front->send, hours->hour, hours->send_before)) {
        check_report(check, false, 0, 0, "late-over", "value", front->send, NULL);
    } else if (is_past(check->clock, front->send, hours->hour, 0)) {
        check_report(check, false, 0, 0, "late-send", "value", front->send, NULL);
    }
}

/* Lateness is said of the one issue that somebody is about to send, not of all that were. */
GPtrArray *check_issue(struct templates *templates, const struct clock *clock, const json_t *site,
                       const char *issue, const struct check_hours *hours)
{
    struct check check = check_begin(templates, clock, site);
    g_autofree char *relative = g_strdup_printf("newsletter/%s.md", issue);
    check_file(&check, CHECK_ISSUE, relative, issue, "da");

    struct issue_front front = {0};
    if (check.stops == 0 && templates_issue_front(templates, issue, &front, NULL)) {
        g_autofree char *path = g_build_filename(templates_directory(templates), relative, NULL);
        check.file = path;
        if (hours != NULL) {
            check_late(&check, &front, hours);
        }
        issue_front_clear(&front);
    }
    return check_end(&check);
}
