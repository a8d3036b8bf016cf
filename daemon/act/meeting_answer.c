#include "act/meeting_answer.h"

#include <string.h>

#include "act/answer.h"
#include "act/meeting_letter.h"
#include "act/meeting_seats.h"
#include "act/meeting_time.h"
#include "act/meeting_words.h"
#include "understand/cpr.h"

enum { COMPANIONS_LIMIT = 20, WORDS_LIMIT = 1000 };

bool meeting_word_counts(const struct guest *guest, const struct meeting_word *word)
{
    if (guest->said == 0 || word->said != guest->said) {
        return word->said > guest->said;
    }
    return g_strcmp0(word->id, guest->said_id) > 0;
}

void meeting_word_take(const struct meeting *meeting, const struct guest_tally *others,
                       const struct guest *before, struct guest *after,
                       const struct meeting_word *word, const struct cause *cause)
{
    after->answer = word->answer;
    after->companions = CLAMP(word->companions, 0, COMPANIONS_LIMIT);
    after->said = word->said;
    g_free(after->said_id);
    after->said_id = g_strdup(word->id);
    after->said_sequence = word->sequence;
    after->inbound = cause->inbound;
    after->by_staff = word->by_staff;
    seats_give(meeting, others, before, after, cause->at);
}

/* Whatever they wrote along the way stays for staff: "jeg sidder i kørestol" is not taken back by a
 * later yes. */
static void keep_words(struct guest *guest, const char *text)
{
    if (text == NULL || *text == '\0' || (guest->words != NULL && strstr(guest->words, text))) {
        return;
    }
    g_autofree char *before = guest->words;
    g_autofree char *all =
        before == NULL ? g_strdup(text) : g_strdup_printf("%s\n%s", before, text);
    g_autofree char *masked = cpr_mask(all);
    guest->words = g_utf8_substring(masked, 0, MIN(g_utf8_strlen(masked, -1), WORDS_LIMIT));
}

static bool is_same(const struct guest *before, const struct guest *after)
{
    return before->answer == after->answer && before->companions == after->companions &&
           before->seat == after->seat && before->said_sequence == after->said_sequence;
}

bool meeting_hear(const struct office *office, const struct cause *cause,
                  const struct meeting *meeting, struct guest **guest,
                  const struct meeting_word *word, enum meeting_heard *heard, GError **error)
{
    if (cause->at >= meeting_starts(meeting)) {
        *heard = MEETING_TOO_LATE;
        return true;
    }
    struct guest_tally others;
    if (!guest_count_seats(office->store, meeting->id, (*guest)->person, &others, error)) {
        return false;
    }
    SCOPED(guest) struct guest *before = *guest;
    *guest = guest_copy(before);
    keep_words(*guest, word->text);
    *heard = MEETING_OLDER;
    if (meeting_word_counts(before, word)) {
        meeting_word_take(meeting, &others, before, *guest, word, cause);
        *heard = is_same(before, *guest) ? MEETING_SAME : MEETING_HEARD;
    }
    bool waited = others.waiting > 0 || (*guest)->seat == GUEST_WAITING;
    return guest_update(office->store, cause, before, *guest, error) &&
           (!waited || seats_offer(office, cause, meeting, error));
}

/* The letter that says how things stand, and its sentence among other deeds. */
static const char *letter_of(const struct meeting *meeting, const struct guest *guest,
                             enum meeting_heard heard)
{
    if (heard == MEETING_TOO_LATE) {
        return "meeting-late";
    }
    if (meeting->state == MEETING_CANCELLED) {
        return "meeting-gone";
    }
    switch (guest->answer) {
    case GUEST_YES:
        if (guest->seat != GUEST_SEATED) {
            return "meeting-waiting";
        }
        return guest->said_sequence < meeting->time_sequence ? "meeting-moved" : "meeting-yes";
    case GUEST_MAYBE:
        return "meeting-maybe";
    case GUEST_NO:
    case GUEST_SILENT:
        break;
    }
    return "meeting-no";
}

static json_t *fields_of(const struct matter *matter, const struct meeting *meeting,
                         const struct guest *guest, const struct meeting_word *word, GError **error)
{
    g_autofree char *next = meeting_next_ones(matter->office, matter_language(matter),
                                              matter->person->role, meeting, error);
    if (next == NULL) {
        return NULL;
    }
    json_t *fields = meeting_letter_fields(matter->office, meeting, guest, matter_language(matter));
    const char *from = matter->verdict->from_address;
    bool other = !matter->known_sender && from != NULL;
    g_autofree char *masked = cpr_mask(other ? from : "");
    int lost = word->answer == GUEST_YES ? word->companions - guest->companions : 0;
    g_autofree char *less = g_strdup_printf("%d", lost);
    json_auto_t *more = json_pack("{s:s, s:s, s:s}", "naestemoeder", next, "andenadresse", masked,
                                  "ikkeplads", lost > 0 ? less : "");
    g_assert(json_object_update(fields, more) == 0);
    if (!meeting_letter_invited(matter->office, matter->person->id, fields, error)) {
        g_clear_pointer(&fields, json_decref);
    }
    return fields;
}

bool meeting_confirm(struct matter *matter, const struct meeting *meeting,
                     const struct guest *guest, const struct meeting_word *word,
                     enum meeting_heard heard, GError **error)
{
    const char *letter = letter_of(meeting, guest, heard);
    matter->meeting = (struct meeting_mail){
        .meeting = meeting->id, .person = guest->person, .sequence = meeting->sequence};
    json_t *fields = fields_of(matter, meeting, guest, word, error);
    if (fields == NULL) {
        return false;
    }
    if (!matter->known_sender) {
        json_auto_t *owned = fields;
        matter_effect(matter, letter);
        return matter_write_person(matter, letter, "invitation", owned, error);
    }
    bool brings = guest->companions > 0 && strcmp(letter, "meeting-yes") == 0;
    answer_add(matter, &(struct deed){.effect = letter,
                                      .letter = letter,
                                      .replies = "invitation",
                                      .said = brings ? "meeting-yes-more" : letter,
                                      .carries = true,
                                      .more = fields});
    return true;
}
