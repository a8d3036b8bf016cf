#include "act/listing_letter.h"

#include "act/answer.h"
#include "act/funnel_time.h"
#include "act/letter.h"
#include "act/listing_facts.h"
#include "store/overdue.h"

/* Facts of what is open on the other side: they decide what is worth a question. */
static GPtrArray *others_of(struct store *store, enum listing_kind kind, GError **error)
{
    enum listing_kind other = kind == LISTING_PROFILE ? LISTING_POSTING : LISTING_PROFILE;
    g_autoptr(GPtrArray) listings = listing_all(store, other, LISTING_OPEN, error);
    g_autoptr(GPtrArray) facts = g_ptr_array_new_with_free_func((GDestroyNotify)json_decref);
    for (guint at = 0; listings != NULL && at < listings->len; at++) {
        const struct listing *listing = listings->pdata[at];
        g_autofree char *text = listing_facts(store, listing->id, listing->confirmed, error);
        if (text == NULL) {
            return NULL;
        }
        json_t *parsed = json_loads(text, 0, NULL);
        g_ptr_array_add(facts, parsed != NULL ? parsed : json_object());
    }
    return listings != NULL ? g_steal_pointer(&facts) : NULL;
}

/* The questions, a line each. The caller owns it. */
static char *questions_text(const struct matter *matter, const struct listing *listing,
                            const json_t *facts, GError **error)
{
    g_autoptr(GPtrArray) others = others_of(matter->office->store, listing->kind, error);
    if (others == NULL) {
        return NULL;
    }
    g_autoptr(GPtrArray) keys = facts_questions(listing->kind, facts, others);
    GString *text = g_string_new(NULL);
    for (guint at = 0; at < keys->len; at++) {
        g_autofree char *key =
            g_strdup_printf("%s-%s", listing->kind == LISTING_PROFILE ? "profile" : "posting",
                            (const char *)keys->pdata[at]);
        g_string_append_printf(
            text, "%s%s", at > 0 ? "\n" : "",
            templates_word(matter->office->templates, matter_language(matter), "asked", key));
    }
    return g_string_free(text, FALSE);
}

/* The sentences that others see. The caller owns it. */
static char *portrait_text(const json_t *facts)
{
    const json_t *sentences = json_object_get(facts, "portrait");
    GString *text = g_string_new(NULL);
    for (size_t at = 0; at < json_array_size(sentences); at++) {
        const char *sentence = json_string_value(json_array_get(sentences, at));
        g_string_append_printf(text, "%s%s", at > 0 ? " " : "", sentence != NULL ? sentence : "");
    }
    return g_string_free(text, FALSE);
}

/* Of what nothing is shown: "alder, navn". The caller owns it. */
static char *left_out_text(const struct office *office, const char *language, const json_t *facts)
{
    const json_t *left_out = json_object_get(facts, "left_out");
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    for (size_t at = 0; at < json_array_size(left_out); at++) {
        const json_t *one = json_array_get(left_out, at);
        const char *reason = json_string_value(json_object_get(one, "reason"));
        const char *word =
            templates_word(office->templates, language, "grounds", reason != NULL ? reason : "");
        if (!g_ptr_array_find(words, word, NULL)) {
            g_ptr_array_add(words, (gpointer)(uintptr_t)word);
        }
    }
    g_ptr_array_add(words, NULL);
    return g_strjoinv(", ", (char **)words->pdata);
}

static json_t *fields_of(const struct office *office, const char *language,
                         const struct listing *listing, const json_t *facts)
{
    g_autofree char *lines = facts_lines(office, language, listing->kind, facts);
    g_autofree char *name = facts_name(office, language, listing->kind, facts);
    g_autofree char *portrait = portrait_text(facts);
    g_autofree char *left_out = left_out_text(office, language, facts);
    bool profile = listing->kind == LISTING_PROFILE;
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "skema", lines, "opslag", name, "profil",
                     profile ? "ja" : "", "job", profile ? "" : "ja", "portraet",
                     profile ? portrait : "", "udeladt", profile ? left_out : "");
}

static void note(struct matter *matter, const struct listing *listing, int number)
{
    matter->listing = listing->id;
    matter->listing_number = number;
}

bool listing_letter_form(struct matter *matter, const struct listing *listing, int number,
                         const json_t *facts, GError **error)
{
    g_autofree char *questions = questions_text(matter, listing, facts, error);
    if (questions == NULL) {
        return false;
    }
    json_t *more = fields_of(matter->office, matter_language(matter), listing, facts);
    json_object_set_new(more, "spoergsmaal", json_string(questions));
    json_object_set_new(more, "aaben", json_string(listing->state == LISTING_OPEN ? "ja" : ""));
    note(matter, listing, number);
    /* a yes is to all that will be shown, also beside other things that the mail asked for */
    bool portrait = *json_string_value(json_object_get(more, "portraet")) != '\0';
    answer_add(matter, &(struct deed){.effect = "listing-read",
                                      .letter = "listing-form",
                                      .replies = "confirmation",
                                      .said = portrait ? "listing-form-shown" : "listing-form",
                                      .more = more});
    return true;
}

void listing_letter_show(struct matter *matter, const struct listing *listing, int number,
                         const json_t *facts, const char *letter)
{
    note(matter, listing, number);
    answer_add(matter, &(struct deed){.effect = letter,
                                      .letter = letter,
                                      .replies = "confirmation",
                                      .said = letter,
                                      .more = fields_of(matter->office, matter_language(matter),
                                                        listing, facts)});
}

static json_t *state_fields(const struct office *office, const char *language,
                            const struct listing *listing, const json_t *facts,
                            enum listing_state state)
{
    json_t *more = fields_of(office, language, listing, facts);
    json_object_set_new(more, "aabent", json_string(state == LISTING_OPEN ? "ja" : ""));
    json_object_set_new(more, "venter", json_string(state == LISTING_PAUSED ? "ja" : ""));
    json_object_set_new(more, "besat", json_string(state == LISTING_FILLED ? "ja" : ""));
    json_object_set_new(more, "lukket", json_string(state == LISTING_CLOSED ? "ja" : ""));
    json_object_set_new(more, "dag", json_string(""));
    return more;
}

void listing_letter_state(struct matter *matter, const struct listing *listing, const json_t *facts,
                          enum listing_state state, const char *day)
{
    g_assert(state >= LISTING_OPEN && state <= LISTING_CLOSED);
    json_t *more = state_fields(matter->office, matter_language(matter), listing, facts, state);
    int64_t moment = 0;
    if (day != NULL && clock_parse(matter->office->clock, day, &moment, NULL)) {
        g_autofree char *written = matter_date(matter, moment, false);
        json_object_set_new(more, "dag", json_string(written));
    }
    note(matter, listing, listing->confirmed);
    static const char *const said[] = {[LISTING_OPEN] = "listing-open-again",
                                       [LISTING_PAUSED] = "listing-paused",
                                       [LISTING_FILLED] = "listing-filled",
                                       [LISTING_CLOSED] = "listing-closed"};
    answer_add(matter, &(struct deed){.effect = "listing-changed",
                                      .letter = "listing-state",
                                      .replies = "confirmation",
                                      .said = said[state],
                                      .more = more});
}

/* A letter of the clock's about a listing. */
static bool send(const struct office *office, const struct cause *cause,
                 const struct listing *listing, const struct letter *draft, GError **error)
{
    int number = listing->state == LISTING_HELD ? listing->newest : listing->confirmed;
    int64_t row = 0;
    struct letter letter = *draft;
    letter.recipient = person_address(draft->person);
    letter.queued = &row;
    return letter_send(office, cause, &letter, error) &&
           (row == 0 || listing_mail_note(office->store, row, listing->id, number, error));
}

bool listing_letter_judged(const struct office *office, const struct cause *cause,
                           const struct listing *listing, const json_t *facts, const char *name,
                           GError **error)
{
    SCOPED(person) struct person *person = person_get(office->store, listing->person, error);
    if (person == NULL) {
        return error == NULL || *error == NULL;
    }
    json_auto_t *more = fields_of(office, person->language, listing, facts);
    /* a yes alone does not open it without one (act/listing) */
    const char *asked = json_object_get(facts, "extra") == NULL ? "ja" : "";
    json_object_set_new(more, "mangleropgave", json_string(asked));
    const struct letter letter = {
        .name = name, .person = person, .replies = "confirmation", .more = more};
    return send(office, cause, listing, &letter, error);
}

bool listing_letter_woken(const struct office *office, const struct cause *cause,
                          const struct listing *listing, const json_t *facts, GError **error)
{
    SCOPED(person) struct person *person = person_get(office->store, listing->person, error);
    if (person == NULL) {
        return error == NULL || *error == NULL;
    }
    json_auto_t *more = state_fields(office, person->language, listing, facts, LISTING_OPEN);
    const struct letter letter = {
        .name = "listing-state", .person = person, .replies = "confirmation", .more = more};
    return send(office, cause, listing, &letter, error);
}

/* ---- its last day has passed ------------------------------------------------------------------
 */

enum { EXAMPLE_DAYS = 28 };

static json_t *overdue_fields(const struct office *office, const char *language,
                              const struct listing *listing, const json_t *facts, bool again,
                              GError **error)
{
    g_autoptr(GError) failure = NULL;
    g_autofree char *last = overdue_day(office->store, listing->id, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return NULL;
    }
    g_autofree char *written = funnel_day_words(office, language, last != NULL ? last : "");
    int64_t then = funnel_after(office, funnel_today(office) + EXAMPLE_DAYS, 0);
    /* we read Danish days */
    g_autofree char *example =
        templates_date_as(office->templates, "da", office->clock, then, "short");
    json_t *more = fields_of(office, language, listing, facts);
    json_object_set_new(more, "sidstedag", json_string(written));
    json_object_set_new(more, "eksempeldag", json_string(example));
    json_object_set_new(more, "igen", json_string(again ? "ja" : ""));
    return more;
}

bool listing_letter_overdue(struct matter *matter, const struct listing *listing,
                            const json_t *facts, GError **error)
{
    json_t *more =
        overdue_fields(matter->office, matter_language(matter), listing, facts, false, error);
    if (more == NULL) {
        return false;
    }
    note(matter, listing, listing->confirmed);
    answer_add(matter, &(struct deed){.effect = "posting-overdue",
                                      .letter = "posting-overdue",
                                      .replies = "followup",
                                      .said = "posting-overdue",
                                      .more = more});
    return true;
}

bool listing_letter_ask_overdue(const struct office *office, const struct cause *cause,
                                const struct listing *listing, const json_t *facts, bool again,
                                GError **error)
{
    SCOPED(person) struct person *person = person_get(office->store, listing->person, error);
    if (person == NULL) {
        return error == NULL || *error == NULL;
    }
    json_auto_t *more = overdue_fields(office, person->language, listing, facts, again, error);
    const struct letter letter = {
        .name = "posting-overdue", .person = person, .replies = "followup", .more = more};
    return more != NULL && send(office, cause, listing, &letter, error);
}
