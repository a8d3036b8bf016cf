#include "act/answer.h"

#include <string.h>

static void deed_free(gpointer data)
{
    struct deed *deed = data;
    json_decref(deed->more);
    g_free(deed);
}

void answer_add(struct matter *matter, const struct deed *deed)
{
    if (matter->deeds == NULL) {
        matter->deeds = g_ptr_array_new_with_free_func(deed_free);
    }
    if (deed->effect != NULL) {
        matter_effect(matter, deed->effect);
    }
    struct deed *kept = g_new(struct deed, 1);
    *kept = *deed;
    g_ptr_array_add(matter->deeds, kept);
}

/* Those with a letter; `last` is the last one of them. */
static unsigned count_letters(const struct matter *matter, const struct deed **last)
{
    unsigned count = 0;
    for (guint at = 0; matter->deeds != NULL && at < matter->deeds->len; at++) {
        const struct deed *deed = matter->deeds->pdata[at];
        if (deed->letter != NULL) {
            *last = deed;
            count++;
        }
    }
    return count;
}

bool answer_has_letter(const struct matter *matter)
{
    const struct deed *last = NULL;
    return count_letters(matter, &last) > 0;
}

static char *sentence_of(const struct matter *matter, const char *language, const struct deed *deed)
{
    char *sentence =
        g_strdup(templates_word(matter->office->templates, language, "did", deed->said));
    const char *name;
    json_t *value;
    json_object_foreach(deed->more, name, value)
    {
        g_autofree char *before = sentence;
        g_autofree char *hole = g_strdup_printf("{%s}", name);
        g_auto(GStrv) pieces = g_strsplit(before, hole, -1);
        sentence = g_strjoinv(json_string_value(value), pieces);
    }
    return sentence;
}

/* The sentences of all but one. The caller owns it. */
static char *lines_without(const struct matter *matter, const char *language,
                           const struct deed *without)
{
    GString *lines = g_string_new(NULL);
    for (guint at = 0; matter->deeds != NULL && at < matter->deeds->len; at++) {
        const struct deed *deed = matter->deeds->pdata[at];
        if (deed->said == NULL || (without != NULL && deed == without)) {
            continue;
        }
        g_autofree char *sentence = sentence_of(matter, language, deed);
        if (strstr(lines->str, sentence) == NULL) {
            g_string_append_printf(lines, "%s%s", lines->len > 0 ? "\n" : "", sentence);
        }
    }
    return g_string_free(lines, FALSE);
}

char *answer_lines(const struct matter *matter, const char *language)
{
    return lines_without(matter, language, NULL);
}

static bool can_undo(const struct matter *matter)
{
    for (guint at = 0; at < matter->deeds->len; at++) {
        if (((const struct deed *)matter->deeds->pdata[at])->undo) {
            return true;
        }
    }
    return false;
}

/* The only deed whose letter has room for the others; NULL: there is none, or a yes to the answer
 * has to mean the profile or posting that it shows. */
static const struct deed *carrier(const struct matter *matter)
{
    const struct deed *found = NULL;
    for (guint at = 0; at < matter->deeds->len; at++) {
        const struct deed *deed = matter->deeds->pdata[at];
        if (deed->letter != NULL && deed->carries) {
            if (found != NULL) {
                return NULL;
            }
            found = deed;
        }
    }
    return matter->listing == 0 ? found : NULL;
}

bool answer_send(struct matter *matter, GError **error)
{
    const struct deed *only = NULL;
    unsigned letters = count_letters(matter, &only);
    if (letters == 0) {
        return true;
    }
    if (letters == 1) {
        return matter_answer(matter, only->letter, only->replies != NULL ? only->replies : "none",
                             only->more, error);
    }
    const char *language = matter_language(matter);
    const struct deed *carries = carrier(matter);
    g_autofree char *lines = lines_without(matter, language, carries);
    json_auto_t *more = json_pack("{s:s, s:s}", carries != NULL ? "ogsaa" : "gjort", lines,
                                  "fortryd", can_undo(matter) ? "ja" : "");
    if (carries == NULL) {
        return matter_answer(matter, "done", "confirmation", more, error);
    }
    g_assert(json_object_update_missing(more, carries->more) == 0);
    return matter_answer(matter, carries->letter, carries->replies, more, error);
}
