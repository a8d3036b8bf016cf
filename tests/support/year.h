/* A year of meetings with people who answer in all ways: the dates, what each person means to do,
 * and the mails in which they say it.
 */
#pragma once

#include "support/incoming.h"
#include "support/room.h"

#include "act/meeting_letter.h"
#include "act/meeting_time.h"
#include "store/guest.h"

enum { SEEKERS = 300, EMPLOYERS = 60, PEOPLE = SEEKERS + EMPLOYERS, MEETINGS = 12 };

/* Weekdays on which the office is closed, by hand: Easter is on 16 April 2028. */
static const char *const closed[] = {"2027-12-24", "2027-12-31", "2028-04-13",
                                     "2028-04-14", "2028-04-17", "2028-05-25",
                                     "2028-06-05", "2028-12-25", "2028-12-26"};
static const char *const days[MEETINGS] = {"2028-01-04", "2028-02-01", "2028-03-07", "2028-04-04",
                                           "2028-05-02", "2028-06-06", "2028-07-04", "2028-08-01",
                                           "2028-09-05", "2028-10-03", "2028-11-07", "2028-12-05"};
/* Three times the room is too small. */
static const int capacities[MEETINGS] = {[2] = 60, [5] = 90, [9] = 25};

/* What one person means to do about one meeting. */
struct plan {
    int after[2];              /* days after the invitation: an answer, and another one */
    enum guest_answer says[2]; /* GUEST_SILENT: none */
    int companions[2];
    bool by_calendar[2];
    enum guest_answer offered; /* what they say to a seat that is offered */
    enum guest_answer answer;  /* as it is now */
    int refreshed, countered;
};

struct year {
    struct test_office *test;
    GRand *dice;
    int64_t people[PEOPLE];
    char *addresses[PEOPLE];
    struct plan plans[MEETINGS][PEOPLE];
    struct room rooms[MEETINGS];
    unsigned mails, delegated;
};

static inline bool is_working(GDate *day)
{
    char text[16]; /* g_date_strftime would ask for the charset of the locale each time */
    g_snprintf(text, sizeof text, "%04u-%02u-%02u", g_date_get_year(day), g_date_get_month(day),
               g_date_get_day(day));
    bool open = g_date_get_weekday(day) <= G_DATE_FRIDAY;
    for (size_t at = 0; at < G_N_ELEMENTS(closed); at++) {
        open = open && strcmp(closed[at], text) != 0;
    }
    return open;
}

static inline GDate date_of(const char *text)
{
    GDate day;
    g_date_clear(&day, 1);
    g_date_set_dmy(&day, (GDateDay)g_ascii_strtoull(text + 8, NULL, 10),
                   (GDateMonth)g_ascii_strtoull(text + 5, NULL, 10),
                   (GDateYear)g_ascii_strtoull(text, NULL, 10));
    return day;
}

/* The day that is `count` working days before. */
static inline GDate before(const char *text, int count)
{
    GDate day = date_of(text);
    while (count > 0) {
        g_date_subtract_days(&day, 1);
        count -= is_working(&day);
    }
    return day;
}

static inline void make_plan(struct year *year, struct plan *plan)
{
    static const enum guest_answer mix[] = {GUEST_YES,   GUEST_YES, GUEST_YES,    GUEST_NO,
                                            GUEST_MAYBE, GUEST_NO,  GUEST_SILENT, GUEST_SILENT};
    static const enum guest_answer offered[] = {GUEST_YES, GUEST_NO, GUEST_SILENT};
    for (int at = 0; at < 2; at++) {
        plan->says[at] = mix[g_rand_int_range(year->dice, 0, G_N_ELEMENTS(mix))];
        plan->after[at] = g_rand_int_range(year->dice, 0, 19);
        plan->by_calendar[at] = g_rand_boolean(year->dice);
        bool brings = plan->says[at] == GUEST_YES && !plan->by_calendar[at];
        plan->companions[at] = brings && g_rand_int_range(year->dice, 0, 4) == 0 ? 1 : 0;
    }
    if (g_rand_int_range(year->dice, 0, 3) > 0) {
        plan->says[1] = GUEST_SILENT; /* most people answer once */
    }
    if (plan->says[1] != GUEST_SILENT && plan->after[1] <= plan->after[0]) {
        plan->after[1] = plan->after[0] + 1;
    }
    plan->offered = offered[g_rand_int_range(year->dice, 0, G_N_ELEMENTS(offered))];
}

/* The table of staff, in which the small rooms stand. */
static inline void write_overrides(struct test_office *test)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) table = g_string_new(NULL);
    for (int at = 0; at < MEETINGS; at++) {
        if (capacities[at] != 0) {
            g_string_append_printf(table, "%.7s = %s; capacity %d\n", days[at], days[at],
                                   capacities[at]);
        }
    }
    g_autofree char *file = g_build_filename(test->directory, "overrides.conf", NULL);
    assert_true(g_file_set_contents(file, table->str, -1, NULL));
    test_office_configure(test, "[meeting]\noverrides = overrides.conf\n");
    meeting_dates_free(test->office.dates);
    test->office.dates = meeting_dates_load(test->config, &error);
    assert_non_null(test->office.dates);
    g_unlink(file);
}

static inline void open_room(struct year *year, int which)
{
    struct room *room = &year->rooms[which];
    g_autofree char *start = g_strdup_printf("%sT10:00", days[which]);
    assert_true(clock_parse(year->test->clock, start, &room->starts, NULL));
    room->capacity = capacities[which];
    room->guests = g_new0(struct room_guest, PEOPLE);
    room->count = PEOPLE;
}

static inline struct year *year_open(void)
{
    struct year *year = g_new0(struct year, 1);
    year->test = test_office_open();
    write_overrides(year->test);
    test_office_at(year->test, "2027-12-01T08:00");
    year->dice = g_rand_new_with_seed(2028);
    for (int at = 0; at < PEOPLE; at++) {
        enum person_role role = at < SEEKERS ? PERSON_SEEKER : PERSON_EMPLOYER;
        year->addresses[at] = g_strdup_printf("p%d@post.example", at);
        year->people[at] = test_office_person(year->test, role, "Navn", year->addresses[at], true);
        for (int meeting = 0; meeting < MEETINGS; meeting++) {
            make_plan(year, &year->plans[meeting][at]);
        }
    }
    for (int meeting = 0; meeting < MEETINGS; meeting++) {
        open_room(year, meeting);
    }
    return year;
}

static inline void year_close(struct year *year)
{
    for (int at = 0; at < PEOPLE; at++) {
        g_free(year->addresses[at]);
    }
    for (int at = 0; at < MEETINGS; at++) {
        g_free(year->rooms[at].guests);
    }
    g_rand_free(year->dice);
    test_office_close(year->test);
    g_free(year);
}

static inline struct meeting *meeting_at(struct year *year, int which)
{
    g_autofree char *name = g_strndup(days[which], strlen("2028-01"));
    struct meeting *meeting = meeting_by_name(year->test->office.store, name, NULL);
    assert_non_null(meeting);
    return meeting;
}

/* A second after the one before. */
static inline void mail_arrives(struct year *year, int person, const char *json, bool by_calendar,
                                enum inbound_state becomes)
{
    json_auto_t *parsed = json_loads(json, 0, NULL);
    SCOPED(verdict) struct verdict *verdict = verdict_from_json(parsed, NULL);
    assert_non_null(verdict);
    struct ledger_proof proof = newsletter_proof(year->people[person], TOKEN_REPLY);
    g_autofree char *unique = g_strdup_printf("year-%u", year->mails++);
    clock_set(year->test->clock, clock_now(year->test->clock) + 1, false);
    SCOPED(inbound)
    struct inbound *settled = arrive(year->test, by_calendar ? NULL : &proof, verdict, unique);
    assert_int_equal(settled->state, becomes);
}

/* What a calendar sends. */
struct button {
    const char *method, *partstat;
    enum inbound_state becomes;
};

static inline void press_button(struct year *year, int which, int person, const char *id,
                                const struct button *button)
{
    SCOPED(meeting) struct meeting *meeting = meeting_at(year, which);
    char token[TOKEN_LENGTH + 1];
    meeting_letter_token(&year->test->office, meeting, year->people[person], token);
    const char *elsewhere = year->mails % 8 == 0 ? "job." : ""; /* a mailbox unknown to us */
    g_autofree char *json = g_strdup_printf(
        "{\"format\":1,\"kind\":\"calendar-reply\",\"from\":{\"address\":\"%s%s\"},\"text\":\"\","
        "\"intents\":[],\"message_id\":\"%s\",\"calendar\":{\"method\":\"%s\",\"partstat\":\"%s\","
        "\"uid\":\"m-%s.%s@seniorjob.example\",\"sequence\":0,\"attendee\":\"%s\"}}",
        elsewhere, year->addresses[person], id, button->method, button->partstat, meeting->name,
        token, year->addresses[person]);
    mail_arrives(year, person, json, true, button->becomes);
}

/* Of sixteen one presses twice, one asks for the invitation again, one for another time, and one
 * wants to send somebody else. */
static inline void press(struct year *year, int which, int person, enum guest_answer says)
{
    static const char *const buttons[] = {"", "ACCEPTED", "TENTATIVE", "DECLINED"};
    struct plan *plan = &year->plans[which][person];
    unsigned number = year->mails;
    g_autofree char *id = g_strdup_printf("%u@x", number);
    g_autofree char *other = g_strdup_printf("%u@y", number);
    const struct button reply = {"REPLY", buttons[says], INBOUND_DONE};
    if (number % 16 == 3) {
        const struct button counter = {"COUNTER", "TENTATIVE", INBOUND_DONE};
        press_button(year, which, person, other, &counter);
        plan->countered++;
    } else if (number % 16 == 4) {
        const struct button delegated = {"REPLY", "DELEGATED", INBOUND_HUMAN};
        press_button(year, which, person, other, &delegated);
        year->delegated++;
    }
    press_button(year, which, person, id, &reply);
    if (number % 16 == 1) {
        press_button(year, which, person, id, &reply);
    } else if (number % 16 == 2) {
        const struct button refresh = {"REFRESH", "", INBOUND_DONE};
        press_button(year, which, person, other, &refresh);
        plan->refreshed++;
    }
}

static inline void write_words(struct year *year, int person, enum guest_answer says,
                               int companions)
{
    static const char *const words[] = {"", "yes", "maybe", "no"};
    unsigned number = year->mails;
    g_autofree char *json = g_strdup_printf(
        "{\"format\":1,\"kind\":\"message\",\"from\":{\"address\":\"%s\"},\"message_id\":\"%u@x\","
        "\"text\":\"svar "
        "%u\",\"intents\":[{\"intent\":\"attend\",\"answer\":\"%s\",\"guests\":%d}]}",
        year->addresses[person], number, number, words[says], companions);
    mail_arrives(year, person, json, false, INBOUND_DONE);
}
