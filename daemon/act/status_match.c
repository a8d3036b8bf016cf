/* How far the matches of a person have come, and whose turn it is. */
#include "act/funnel_time.h"
#include "act/relay_talk.h"
#include "act/status.h"
#include "compose/words.h"
#include "store/gate.h"
#include "store/listing.h"

enum { OVER_DAYS = 30, DAY = 86400 }; /* what ended so long ago is no news */

/* One match as its reader sees it. */
struct view {
    const struct office *office;
    const struct person *reader;
    enum pair_side side;
    struct relay_talk *talk;
    struct pair_days days;
    GPtrArray *gates;
};

static void view_clear(struct view *view)
{
    relay_talk_free(view->talk);
    g_clear_pointer(&view->gates, g_ptr_array_unref);
}

/* "Arbejdsplads 1 (legeonkel): {key of [status]}", as a line. */
static bool add(const struct view *view, GString *lines, const char *key, const char *day,
                GError **error)
{
    const char *language = view->reader->language;
    g_autofree char *title = relay_title(view->office, view->talk->pair->posting, language, error);
    if (title == NULL) {
        return false;
    }
    g_autofree char *role = relay_role(view->talk, pair_other(view->side), language);
    g_autofree char *when = funnel_day_words(view->office, language, day);
    g_autofree char *last = funnel_day_words(view->office, language, view->days.last);
    g_autofree char *said =
        words_fill(templates_word(view->office->templates, language, "status", key), "dag", when,
                   "sidste", last, NULL);
    g_string_append_printf(lines, "%s%s (%s): %s", lines->len > 0 ? "\n" : "", role, title, said);
    return true;
}

/* How far it is; NULL: it is nothing to speak of. `day`: the one that the sentence names. */
static const char *stage_key(const struct view *view, const char **day)
{
    const struct pair *pair = view->talk->pair;
    int64_t now = clock_now(view->office->clock);
    const struct pair_days *days = &view->days;
    *day = "";
    switch (pair->stage) {
    case PAIR_SUGGESTED:
        return NULL;
    case PAIR_INTERESTED:
        return pair->yes[view->side] != 0     ? "match-waits"
               : pair->shown[view->side] != 0 ? "match-asked"
                                              : NULL;
    case PAIR_CONTACT:
        return pair->stopped != PAIR_NOBODY ? "match-stopped" : "match-contact";
    case PAIR_INTERVIEW:
        *day = days->interview;
        return days_from_iso(*day) >= funnel_today(view->office) ? "match-meet" : "match-talked";
    case PAIR_TRIAL:
        *day = days->first;
        return *days->closing != '\0' || *days->last != '\0' ? "match-trial" : "match-trial-open";
    case PAIR_HIRED:
        *day = days->hired;
        return **day != '\0' ? "match-hired-day" : "match-hired";
    case PAIR_DECLINED:
    case PAIR_WITHDRAWN:
        break;
    }
    bool news = pair->yes[view->side] != 0 && now - pair->changed < OVER_DAYS * DAY;
    return news ? "match-over" : NULL;
}

/* What the reader was asked and has not answered. */
static bool add_asked(const struct view *view, GString *asked, GError **error)
{
    static const char *const keys[] = {
        [GATE_TALKED] = "asked-talked", [GATE_MET] = "asked-met",     [GATE_DAYS] = "asked-days",
        [GATE_TRIED] = "asked-tried",   [GATE_WEEK_1] = "asked-week", [GATE_WEEK_4] = "asked-week",
        [GATE_WEEK_12] = "asked-week",  [GATE_OWN] = "asked-check",   [GATE_OTHER] = "asked-check"};
    for (guint at = 0; at < view->gates->len; at++) {
        const struct gate *gate = view->gates->pdata[at];
        bool waits = gate->side == view->side && gate->asked > 0 && gate->state != GATE_SETTLED;
        if (waits && !add(view, asked, keys[gate->what], "", error)) {
            return false;
        }
    }
    return true;
}

static bool look_at(const struct view *view, GString *lines, GString *asked, GError **error)
{
    const char *day = "";
    const char *key = stage_key(view, &day);
    return key == NULL || (add(view, lines, key, day, error) && add_asked(view, asked, error));
}

static bool look_at_pair(const struct office *office, const struct person *person,
                         const struct pair *pair, GString *lines, GString *asked, GError **error)
{
    const struct cause cause = {.at = clock_now(office->clock), .actor = "mail"};
    struct view view = {.office = office,
                        .reader = person,
                        .side = person->role == PERSON_SEEKER ? PAIR_SEEKER : PAIR_EMPLOYER};
    view.talk = relay_talk_open(office, &cause, pair->id, error);
    view.gates = view.talk != NULL ? gate_of(office->store, pair->id, error) : NULL;
    bool done = view.gates != NULL && pair_days_get(office->store, pair->id, &view.days, error) &&
                look_at(&view, lines, asked, error);
    view_clear(&view);
    return done;
}

bool status_matches(const struct office *office, const struct person *person,
                    const GPtrArray *listings, GString *lines, GString *asked, GError **error)
{
    for (guint at = 0; at < listings->len; at++) {
        const struct listing *listing = listings->pdata[at];
        g_autoptr(GPtrArray) pairs = pair_of(office->store, listing->id, error);
        if (pairs == NULL) {
            return false;
        }
        for (guint one = pairs->len; one > 0; one--) {
            if (!look_at_pair(office, person, pairs->pdata[one - 1], lines, asked, error)) {
                return false;
            }
        }
    }
    return true;
}
