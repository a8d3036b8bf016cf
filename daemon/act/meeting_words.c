#include "act/meeting_words.h"

#include <string.h>

#include "act/asking.h"
#include "act/consent.h"
#include "act/meeting_answer.h"
#include "act/meeting_find.h"
#include "act/meeting_letter.h"
#include "act/meeting_time.h"
#include "base/text.h"

#define ASKED "meeting-stranger" /* the letter that asks a stranger */

enum { TEXT_LIMIT = 300 }; /* characters */
enum { NEXT_ONES = 2 };

struct guest *meeting_guest(const struct office *office, const struct cause *cause,
                            const struct meeting *meeting, int64_t person, GError **error)
{
    g_autoptr(GError) failure = NULL;
    SCOPED(guest) struct guest *guest = guest_of(office->store, meeting->id, person, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return NULL;
    }
    if (guest != NULL) {
        return g_steal_pointer(&guest);
    }
    guest = g_new0(struct guest, 1);
    guest->meeting = meeting->id;
    guest->person = person;
    guest->sequence = meeting->sequence;
    char token[TOKEN_LENGTH + 1];
    meeting_letter_token(office, meeting, person, token);
    return guest_add(office->store, cause, guest, token, error) ? g_steal_pointer(&guest) : NULL;
}

char *meeting_next_ones(const struct office *office, const char *language, enum person_role role,
                        const struct meeting *meeting, GError **error)
{
    struct meeting_wish wish = {.role = role, .stored = true};
    wish.after = MAX(meeting_starts(meeting), clock_now(office->clock));
    g_autoptr(GError) failure = NULL;
    g_autoptr(GString) lines = g_string_new(NULL);
    for (int named = 0; named < NEXT_ONES; named++) {
        SCOPED(meeting) struct meeting *next = meeting_find_next(office, &wish, &failure);
        if (next == NULL) {
            break;
        }
        wish.after = meeting_starts(next);
        g_autofree char *when =
            templates_date(office->templates, language, office->clock, wish.after, true);
        g_string_append_printf(lines, "%s%s", lines->len > 0 ? "\n" : "", when);
    }
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return NULL;
    }
    return g_strdup(lines->str);
}

/* The mail for the absent named the next meetings: the first of them is meant. */
static bool named_by_absent(const struct matter *matter, int64_t *after, GError **error)
{
    SCOPED(ledger_mail)
    struct ledger_mail *mail = ledger_get(matter->office->store, matter->about, error);
    if (mail != NULL && strcmp(mail->kind, MEETING_ABSENT_LETTER) == 0) {
        *after = mail->queued;
    }
    return mail != NULL;
}

/* The meeting of the mail that is answered, else the next one. `sequence`: the version of the event
 * that the sender has before them. NULL without an error: there is none. */
static struct meeting *meeting_meant(const struct matter *matter, int *sequence, GError **error)
{
    struct store *store = matter->office->store;
    struct meeting_mail about = {0};
    int64_t absent = 0;
    if (matter->about != 0 && (!meeting_mail_of(store, matter->about, &about, error) ||
                               !named_by_absent(matter, &absent, error))) {
        return NULL;
    }
    if (about.meeting != 0 && absent == 0) {
        *sequence = about.sequence;
        return meeting_get(store, about.meeting, error);
    }
    const struct meeting_wish wish = {
        .role = matter->person != NULL ? matter->person->role : PERSON_SEEKER,
        .after = absent != 0 ? absent : clock_now(matter->office->clock),
        .stored = true};
    struct meeting *coming = meeting_find_next(matter->office, &wish, error);
    *sequence = coming != NULL ? coming->sequence : 0;
    return coming;
}

static bool read_word(const struct matter *matter, const struct verdict_intent *intent,
                      struct meeting_word *word)
{
    static const struct {
        const char *name;
        enum guest_answer answer;
    } answers[] = {{"yes", GUEST_YES}, {"no", GUEST_NO}, {"maybe", GUEST_MAYBE}};
    const char *said = verdict_slot(intent, "answer");
    for (size_t at = 0; at < G_N_ELEMENTS(answers); at++) {
        if (g_strcmp0(said, answers[at].name) == 0) {
            json_int_t companions = json_integer_value(json_object_get(intent->slots, "guests"));
            *word = (struct meeting_word){.answer = answers[at].answer,
                                          .companions = (int)CLAMP(companions, 0, G_MAXINT16),
                                          .said = matter_written(matter),
                                          .id = matter_words(matter)->message_id};
            return true;
        }
    }
    return false;
}

/* What staff read beside the name. A bare answer tells them nothing. The caller owns it. */
static char *told(const struct matter *matter)
{
    const struct verdict *words = matter_words(matter);
    bool bare = json_is_true(json_object_get(words->open, "bare"));
    return bare ? NULL : text_one_line(words->text, TEXT_LIMIT);
}

static bool hear(struct matter *matter, const struct meeting *meeting, struct meeting_word *word,
                 GError **error)
{
    SCOPED(guest)
    struct guest *guest =
        meeting_guest(matter->office, &matter->cause, meeting, matter->person->id, error);
    if (guest == NULL) {
        return false;
    }
    g_autofree char *text = told(matter);
    word->text = text;
    enum meeting_heard heard;
    return meeting_hear(matter->office, &matter->cause, meeting, &guest, word, &heard, error) &&
           meeting_confirm(matter, meeting, guest, word, heard, error);
}

bool meeting_ask_stranger(struct matter *matter, const struct meeting *meeting, GError **error)
{
    matter->meeting = (struct meeting_mail){.meeting = meeting->id, .sequence = meeting->sequence};
    json_auto_t *more =
        meeting_letter_fields(matter->office, meeting, NULL, matter_language(matter));
    if (!matter_answer(matter, ASKED, "invitation", more, error)) {
        return false;
    }
    if (matter->answered) {
        matter_effect(matter, "asked");
    } else {
        matter->why_human = matter->answerable ? "limit" : "unknown-person";
    }
    return true;
}

/* Somebody whom we do not know: asked whether they mean it; when the answer comes, they are known
 * and on the list. */
static bool hear_stranger(struct matter *matter, const struct meeting *meeting,
                          struct meeting_word *word, GError **error)
{
    if (matter->several || matter->verdict->from_address == NULL) {
        matter->why_human = matter->several ? "several-people" : "unknown-person";
        return true;
    }
    bool asked = matter->proved && g_strcmp0(matter->proof->kind, ASKED) == 0;
    if (word->answer != GUEST_YES) {
        matter_effect(matter, "none"); /* nobody waits for them */
        return true;
    }
    if (!asked) {
        return meeting_ask_stranger(matter, meeting, error);
    }
    if (!consent_add_stranger(matter, error)) {
        return false;
    }
    matter->proved = true; /* they answer what we asked at that address */
    return hear(matter, meeting, word, error);
}

bool meeting_attend(struct matter *matter, const struct verdict_intent *intent, GError **error)
{
    struct meeting_word word;
    if (!read_word(matter, intent, &word)) {
        matter->why_human = "unclear";
        return true;
    }
    g_autoptr(GError) failure = NULL;
    SCOPED(meeting)
    struct meeting *meeting = meeting_meant(matter, &word.sequence, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    if (meeting == NULL) {
        matter->why_human = "no-meeting";
        return true;
    }
    matter->spoken.meeting = meeting->id;
    if (matter->person == NULL) {
        return hear_stranger(matter, meeting, &word, error);
    }
    matter->spoken.person = matter->person->id;
    if (!matter->proved) {
        asking_later(matter, intent);
        return true;
    }
    return hear(matter, meeting, &word, error);
}
