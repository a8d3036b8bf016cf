/* moedested meeting guests: the list of guests, and what staff do with it. */
#include <stdio.h>
#include <string.h>

#include "act/meeting_attendance.h"
#include "act/meeting_list.h"
#include "act/meeting_room.h"
#include "act/meeting_rows.h"
#include "act/meeting_staff.h"
#include "act/meeting_time.h"
#include "base/failure.h"
#include "commands/meeting.h"
#include "commands/print.h"

static json_t *json_of(const struct meeting *meeting, const struct listed *listed)
{
    const struct guest *guest = listed->guest;
    const struct person *person = listed->person;
    return json_pack("{s:i, s:s, s:i, s:I, s:s, s:s, s:s, s:s, s:i, s:s, s:b, s:s, s:s?}", "format",
                     1, "meeting", meeting->name, "number", guest->number, "person",
                     (json_int_t)person->id, "role", person_role_name(person->role), "name",
                     person->name, "address", person_address(person), "answer",
                     guest_answer_name(guest->answer), "companions", guest->companions, "seat",
                     guest_seat_name(guest->seat), "by_staff", guest->by_staff, "presence",
                     guest_presence_name(guest->presence), "words", guest->words);
}

static void print_one(const struct listed *listed)
{
    const struct guest *guest = listed->guest;
    g_autofree char *number =
        guest->number != 0 ? g_strdup_printf("%d", guest->number) : g_strdup("-");
    g_autofree char *with =
        guest->companions > 0 ? g_strdup_printf("+%d", guest->companions) : g_strdup("");
    printf("%3s  %-8s  %-5s  %-7s  %-7s  %-3s %s  %s\n", number,
           person_role_name(listed->person->role), guest_answer_name(guest->answer),
           guest_seat_name(guest->seat), guest_presence_name(guest->presence), with,
           person_address(listed->person), listed->person->name);
}

static bool print_list(const struct site *site, const struct meeting *meeting, bool as_json,
                       GError **error)
{
    g_autoptr(GPtrArray) list = meeting_list_read(&site->house->office, meeting, error);
    int coming = 0;
    for (guint at = 0; list != NULL && at < list->len; at++) {
        const struct listed *listed = list->pdata[at];
        coming += listed->part == LIST_COMING ? 1 + listed->guest->companions : 0;
        if (as_json) {
            json_auto_t *row = json_of(meeting, listed);
            print_row(row);
        } else {
            print_one(listed);
        }
    }
    if (list != NULL) {
        fprintf(stderr, "meeting %s, %s: %u people, %d come\n", meeting->name, meeting->starts,
                list->len, coming);
    }
    return list != NULL;
}

/* The only one who has the address. The caller owns it. */
static struct person *person_of(const struct site *site, const char *address, GError **error)
{
    g_autoptr(GPtrArray) found = person_by_address(site->house->office.store, address, error);
    if (found == NULL) {
        return NULL;
    }
    if (found->len != 1) {
        g_set_error(error, ACT_ERROR, found->len == 0 ? FAILURE_NOT_FOUND : FAILURE_INPUT,
                    found->len == 0
                        ? "nobody has the address %s: bring them in first (moedested import)"
                        : "several people have the address %s: say one that only one of them has",
                    address);
        return NULL;
    }
    return g_ptr_array_steal_index(found, 0);
}

/* "1,4,7" as an array; NULL with FAILURE_INPUT: it is no list of numbers. */
static json_t *numbers_of(const char *text, GError **error)
{
    json_t *numbers = json_array();
    g_auto(GStrv) words = g_strsplit_set(text, ", ", -1);
    for (char **word = words; *word != NULL; word++) {
        guint64 number = 0;
        if (**word == '\0') {
            continue;
        }
        if (!g_ascii_string_to_unsigned(*word, 10, 1, G_MAXINT, &number, NULL)) {
            json_decref(numbers);
            g_set_error(error, ACT_ERROR, FAILURE_INPUT,
                        "\"%s\" is no number of the list: write 1,4,7", *word);
            return NULL;
        }
        json_array_append_new(numbers, json_integer((json_int_t)number));
    }
    return numbers;
}

static bool mark(const struct site *site, const struct cause *cause, const struct meeting *meeting,
                 const struct meeting_words *wanted, GError **error)
{
    bool all = g_strcmp0(wanted->came, "all") == 0;
    json_auto_t *came = wanted->came != NULL && !all ? numbers_of(wanted->came, error) : NULL;
    json_auto_t *absent = wanted->absent != NULL ? numbers_of(wanted->absent, error)
                          : all                  ? json_array()
                                                 : NULL;
    if ((came == NULL && wanted->came != NULL && !all) ||
        (absent == NULL && wanted->absent != NULL)) {
        return false;
    }
    if (cause->at < meeting_starts(meeting)) {
        g_set_error(error, ACT_ERROR, FAILURE_INPUT, "the meeting %s has not begun", meeting->name);
        return false;
    }
    const struct attendance said = {came, absent};
    g_autofree char *wrong = NULL;
    if (!attendance_mark(&site->house->office, cause, meeting, &said, &wrong, error)) {
        return false;
    }
    if (wrong != NULL) {
        g_set_error(error, ACT_ERROR, FAILURE_INPUT, "nobody has the number %s; nothing is changed",
                    wrong);
    }
    return wrong == NULL;
}

/* "last", or numbers of the list. */
static bool send_to_waiting_list(const struct site *site, const struct cause *cause,
                                 const struct meeting *meeting, const char *who, GError **error)
{
    bool last = strcmp(who, "last") == 0;
    json_auto_t *numbers = last ? NULL : numbers_of(who, error);
    if (!last && numbers == NULL) {
        return false;
    }
    struct room_result result;
    bool done = meeting_room_wait(&site->house->office, cause, meeting, numbers, &result, error);
    if (done && result.wrong != NULL) {
        g_set_error(error, ACT_ERROR, FAILURE_INPUT,
                    "nobody with a seat has the number %s; nothing is changed", result.wrong);
    } else if (done && result.moved->len == 0) {
        g_set_error(error, ACT_ERROR, FAILURE_INPUT,
                    "there are seats enough in the meeting %s; nothing is changed", meeting->name);
    }
    done = done && result.wrong == NULL && result.moved->len > 0;
    room_result_clear(&result);
    return done;
}

static bool change_one(const struct site *site, const struct cause *cause,
                       const struct meeting *meeting, const struct meeting_words *wanted,
                       GError **error)
{
    const struct office *office = &site->house->office;
    const char *address = wanted->add != NULL      ? wanted->add
                          : wanted->remove != NULL ? wanted->remove
                                                   : wanted->walk_in;
    SCOPED(person) struct person *person = person_of(site, address, error);
    if (person == NULL) {
        return false;
    }
    enum guest_answer answer = wanted->add != NULL ? GUEST_YES : GUEST_NO;
    SCOPED(guest)
    struct guest *guest = wanted->walk_in != NULL
                              ? meeting_staff_walk_in(office, cause, meeting, person, error)
                              : meeting_staff_answer(office, cause, meeting, person, answer,
                                                     wanted->companions, error);
    return guest != NULL;
}

static bool change(const struct site *site, const struct meeting *meeting,
                   const struct meeting_words *wanted, GError **error)
{
    const struct cause cause = {.at = clock_now(site->clock), .actor = "staff"};
    struct store *store = site->house->office.store;
    bool marks = wanted->came != NULL || wanted->absent != NULL;
    STORE_ROLLS_BACK(store);
    return store_begin(store, error) &&
           (marks ? mark(site, &cause, meeting, wanted, error)
            : wanted->waiting != NULL
                ? send_to_waiting_list(site, &cause, meeting, wanted->waiting, error)
                : change_one(site, &cause, meeting, wanted, error)) &&
           store_commit(store, error);
}

/* The row of a meeting that is only planned yet, in a transaction of its own. */
static bool keep(const struct site *site, struct meeting *meeting, GError **error)
{
    const struct office *office = &site->house->office;
    STORE_ROLLS_BACK(office->store);
    return meeting->id != 0 || (store_begin(office->store, error) &&
                                meeting_rows_keep(office, "staff", meeting, error) &&
                                store_commit(office->store, error));
}

/* Whether the words go together; else they are wrong usage. */
static bool fits(const struct meeting_words *wanted, int wishes)
{
    if (wishes > 1 || (g_strcmp0(wanted->came, "all") == 0 && wanted->absent != NULL)) {
        command_misused("meeting", "one thing at a time: --add, --remove, --walk-in, --waiting, or "
                                   "--came and --absent");
        return false;
    }
    if (wanted->companions < 0 || (wanted->companions > 0 && wanted->add == NULL)) {
        command_misused("meeting", "--companions N goes with --add: how many they bring");
        return false;
    }
    return true;
}

int meeting_guests(const struct site *site, const struct meeting_words *words)
{
    int wishes = (words->add != NULL) + (words->remove != NULL) + (words->walk_in != NULL) +
                 (words->waiting != NULL) + (words->came != NULL || words->absent != NULL);
    int status = EXIT_DONE;
    if (!fits(words, wishes)) {
        return EXIT_USAGE;
    }
    SCOPED(meeting) struct meeting *meeting = meeting_named(site, words->meeting, &status);
    if (meeting == NULL) {
        return status;
    }
    g_autoptr(GError) error = NULL;
    bool done =
        (wishes == 0 || (keep(site, meeting, &error) && change(site, meeting, words, &error))) &&
        print_list(site, meeting, words->as_json, &error);
    return done ? EXIT_DONE : command_fail(error);
}
