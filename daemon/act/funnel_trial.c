/* The trial, and the meeting with a member of staff at its end. */
#include <string.h>

#include "act/funnel_step.h"
#include "act/funnel_time.h"
#include "act/letter.h"
#include "act/staff.h"
#include "calendar/event.h"
#include "compose/words.h"

#define MEETING_START "T14:00" /* on the last working day of the trial */
#define MEETING_END "T14:30"

bool funnel_has_meeting(const struct funnel *funnel)
{
    int day = days_from_iso(funnel->days.closing[0] != '\0' ? funnel->days.last : "");
    return day != 0 && day >= funnel_today(funnel->talk->office);
}

char *funnel_event(const struct funnel *funnel, const struct person *person, const char *address,
                   bool cancelled)
{
    const struct office *office = funnel->talk->office;
    char token[TOKEN_LENGTH + 1];
    token_make(office->key, TOKEN_EVENT, person->id, funnel->talk->pair->id, token);
    g_autofree char *uid = g_strdup_printf("f-%" G_GINT64_FORMAT ".%s@%s", funnel->talk->pair->id,
                                           token, config_text(office->config, CONFIG_SITE_DOMAIN));
    g_autofree char *day = g_strndup(funnel->days.closing, strlen("2013-04-12"));
    g_autofree char *end = g_strconcat(day, MEETING_END, NULL);
    const char *language = person->language;
    g_autofree char *below =
        words_fill(templates_word(office->templates, language, "calendar", "closing-description"),
                   "phone", config_text(office->config, CONFIG_SITE_PHONE), NULL);
    const struct calendar_event event = {
        .method = cancelled ? EVENT_CANCEL : EVENT_REQUEST,
        .uid = uid,
        .sequence = (unsigned)funnel->days.sequence,
        .stamp = clock_now(office->clock),
        .zone = config_text(office->config, CONFIG_SITE_TIMEZONE),
        .start = funnel->days.closing,
        .end = end,
        .organizer_name = config_text(office->config, CONFIG_SITE_NAME),
        .organizer_address = config_text(office->config, CONFIG_SITE_ADDRESS),
        .attendee_name = person->name,
        .attendee_address = address,
        .answer = EVENT_NEEDS_ACTION,
        .summary = templates_word(office->templates, language, "calendar", "closing"),
        .place = templates_word(office->templates, language, "calendar", "closing-place"),
        .description = below,
    };
    return event_write(&event);
}

static bool invite(struct funnel *funnel, enum pair_side side, GError **error)
{
    const struct person *person = funnel->talk->people[side];
    bool booked = *funnel->days.closing != '\0';
    g_autofree char *event =
        booked ? funnel_event(funnel, person, person_address(person), false) : NULL;
    return funnel_send(funnel,
                       &(struct funnel_letter){.name = "funnel-closing",
                                               .reader = side,
                                               .calendar = event,
                                               .method = booked ? "REQUEST" : NULL},
                       error);
}

/* The consultant comes too. */
static bool invite_staff(struct funnel *funnel, GError **error)
{
    return *funnel->days.closing == '\0' || funnel_tell_staff(funnel, "closing", error);
}

/* Nobody meets on a day that has passed. */
static void book(struct funnel *funnel)
{
    const struct office *office = funnel->talk->office;
    struct pair_days *days = &funnel->days;
    int day = funnel_last_workday(office, days_from_iso(days->last));
    bool before = *days->closing != '\0';
    char iso[DAYS_ISO_ROOM], wall[PAIR_WALL_ROOM];
    days_to_iso(day, iso);
    g_snprintf(wall, sizeof wall, "%s%s", iso, MEETING_START);
    bool meets = day > funnel_today(office) && day >= days_from_iso(days->first);
    days->sequence += before && strcmp(wall, days->closing) != 0 ? 1 : 0;
    g_strlcpy(days->closing, meets ? wall : "", sizeof days->closing);
}

bool funnel_trial(struct funnel *funnel, GError **error)
{
    const struct office *office = funnel->talk->office;
    bool known = *funnel->days.first != '\0' && *funnel->days.last != '\0';
    int64_t pair = funnel->talk->pair->id;
    if (!known) {
        return pair_days_put(office->store, pair, &funnel->days, error) &&
               gate_settle(office->store, &funnel->talk->cause, pair, PAIR_NOBODY, error) &&
               funnel_open_both(funnel, GATE_DAYS, 0, error);
    }
    book(funnel);
    int last = days_from_iso(funnel->days.last);
    return pair_days_put(office->store, pair, &funnel->days, error) &&
           gate_settle(office->store, &funnel->talk->cause, pair, PAIR_NOBODY, error) &&
           funnel_open_both(funnel, GATE_TRIED, funnel_after(office, last, FUNNEL_BEHIND), error) &&
           invite(funnel, PAIR_EMPLOYER, error) && invite(funnel, PAIR_SEEKER, error) &&
           invite_staff(funnel, error);
}
