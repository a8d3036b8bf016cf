#include "act/liked.h"

#include "act/answer.h"
#include "act/digest.h"
#include "store/liked.h"

#define LIKED_MOST 5u

bool liked_wish(const struct office *office, int64_t listing, json_t *wishes, GError **error)
{
    if (json_object_get(wishes, "like") != NULL) {
        return true;
    }
    g_autoptr(GArray) liked = liked_of(office->store, listing, LIKED_MOST, error);
    if (liked == NULL || liked->len == 0) {
        return liked != NULL;
    }
    json_t *like = json_array();
    for (guint at = 0; at < liked->len; at++) {
        json_array_append_new(like, json_integer(g_array_index(liked, int64_t, at)));
    }
    json_object_set_new(wishes, "like", like);
    json_object_set_new(wishes, "learnt", json_true());
    return true;
}

char *liked_foot(const struct office *office, const char *language, bool seeker,
                 const json_t *wishes, const char *foot)
{
    if (!json_is_true(json_object_get(wishes, "learnt"))) {
        return g_strdup(foot);
    }
    const char *learnt =
        templates_word(office->templates, language, "learnt", seeker ? "seeker" : "employer");
    return g_strconcat(foot, *foot != '\0' ? " " : "", learnt, NULL);
}

bool liked_words(struct matter *matter, bool *taken, GError **error)
{
    struct store *store = matter->office->store;
    bool says = json_is_true(json_object_get(matter->verdict->open, "forget"));
    *taken = false;
    if (!says || !matter->proved || matter->person == NULL || matter->about == 0) {
        return true;
    }
    g_autoptr(GError) failure = NULL;
    SCOPED(digest) struct digest *digest = digest_of_mail(store, matter->about, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    if (digest == NULL || digest->person != matter->person->id || digest->listing == 0) {
        return true;
    }
    *taken = true;
    answer_add(matter, &(struct deed){.effect = "forgotten",
                                      .letter = "done",
                                      .replies = "confirmation",
                                      .said = "forgotten",
                                      .more = json_pack("{s:s, s:s}", "gjort",
                                                        templates_word(matter->office->templates,
                                                                       matter_language(matter),
                                                                       "did", "forgotten"),
                                                        "fortryd", "")});
    return liked_forget(store, digest->listing, error);
}
