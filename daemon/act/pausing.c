#include "act/pausing.h"

#include "act/answer.h"
#include "act/asking.h"
#include "store/pause.h"

enum { DAY = 86400, LONGEST = 366 * DAY };

bool pausing_day(const struct matter *matter, const char *day, int64_t *moment)
{
    int64_t now = matter->cause.at, found = 0;
    if (!clock_parse(matter->office->clock, day, &found, NULL) || found <= now ||
        found - now > LONGEST) {
        return false;
    }
    *moment = found;
    return true;
}

/* The day on which a pause without one ends. The caller owns it. */
static char *usual_day(const struct matter *matter)
{
    int64_t length = config_number(matter->office->config, CONFIG_ANSWERS_PAUSE);
    g_autoptr(GDateTime) end = clock_civil(matter->office->clock, matter->cause.at + length);
    return g_date_time_format(end, "%Y-%m-%d");
}

bool pausing_begin(struct matter *matter, const struct verdict_intent *intent, GError **error)
{
    const char *until = verdict_slot(intent, "until");
    g_autofree char *day = until != NULL ? g_strdup(until) : usual_day(matter);
    int64_t end = 0;
    if (!pausing_day(matter, day, &end)) {
        matter->why_human = "unclear";
        return true;
    }
    g_autofree char *written = matter_date(matter, end, false);
    answer_add(matter, &(struct deed){.effect = "paused",
                                      .letter = "paused",
                                      .replies = "confirmation",
                                      .said = "paused",
                                      .undo = true,
                                      .more = json_pack("{s:s, s:s}", "dag", written, "udendag",
                                                        until == NULL ? "ja" : "")});
    return pause_begin(matter->office->store, &matter->cause, matter->person->id, end, day, error);
}

bool pausing_is(const struct matter *matter, bool *pauses, GError **error)
{
    struct pause pause;
    if (!pause_of(matter->office->store, matter->person->id, matter->cause.at, &pause, error)) {
        return false;
    }
    *pauses = pause.until != 0;
    return true;
}

static bool end(struct matter *matter, GError **error)
{
    bool ended = false;
    answer_add(matter, &(struct deed){.effect = "resumed",
                                      .letter = "resumed",
                                      .replies = "confirmation",
                                      .said = "resumed"});
    return pause_end(matter->office->store, &matter->cause, matter->person->id, &ended, error);
}

bool pausing_stop(struct matter *matter, const struct verdict_intent *intent, GError **error)
{
    if (matter->proved) {
        return end(matter, error);
    }
    asking_later(matter, intent);
    return true;
}

bool pausing_undo(struct matter *matter, int64_t inbound, bool *undone, GError **error)
{
    struct pause pause;
    if (!pause_of(matter->office->store, matter->person->id, matter->cause.at, &pause, error)) {
        return false;
    }
    *undone = pause.until != 0 && pause.inbound == inbound;
    return !*undone || end(matter, error);
}
