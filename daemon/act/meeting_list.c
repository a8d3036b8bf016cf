#include "act/meeting_list.h"

#include "act/meeting_letter.h"
#include "act/meeting_note.h"
#include "base/text.h"
#include "compose/words.h"
#include "store/invitee.h"
#include "store/quota.h"

enum { WORDS_LIMIT = 200 }; /* characters of what a guest wrote, in a line of the list */

void meeting_listed_free(gpointer data)
{
    struct listed *listed = data;
    guest_free(listed->guest);
    person_free(listed->person);
    g_free(listed);
}

const char *meeting_list_name(const struct person *person)
{
    return *person->name != '\0' ? person->name : person_address(person);
}

/* Whoever came is among those who come, also without a word before. */
static enum list_part part_of(const struct guest *guest)
{
    if (guest->seat == GUEST_SEATED || guest->presence == GUEST_CAME) {
        return LIST_COMING;
    }
    if (guest->seat == GUEST_WAITING || guest->seat == GUEST_OFFERED) {
        return LIST_WAITING;
    }
    return guest->answer == GUEST_MAYBE ? LIST_MAYBE : LIST_REST;
}

static int compare(gconstpointer a, gconstpointer b)
{
    const struct listed *const *first = a, *const *second = b;
    const struct guest *one = (*first)->guest, *other = (*second)->guest;
    if ((*first)->part != (*second)->part) {
        return (int)(*first)->part - (int)(*second)->part;
    }
    if (one->number != other->number) {
        bool both = one->number != 0 && other->number != 0;
        return both ? one->number - other->number : other->number - one->number;
    }
    int order =
        text_compare(meeting_list_name((*first)->person), meeting_list_name((*second)->person));
    return order != 0 ? order : (one->person > other->person) - (one->person < other->person);
}

GPtrArray *meeting_list_read(const struct office *office, const struct meeting *meeting,
                             GError **error)
{
    g_autoptr(GPtrArray) guests = guest_list(office->store, meeting->id, error);
    if (guests == NULL) {
        return NULL;
    }
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(meeting_listed_free);
    for (guint at = 0; at < guests->len; at++) {
        const struct guest *guest = guests->pdata[at];
        struct person *person = person_get(office->store, guest->person, error);
        if (person == NULL) {
            return NULL;
        }
        struct listed *listed = g_new0(struct listed, 1);
        *listed = (struct listed){part_of(guest), guest_copy(guest), person};
        g_ptr_array_add(list, listed);
    }
    g_ptr_array_sort(list, compare);
    return g_steal_pointer(&list);
}

bool meeting_list_number(const struct office *office, const struct cause *cause, GPtrArray *list,
                         GError **error)
{
    int last = 0;
    for (guint at = 0; at < list->len; at++) {
        const struct listed *listed = list->pdata[at];
        last = MAX(last, listed->guest->number);
    }
    for (guint at = 0; at < list->len; at++) {
        const struct listed *listed = list->pdata[at];
        if (listed->guest->number != 0 || listed->part == LIST_REST) {
            continue;
        }
        SCOPED(guest) struct guest *before = guest_copy(listed->guest);
        listed->guest->number = ++last;
        if (!guest_update(office->store, cause, before, listed->guest, error)) {
            return false;
        }
    }
    return true;
}

static char *companions_of(const struct office *office, const struct guest *guest)
{
    if (guest->companions == 0) {
        return g_strdup("");
    }
    g_autofree char *count = g_strdup_printf("%d", guest->companions);
    const char *key = guest->companions == 1 ? "companion" : "companions";
    return words_fill(templates_word(office->templates, "da", "guests", key), "count", count, NULL);
}

void meeting_list_line(const struct office *office, GString *lines, const struct listed *listed)
{
    const struct person *person = listed->person;
    const struct guest *guest = listed->guest;
    bool employer = person->role == PERSON_EMPLOYER && *person->workplace != '\0';
    g_autofree char *with = companions_of(office, guest);
    g_autofree char *said = guest->words != NULL ? text_one_line(guest->words, WORDS_LIMIT) : NULL;
    g_string_append_printf(
        lines, "%s%d. %s, %s", lines->len > 0 ? "\n" : "", guest->number, meeting_list_name(person),
        templates_word(office->templates, "da", "roles", person_role_name(person->role)));
    g_string_append_printf(lines, "%s%s%s%s%s%s", employer ? ", " : "",
                           employer ? person->workplace : "", *with != '\0' ? ", " : "", with,
                           said != NULL ? ": " : "", said != NULL ? said : "");
}

static void put(json_t *fields, const char *name, const char *text)
{
    g_assert(json_object_set_new(fields, name, json_string(text)) == 0);
}

/* New reference. */
static json_t *fields_of(const struct office *office, const struct meeting *meeting,
                         const GPtrArray *list)
{
    static const char *const names[] = {
        [LIST_COMING] = "deltagere", [LIST_MAYBE] = "maaskekommer", [LIST_WAITING] = "ventende"};
    json_t *fields = meeting_letter_fields(office, meeting, NULL, "da");
    int seats = 0, companions = 0;
    for (size_t part = 0; part < G_N_ELEMENTS(names); part++) {
        g_autoptr(GString) lines = g_string_new(NULL);
        for (guint at = 0; at < list->len; at++) {
            const struct listed *listed = list->pdata[at];
            if (listed->part == (enum list_part)part) {
                meeting_list_line(office, lines, listed);
                seats += part == LIST_COMING ? 1 + listed->guest->companions : 0;
                companions += part == LIST_COMING ? listed->guest->companions : 0;
            }
        }
        put(fields, names[part], lines->str);
    }
    g_autofree char *count = g_strdup_printf("%d", seats);
    put(fields, "antal", count);
    put(fields, "ledsagere", companions > 0 ? "ja" : "");
    put(fields, "moedenavn", meeting->name);
    return fields;
}

/* Those for whom the limits had no room in time. */
static bool put_uninvited(const struct office *office, const struct meeting *meeting,
                          json_t *fields, GError **error)
{
    const struct invitee_search search = {
        .meeting = meeting, .now = clock_now(office->clock), .most = G_MAXINT};
    if (!quota_is_set(office->store) || meeting->state != MEETING_ANNOUNCED ||
        !config_is(office->config, CONFIG_MEETING_INVITATIONS, "on")) {
        put(fields, "uindbudte", "");
        return true;
    }
    g_autoptr(GArray) left = invitee_uninvited(office->store, &search, 0, error);
    g_autofree char *count = left != NULL ? g_strdup_printf("%u", left->len) : NULL;
    put(fields, "uindbudte", left != NULL && left->len > 0 ? count : "");
    return left != NULL;
}

bool meeting_list_send(const struct office *office, const struct cause *cause,
                       const struct meeting *meeting, bool afterwards, GError **error)
{
    g_autoptr(GPtrArray) list = meeting_list_read(office, meeting, error);
    if (list == NULL || !meeting_list_number(office, cause, list, error)) {
        return false;
    }
    json_auto_t *fields = fields_of(office, meeting, list);
    if (!put_uninvited(office, meeting, fields, error)) {
        return false;
    }
    put(fields, "moedetholdt", afterwards ? "ja" : "");
    const struct meeting_note note = {.name = MEETING_LIST_LETTER,
                                      .what = afterwards ? MEETING_LIST_AFTER : MEETING_LIST,
                                      .replies = MEETING_LIST_REPLIES,
                                      .once = true,
                                      .fields = fields};
    return meeting_note_send(office, cause, meeting, &note, error);
}
