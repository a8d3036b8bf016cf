#include "act/pace.h"

#include <string.h>

#include "act/answer.h"
#include "store/digest_due.h"
#include "store/listing.h"

static bool is_about(const struct matter *matter, const char *letter)
{
    return matter->proof != NULL && matter->proof->kind != NULL &&
           strcmp(matter->proof->kind, letter) == 0;
}

bool pace_concerns(const struct matter *matter)
{
    return matter->proof != NULL && matter->proof->kind != NULL &&
           g_str_has_prefix(matter->proof->kind, "digest-");
}

static void say(struct matter *matter, enum digest_pace pace, bool undo)
{
    static const char *const said[] = {[DIGEST_OFF] = "pace-off",
                                       [DIGEST_MONTHLY] = "pace-monthly",
                                       [DIGEST_FORTNIGHTLY] = "pace-fortnightly",
                                       [DIGEST_WEEKLY] = "pace-weekly"};
    const char *sentence =
        templates_word(matter->office->templates, matter_language(matter), "did", said[pace]);
    answer_add(matter, &(struct deed){.effect = "pace",
                                      .letter = "done",
                                      .replies = "confirmation",
                                      .said = said[pace],
                                      .undo = undo,
                                      .more = json_pack("{s:s, s:s}", "gjort", sentence, "fortryd",
                                                        undo ? "ja" : "")});
}

/* Portraits come once a month at most: rarer is never. */
static enum digest_pace next_pace(const struct matter *matter, enum digest_pace pace, bool oftener)
{
    if (oftener) {
        return pace == DIGEST_WEEKLY ? pace : pace + 1;
    }
    return pace == DIGEST_OFF || is_about(matter, "digest-portraits") ? DIGEST_OFF : pace - 1;
}

bool pace_change(struct matter *matter, bool oftener, GError **error)
{
    struct store *store = matter->office->store;
    int64_t person = matter->person->id;
    enum digest_pace pace = DIGEST_WEEKLY;
    bool changed = false;
    if (!digest_pace_of(store, person, &pace, error)) {
        return false;
    }
    pace = next_pace(matter, pace, oftener);
    if (!digest_pace_set(store, &matter->cause, person, pace, &changed, error)) {
        return false;
    }
    say(matter, pace, changed);
    return true;
}

bool pace_end(struct matter *matter, bool *ended, GError **error)
{
    struct store *store = matter->office->store;
    int64_t person = matter->person->id;
    bool seeker = matter->person->role == PERSON_SEEKER;
    g_autoptr(GPtrArray) own =
        listing_of(store, person, seeker ? LISTING_PROFILE : LISTING_POSTING, error);
    if (own == NULL || !digest_pace_set(store, &matter->cause, person, DIGEST_OFF, ended, error)) {
        return false;
    }
    if (*ended && (own->len > 0 || pace_concerns(matter))) {
        say(matter, DIGEST_OFF, true);
    }
    return true;
}

bool pace_begin(struct matter *matter, GError **error)
{
    struct store *store = matter->office->store;
    int64_t person = matter->person->id;
    enum digest_pace pace = DIGEST_WEEKLY;
    bool changed = false;
    return digest_pace_of(store, person, &pace, error) &&
           (pace != DIGEST_OFF ||
            digest_pace_set(store, &matter->cause, person, DIGEST_WEEKLY, &changed, error));
}

bool pace_undo(struct matter *matter, int64_t inbound, bool *undone, GError **error)
{
    struct store *store = matter->office->store;
    enum digest_pace pace = DIGEST_WEEKLY;
    if (!digest_pace_undo(store, &matter->cause, matter->person->id, inbound, undone, error) ||
        (*undone && !digest_pace_of(store, matter->person->id, &pace, error))) {
        return false;
    }
    if (*undone) {
        say(matter, pace, false);
    }
    return true;
}
