#include "compose/check_rules.h"

#include <string.h>

#define SUBJECT_LIMIT 60

/* Behind the line that `at` stands in. */
static const char *next_line(const char *at)
{
    const char *end = strchr(at, '\n');
    return end != NULL ? end + 1 : at + strlen(at);
}

static bool is_fence(const char *line)
{
    return g_str_has_prefix(line, "---") && strchr("\r\n", line[3 + strspn(line + 3, " ")]) != NULL;
}

void check_front_read(struct check_document *document, const struct clock *clock)
{
    document->front = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    document->body = document->text;
    document->body_line = 1;
    if (!is_fence(document->text)) {
        return;
    }
    unsigned number = 2;
    const char *line = next_line(document->text);
    for (; *line != '\0' && !is_fence(line); line = next_line(line), number++) {
        g_autofree char *row = g_strstrip(g_strndup(line, strcspn(line, "\n")));
        char *colon = strchr(row, ':');
        if (colon != NULL) {
            *colon = '\0';
            g_hash_table_replace(document->front, g_strdup(g_strstrip(row)),
                                 g_strdup(g_strstrip(colon + 1)));
        }
    }
    document->body = next_line(line);
    document->body_line = number + 1;

    const char *sends = g_hash_table_lookup(document->front, "udsendes");
    int64_t moment;
    if (sends != NULL && clock_parse(clock, sends, &moment, NULL)) {
        document->sent = clock_civil(clock, moment);
    }
}

/* The line of a key of the front matter, 1 when it is not there. */
static unsigned key_line(const struct check_document *document, const char *key)
{
    unsigned number = 1;
    for (const char *line = document->text; line < document->body; line = next_line(line)) {
        if (g_str_has_prefix(line, key) && line[strlen(key)] == ':') {
            return number;
        }
        number++;
    }
    return 1;
}

/* False: it stands there and is no date. */
static bool front_moment(struct check *check, const struct check_document *document,
                         const char *key, int64_t *moment)
{
    const char *value = g_hash_table_lookup(document->front, key);
    if (value == NULL) {
        return false;
    }
    if (!clock_parse(check->clock, value, moment, NULL)) {
        check_report(check, true, key_line(document, key), 1, "front-date", "value", value, NULL);
        return false;
    }
    return true;
}

static void check_schedule(struct check *check, const struct check_document *document)
{
    int64_t sends, latest;
    bool has_sends = front_moment(check, document, "udsendes", &sends);
    bool has_latest = front_moment(check, document, "senest", &latest);
    if (has_sends && has_latest && latest < sends) {
        check_report(check, true, key_line(document, "senest"), 1, "front-order", NULL);
    }
    const char *readers = g_hash_table_lookup(document->front, "modtagere");
    if (readers == NULL) {
        check_report(check, true, 1, 1, "no-front", "name", "modtagere", NULL);
    }
}

void check_front(struct check *check, const struct check_document *document)
{
    const char *subject = g_hash_table_lookup(document->front, "emne");
    if (subject == NULL || *subject == '\0') {
        check_report(check, true, 1, 1, "no-front", "name", "emne", NULL);
    } else if (strstr(subject, "{{") == NULL && g_utf8_strlen(subject, -1) > SUBJECT_LIMIT) {
        g_autofree char *count = g_strdup_printf("%ld", g_utf8_strlen(subject, -1));
        check_report(check, false, key_line(document, "emne"), 1, "front-long", "count", count,
                     NULL);
    }
    if (document->kind == CHECK_ISSUE) {
        check_schedule(check, document);
    }
}
