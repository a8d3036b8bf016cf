#include "act/desk_held.h"

#include <inttypes.h>
#include <string.h>

#include "act/desk.h"
#include "act/funnel.h"
#include "act/listing_facts.h"
#include "act/listing_find.h"
#include "act/listing_letter.h"
#include "act/staff.h"

#define REFUSED "refused"

static const char *word_of(const struct matter *matter)
{
    const struct verdict_intent *intent = verdict_intent(matter->verdict, "approve");
    return intent != NULL ? verdict_slot(intent, "answer") : NULL;
}

bool desk_held_concerns(const struct matter *matter, const struct inbound *source)
{
    return word_of(matter) != NULL && g_strcmp0(source->reason, "held") == 0;
}

bool desk_held_tell_owner(const struct office *office, const struct cause *cause,
                          const struct listing *listing, bool released, GError **error)
{
    json_auto_t *facts = listing_find_facts(office->store, listing->id, listing->newest, error);
    return facts != NULL &&
           listing_letter_judged(office, cause, listing, facts,
                                 released ? "posting-released" : "posting-refused", error);
}

/* Released it is a draft again, and the next yes of its owner opens it. */
static bool turn(const struct matter *matter, const struct listing *listing, bool releases,
                 GError **error)
{
    const struct office *office = matter->office;
    struct cause cause = matter->cause;
    cause.actor = "staff";
    return listing_change(office->store, &cause, listing, releases ? LISTING_DRAFT : LISTING_CLOSED,
                          releases ? NULL : REFUSED, error) &&
           (releases || funnel_listing_over(office, &cause, listing, LISTING_CLOSED, error)) &&
           desk_held_tell_owner(office, &cause, listing, releases, error);
}

/* Who changed it last, by mail; "" when it was none of staff. The caller owns it; NULL: `error`. */
static char *who_was_first(struct store *store, int64_t listing, GError **error)
{
    int64_t id = 0;
    if (!listing_changed_by(store, listing, &id, error)) {
        return NULL;
    }
    if (id == 0) {
        return g_strdup("");
    }
    SCOPED(inbound) struct inbound *mail = inbound_get(store, id, error);
    SCOPED(person)
    struct person *person =
        mail != NULL && mail->person != 0 ? person_get(store, mail->person, error) : NULL;
    if (mail == NULL || (mail->person != 0 && person == NULL)) {
        return NULL;
    }
    bool staff = person != NULL && person->role == PERSON_STAFF;
    return g_strdup(!staff ? "" : *person->name != '\0' ? person->name : person_address(person));
}

static void set(json_t *fields, const char *name, const char *value)
{
    g_assert(json_object_set_new(fields, name, json_string(value)) == 0);
}

/* What an answer of staff's came to. */
enum judged {
    JUDGED_FIRST,    /* it decides */
    JUDGED_LATE,     /* it does not wait any more */
    JUDGED_REWRITTEN /* it waits with other words than those that the answer is to */
};

/* All of staff had the question; they all learn what came of it. */
static bool tell_staff(const struct matter *matter, const struct listing *listing,
                       enum judged judged, GError **error)
{
    const struct office *office = matter->office;
    bool first = judged == JUDGED_FIRST, late = judged == JUDGED_LATE;
    json_auto_t *facts = listing_find_facts(office->store, listing->id, listing->newest, error);
    g_autofree char *other = !late           ? g_strdup("")
                             : facts != NULL ? who_was_first(office->store, listing->id, error)
                                             : NULL;
    if (facts == NULL || other == NULL) {
        return false;
    }
    bool approves = strcmp(word_of(matter), "yes") == 0;
    const char *name = matter->person->name;
    g_autofree char *title = facts_name(office, "da", LISTING_POSTING, facts);
    g_autofree char *number = g_strdup_printf("%" PRId64, listing->id);
    const char *state =
        templates_word(office->templates, "da", "states", listing_state_name(listing->state));
    json_auto_t *fields = json_object();
    set(fields, "jobnummer", number);
    set(fields, "opslag", title);
    set(fields, "medarbejdernavn", *name != '\0' ? name : person_address(matter->person));
    set(fields, "godkendt", first && approves ? "ja" : "");
    set(fields, "afvist", first && !approves ? "ja" : "");
    set(fields, "tilstand", late ? state : "");
    set(fields, "omskrevet", judged == JUDGED_REWRITTEN ? "ja" : "");
    set(fields, "foerst", other);
    return staff_tell(office, &matter->cause, "staff-posting", fields, error);
}

/* The mail made nothing wait that could be given back: it came without a proof. */
static bool tell_nothing(const struct matter *matter, const struct inbound *source, GError **error)
{
    g_autofree char *number = g_strdup_printf("%" PRId64, source->id);
    const char *name = matter->person->name;
    json_auto_t *fields = json_object();
    set(fields, "jobnummer", "");
    set(fields, "sag", number);
    set(fields, "medarbejdernavn", *name != '\0' ? name : person_address(matter->person));
    return staff_tell(matter->office, &matter->cause, "staff-posting", fields, error);
}

bool desk_held_act(struct matter *matter, const struct inbound *source, GError **error)
{
    struct store *store = matter->office->store;
    bool closed = false, approves = strcmp(word_of(matter), "yes") == 0;
    int64_t id = 0;
    int number = 0;
    matter->answered = true; /* by what staff are told */
    if (!listing_written_by(store, source->person, source->id, &id, &number, error)) {
        return false;
    }
    if (id == 0) {
        matter_effect(matter, "none");
        return tell_nothing(matter, source, error);
    }
    SCOPED(listing) struct listing *listing = listing_get(store, id, error);
    if (listing == NULL) {
        return false;
    }
    enum judged judged = listing->state != LISTING_HELD ? JUDGED_LATE
                         : number != listing->newest    ? JUDGED_REWRITTEN
                                                        : JUDGED_FIRST;
    bool first = judged == JUDGED_FIRST;
    matter_effect(matter, !first ? "none" : approves ? "posting-released" : "posting-refused");
    return (!first || turn(matter, listing, approves, error)) &&
           desk_close(matter->office, &matter->cause, source->id, &closed, error) &&
           tell_staff(matter, listing, judged, error);
}
