/* From a draft to the mail, and to what is kept of it. */
#include <string.h>

#include "act/digest.h"
#include "act/digest_words.h"
#include "act/letter.h"
#include "act/liked.h"
#include "act/listing_facts.h"
#include "act/relay_mask.h"
#include "match/weights.h"

/* The sentences that their owner has approved. */
static char *portrait_of(const json_t *facts)
{
    const json_t *sentences = json_object_get(facts, "portrait");
    g_autoptr(GString) text = g_string_new(NULL);
    for (size_t at = 0; at < json_array_size(sentences); at++) {
        const char *sentence = json_string_value(json_array_get(sentences, at));
        g_string_append_printf(text, "%s%s", at > 0 ? " " : "", sentence != NULL ? sentence : "");
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* A quote that names the owner is left out. */
static void drop_names(json_t *item, const struct person *owner, bool profile)
{
    json_t *quotes = json_object_get(item, "quotes");
    for (size_t at = json_array_size(quotes); at > 0; at--) {
        const char *quote = json_string_value(json_array_get(quotes, at - 1));
        bool masked = false;
        g_autofree char *hidden =
            quote != NULL ? relay_mask(quote, owner, NULL, profile, &masked) : NULL;
        if (hidden == NULL || masked) {
            json_array_remove(quotes, at - 1);
        }
    }
}

/* What is shown of the other side: an open listing, its owner and what it says. */
struct shown {
    struct listing *listing;
    struct person *owner;
    json_t *facts;
};

static void shown_free(struct shown *shown)
{
    listing_free(shown->listing);
    person_free(shown->owner);
    json_decref(shown->facts);
    g_free(shown);
}
SCOPE_DEFINE(shown, shown_free)

/* `good` false: the store failed. NULL: it is not open any more. */
static struct shown *read_shown(const struct office *office, int64_t id, bool *good, GError **error)
{
    SCOPED(shown) struct shown *shown = g_new0(struct shown, 1);
    g_autoptr(GError) failure = NULL;
    shown->listing = listing_get(office->store, id, &failure);
    bool open = shown->listing != NULL && shown->listing->state == LISTING_OPEN;
    if (open) {
        shown->owner = person_get(office->store, shown->listing->person, &failure);
        shown->facts = digest_facts(office->store, id, shown->listing->confirmed, &failure);
    }
    *good = failure == NULL;
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
    }
    return open && *good ? g_steal_pointer(&shown) : NULL;
}

/* ---- one letter -------------------------------------------------------------------------------
 */

static struct digest_speech speech_of(const struct digest_draft *draft)
{
    return (struct digest_speech){draft->office, draft->reader->language, draft->side};
}

/* The fields of an item, with what is shown of the listing: punkt is its heading. New reference;
 * NULL: the store failed. */
static json_t *fields_of(const struct digest_draft *draft, int letter, json_t *item,
                         const struct shown *shown, GError **error)
{
    const struct digest_speech speech = speech_of(draft);
    g_autofree char *heading = digest_name(draft->office, speech.language, shown->listing, error);
    bool profile = shown->listing->kind == LISTING_PROFILE;
    if (heading == NULL) {
        return NULL;
    }
    drop_names(item, shown->owner, profile);
    json_t *fields = digest_words_item(&speech, letter, item);
    g_autofree char *words =
        profile ? portrait_of(shown->facts)
                : facts_lines(draft->office, speech.language, LISTING_POSTING, shown->facts);
    g_autofree char *text =
        digest_masked(draft->office, speech.language, words, shown->owner, shown->listing->kind);
    json_object_set_new(fields, "punkt", json_string(heading));
    json_object_set_new(fields, "tekst", json_string(text));
    return fields;
}

static struct digest_item *item_of(int letter, const json_t *item, const struct shown *shown)
{
    struct digest_item *kept = g_new0(struct digest_item, 1);
    kept->letter = kept->rank = letter;
    kept->listing = shown->listing->id;
    kept->version = shown->listing->confirmed;
    kept->score = (int)json_integer_value(json_object_get(item, "score"));
    kept->evidence = json_dumps(item, JSON_COMPACT | JSON_SORT_KEYS);
    return kept;
}

/* The items that are still there, in the digest and as fields. */
static bool gather(const struct digest_draft *draft, struct digest *digest, json_t *fields,
                   GError **error)
{
    for (size_t at = 0; at < json_array_size(draft->items); at++) {
        bool good = false;
        json_auto_t *item = json_deep_copy(json_array_get(draft->items, at));
        int64_t id = json_integer_value(json_object_get(item, "listing"));
        SCOPED(shown) struct shown *shown = read_shown(draft->office, id, &good, error);
        if (!good) {
            return false;
        }
        int letter = (int)digest->items->len + 1;
        if (shown == NULL || letter > DIGEST_LETTERS) {
            continue;
        }
        json_t *read = fields_of(draft, letter, item, shown, error);
        if (read == NULL) {
            return false;
        }
        json_array_append_new(fields, read);
        g_ptr_array_add(digest->items, item_of(letter, item, shown));
    }
    return true;
}

static const char *letter_of(const struct digest_draft *draft)
{
    bool seeker = draft->side == PAIR_SEEKER;
    if (draft->sought != NULL) {
        return "search";
    }
    if (draft->why == DIGEST_QUESTION) {
        return seeker ? "digest-asked" : "digest-asked-employer";
    }
    return seeker                   ? "digest-jobs"
           : draft->listing != NULL ? "digest-candidates"
                                    : "digest-portraits";
}

static json_t *letter_fields(const struct digest_draft *draft, const struct digest_way *way,
                             json_t *items)
{
    const struct digest_speech speech = speech_of(draft);
    bool portraits = draft->listing == NULL, question = draft->why == DIGEST_QUESTION;
    g_autofree char *count = portraits || question || draft->sought != NULL
                                 ? g_strdup("")
                                 : digest_words_foot(&speech, draft->best);
    g_autofree char *foot = liked_foot(draft->office, speech.language, draft->side == PAIR_SEEKER,
                                       draft->wishes, count);
    g_autofree char *name =
        portraits ? g_strdup("")
                  : facts_name(draft->office, speech.language, draft->listing->kind, draft->facts);
    json_t *fields = json_pack("{s:s, s:s, s:s, s:s, s:s, s:O}", "opslag", name, "fod", foot,
                               "gjort", way->done != NULL ? way->done : "", "straks",
                               draft->why == DIGEST_AT_ONCE ? "ja" : "", "nogen",
                               json_array_size(items) > 0 ? "ja" : "", "punkter", items);
    g_assert(fields != NULL);
    if (question) {
        json_object_set_new(fields, "igen", json_string(draft->again ? "ja" : ""));
    }
    if (draft->sought != NULL) {
        json_t *more = json_pack("{s:s, s:s, s:s}", "soegt", draft->sought, "vis",
                                 draft->shows ? "ja" : "", "valg", portraits ? "" : "ja");
        json_object_update_new(fields, more);
    }
    return fields;
}

static bool queue(const struct digest_draft *draft, const struct digest_way *way, json_t *items,
                  int64_t *row, GError **error)
{
    json_auto_t *fields = letter_fields(draft, way, items);
    int64_t queued = 0;
    const char *address = way->recipient != NULL ? way->recipient : person_address(draft->reader);
    /* How many it has: "ingen af dem" is understood without the quoted list. */
    g_autofree char *replies =
        draft->why == DIGEST_QUESTION
            ? g_strdup("confirmation")
            : g_strdup_printf("%s:%zu",
                              draft->side == PAIR_SEEKER ? "job-digest" : "candidate-digest",
                              json_array_size(items));
    const struct letter letter = {.name = letter_of(draft),
                                  .person = draft->reader,
                                  .recipient = address,
                                  .replies = replies,
                                  .answers = way->answers,
                                  .more = fields,
                                  .class = LEDGER_CONFIDENTIAL,
                                  .queued = &queued};
    bool done = letter_send(draft->office, &draft->cause, &letter, error);
    *row = queued;
    return done;
}

/* ---- what is kept -----------------------------------------------------------------------------
 */

static bool note_pair(const struct digest_draft *draft, struct digest_item *item, GError **error)
{
    struct store *store = draft->office->store;
    bool seeker = draft->side == PAIR_SEEKER;
    int64_t profile = seeker ? draft->listing->id : item->listing;
    int64_t posting = seeker ? item->listing : draft->listing->id;
    if (!pair_add(store, &draft->cause, profile, posting, &item->pair, error)) {
        return false;
    }
    SCOPED(pair) struct pair *pair = pair_get(store, item->pair, error);
    if (pair == NULL || pair->shown[draft->side] != 0) {
        return pair != NULL;
    }
    struct pair after = *pair;
    after.shown[draft->side] = draft->cause.at;
    return pair_update(store, &draft->cause, pair, &after, NULL, error);
}

/* What it was ranked by: which wishes, how many fitted, what stood in the way. */
static char *inputs_of(const struct digest_draft *draft)
{
    json_auto_t *inputs = json_pack("{s:O}", "wishes", draft->wishes);
    static const char *const keys[] = {"count", "without"};
    for (size_t at = 0; at < G_N_ELEMENTS(keys); at++) {
        json_object_set(inputs, keys[at], json_object_get(draft->best, keys[at]));
    }
    return json_dumps(inputs, JSON_COMPACT | JSON_SORT_KEYS);
}

/* They change with the program alone. */
static char *weights_of(void)
{
    g_autofree char *sum = g_compute_checksum_for_data(
        G_CHECKSUM_SHA256, (const guchar *)&match_weights, sizeof match_weights);
    return g_strndup(sum, 16);
}

static bool note(const struct digest_draft *draft, struct digest *digest, int64_t row,
                 GError **error)
{
    for (guint at = 0; draft->listing != NULL && at < digest->items->len; at++) {
        if (!note_pair(draft, digest->items->pdata[at], error)) {
            return false;
        }
    }
    digest->person = draft->reader->id;
    digest->listing = draft->listing != NULL ? draft->listing->id : 0;
    digest->version = draft->listing != NULL ? draft->listing->confirmed : 0;
    digest->why = draft->why;
    digest->outgoing = row;
    digest->inputs = inputs_of(draft);
    digest->weights = weights_of();
    return digest_add(draft->office->store, &draft->cause, digest, error);
}

bool digest_send(struct digest_draft *draft, struct digest_way *way, GError **error)
{
    SCOPED(digest) struct digest *digest = digest_new();
    json_auto_t *items = json_array();
    int64_t row = 0;
    way->sent = false;
    if (!gather(draft, digest, items, error)) {
        return false;
    }
    /* Nobody is mailed an empty list, but who asked, and who has to hear once that little fits. */
    bool empty = digest->items->len == 0;
    bool tells = draft->sought != NULL || draft->why == DIGEST_ANSWER ||
                 (draft->why == DIGEST_REGULAR && draft->first);
    if (empty && !tells) {
        return true;
    }
    if (!queue(draft, way, items, &row, error)) {
        return false;
    }
    way->sent = row != 0;
    return row == 0 || note(draft, digest, row, error);
}
