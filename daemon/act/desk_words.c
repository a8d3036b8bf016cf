#include "act/desk_words.h"

#include <string.h>

#include "act/staff.h"
#include "base/text.h"

#define RECEIPT "staff-case" /* the letter that says what became of a case */
#define SHORTEST_NAME 2u

static const char *said(const struct verdict *verdict, const char *name)
{
    return json_string_value(json_object_get(verdict->open, name));
}

static char **split(const char *text)
{
    g_autofree char *folded = text_fold(text != NULL ? text : "");
    return g_strsplit_set(folded, " ,.:;!-@\"'()\n", -1);
}

/* Whether one of the words is one of the name. */
static bool names(const char *words, const char *name)
{
    g_auto(GStrv) left = split(words);
    g_auto(GStrv) right = split(name);
    for (size_t i = 0; left[i] != NULL; i++) {
        if (strlen(left[i]) >= SHORTEST_NAME &&
            g_strv_contains((const char *const *)right, left[i])) {
            return true;
        }
    }
    return false;
}

static bool names_citizen(const char *words, const struct verdict *citizen)
{
    return names(words, citizen->from_name) || names(words, citizen->from_address);
}

/* Whether the first words call somebody of staff other than the writer. */
static bool calls_colleague(const struct matter *matter, bool *calls, GError **error)
{
    const char *words = said(matter->verdict, "greets");
    words = words != NULL ? words : said(matter->verdict, "calls");
    *calls = false;
    if (words == NULL) {
        return true;
    }
    g_autoptr(GArray) staff = staff_all(matter->office, error);
    for (guint at = 0; staff != NULL && at < staff->len; at++) {
        int64_t id = g_array_index(staff, int64_t, at);
        SCOPED(person) struct person *person = person_get(matter->office->store, id, error);
        if (person == NULL) {
            return false;
        }
        *calls |= id != matter->person->id && names(words, person->name);
    }
    return staff != NULL;
}

bool desk_words_doubtful(const struct matter *matter, const struct verdict *citizen, bool waits,
                         bool *doubtful, GError **error)
{
    const struct verdict *verdict = matter->verdict;
    const char *greeted = said(verdict, "greets");
    *doubtful = false;
    if (said(verdict, "onward") != NULL || (greeted != NULL && names_citizen(greeted, citizen))) {
        return true;
    }
    const char *called = said(verdict, "calls");
    bool colleague = false, for_citizen = called != NULL && names_citizen(called, citizen);
    if (!for_citizen && !calls_colleague(matter, &colleague, error)) {
        return false;
    }
    bool receipt = g_strcmp0(matter->proof->kind, RECEIPT) == 0;
    *doubtful =
        colleague || receipt || !waits || json_is_true(json_object_get(verdict->open, "polite"));
    return true;
}

const char *desk_words_answer(const struct verdict *verdict)
{
    const char *head = said(verdict, "onward");
    const char *text = verdict->text + strspn(verdict->text, " \t\n");
    if (head == NULL || !g_str_has_prefix(text, head)) {
        return verdict->text;
    }
    text += strlen(head);
    return text + strspn(text, " \t\n:,.-");
}
