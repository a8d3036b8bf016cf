#include "act/why.h"

#include <string.h>

#include "act/answer.h"
#include "act/digest.h"
#include "act/digest_words.h"
#include "act/human.h"
#include "act/liked.h"
#include "act/meaning.h"

/* The one that is answered, else the newest. NULL without an error: there is none. */
static struct digest *digest_in_question(struct matter *matter, GError **error)
{
    struct store *store = matter->office->store;
    g_autoptr(GError) failure = NULL;
    struct digest *digest =
        matter->about != 0 ? digest_of_mail(store, matter->about, &failure) : NULL;
    if (digest != NULL && digest->person != matter->person->id) {
        g_clear_pointer(&digest, digest_free);
    }
    if (digest == NULL && failure == NULL) {
        digest = digest_last(store, matter->person->id, &failure);
    }
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
    }
    return digest;
}

/* What stood there, in the same words. New reference; NULL: the store failed. */
static json_t *fields_of(struct matter *matter, const struct digest_speech *speech,
                         const struct digest_item *item, GError **error)
{
    SCOPED(listing)
    struct listing *listing = listing_get(matter->office->store, item->listing, error);
    g_autofree char *name =
        listing != NULL ? digest_name(matter->office, speech->language, listing, error) : NULL;
    if (name == NULL) {
        return NULL;
    }
    json_auto_t *evidence = json_loads(item->evidence, 0, NULL);
    json_t *fields = digest_words_item(speech, item->letter, evidence);
    json_object_set_new(fields, "punkt", json_string(name));
    json_object_set_new(fields, "tekst", json_string(""));
    return fields;
}

static bool is_asked_for(const struct digest_item *item, const char *argument)
{
    return argument == NULL || argument[0] - 'A' + 1 == item->letter ||
           argument[0] - 'a' + 1 == item->letter || strlen(argument) > 1;
}

static json_t *all_fields(struct matter *matter, const struct digest_speech *speech,
                          const struct digest *digest, const char *argument, GError **error)
{
    json_auto_t *items = json_array();
    for (guint at = 0; at < digest->items->len; at++) {
        const struct digest_item *item = digest->items->pdata[at];
        if (!is_asked_for(item, argument)) {
            continue;
        }
        json_t *fields = fields_of(matter, speech, item, error);
        if (fields == NULL) {
            return NULL;
        }
        json_array_append_new(items, fields);
    }
    return json_incref(items);
}

/* "Torsdag den 21. marts 2013": it begins a sentence. The caller owns it. */
static char *day_of(const struct matter *matter, int64_t moment)
{
    g_autofree char *day = matter_date(matter, moment, false);
    g_autofree char *first = g_utf8_substring(day, 0, 1);
    g_autofree char *large = g_utf8_strup(first, -1);
    return g_strconcat(large, day + strlen(first), NULL);
}

static bool tell_digest(struct matter *matter, const struct digest *digest, const char *argument,
                        GError **error)
{
    bool seeker = matter->person->role == PERSON_SEEKER;
    const struct digest_speech speech = {matter->office, matter_language(matter),
                                         seeker ? PAIR_SEEKER : PAIR_EMPLOYER};
    json_auto_t *items = all_fields(matter, &speech, digest, argument, error);
    if (items == NULL) {
        return false;
    }
    json_auto_t *inputs = json_loads(digest->inputs, 0, NULL);
    bool list = digest->listing != 0 && digest->why != DIGEST_QUESTION;
    g_autofree char *count = list ? digest_words_foot(&speech, inputs) : g_strdup("");
    g_autofree char *foot = liked_foot(matter->office, speech.language, seeker,
                                       json_object_get(inputs, "wishes"), count);
    g_autofree char *day = day_of(matter, digest->at);
    answer_add(matter, &(struct deed){.effect = "explained",
                                      .letter = "digest-why",
                                      .more = json_pack("{s:s, s:s, s:O}", "dag", day, "fod", foot,
                                                        "punkter", items)});
    return true;
}

/* What became of the mail before this one. */
static bool tell_last(struct matter *matter, GError **error)
{
    const struct office *office = matter->office;
    g_autoptr(GError) failure = NULL;
    SCOPED(inbound)
    struct inbound *last =
        inbound_before(office->store, matter->person->id, matter->cause.inbound, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    SCOPED(verdict)
    struct verdict *verdict = last != NULL ? verdict_from_text(last->verdict) : NULL;
    if (verdict == NULL || last->effect == NULL) {
        matter->why_human = matter->why_human != NULL ? matter->why_human : "question";
        human_receipt(matter);
        return true;
    }
    const char *language = matter_language(matter);
    g_autofree char *when = matter_date(matter, last->received, true);
    g_autofree char *meant = meaning_sentences(office, language, verdict->intents);
    g_autofree char *did = meaning_effects(office, language, last->effect);
    answer_add(matter, &(struct deed){.effect = "explained",
                                      .letter = "why",
                                      .more = json_pack("{s:s, s:s, s:s}", "modtaget", when,
                                                        "forstaaet", meant, "gjort", did)});
    return true;
}

bool why_tell(struct matter *matter, const char *argument, GError **error)
{
    g_autoptr(GError) failure = NULL;
    SCOPED(digest) struct digest *digest = digest_in_question(matter, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    return digest != NULL ? tell_digest(matter, digest, argument, error) : tell_last(matter, error);
}
