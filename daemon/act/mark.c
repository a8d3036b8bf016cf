#include "act/mark.h"

#include "act/answer.h"
#include "store/rating.h"

enum { LOW = 2 };

static int value_of(const struct verdict_intent *intent)
{
    const json_t *value = json_object_get(intent->slots, "value");
    json_int_t number = json_is_string(value) ? g_ascii_strtoll(json_string_value(value), NULL, 10)
                                              : json_integer_value(value);
    return number >= RATING_LEAST && number <= RATING_MOST ? (int)number : 0;
}

bool mark_give(struct matter *matter, const struct verdict_intent *intent, GError **error)
{
    int value = value_of(intent), before = 0;
    if (value == 0 || matter->about == 0) {
        matter->why_human = "unclear";
        return true;
    }
    if (!rating_give(matter->office->store, &matter->cause, matter->person->id, matter->about,
                     value, &before, error)) {
        return false;
    }
    g_autofree char *number = g_strdup_printf("%d", value);
    answer_add(matter, &(struct deed){.effect = "rated",
                                      .letter = before == 0 ? "rated" : NULL,
                                      .said = "rated",
                                      .more = json_pack("{s:s, s:s}", "karakter", number,
                                                        "utilfreds", value <= LOW ? "ja" : "")});
    if (value <= LOW && matter->why_human == NULL) {
        matter->why_human = "low-rating";
    }
    return true;
}
