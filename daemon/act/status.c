#include "act/status.h"

#include "act/answer.h"
#include "act/human.h"
#include "act/listing_facts.h"
#include "act/meeting_find.h"
#include "act/meeting_time.h"
#include "compose/words.h"
#include "store/guest.h"
#include "store/listing.h"
#include "store/pause.h"
#include "store/subscription.h"

struct status {
    struct matter *matter;
    GString *mails, *listings, *matches, *meeting, *asked; /* a line each */
};

static const char *word(const struct status *status, const char *key)
{
    return templates_word(status->matter->office->templates, status->matter->person->language,
                          "status", key);
}

static void add(GString *lines, const char *line)
{
    g_string_append_printf(lines, "%s%s", lines->len > 0 ? "\n" : "", line);
}

static bool tell_mails(struct status *status, GError **error)
{
    struct store *store = status->matter->office->store;
    int64_t person = status->matter->person->id;
    static const struct {
        enum subscription_list list;
        const char *yes, *no;
    } lists[] = {{NEWSLETTER, "newsletter", "no-newsletter"},
                 {INVITATIONS, "invitations", "no-invitations"}};
    for (size_t at = 0; at < G_N_ELEMENTS(lists); at++) {
        enum subscription_state state = SUBSCRIPTION_NONE;
        if (!subscription_get(store, person, lists[at].list, &state, error)) {
            return false;
        }
        add(status->mails,
            word(status, state == SUBSCRIPTION_ACTIVE ? lists[at].yes : lists[at].no));
    }
    struct pause pause = {0};
    if (!pause_of(store, person, status->matter->cause.at, &pause, error)) {
        return false;
    }
    if (pause.until != 0) {
        g_autofree char *day = matter_date(status->matter, pause.until, false);
        g_autofree char *line = words_fill(word(status, "pause"), "dag", day, NULL);
        add(status->mails, line);
    }
    return true;
}

/* ---- profile and jobs -------------------------------------------------------------------------
 */

/* The name of a listing, as its owner reads it. The caller owns it; NULL: the store failed. */
static char *name_of(struct status *status, const struct listing *listing, GError **error)
{
    const struct office *office = status->matter->office;
    int number = listing->confirmed != 0 ? listing->confirmed : listing->newest;
    g_autofree char *text = listing_facts(office->store, listing->id, number, error);
    json_auto_t *facts = text != NULL ? json_loads(text, 0, NULL) : NULL;
    return text != NULL ? facts_name(office, status->matter->person->language, listing->kind, facts)
                        : NULL;
}

static bool tell_listing(struct status *status, const struct listing *listing, GError **error)
{
    g_autofree char *name = name_of(status, listing, error);
    if (name == NULL) {
        return false;
    }
    bool until = listing->state == LISTING_PAUSED && listing->until != 0;
    g_autofree char *key =
        g_strdup_printf("%s-%s%s", listing->kind == LISTING_PROFILE ? "profile" : "posting",
                        listing_state_name(listing->state), until ? "-until" : "");
    g_autofree char *day =
        until ? matter_date(status->matter, listing->until, false) : g_strdup("");
    g_autofree char *line = words_fill(word(status, key), "navn", name, "dag", day, NULL);
    add(status->listings, line);
    if (listing->state == LISTING_DRAFT) {
        g_autofree char *asked = words_fill(word(status, "asked-draft"), "navn", name, NULL);
        add(status->asked, asked);
    }
    return true;
}

static bool tell_listings(struct status *status, GError **error)
{
    const struct office *office = status->matter->office;
    const struct person *person = status->matter->person;
    g_autoptr(GPtrArray) all = listing_story(office->store, person->id, error);
    for (guint at = 0; all != NULL && at < all->len; at++) {
        const struct listing *listing = all->pdata[at];
        if (listing->state != LISTING_CLOSED && !tell_listing(status, listing, error)) {
            return false;
        }
    }
    if (all != NULL && status->listings->len == 0) {
        add(status->listings,
            word(status, person->role == PERSON_SEEKER ? "profile-none" : "posting-none"));
    }
    return all != NULL &&
           status_matches(office, person, all, status->matches, status->asked, error);
}

/* ---- the meeting ------------------------------------------------------------------------------
 */

static bool tell_meeting(struct status *status, GError **error)
{
    const struct office *office = status->matter->office;
    const struct person *person = status->matter->person;
    const struct meeting_wish wish = {
        .role = person->role, .after = status->matter->cause.at, .stored = true};
    g_autoptr(GError) failure = NULL;
    SCOPED(meeting) struct meeting *meeting = meeting_find_next(office, &wish, &failure);
    SCOPED(guest)
    struct guest *guest = meeting != NULL && meeting->id != 0
                              ? guest_of(office->store, meeting->id, person->id, &failure)
                              : NULL;
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    if (meeting == NULL) {
        return true;
    }
    static const char *const keys[] = {[GUEST_SILENT] = "meeting-silent",
                                       [GUEST_YES] = "meeting-yes",
                                       [GUEST_MAYBE] = "meeting-maybe",
                                       [GUEST_NO] = "meeting-no"};
    bool waits = guest != NULL && guest->answer == GUEST_YES && guest->seat != GUEST_SEATED;
    const char *key = guest == NULL ? "meeting" : waits ? "meeting-waiting" : keys[guest->answer];
    g_autofree char *when =
        meeting_words(office, meeting, meeting->starts, person->language, "time");
    g_autofree char *line =
        words_fill(word(status, key), "tid", when, "sted", meeting->place, NULL);
    add(status->meeting, line);
    return true;
}

static bool tell(struct status *status, GError **error)
{
    if (!tell_mails(status, error) || !tell_listings(status, error) ||
        !tell_meeting(status, error)) {
        return false;
    }
    status->matter->confidential = true;
    answer_add(
        status->matter,
        &(struct deed){.effect = "status",
                       .letter = "status",
                       .said = "status",
                       .more = json_pack("{s:s, s:s, s:s, s:s, s:s}", "mailene", status->mails->str,
                                         "opslagene", status->listings->str, "matches",
                                         status->matches->str, "naestemoede", status->meeting->str,
                                         "venterpaa", status->asked->str)});
    return true;
}

bool status_tell(struct matter *matter, GError **error)
{
    if (matter->person->role == PERSON_STAFF) {
        matter->why_human = "later";
        human_receipt(matter);
        return true;
    }
    g_autoptr(GString) mails = g_string_new(NULL), listings = g_string_new(NULL);
    g_autoptr(GString) matches = g_string_new(NULL), meeting = g_string_new(NULL);
    g_autoptr(GString) asked = g_string_new(NULL);
    struct status status = {.matter = matter,
                            .mails = mails,
                            .listings = listings,
                            .matches = matches,
                            .meeting = meeting,
                            .asked = asked};
    return tell(&status, error);
}
