#include "act/search.h"

#include <string.h>

#include "act/digest.h"
#include "act/human.h"
#include "act/limits.h"
#include "act/market.h"
#include "base/failure.h"
#include "base/text.h"
#include "understand/cpr.h"

#define WORDS_LIMIT 80u /* of what is searched for, as it is said back */

static bool seeks(const struct matter *matter)
{
    return matter->person->role == PERSON_SEEKER;
}

/* What the person looks at. */
static enum listing_kind kind_for(const struct matter *matter)
{
    return seeks(matter) ? LISTING_POSTING : LISTING_PROFILE;
}

/* Staff have commands for it. */
static bool is_for_staff(struct matter *matter)
{
    if (matter->person->role != PERSON_STAFF) {
        return false;
    }
    matter->why_human = "later";
    human_receipt(matter);
    return true;
}

/* ---- the list ---------------------------------------------------------------------------------
 */

/* The newest open listing of the person: whose pairs the items are. 0: none. */
static bool own_listing(struct matter *matter, int64_t *id, GError **error)
{
    g_autoptr(GPtrArray) mine =
        listing_of(matter->office->store, matter->person->id,
                   seeks(matter) ? LISTING_PROFILE : LISTING_POSTING, error);
    *id = 0;
    for (guint at = 0; mine != NULL && at < mine->len && *id == 0; at++) {
        const struct listing *listing = mine->pdata[at];
        bool open = listing->state == LISTING_OPEN && listing->confirmed != 0;
        *id = open ? listing->id : 0;
    }
    return mine != NULL;
}

static struct digest_draft *draft_of(struct matter *matter, GError **error)
{
    int64_t own = 0;
    if (!own_listing(matter, &own, error)) {
        return NULL;
    }
    struct digest_draft *draft =
        own != 0
            ? digest_draft_new(matter->office, &matter->cause, own, DIGEST_ANSWER, error)
            : digest_draft_portraits(matter->office, &matter->cause, matter->person->id, error);
    if (draft != NULL) {
        draft->why = DIGEST_ANSWER;
        draft->side = seeks(matter) ? PAIR_SEEKER : PAIR_EMPLOYER;
    }
    return draft;
}

/* Sends what was found. `sought`: the words; `shows`: it is VIS. */
static bool answer(struct matter *matter, const json_t *items, const char *sought, bool shows,
                   GError **error)
{
    const char *recipient = matter->verdict->from_address;
    bool may = false;
    matter_effect(matter, "searched");
    if (!matter->answerable || matter->answered) {
        return true;
    }
    if (!limits_may_send(matter->office, recipient, matter->proved, &may, error)) {
        return false;
    }
    SCOPED(digest_draft) struct digest_draft *draft = may ? draft_of(matter, error) : NULL;
    if (draft == NULL) {
        return !may;
    }
    g_autofree char *masked = cpr_mask(sought);
    g_autofree char *words = text_one_line(masked, WORDS_LIMIT);
    draft->sought = words;
    draft->shows = shows;
    for (size_t at = 0; at < MIN(json_array_size(items), SEARCH_ITEMS); at++) {
        json_array_append(draft->items, json_array_get(items, at));
    }
    struct digest_way way = {.recipient = recipient, .answers = matter->verdict->message_id};
    bool done = digest_send(draft, &way, error);
    matter->answered = matter->answered || way.sent;
    matter->letter = way.sent ? "search" : matter->letter;
    return done;
}

/* ---- SØG --------------------------------------------------------------------------------------
 */

/* The only question to the market. NULL: with an error; FAILURE_TEMPORARY: it is not to be had. */
static json_t *ask_market(struct matter *matter, const char *text, GError **error)
{
    if (matter->office->market == NULL) {
        g_set_error(error, STORE_ERROR, FAILURE_TEMPORARY, "there is no market here");
        return NULL;
    }
    json_auto_t *wishes = json_pack("{s:i}", "limit", SEARCH_ITEMS);
    return market_search(matter->office->market, kind_for(matter), text, wishes, error);
}

bool search_find(struct matter *matter, const char *text, GError **error)
{
    if (is_for_staff(matter)) {
        return true;
    }
    if (text == NULL || *text == '\0') {
        return answer(matter, NULL, "", false, error);
    }
    g_autoptr(GError) failure = NULL;
    json_auto_t *found = ask_market(matter, text, &failure);
    if (found != NULL) {
        return answer(matter, json_object_get(found, "items"), text, false, error);
    }
    if (failure->code == FAILURE_TEMPORARY) {
        matter->why_human = "later";
        human_receipt(matter);
        return true;
    }
    g_propagate_error(error, g_steal_pointer(&failure));
    return false;
}

/* ---- VIS --------------------------------------------------------------------------------------
 */

/* The letter or number at the end of "JOB B", 0: none of that kind. */
static void read_what(const char *what, int *letter, int64_t *number)
{
    g_autofree char *line = g_strstrip(g_strdup(what != NULL ? what : ""));
    const char *space = strrchr(line, ' ');
    const char *last = space != NULL ? space + 1 : line;
    guint64 value = 0;
    *letter = g_ascii_isalpha(*last) && last[1] == '\0' ? g_ascii_toupper(*last) - 'A' + 1 : 0;
    *number =
        g_ascii_string_to_unsigned(last, 10, 1, G_MAXINT64, &value, NULL) ? (int64_t)value : 0;
}

/* The list that the mail answers, else the last one; NULL without an error: there is none. The
 * caller owns it. */
static struct digest *list_of(struct matter *matter, GError **error)
{
    g_autoptr(GError) failure = NULL;
    struct digest *digest =
        matter->about != 0 ? digest_of_mail(matter->office->store, matter->about, &failure) : NULL;
    if (digest != NULL && digest->person != matter->person->id) {
        g_clear_pointer(&digest, digest_free);
    }
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return NULL;
    }
    return digest != NULL ? digest : digest_last(matter->office->store, matter->person->id, error);
}

/* The item with that letter, as it was shown. New reference; NULL: there is none. */
static json_t *item_of(struct matter *matter, int letter, bool *good, GError **error)
{
    g_autoptr(GError) failure = NULL;
    SCOPED(digest) struct digest *digest = list_of(matter, &failure);
    const struct digest_item *item = digest != NULL ? digest_find(digest, letter) : NULL;
    *good = failure == NULL;
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return NULL;
    }
    return item != NULL ? json_loads(item->evidence, 0, NULL) : NULL;
}

/* Whether the person may see it: an open one of the other side. */
static bool is_open(struct matter *matter, int64_t id, bool *open, GError **error)
{
    g_autoptr(GError) failure = NULL;
    SCOPED(listing) struct listing *listing = listing_get(matter->office->store, id, &failure);
    *open = listing != NULL && listing->kind == kind_for(matter) &&
            listing->state == LISTING_OPEN && listing->confirmed != 0;
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    return true;
}

bool search_show(struct matter *matter, const char *what, GError **error)
{
    int letter = 0;
    int64_t number = 0;
    bool good = true, open = false;
    if (is_for_staff(matter)) {
        return true;
    }
    read_what(what, &letter, &number);
    json_auto_t *item = letter != 0   ? item_of(matter, letter, &good, error)
                        : number != 0 ? json_pack("{s:I, s:[], s:[]}", "listing",
                                                  (json_int_t)number, "fits", "quotes")
                                      : NULL;
    int64_t id = json_integer_value(json_object_get(item, "listing"));
    if (!good || (item != NULL && !is_open(matter, id, &open, error))) {
        return false;
    }
    json_auto_t *items = json_array();
    if (open) {
        json_array_append(items, item);
    }
    return answer(matter, items, what != NULL ? what : "", true, error);
}
