#include "compose/front.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"

static const char *const names[FRONT_KEYS + 1] = {
    "emne", "forhaandsvisning", "modtagere", "udsendes", "senest", "retter", NULL};

const char *front_key_name(enum front_key key)
{
    return names[key];
}

void front_free(struct front *front)
{
    for (unsigned i = 0; front != NULL && i < FRONT_KEYS; i++) {
        g_free(front->values[i]);
    }
    g_free(front);
}

static bool is_fence(const char *line, size_t length)
{
    return length >= 3 && strncmp(line, "---", 3) == 0 && strspn(line + 3, " \t") == length - 3;
}

static bool bad_key(const struct words_place *place, const char *key, GError **error)
{
    const char *near = text_nearest(key, names);
    if (near != NULL) {
        words_error(place, error, "front-unknown-near",
                    "ukendt linje \"{name}\". Mente du \"{near}\"?", "name", key, "near", near,
                    NULL);
    } else {
        words_error(place, error, "front-unknown",
                    "ukendt linje \"{name}\". Her kan stå: emne, forhaandsvisning, modtagere, "
                    "udsendes, senest, retter",
                    "name", key, NULL);
    }
    return false;
}

static bool take_row(struct front *front, const struct words_place *place, char *row,
                     GError **error)
{
    if (*row == '\0' || *row == '#') {
        return true;
    }
    char *colon = strchr(row, ':');
    if (colon == NULL) {
        words_error(place, error, "front-syntax",
                    "skriv linjen som navn: værdi, for eksempel "
                    "emne: Nyt fra os",
                    NULL);
        return false;
    }
    *colon = '\0';
    g_strchomp(row);
    for (unsigned i = 0; i < FRONT_KEYS; i++) {
        if (strcmp(row, names[i]) != 0) {
            continue;
        }
        if (front->values[i] != NULL) {
            words_error(place, error, "front-twice", "\"{name}\" står her to gange", "name", row,
                        NULL);
            return false;
        }
        front->values[i] = g_strdup(g_strchug(colon + 1));
        front->lines[i] = place->line;
        return true;
    }
    return bad_key(place, row, error);
}

/* Whether a line of --- follows. */
static bool closes(const char *line)
{
    while (line != NULL && !is_fence(line, strcspn(line, "\n"))) {
        const char *end = strchr(line, '\n');
        line = end != NULL ? end + 1 : NULL;
    }
    return line != NULL;
}

/* Without the second --- the text itself is read as rows: that is what to say, not what is wrong
 * with its first line. */
static bool row_failed(const struct words_place *place, const char *line, GError *failure,
                       GError **error)
{
    if (closes(line)) {
        g_propagate_error(error, failure);
        return false;
    }
    g_error_free(failure);
    words_error(place, error, "front-open", "der mangler en linje --- efter emne:", NULL);
    return false;
}

struct front *front_read(const struct words *words, const char *file, const char *text,
                         GError **error)
{
    SCOPED(front) struct front *front = g_new0(struct front, 1);
    struct words_place place = {words, file, 1, 0};
    const char *line = text;
    if (!is_fence(line, strcspn(line, "\n"))) {
        words_error(&place, error, "front-missing",
                    "filen skal begynde med en linje --- og så emne: og en linje --- igen", NULL);
        return NULL;
    }
    for (;;) {
        line += strcspn(line, "\n");
        if (*line == '\0') {
            words_error(&place, error, "front-open", "der mangler en linje --- efter emne:", NULL);
            return NULL;
        }
        line++;
        place.line++;
        size_t length = strcspn(line, "\n");
        if (is_fence(line, length)) {
            line += length;
            break;
        }
        g_autofree char *row = g_strstrip(g_strndup(line, length));
        GError *failure = NULL;
        if (!take_row(front, &place, row, &failure)) {
            row_failed(&place, line, failure, error);
            return NULL;
        }
    }
    if (front->values[FRONT_SUBJECT] == NULL || *front->values[FRONT_SUBJECT] == '\0') {
        place.line = 1;
        words_error(&place, error, "no-front", "feltet \"{name}\" mangler i filens top", "name",
                    "emne", NULL);
        return NULL;
    }
    front->body = *line == '\0' ? line : line + 1;
    front->body_line = place.line + 1;
    return g_steal_pointer(&front);
}
