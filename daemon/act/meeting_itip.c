#include "act/meeting_itip.h"

#include <string.h>

#include "act/answer.h"
#include "act/limits.h"
#include "act/meeting_answer.h"
#include "act/meeting_invite.h"
#include "act/meeting_letter.h"
#include "act/meeting_time.h"
#include "act/meeting_words.h"

/* Who answers which meeting. */
struct reply {
    const struct verdict_calendar *calendar;
    struct meeting *meeting;
    struct guest *guest;
    bool from_guest;     /* the mail comes from an address of the guest */
    bool attendee_guest; /* the one who answers in the calendar is the guest */
};

static void reply_clear(struct reply *reply)
{
    meeting_free(reply->meeting);
    guest_free(reply->guest);
}

/* The token of "m-2026-12.TOKEN@seniorjob.example"; false: it is no UID of ours. */
static bool token_of_uid(const char *uid, char token[TOKEN_LENGTH + 1])
{
    const char *at = uid != NULL && g_str_has_prefix(uid, "m-") ? strrchr(uid, '@') : NULL;
    if (at == NULL || at - uid <= TOKEN_LENGTH || at[-TOKEN_LENGTH - 1] != '.') {
        return false;
    }
    g_autofree char *lower = g_ascii_strdown(at - TOKEN_LENGTH, TOKEN_LENGTH);
    g_strlcpy(token, lower, TOKEN_LENGTH + 1);
    return true;
}

/* By the UID; else by the address or the mail that is answered. No guest and no error: not ours, or
 * nobody can say whose. */
static bool find_guest(struct matter *matter, struct reply *reply, GError **error)
{
    struct store *store = matter->office->store;
    g_autoptr(GError) failure = NULL;
    char token[TOKEN_LENGTH + 1];
    if (token_of_uid(reply->calendar->uid, token)) {
        reply->guest = guest_by_token(store, token, &failure);
    }
    struct meeting_mail about = {0};
    if (failure == NULL && reply->guest == NULL && matter->about != 0 &&
        meeting_mail_of(store, matter->about, &about, &failure) && about.meeting != 0) {
        reply->guest = guest_of(store, about.meeting, about.person, &failure);
    }
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    if (reply->guest == NULL) {
        return true;
    }
    matter->spoken.meeting = reply->guest->meeting;
    matter->spoken.person = reply->guest->person;
    reply->meeting = meeting_get(store, reply->guest->meeting, error);
    return reply->meeting != NULL;
}

/* From now on the mail concerns the guest, whoever sent it. */
static bool take_person(struct matter *matter, struct reply *reply, GError **error)
{
    struct person *person = person_get(matter->office->store, reply->guest->person, error);
    if (person == NULL) {
        return false;
    }
    const char *from = matter->verdict->from_address;
    const char *attendee = reply->calendar->attendee;
    reply->from_guest = from != NULL && person_has_address(person, from);
    reply->attendee_guest = attendee != NULL && person_has_address(person, attendee);
    if (!reply->from_guest && !reply->attendee_guest) {
        person_free(person); /* an invitation that was handed on: the guest is left alone */
        return true;
    }
    person_free(matter->person);
    matter->person = person;
    matter->several = false;
    matter->known_sender = matter->proved = reply->from_guest;
    return true;
}

/* DTSTAMP, when it can be true; some programs repeat the one that we wrote (RFC 5546 2.1.5), of
 * whichever of our mails they have before them. */
static bool said_at(const struct matter *matter, const struct reply *reply, int64_t *said,
                    GError **error)
{
    int64_t ours = 0;
    if (!meeting_mail_stamped(matter->office->store, reply->guest->meeting, reply->guest->person,
                              &ours, error)) {
        return false;
    }
    const char *stamp = reply->calendar->dtstamp;
    g_autoptr(GDateTime) time = stamp != NULL && g_str_has_suffix(stamp, "Z")
                                    ? g_date_time_new_from_iso8601(stamp, NULL)
                                    : NULL;
    int64_t moment = time != NULL ? g_date_time_to_unix(time) : 0;
    *said = moment > MAX(ours, reply->guest->invited) ? MIN(moment, matter->cause.at)
                                                      : matter_written(matter);
    return true;
}

static bool answer_of(const struct reply *reply, enum guest_answer *answer)
{
    static const struct {
        const char *partstat;
        enum guest_answer answer;
    } answers[] = {{"ACCEPTED", GUEST_YES}, {"TENTATIVE", GUEST_MAYBE}, {"DECLINED", GUEST_NO}};
    for (size_t at = 0; at < G_N_ELEMENTS(answers); at++) {
        if (g_strcmp0(reply->calendar->partstat, answers[at].partstat) == 0) {
            *answer = answers[at].answer;
            return true;
        }
    }
    return false;
}

/* In a reply to a single event a RECURRENCE-ID is its own start, or something that we did not send.
 */
static bool is_of_another(const struct reply *reply)
{
    const char *id = reply->calendar->recurrence_id;
    if (id == NULL) {
        return false;
    }
    /* 2026-12-01T10:00 as they write it: 20261201T100000 */
    g_auto(GStrv) pieces = g_strsplit_set(reply->meeting->starts, "-:", -1);
    g_autofree char *ours = g_strjoinv("", pieces);
    return g_strcmp0(id, reply->calendar->start) != 0 && !g_str_has_prefix(id, ours);
}

/* The person at the invited address hears of it, whoever's address the answer came from. */
static bool tell(struct matter *matter, const struct reply *reply, const struct meeting_word *word,
                 enum meeting_heard heard, GError **error)
{
    if (heard != MEETING_HEARD && heard != MEETING_TOO_LATE) {
        matter_effect(matter, heard == MEETING_OLDER ? "older" : "already");
        return true;
    }
    return meeting_confirm(matter, reply->meeting, reply->guest, word, heard, error);
}

static enum guest_answer opinion_of(const struct reply *reply)
{
    for (enum guest_answer answer = GUEST_YES; answer <= GUEST_NO; answer++) {
        if (g_strcmp0(reply->calendar->opinion, guest_answer_name(answer)) == 0) {
            return answer;
        }
    }
    return GUEST_SILENT;
}

/* The button counts. What the words say besides goes with it; where they say something else, staff
 * read them too. */
static void hear_opinion(struct matter *matter, const struct reply *reply,
                         struct meeting_word *word)
{
    enum guest_answer opinion = opinion_of(reply);
    if (opinion != GUEST_SILENT && opinion != word->answer) {
        matter->why_human = "contradicts";
    } else if (opinion == GUEST_YES) {
        word->companions = (int)reply->calendar->guests;
    }
}

static bool hear(struct matter *matter, struct reply *reply, GError **error)
{
    struct meeting_word word = {.id = matter->verdict->message_id,
                                /* without one: the first version, 0 (RFC 5546 2.1.4) */
                                .sequence = (int)MAX(0, reply->calendar->sequence),
                                .text = reply->calendar->comment};
    if (!answer_of(reply, &word.answer)) {
        bool open = g_strcmp0(reply->calendar->partstat, "NEEDS-ACTION") == 0;
        matter->why_human = open ? matter->why_human : "calendar";
        matter_effect(matter, open ? "none" : "to-human");
        return true;
    }
    hear_opinion(matter, reply, &word);
    enum meeting_heard heard;
    return said_at(matter, reply, &word.said, error) &&
           meeting_hear(matter->office, &matter->cause, reply->meeting, &reply->guest, &word,
                        &heard, error) &&
           tell(matter, reply, &word, heard, error);
}

/* The event once more, as it is now. */
static bool send_again(struct matter *matter, struct reply *reply, GError **error)
{
    bool may = false;
    matter_effect(matter, matter->answerable ? "sent-again" : "none");
    if (!matter->answerable) {
        return true;
    }
    return limits_may_send(matter->office, person_address(matter->person), LIMITS_PROVED, &may,
                           error) &&
           (!may || meeting_invite_guest(matter->office, &matter->cause, reply->meeting,
                                         reply->guest, error));
}

/* The meeting is the same for everybody: the next ones are named instead. */
static bool refuse_counter(struct matter *matter, const struct reply *reply, GError **error)
{
    matter->meeting = (struct meeting_mail){.meeting = reply->meeting->id,
                                            .person = matter->person->id,
                                            .sequence = reply->meeting->sequence};
    json_t *more = meeting_letter_fields(matter->office, reply->meeting, reply->guest,
                                         matter_language(matter));
    g_autofree char *next = meeting_next_ones(matter->office, matter_language(matter),
                                              matter->person->role, reply->meeting, error);
    if (next == NULL || !meeting_letter_invited(matter->office, matter->person->id, more, error)) {
        json_decref(more);
        return false;
    }
    g_assert(json_object_set_new(more, "naestemoeder", json_string(next)) == 0);
    answer_add(matter, &(struct deed){.effect = "countered",
                                      .letter = "meeting-counter",
                                      .replies = "invitation",
                                      .carries = true,
                                      .more = more});
    return true;
}

static bool carry_out(struct matter *matter, struct reply *reply, GError **error)
{
    const char *method = reply->calendar->method;
    if (is_of_another(reply)) {
        matter->why_human = "calendar";
        return true;
    }
    if (g_strcmp0(method, "REFRESH") == 0) {
        return send_again(matter, reply, error);
    }
    if (g_strcmp0(method, "COUNTER") == 0) {
        return refuse_counter(matter, reply, error);
    }
    if (g_strcmp0(reply->calendar->partstat, "DELEGATED") == 0) {
        matter->why_human = "delegated";
        return true;
    }
    const char *comment = reply->calendar->comment;
    if (comment != NULL && strchr(comment, '?') != NULL) {
        matter->why_human = "question"; /* staff read it, whatever the button says */
    }
    return hear(matter, reply, error);
}

/* Pressed by somebody who was not invited. */
static bool ask_stranger(struct matter *matter, const struct reply *reply, GError **error)
{
    enum guest_answer answer = GUEST_SILENT;
    if (!answer_of(reply, &answer) || answer == GUEST_NO) {
        matter_effect(matter, "none");
        return true;
    }
    matter->proof = NULL; /* whatever address it came to, it is another person's */
    matter->proved = false;
    return meeting_ask_stranger(matter, reply->meeting, error);
}

bool meeting_itip_act(struct matter *matter, GError **error)
{
    struct reply reply = {.calendar = matter->verdict->calendar};
    bool done = false;
    if (find_guest(matter, &reply, error)) {
        if (reply.guest == NULL) {
            matter->why_human = "calendar";
            done = true;
        } else if (take_person(matter, &reply, error)) {
            done = reply.from_guest || reply.attendee_guest ? carry_out(matter, &reply, error)
                                                            : ask_stranger(matter, &reply, error);
        }
    }
    reply_clear(&reply);
    return done;
}
