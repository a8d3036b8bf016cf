/* The calendar that one subscribes to, as libical expands it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include <glib.h>

#include "calendar/feed.h"
#include "ical_read.h"
#include "site.h"

static char *write_feed(const struct site *site, const char *today, enum meeting_audience audience,
                        const char *zone)
{
    const struct feed feed = {
        .dates = site->dates,
        .today = days_from_iso(today),
        .audience = audience,
        .stamp = 1784102400,
        .zone = zone,
        .domain = "seniorjob.example",
        .organizer_name = "Seniorjob, Jobcenter",
        .organizer_address = "seniorjob@seniorjob.example",
        .name = "Møder om seniorjob",
        .summary = "Informationsmøde om seniorjob",
        .description = "Ring, hvis du vil vide mere",
        .url = "https://seniorjob.example/",
    };
    return feed_write(&feed);
}

static bool is_excluded(icalcomponent *event, struct icaltimetype time)
{
    for (icalproperty *at = icalcomponent_get_first_property(event, ICAL_EXDATE_PROPERTY);
         at != NULL; at = icalcomponent_get_next_property(event, ICAL_EXDATE_PROPERTY)) {
        if (icaltime_compare(icalvalue_get_datetime(icalproperty_get_value(at)), time) == 0) {
            return true;
        }
    }
    return false;
}

static char *occurrence(icalcomponent *event, struct icaltimetype time)
{
    return g_strdup_printf("%04d-%02d-%02dT%02d:%02d %s", time.year, time.month, time.day,
                           time.hour, time.minute, text_of(event, ICAL_LOCATION_PROPERTY));
}

static int by_text(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* What a calendar shows of the object until the end of the day `last`, in order, one a line. */
static char *shown(const char *object, const char *last)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(g_free);
    icalcomponent *calendar = read_object(object);
    for (icalcomponent *at = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
         at != NULL; at = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
        icalproperty *start = icalcomponent_get_first_property(at, ICAL_DTSTART_PROPERTY);
        icalproperty *rule = icalcomponent_get_first_property(at, ICAL_RRULE_PROPERTY);
        struct icaltimetype time = icalvalue_get_datetime(icalproperty_get_value(start));
        time.zone = NULL;
        if (rule == NULL) {
            g_ptr_array_add(all, occurrence(at, time));
            continue;
        }
        icalrecur_iterator *walk = icalrecur_iterator_new(icalproperty_get_rrule(rule), time);
        for (time = icalrecur_iterator_next(walk); time.year < 2100;
             time = icalrecur_iterator_next(walk)) {
            g_autofree char *text = occurrence(at, time);
            if (strncmp(text, last, strlen(last)) > 0) {
                break;
            }
            if (!is_excluded(at, time)) {
                g_ptr_array_add(all, g_steal_pointer(&text));
            }
        }
        icalrecur_iterator_free(walk);
    }
    icalcomponent_free(calendar);
    g_ptr_array_sort(all, by_text);
    g_ptr_array_add(all, NULL);
    return g_strjoinv("\n", (char **)all->pdata);
}

/* What should be shown. */
static char *planned(const struct site *site, const char *first, const char *last,
                     enum meeting_audience audience)
{
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) plans =
        meeting_dates_between(site->dates, days_from_iso(first), days_from_iso(last));
    for (guint at = 0; at < plans->len; at++) {
        const struct meeting_plan *plan = plans->pdata[at];
        bool mine = audience == MEETING_BOTH || plan->audience == MEETING_BOTH ||
                    plan->audience == audience;
        if (mine && !plan->cancelled) {
            g_ptr_array_add(lines, g_strdup_printf("%s %s", plan->start, plan->place));
        }
    }
    g_ptr_array_add(lines, NULL);
    return g_strjoinv("\n", (char **)lines->pdata);
}

static const char changed[] = "2026-07 = cancelled\n"
                              "2026-08 = 2026-08-11 13:00, Korsgade\n"
                              "2026-09 = 2026-09-01, Sal 2\n"
                              "2026-10 = 2026-10-06 9:00\n"
                              "2026-11 = 2026-11-03; employers\n"
                              "messe = 2026-11-18 18:00; seekers\n"
                              "aabent-hus = 2026-11-19 14:00, Rådhuset; employers\n";

/* From every month of the years with a moved first meeting, too. */
static void shows_what_is_planned(void **state)
{
    (void)state;
    static const char *const tables[] = {NULL, changed};
    for (size_t table = 0; table < G_N_ELEMENTS(tables); table++) {
        SCOPED(site) struct site *site = site_new("", tables[table]);
        for (int month = 0; month < 60; month++) {
            char today[DAYS_ISO_ROOM], last[DAYS_ISO_ROOM];
            int day = days_add_months(days_from_civil(2026, 1, 1), month) + month % 9;
            days_to_iso(day, today);
            days_to_iso(days_add_months(day, 24), last);
            enum meeting_audience audience = (enum meeting_audience)(month % 3);
            g_autofree char *written = write_feed(site, today, audience, "Europe/Copenhagen");
            g_autofree char *seen = shown(written, last);
            g_autofree char *wanted = planned(site, today, last, audience);
            assert_folded(written);
            /* Behind the 24 months more may be shown. */
            assert_true(g_str_has_prefix(seen, wanted));
        }
    }
}

/* A meeting that was moved into another month is shown once, whenever one looks. */
static void moved_out_of_its_month(void **state)
{
    (void)state;
    static const struct {
        const char *value, *today, *last, *shown;
    } moved[] = {
        {"2027-01-12 10:00, Korsgade", "2026-11-20", "2027-01-31",
         "2027-01-05T10:00 HERE\n2027-01-12T10:00 Korsgade"},
        {"2027-01-12 10:00, Korsgade", "2026-12-20", "2027-01-31",
         "2027-01-05T10:00 HERE\n2027-01-12T10:00 Korsgade"},
        {"2026-11-24 10:00, Korsgade", "2026-11-01", "2027-01-31",
         "2026-11-03T10:00 HERE\n2026-11-24T10:00 Korsgade\n2027-01-05T10:00 HERE"},
        {"2026-11-24 10:00, Korsgade", "2026-11-25", "2027-01-31", "2027-01-05T10:00 HERE"},
    };
    for (size_t at = 0; at < G_N_ELEMENTS(moved); at++) {
        SCOPED(site) struct site *site = site_new("place = HERE\n", NULL);
        g_autofree char *wrong = NULL;
        assert_true(meeting_dates_decide(site->dates, "2026-12", moved[at].value, &wrong));
        g_autofree char *written =
            write_feed(site, moved[at].today, MEETING_BOTH, "Europe/Copenhagen");
        g_autofree char *seen = shown(written, moved[at].last);
        if (!g_str_has_prefix(seen, moved[at].shown) || strstr(seen, "2026-12-01") != NULL) {
            fail_msg("%s\nis not\n%s", seen, moved[at].shown);
        }
        g_auto(GStrv) once = g_strsplit(written, "UID:f-2026-12@", -1);
        assert_true(g_strv_length(once) <= 2);
    }
}

static void invites_nobody(void **state)
{
    (void)state;
    SCOPED(site) struct site *site = site_new("", changed);
    g_autofree char *written = write_feed(site, "2026-06-10", MEETING_BOTH, "Europe/Copenhagen");
    static const char *const says[] = {
        "METHOD:PUBLISH\r\n",
        "NAME:Møder om seniorjob\r\nX-WR-CALNAME:Møder om seniorjob\r\n",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D\r\n",
        "RRULE:FREQ=MONTHLY;BYDAY=1TU\r\n",
        "UID:f-series@seniorjob.example\r\n",
        "UID:f-2026-08@seniorjob.example\r\n",
        "UID:f-aabent-hus@seniorjob.example\r\n",
        "DTSTART;TZID=Europe/Copenhagen:20260811T130000\r\n",
    };
    for (size_t at = 0; at < G_N_ELEMENTS(says); at++) {
        assert_non_null(strstr(written, says[at]));
    }
    assert_null(strstr(written, "ATTENDEE"));
    assert_null(strstr(written, "20260707")); /* cancelled before the series begins */
}

static void counts_other_weeks(void **state)
{
    (void)state;
    SCOPED(site) struct site *site = site_new("weekday = thursday\nweek = 3\n", NULL);
    g_autofree char *written = write_feed(site, "2026-01-01", MEETING_BOTH, "Europe/Copenhagen");
    g_autofree char *seen = shown(written, "2027-12-31");
    g_autofree char *wanted = planned(site, "2026-01-01", "2027-12-31", MEETING_BOTH);
    assert_non_null(strstr(written, "RRULE:FREQ=MONTHLY;BYDAY=3TH\r\n"));
    assert_true(g_str_has_prefix(seen, wanted));
}

/* A rule in UTC would be an hour wrong for half of the year. */
static void writes_single_events_in_other_zones(void **state)
{
    (void)state;
    SCOPED(site) struct site *site = site_new("", NULL);
    g_autofree char *written = write_feed(site, "2026-01-01", MEETING_BOTH, "Europe/London");
    assert_null(strstr(written, "RRULE"));
    assert_null(strstr(written, "VTIMEZONE"));
    assert_non_null(strstr(written, "DTSTART:20260106T100000Z\r\n"));
    assert_non_null(strstr(written, "DTSTART:20260804T090000Z\r\n"));
    icalcomponent *calendar = read_object(written);
    assert_int_equal(icalcomponent_count_components(calendar, ICAL_VEVENT_COMPONENT), 25);
    icalcomponent_free(calendar);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_what_is_planned),
        cmocka_unit_test(moved_out_of_its_month),
        cmocka_unit_test(invites_nobody),
        cmocka_unit_test(counts_other_weeks),
        cmocka_unit_test(writes_single_events_in_other_zones),
    };
    return cmocka_run_group_tests_name("calendar/feed", tests, NULL, NULL);
}
