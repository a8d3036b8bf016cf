#include "act/meeting_room.h"

#include "act/meeting_letter.h"
#include "act/meeting_list.h"
#include "act/meeting_note.h"
#include "act/meeting_seats.h"
#include "act/meeting_time.h"

#define ASKED "staff-room"    /* the question */
#define SETTLED "staff-seats" /* what came of the answer */

static int by_queue(gconstpointer a, gconstpointer b)
{
    const struct listed *const *first = a, *const *second = b;
    const struct guest *one = (*first)->guest, *other = (*second)->guest;
    if (one->queue != other->queue) {
        return one->queue < other->queue ? 1 : -1;
    }
    return one->person < other->person ? 1 : -1;
}

/* Those who have a seat; the array takes them out of `list`. `held`: how many seats. */
static GPtrArray *seated_of(GPtrArray *list, int *held)
{
    GPtrArray *seated = g_ptr_array_new_with_free_func(meeting_listed_free);
    *held = 0;
    for (guint at = list->len; at > 0; at--) {
        const struct listed *listed = list->pdata[at - 1];
        int seats = seats_held(listed->guest);
        if (seats > 0) {
            *held += seats;
            g_ptr_array_add(seated, g_ptr_array_steal_index(list, at - 1));
        }
    }
    return seated;
}

static GPtrArray *last_of(GPtrArray *list, int capacity, int *held)
{
    GPtrArray *seated = seated_of(list, held);
    int left = *held;
    guint over = 0;
    g_ptr_array_sort(seated, by_queue);
    while (capacity > 0 && left > capacity && over < seated->len) {
        left -= seats_held(((const struct listed *)seated->pdata[over++])->guest);
    }
    g_ptr_array_remove_range(seated, over, seated->len - over);
    return seated;
}

GPtrArray *meeting_room_last(const struct office *office, const struct meeting *meeting,
                             GError **error)
{
    int held = 0;
    g_autoptr(GPtrArray) list = meeting_list_read(office, meeting, error);
    return list != NULL ? last_of(list, meeting->capacity, &held) : NULL;
}

static void put(json_t *fields, const char *name, const char *text)
{
    g_assert(json_object_set_new(fields, name, json_string(text)) == 0);
}

static void put_lines(const struct office *office, json_t *fields, const char *name,
                      const GPtrArray *list)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    for (guint at = 0; list != NULL && at < list->len; at++) {
        meeting_list_line(office, lines, list->pdata[at]);
    }
    put(fields, name, lines->str);
}

bool meeting_room_changed(const struct office *office, const struct cause *cause,
                          const struct meeting *before, const struct meeting *after, GError **error)
{
    if (after->capacity == before->capacity) {
        return true;
    }
    if (after->capacity == 0 || (before->capacity > 0 && after->capacity > before->capacity)) {
        return seats_offer(office, cause, after, error);
    }
    int held = 0;
    g_autoptr(GPtrArray) list = meeting_list_read(office, after, error);
    if (list == NULL || !meeting_list_number(office, cause, list, error)) {
        return false;
    }
    g_autoptr(GPtrArray) last = last_of(list, after->capacity, &held);
    if (last->len == 0) {
        return true;
    }
    json_auto_t *fields = meeting_letter_fields(office, after, NULL, "da");
    g_autofree char *seats = g_strdup_printf("%d", after->capacity);
    g_autofree char *given = g_strdup_printf("%d", held);
    put(fields, "pladser", seats);
    put(fields, "givet", given);
    put_lines(office, fields, "komsidst", last);
    const struct meeting_note note = {
        .name = ASKED, .what = "room", .replies = MEETING_LIST_REPLIES, .fields = fields};
    return meeting_note_send(office, cause, after, &note, error);
}

void room_result_clear(struct room_result *result)
{
    g_clear_pointer(&result->moved, g_ptr_array_unref);
    g_clear_pointer(&result->wrong, g_free);
}

/* Those with these numbers and a seat; `wrong`: numbers that nobody of them has. */
static GPtrArray *named(GPtrArray *list, const json_t *numbers, char **wrong)
{
    int held = 0;
    g_autoptr(GPtrArray) seated = seated_of(list, &held);
    g_autoptr(GString) unknown = g_string_new(NULL);
    GPtrArray *found = g_ptr_array_new_with_free_func(meeting_listed_free);
    for (size_t at = 0; at < json_array_size(numbers); at++) {
        json_int_t number = json_integer_value(json_array_get(numbers, at));
        guint before = found->len;
        for (guint row = 0; row < seated->len; row++) {
            if (number > 0 &&
                ((const struct listed *)seated->pdata[row])->guest->number == number) {
                g_ptr_array_add(found, g_ptr_array_steal_index(seated, row));
                break;
            }
        }
        if (found->len == before) {
            g_string_append_printf(unknown, "%s%" JSON_INTEGER_FORMAT, unknown->len > 0 ? ", " : "",
                                   number);
        }
    }
    *wrong = unknown->len > 0 ? g_strdup(unknown->str) : NULL;
    return found;
}

static bool send_to_waiting_list(const struct office *office, const struct cause *cause,
                                 const struct meeting *meeting, struct guest *guest, GError **error)
{
    SCOPED(guest) struct guest *before = guest_copy(guest);
    guest->seat = GUEST_WAITING;
    guest->offer = 0;
    json_auto_t *more =
        json_pack("{s:s, s:s, s:s}", "andenadresse", "", "ikkeplads", "", "mistetplads", "ja");
    const struct meeting_letter letter = {
        .name = "meeting-waiting", .what = "meeting-waiting", .more = more};
    return guest_update(office->store, cause, before, guest, error) &&
           meeting_letter_send(office, cause, meeting, guest, &letter, error);
}

bool meeting_room_wait(const struct office *office, const struct cause *cause,
                       const struct meeting *meeting, const json_t *numbers,
                       struct room_result *result, GError **error)
{
    g_autoptr(GPtrArray) last = meeting_room_last(office, meeting, error);
    *result = (struct room_result){0};
    if (last == NULL) {
        return false;
    }
    if (last->len > 0 && json_array_size(numbers) > 0) {
        g_autoptr(GPtrArray) list = meeting_list_read(office, meeting, error);
        if (list == NULL) {
            return false;
        }
        g_ptr_array_unref(last);
        last = named(list, numbers, &result->wrong);
    }
    result->moved = g_steal_pointer(&last);
    for (guint at = 0; result->wrong == NULL && at < result->moved->len; at++) {
        const struct listed *listed = result->moved->pdata[at];
        if (!send_to_waiting_list(office, cause, meeting, listed->guest, error)) {
            return false;
        }
    }
    return result->wrong != NULL || result->moved->len == 0 ||
           seats_offer(office, cause, meeting, error);
}

/* What is said to staff: to all, or to whoever wrote alone, when nothing was changed. */
static bool tell(struct matter *matter, const struct meeting *meeting, const json_t *said,
                 const struct room_result *result, bool late, GError **error)
{
    bool moved = result->wrong == NULL && result->moved != NULL && result->moved->len > 0;
    bool keeps = !late && json_is_true(json_object_get(said, "keep"));
    json_auto_t *fields = meeting_letter_fields(matter->office, meeting, NULL, "da");
    put(fields, "medarbejdernavn", meeting_list_name(matter->person));
    put_lines(matter->office, fields, "flyttet", moved ? result->moved : NULL);
    put(fields, "beholder", keeps ? "ja" : "");
    put(fields, "forkertenumre", result->wrong != NULL ? result->wrong : "");
    put(fields, "forsent", late ? "ja" : "");
    const struct meeting_note note = {.name = SETTLED,
                                      .what = "seats",
                                      .replies = MEETING_LIST_REPLIES,
                                      .only = moved || keeps ? 0 : matter->person->id,
                                      .answers = matter_words(matter),
                                      .by = matter->person->id,
                                      .fields = fields};
    matter->answered = true; /* by what staff are told */
    matter_effect(matter, moved ? "seats-moved" : keeps ? "seats-kept" : "seats-same");
    return meeting_note_send(matter->office, &matter->cause, meeting, &note, error);
}

bool meeting_room_take(struct matter *matter, const struct verdict_intent *intent, GError **error)
{
    SCOPED(meeting) struct meeting *meeting = NULL;
    bool read = meeting_note_answered(matter, &meeting, error);
    if (meeting == NULL) {
        return read;
    }
    const json_t *waiting = json_object_get(intent->slots, "waiting");
    bool late = matter->cause.at >= meeting_starts(meeting);
    struct room_result result = {0};
    bool done =
        (late || waiting == NULL ||
         meeting_room_wait(matter->office, &matter->cause, meeting, waiting, &result, error)) &&
        tell(matter, meeting, intent->slots, &result, late, error);
    room_result_clear(&result);
    return done;
}
