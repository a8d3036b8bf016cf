#include "compose/check_rules.h"

#include <string.h>

#include "compose/templates_inner.h"

#define SUBJECT_LIMIT 60

static const char *value_of(const struct check_document *document, enum front_key key)
{
    return document->front->values[key];
}

static void report_line(struct check *check, const struct check_document *document,
                        enum front_key key, bool stops, const char *finding, const char *value)
{
    check_report(check, stops, document->front->lines[key], 1, finding, "value", value, "count",
                 value, NULL);
}

/* "2013-02-30 09:00": written as it should be, but there is no such day. */
static bool is_no_day(const char *value)
{
    if (!g_regex_match_simple("^[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])", value, 0, 0)) {
        return false;
    }
    unsigned year = (unsigned)g_ascii_strtoull(value, NULL, 10);
    unsigned month = (unsigned)g_ascii_strtoull(value + 5, NULL, 10);
    unsigned day = (unsigned)g_ascii_strtoull(value + 8, NULL, 10);
    return !g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year);
}

/* False: it does not stand there, or is no moment. */
static bool front_moment(struct check *check, const struct check_document *document,
                         enum front_key key, int64_t *moment)
{
    const char *value = value_of(document, key);
    if (value == NULL) {
        return false;
    }
    if (!clock_parse(check->clock, value, moment, NULL)) {
        report_line(check, document, key, true, is_no_day(value) ? "front-no-day" : "front-date",
                    value);
        return false;
    }
    return true;
}

static void check_schedule(struct check *check, struct check_document *document)
{
    int64_t sends, latest;
    bool has_sends = front_moment(check, document, FRONT_SEND, &sends);
    bool has_latest = front_moment(check, document, FRONT_LATEST, &latest);
    if (has_sends && has_latest && latest < sends) {
        report_line(check, document, FRONT_LATEST, true, "front-order", "");
    }
    document->sent = clock_civil(check->clock, has_sends ? sends : clock_now(check->clock));
    if (value_of(document, FRONT_READERS) == NULL) {
        check_report(check, true, 1, 1, "no-front", "name", "modtagere", NULL);
    }
    if (value_of(document, FRONT_SEND) == NULL) {
        check_report(check, true, 1, 1, "no-front", "name", "udsendes", NULL);
    }
}

static void check_subject(struct check *check, const struct check_document *document)
{
    const char *subject = value_of(document, FRONT_SUBJECT);
    long length = g_utf8_strlen(subject, -1);
    if (strstr(subject, "{{") == NULL && length > SUBJECT_LIMIT) {
        g_autofree char *count = g_strdup_printf("%ld", length);
        report_line(check, document, FRONT_SUBJECT, false, "front-long", count);
    }
}

/* What is corrected must be another issue, and its file must be there. */
static void check_corrects(struct check *check, const struct check_document *document)
{
    const char *name = value_of(document, FRONT_CORRECTS);
    if (name == NULL || *name == '\0') {
        return;
    }
    g_autofree char *file = g_strdup_printf("%s.md", name);
    g_autofree char *path =
        g_build_filename(templates_directory(check->templates), "newsletter", file, NULL);
    if (g_strcmp0(name, document->name) == 0) {
        report_line(check, document, FRONT_CORRECTS, true, "front-itself", name);
    } else if (!templates_is_issue(file) || !g_file_test(path, G_FILE_TEST_EXISTS)) {
        report_line(check, document, FRONT_CORRECTS, true, "front-no-issue", name);
    }
}

bool check_front(struct check *check, struct check_document *document)
{
    g_autoptr(GError) error = NULL;
    document->front =
        front_read(templates_words(check->templates), check->file, document->text, &error);
    if (document->front == NULL) {
        check_failure(check, error);
        return false;
    }
    document->body = document->front->body;
    document->body_line = document->front->body_line;
    check_subject(check, document);
    if (document->kind == CHECK_ISSUE) {
        check_schedule(check, document);
        check_corrects(check, document);
    }
    return true;
}
