#include "act/meeting_attendance.h"

#include <string.h>

#include "act/meeting_letter.h"
#include "act/meeting_list.h"
#include "act/meeting_note.h"
#include "act/meeting_time.h"

#define TAKEN "staff-attendance" /* the letter that says who was marked; may be answered, too */

static bool names_number(const json_t *numbers, int number)
{
    for (size_t at = 0; at < json_array_size(numbers); at++) {
        if (json_integer_value(json_array_get(numbers, at)) == number) {
            return true;
        }
    }
    return false;
}

/* The caller owns it; NULL: all are on the list. */
static char *unknown_of(const json_t *numbers, const GPtrArray *guests, char *before)
{
    g_autofree char *owned = before;
    g_autoptr(GString) wrong = g_string_new(owned);
    for (size_t at = 0; at < json_array_size(numbers); at++) {
        json_int_t number = json_integer_value(json_array_get(numbers, at));
        bool found = false;
        for (guint row = 0; row < guests->len && !found; row++) {
            found = number > 0 && ((const struct guest *)guests->pdata[row])->number == number;
        }
        if (!found) {
            g_string_append_printf(wrong, "%s%" JSON_INTEGER_FORMAT, wrong->len > 0 ? ", " : "",
                                   number);
        }
    }
    return wrong->len > 0 ? g_strdup(wrong->str) : NULL;
}

/* Put on the list after the meeting had begun: no list that staff answer can tell of them. */
static bool walked_in(const struct guest *guest)
{
    return guest->by_staff && guest->queue == 0 && guest->seat == GUEST_NO_SEAT;
}

static enum guest_presence presence_of(const struct guest *guest, const struct attendance *said)
{
    if (names_number(said->came, guest->number)) {
        return GUEST_CAME;
    }
    if (names_number(said->absent, guest->number)) {
        return GUEST_ABSENT;
    }
    if (guest->seat != GUEST_SEATED) {
        return walked_in(guest) ? guest->presence : GUEST_UNKNOWN;
    }
    if (said->came != NULL && said->absent != NULL) {
        return GUEST_UNKNOWN;
    }
    return said->came != NULL ? GUEST_ABSENT : GUEST_CAME;
}

bool attendance_mark(const struct office *office, const struct cause *cause,
                     const struct meeting *meeting, const struct attendance *said, char **wrong,
                     GError **error)
{
    g_autoptr(GPtrArray) guests = guest_list(office->store, meeting->id, error);
    if (guests == NULL) {
        return false;
    }
    *wrong = unknown_of(said->absent, guests, unknown_of(said->came, guests, NULL));
    if (*wrong != NULL) {
        return true;
    }
    for (guint at = 0; at < guests->len; at++) {
        struct guest *guest = guests->pdata[at];
        SCOPED(guest) struct guest *before = guest_copy(guest);
        guest->presence = presence_of(guest, said);
        if (guest->presence != before->presence &&
            !guest_update(office->store, cause, before, guest, error)) {
            return false;
        }
    }
    return true;
}

static void put(json_t *fields, const char *name, const char *text)
{
    g_assert(json_object_set_new(fields, name, json_string(text)) == 0);
}

/* "1. Karen Sørensen", a line each. The caller owns it. */
static char *lines_of(const GPtrArray *list, enum guest_presence presence)
{
    GString *lines = g_string_new(NULL);
    for (guint at = 0; at < list->len; at++) {
        const struct listed *listed = list->pdata[at];
        bool listable = presence != GUEST_UNKNOWN || listed->guest->seat == GUEST_SEATED;
        if (listed->guest->presence == presence && listable) {
            g_string_append_printf(lines, "%s%d. %s", lines->len > 0 ? "\n" : "",
                                   listed->guest->number, meeting_list_name(listed->person));
        }
    }
    return g_string_free(lines, FALSE);
}

/* New reference; NULL: an error. */
static json_t *fields_of(const struct matter *matter, const struct meeting *meeting, GError **error)
{
    static const struct {
        const char *name;
        enum guest_presence presence;
    } parts[] = {{"kom", GUEST_CAME}, {"udeblev", GUEST_ABSENT}, {"ikkemarkeret", GUEST_UNKNOWN}};
    g_autoptr(GPtrArray) list = meeting_list_read(matter->office, meeting, error);
    if (list == NULL) {
        return NULL;
    }
    json_t *fields = meeting_letter_fields(matter->office, meeting, NULL, "da");
    for (size_t at = 0; at < G_N_ELEMENTS(parts); at++) {
        g_autofree char *lines = lines_of(list, parts[at].presence);
        put(fields, parts[at].name, lines);
    }
    put(fields, "medarbejdernavn", meeting_list_name(matter->person));
    return fields;
}

/* Tells all staff, or whoever wrote alone, when nothing was changed. */
static bool tell(struct matter *matter, const struct meeting *meeting, const char *wrong,
                 bool early, GError **error)
{
    json_auto_t *fields = fields_of(matter, meeting, error);
    if (fields == NULL) {
        return false;
    }
    put(fields, "forkertenumre", wrong != NULL ? wrong : "");
    put(fields, "fortidligt", early ? "ja" : "");
    bool refused = wrong != NULL || early;
    const struct meeting_note note = {.name = TAKEN,
                                      .what = "attendance",
                                      .replies = MEETING_LIST_REPLIES,
                                      .only = refused ? matter->person->id : 0,
                                      .answers = matter_words(matter),
                                      .by = matter->person->id,
                                      .fields = fields};
    matter->answered = true; /* by what staff are told */
    matter_effect(matter, refused ? "not-marked" : "marked");
    return meeting_note_send(matter->office, &matter->cause, meeting, &note, error);
}

bool attendance_take(struct matter *matter, const struct verdict_intent *intent, GError **error)
{
    SCOPED(meeting) struct meeting *meeting = NULL;
    bool read = meeting_note_answered(matter, &meeting, error);
    if (meeting == NULL) {
        return read;
    }
    const struct attendance said = {json_object_get(intent->slots, "came"),
                                    json_object_get(intent->slots, "absent")};
    bool says = json_is_array(said.came) || json_is_array(said.absent);
    if (!says) {
        matter->why_human = "unclear";
        return true;
    }
    if (matter->cause.at < meeting_starts(meeting)) {
        return tell(matter, meeting, NULL, true, error);
    }
    g_autofree char *wrong = NULL;
    return attendance_mark(matter->office, &matter->cause, meeting, &said, &wrong, error) &&
           tell(matter, meeting, wrong, false, error);
}
