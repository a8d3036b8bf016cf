/* The letters of a match on its way. */
#include <inttypes.h>

#include "act/funnel_step.h"
#include "act/funnel_time.h"
#include "act/limits.h"
#include "act/staff.h"

enum { EXAMPLE_FIRST = 7, EXAMPLE_LAST = 16 }; /* working days from today */

static void put(json_t *fields, const char *name, const char *text)
{
    g_assert(json_object_set_new(fields, name, json_string(text)) == 0);
}

static void put_day(const struct funnel *funnel, json_t *fields, const char *language,
                    const char *name, const char *day)
{
    g_autofree char *words = funnel_day_words(funnel->talk->office, language, day);
    put(fields, name, words);
}

static void put_meeting(const struct funnel *funnel, json_t *fields, const char *language)
{
    const struct office *office = funnel->talk->office;
    int64_t moment = 0;
    bool booked = *funnel->days.closing != '\0' &&
                  clock_parse(office->clock, funnel->days.closing, &moment, NULL);
    g_autofree char *when =
        booked ? templates_date(office->templates, language, office->clock, moment, true)
               : g_strdup("");
    put(fields, "afslutning", when);
}

/* "8. april": a day of which people see how one is written. */
static void put_example(const struct funnel *funnel, json_t *fields, const char *name,
                        unsigned workdays)
{
    const struct office *office = funnel->talk->office;
    int64_t day = funnel_after(office, funnel_today(office), workdays);
    g_autofree char *words =
        templates_date_as(office->templates, "da", office->clock, day, "short");
    put(fields, name, words);
}

json_t *funnel_fields(const struct funnel *funnel, const char *language, GError **error)
{
    g_autofree char *title =
        relay_title(funnel->talk->office, funnel->talk->pair->posting, language, error);
    if (title == NULL) {
        return NULL;
    }
    json_t *fields = json_object();
    put(fields, "opslag", title);
    put_day(funnel, fields, language, "samtaledag", funnel->days.interview);
    put_day(funnel, fields, language, "foerstedag", funnel->days.first);
    put_day(funnel, fields, language, "sidstedag", funnel->days.last);
    put_day(funnel, fields, language, "startdag", funnel->days.hired);
    put_meeting(funnel, fields, language);
    put_example(funnel, fields, "eksempeldag", EXAMPLE_FIRST); /* we read Danish days */
    put_example(funnel, fields, "eksempelslut", EXAMPLE_LAST);
    return fields;
}

/* Whether the letter answers the mail in hand; then where it goes. */
static bool as_answer(const struct funnel *funnel, const struct funnel_letter *letter,
                      struct relay_letter *out, bool *goes, GError **error)
{
    struct matter *matter = funnel->matter;
    *goes = true;
    if (matter == NULL || letter->reader != funnel->writer) {
        return true;
    }
    const char *address = matter->verdict->from_address;
    bool may = false;
    if (!limits_may_send(matter->office, address, LIMITS_PROVED, &may, error)) {
        return false;
    }
    bool answers = may && matter->answerable && !matter->answered;
    *goes = answers || letter->calendar != NULL;
    if (answers) {
        out->recipient = letter->calendar != NULL ? NULL : address;
        out->answers = matter->verdict->message_id;
        matter->answered = true;
        matter->letter = letter->name;
    }
    return true;
}

bool funnel_send(struct funnel *funnel, const struct funnel_letter *letter, GError **error)
{
    const struct person *reader = funnel->talk->people[letter->reader];
    json_auto_t *more = letter->more;
    json_auto_t *fields = funnel_fields(funnel, reader->language, error);
    struct relay_letter out = {.name = letter->name,
                               .reader = letter->reader,
                               .replies = "followup",
                               .calendar = letter->calendar,
                               .method = letter->method,
                               .more = fields};
    bool goes = false;
    if (fields == NULL || !as_answer(funnel, letter, &out, &goes, error)) {
        return false;
    }
    put(fields, "igen", letter->again ? "ja" : "");
    put(fields, "usikker", letter->unsure ? "ja" : "");
    if (more != NULL) {
        g_assert(json_object_update(fields, more) == 0);
    }
    return !goes || relay_letter_send(funnel->talk, &out, error);
}

/* A sentence of words.conf with {rolle} and the days filled in. The caller owns it. */
static char *sentence(const struct funnel *funnel, const struct person *reader, const char *group,
                      const char *key, GError **error)
{
    json_auto_t *fields = funnel_fields(funnel, reader->language, error);
    if (fields == NULL) {
        return NULL;
    }
    enum pair_side side =
        reader == funnel->talk->people[PAIR_EMPLOYER] ? PAIR_EMPLOYER : PAIR_SEEKER;
    g_autofree char *role = relay_role(funnel->talk, pair_other(side), reader->language);
    put(fields, "rolle", role);
    g_autoptr(GString) text =
        g_string_new(templates_word(funnel->talk->office->templates, reader->language, group, key));
    const char *name;
    json_t *value;
    json_object_foreach(fields, name, value)
    {
        g_autofree char *hole = g_strdup_printf("{%s}", name);
        g_string_replace(text, hole, json_string_value(value), 0);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* Whether what is noted there can be taken back by a word: no calendar has heard of it. */
static bool may_undo(const struct funnel *funnel, const char *key)
{
    static const char *const keys[] = {"talked", "day", "claimed", "ended", NULL};
    return g_strv_contains(keys, key) && *funnel->days.closing == '\0' &&
           funnel->days.sequence == 0;
}

bool funnel_note(struct funnel *funnel, const char *key, GError **error)
{
    if (funnel->matter == NULL) {
        return true;
    }
    const struct person *reader = funnel->talk->people[funnel->writer];
    g_autofree char *noted = sentence(funnel, reader, "funnel-noted", key, error);
    g_autofree char *next =
        noted != NULL ? sentence(funnel, reader, "funnel-next", key, error) : NULL;
    return next != NULL &&
           funnel_send(funnel,
                       &(struct funnel_letter){
                           .name = "funnel-noted",
                           .reader = funnel->writer,
                           .more = json_pack("{s:s, s:s, s:s}", "noteret", noted, "naeste", next,
                                             "fortryd", may_undo(funnel, key) ? "ja" : "")},
                       error);
}

bool funnel_tell_other(struct funnel *funnel, const char *key, GError **error)
{
    enum pair_side other = pair_other(funnel->writer);
    g_autofree char *told =
        sentence(funnel, funnel->talk->people[other], "funnel-told", key, error);
    return told != NULL &&
           funnel_send(funnel,
                       &(struct funnel_letter){.name = "funnel-told",
                                               .reader = other,
                                               .more = json_pack("{s:s}", "fortalt", told)},
                       error);
}

static void put_person(json_t *fields, const struct person *person, const char *name,
                       const char *phone, const char *address)
{
    put(fields, name, *person->name != '\0' ? person->name : person_address(person));
    put(fields, phone, person->phone);
    put(fields, address, person_address(person));
}

bool funnel_tell_staff(struct funnel *funnel, const char *why, GError **error)
{
    const struct office *office = funnel->talk->office;
    json_auto_t *fields = funnel_fields(funnel, "da", error);
    if (fields == NULL) {
        return false;
    }
    put_person(fields, funnel->talk->people[PAIR_SEEKER], "soegernavn", "soegernummer",
               "soegeradresse");
    put_person(fields, funnel->talk->people[PAIR_EMPLOYER], "arbejdsgivernavn",
               "arbejdsgivernummer", "arbejdsgiveradresse");
    put(fields, "stedet", funnel->talk->people[PAIR_EMPLOYER]->workplace);
    put(fields, "trin",
        templates_word(office->templates, "da", "stages",
                       pair_stage_name(funnel->talk->pair->stage)));
    put(fields, "grund", templates_word(office->templates, "da", "funnel-staff", why));
    return staff_tell(office, &funnel->talk->cause, "staff-funnel", fields, error);
}
