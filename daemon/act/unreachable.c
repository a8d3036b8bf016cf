#include "act/unreachable.h"

#include "act/staff.h"
#include "store/suppression.h"

enum { NOTE_HOUR = 8 };

static bool by_bounce(const struct suppression *suppression)
{
    return suppression->reason == SUPPRESSION_HARD || suppression->reason == SUPPRESSION_SOFT;
}

/* What is in force for an address; false for a failure of the store. */
static bool look_up(struct store *store, const char *address, struct suppression **found,
                    GError **error)
{
    g_autoptr(GError) failure = NULL;
    *found = suppression_of(store, address, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    return true;
}

/* A person wrote it, not a machine of theirs. */
static bool is_letter(const struct matter *matter)
{
    return matter->verdict->from_address != NULL && !matter->verdict->automatic &&
           (matter->verdict->kind == VERDICT_MESSAGE ||
            matter->verdict->kind == VERDICT_CALENDAR_REPLY);
}

bool unreachable_lift(struct matter *matter, GError **error)
{
    bool proved = matter->proved || (matter->proof != NULL && matter->known_sender &&
                                     matter->proof->purpose == TOKEN_UNSUBSCRIBE);
    if (!proved || !is_letter(matter)) {
        return true;
    }
    struct store *store = matter->office->store;
    const char *from = matter->verdict->from_address;
    SCOPED(suppression) struct suppression *found = NULL;
    if (!look_up(store, from, &found, error)) {
        return false;
    }
    bool lifted = false;
    return found == NULL || !by_bounce(found) ||
           suppression_lift(store, &matter->cause, from, &lifted, error);
}

bool unreachable_note(struct matter *matter, GError **error)
{
    bool leaves = g_strcmp0(matter->effect, "unsubscribed") == 0;
    if (matter->person == NULL || matter->why_human != NULL || leaves || !is_letter(matter)) {
        return true;
    }
    struct store *store = matter->office->store;
    if (matter->known_sender) {
        SCOPED(suppression) struct suppression *found = NULL;
        if (!look_up(store, matter->verdict->from_address, &found, error)) {
            return false;
        }
        matter->why_human = found != NULL && !by_bounce(found) ? "suppressed" : NULL;
        return true;
    }
    const char *works = NULL;
    if (!suppression_pick_address(store, matter->person, &works, error)) {
        return false;
    }
    matter->why_human = works == NULL ? "new-address" : NULL;
    return true;
}

bool unreachable_recipient(const struct office *office, const struct letter *letter,
                           const char **recipient, GError **error)
{
    SCOPED(suppression) struct suppression *found = NULL;
    if (!look_up(office->store, letter->recipient, &found, error)) {
        return false;
    }
    bool bounced = found != NULL && by_bounce(found);
    if (found == NULL || (bounced && letter->answers != NULL)) {
        *recipient = letter->recipient;
        return true;
    }
    *recipient = NULL;
    if (letter->person == NULL) {
        return true;
    }
    /* What staff are told, nobody else would hear: it is tried all the same. */
    bool staff = letter->person->role == PERSON_STAFF;
    bool picked = suppression_pick_address(office->store, letter->person, recipient, error);
    if (picked && *recipient == NULL && bounced && staff) {
        *recipient = letter->recipient;
    }
    return picked;
}

/* "Karen Sørensen, karen@post.example, 20 11 22 33: adressen findes ikke" */
static bool add_line(const struct office *office, const struct suppression *one, GString *lines,
                     GError **error)
{
    g_autoptr(GPtrArray) people = person_by_address(office->store, one->address, error);
    if (people == NULL) {
        return false;
    }
    const char *why = templates_word(office->templates, "da", "suppressions",
                                     suppression_reason_name(one->reason));
    for (guint at = 0; at < people->len; at++) {
        const struct person *person = people->pdata[at];
        g_string_append_printf(lines, "%s%s%s%s%s: %s\n", person->name,
                               *person->name != '\0' ? ", " : "", one->address,
                               *person->phone != '\0' ? ", " : "", person->phone, why);
    }
    if (people->len == 0) {
        g_string_append_printf(lines, "%s: %s\n", one->address, why);
    }
    return true;
}

static bool write_note(const struct office *office, const struct cause *cause,
                       const GPtrArray *untold, GError **error)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    for (guint at = 0; at < untold->len; at++) {
        const struct suppression *one = untold->pdata[at];
        if (!add_line(office, one, lines, error) ||
            !suppression_set_told(office->store, one->id, cause->at, error)) {
            return false;
        }
    }
    g_autofree char *count = g_strdup_printf("%u", untold->len);
    json_auto_t *fields = json_pack("{s:s, s:s}", "antal", count, "personer", lines->str);
    return staff_tell(office, cause, "staff-suppressed", fields, error);
}

bool unreachable_next(const struct office *office, int64_t *moment, GError **error)
{
    int64_t since = INT64_MAX;
    if (!suppression_oldest_untold(office->store, &since, error)) {
        return false;
    }
    *moment = since;
    if (since == INT64_MAX) {
        return true;
    }
    g_autoptr(GDateTime) then = clock_civil(office->clock, since);
    g_autoptr(GDateTime) hour = g_date_time_new(
        clock_zone(office->clock), g_date_time_get_year(then), g_date_time_get_month(then),
        g_date_time_get_day_of_month(then), NOTE_HOUR, 0, 0);
    g_autoptr(GDateTime) next = g_date_time_get_hour(then) >= NOTE_HOUR
                                    ? g_date_time_add_days(hour, 1)
                                    : g_date_time_ref(hour);
    *moment = g_date_time_to_unix(next);
    return true;
}

bool unreachable_tell(const struct office *office, GError **error)
{
    int64_t next = INT64_MAX;
    if (!unreachable_next(office, &next, error)) {
        return false;
    }
    struct cause cause = {.at = clock_now(office->clock), .actor = "timer"};
    if (cause.at < next) {
        return true;
    }
    STORE_ROLLS_BACK(office->store);
    if (!store_begin(office->store, error)) {
        return false;
    }
    g_autoptr(GPtrArray) untold = suppression_untold(office->store, error);
    return untold != NULL && write_note(office, &cause, untold, error) &&
           store_commit(office->store, error);
}
