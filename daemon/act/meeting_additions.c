#include "act/meeting_additions.h"

#include <string.h>

#include "act/meeting_letter.h"
#include "act/meeting_list.h"
#include "act/meeting_note.h"
#include "act/meeting_staff.h"
#include "act/meeting_time.h"
#include "base/text.h"
#include "compose/words.h"
#include "understand/cpr.h"

#define ADDED "staff-added" /* the letter; may be answered, too */

struct additions {
    struct matter *matter;
    const struct meeting *meeting;
    GString *added, *refused; /* lines for the letter */
};

static const char *text_of(const json_t *one, const char *name)
{
    const char *text = json_string_value(json_object_get(one, name));
    return text != NULL ? text : "";
}

static const char *word(const struct additions *all, const char *key)
{
    return templates_word(all->matter->office->templates, "da", "guests", key);
}

static void add_line(GString *lines, const char *who, const char *what)
{
    g_string_append_printf(lines, "%s%s: %s", lines->len > 0 ? "\n" : "", who, what);
}

/* "Anna Jensen, anna@x.dk: WHY" */
static void refuse(const struct additions *all, const json_t *one, const char *why)
{
    const char *name = text_of(one, "name");
    g_autofree char *who =
        g_strdup_printf("%s%s%s", name, *name != '\0' ? ", " : "", text_of(one, "address"));
    add_line(all->refused, who, why);
}

/* Whether one word of the name that staff wrote is one of the person's; or nothing is known. */
static bool may_be(const struct person *person, const char *name)
{
    g_autofree char *known = text_fold(person->name);
    g_autofree char *written = text_fold(name);
    g_auto(GStrv) ours = g_strsplit(known, " ", -1);
    g_auto(GStrv) theirs = g_strsplit(written, " ", -1);
    for (char **one = theirs; *one != NULL; one++) {
        if (**one != '\0' && g_strv_contains((const char *const *)ours, *one)) {
            return true;
        }
    }
    return *known == '\0' || *written == '\0';
}

static void add_added(const struct additions *all, const struct guest *guest,
                      const struct person *person)
{
    const char *key = guest->presence == GUEST_CAME  ? "came"
                      : guest->seat == GUEST_WAITING ? "waiting"
                                                     : "seated";
    g_autofree char *count = g_strdup_printf("%d", guest->companions);
    const char *with = guest->companions == 1 ? "companion" : "companions";
    g_autofree char *others = words_fill(word(all, with), "count", count, NULL);
    g_autofree char *who =
        g_strdup_printf("%s%s%s", meeting_list_name(person), guest->companions > 0 ? ", " : "",
                        guest->companions > 0 ? others : "");
    add_line(all->added, who, word(all, key));
}

static bool add_person(const struct additions *all, const json_t *one, const struct person *person,
                       GError **error)
{
    struct matter *matter = all->matter;
    bool begun = matter->cause.at >= meeting_starts(all->meeting);
    int guests = (int)json_integer_value(json_object_get(one, "guests"));
    SCOPED(guest)
    struct guest *guest =
        begun ? meeting_staff_walk_in(matter->office, &matter->cause, all->meeting, person, error)
              : meeting_staff_answer(matter->office, &matter->cause, all->meeting, person,
                                     GUEST_YES, guests, error);
    if (guest != NULL) {
        add_added(all, guest, person);
    }
    return guest != NULL;
}

static bool add_one(const struct additions *all, const json_t *one, GError **error)
{
    g_autoptr(GPtrArray) found =
        person_by_address(all->matter->office->store, text_of(one, "address"), error);
    if (found == NULL) {
        return false;
    }
    if (found->len != 1) {
        refuse(all, one, word(all, found->len == 0 ? "unknown" : "several"));
        return true;
    }
    const struct person *person = found->pdata[0];
    if (!may_be(person, text_of(one, "name"))) {
        g_autofree char *why =
            words_fill(word(all, "another"), "name", meeting_list_name(person), NULL);
        refuse(all, one, why);
        return true;
    }
    return add_person(all, one, person, error);
}

static bool tell(const struct additions *all, GError **error)
{
    struct matter *matter = all->matter;
    json_auto_t *fields = meeting_letter_fields(matter->office, all->meeting, NULL, "da");
    g_autofree char *refused = cpr_mask(all->refused->str);
    const char *const values[] = {"medarbejdernavn",
                                  meeting_list_name(matter->person),
                                  "tilfoejet",
                                  all->added->str,
                                  "ikketilfoejet",
                                  refused,
                                  NULL};
    for (size_t at = 0; values[at] != NULL; at += 2) {
        g_assert(json_object_set_new(fields, values[at], json_string(values[at + 1])) == 0);
    }
    bool any = all->added->len > 0;
    const struct meeting_note note = {.name = ADDED,
                                      .what = "added",
                                      .replies = MEETING_LIST_REPLIES,
                                      .only = any ? 0 : matter->person->id,
                                      .answers = matter_words(matter),
                                      .by = matter->person->id,
                                      .fields = fields};
    matter->answered = true; /* by what staff are told */
    matter_effect(matter, any ? "guests-added" : "guests-not-added");
    return meeting_note_send(matter->office, &matter->cause, all->meeting, &note, error);
}

static bool add_all(const struct additions *all, const json_t *slots, GError **error)
{
    size_t at;
    json_t *one;
    json_array_foreach(json_object_get(slots, "people"), at, one)
    {
        if (!add_one(all, one, error)) {
            return false;
        }
    }
    json_array_foreach(json_object_get(slots, "unclear"), at, one)
    {
        add_line(all->refused, json_string_value(one), word(all, "unclear"));
    }
    return tell(all, error);
}

bool meeting_additions_take(struct matter *matter, const struct verdict_intent *intent,
                            GError **error)
{
    SCOPED(meeting) struct meeting *meeting = NULL;
    bool read = meeting_note_answered(matter, &meeting, error);
    if (meeting == NULL) {
        return read;
    }
    g_autoptr(GString) added = g_string_new(NULL);
    g_autoptr(GString) refused = g_string_new(NULL);
    const struct additions all = {matter, meeting, added, refused};
    return add_all(&all, intent->slots, error);
}
