#include "act/meeting_letter.h"

#include <string.h>

#include "act/meeting_time.h"
#include "act/unreachable.h"
#include "calendar/event.h"
#include "compose/words.h"
#include "store/meeting_mail.h"
#include "store/subscription.h"

static void put(json_t *fields, const char *name, const char *text)
{
    g_assert(json_object_set_new(fields, name, json_string(text)) == 0);
}

/* As meeting_words, and what it makes is put under `name`. */
static void put_time(const struct office *office, const struct meeting *meeting, json_t *fields,
                     const char *name, const char *form)
{
    const char *language = json_string_value(json_object_get(fields, "sprog"));
    g_autofree char *words = meeting_words(office, meeting, meeting->starts, language, form);
    put(fields, name, words);
}

static void put_deadline(const struct office *office, const struct meeting *meeting,
                         const char *language, json_t *fields)
{
    int64_t until = meeting_deadline(office, meeting);
    bool open = clock_now(office->clock) < until;
    g_autofree char *day =
        templates_date(office->templates, language, office->clock, until - 1, false);
    put(fields, "frist", open ? day : "");
}

/* "en ledsager", "2 ledsagere"; "" for none. The caller owns it. */
static char *companions_of(const struct office *office, const char *language, int companions)
{
    g_autofree char *count = g_strdup_printf("%d", companions);
    const char *key = companions == 1 ? "one" : "more";
    return companions == 0
               ? g_strdup("")
               : words_fill(templates_word(office->templates, language, "companions", key), "count",
                            count, NULL);
}

static void put_guest(const struct office *office, json_t *fields, const struct guest *guest,
                      const char *language)
{
    enum guest_answer answer = guest != NULL ? guest->answer : GUEST_SILENT;
    bool waits = guest != NULL && (guest->seat == GUEST_WAITING || guest->seat == GUEST_OFFERED);
    g_autofree char *companions =
        companions_of(office, language, guest != NULL ? guest->companions : 0);
    put(fields, "svaretja", answer == GUEST_YES ? "ja" : "");
    put(fields, "svaretmaaske", answer == GUEST_MAYBE ? "ja" : "");
    put(fields, "svaretnej", answer == GUEST_NO ? "ja" : "");
    put(fields, "ledsagere", companions);
    put(fields, "venteliste", waits ? "ja" : "");
}

/* Who has a seat may come online, too; an extra meeting has no link. */
static void put_online(const struct office *office, const struct meeting *meeting, json_t *fields,
                       const struct guest *guest)
{
    bool seated = guest != NULL && guest->answer == GUEST_YES && guest->seat == GUEST_SEATED;
    put(fields, "onlinelink",
        seated && *meeting->title == '\0' ? config_text(office->config, CONFIG_MEETING_ONLINE)
                                          : "");
}

json_t *meeting_letter_fields(const struct office *office, const struct meeting *meeting,
                              const struct guest *guest, const char *language)
{
    json_t *fields = json_object();
    put(fields, "sprog", language);
    put(fields, "titel", meeting->title);
    put_time(office, meeting, fields, "moededag", "date");
    put_time(office, meeting, fields, "moedekort", "day");
    put_time(office, meeting, fields, "moedestart", "hour");
    g_autofree char *until = meeting_words(office, meeting, meeting->ends, language, "until");
    g_autofree char *span =
        g_strdup_printf("%s %s", json_string_value(json_object_get(fields, "moedestart")), until);
    put(fields, "moedetid", span);
    put(fields, "sted", meeting->place);
    put(fields, "adgang", meeting->access);
    put_deadline(office, meeting, language, fields);
    put_guest(office, fields, guest, language);
    put_online(office, meeting, fields, guest);
    json_object_del(fields, "sprog");
    return fields;
}

bool meeting_letter_invited(const struct office *office, int64_t person, json_t *fields,
                            GError **error)
{
    enum subscription_state state = SUBSCRIPTION_NONE;
    if (!subscription_get(office->store, person, INVITATIONS, &state, error)) {
        return false;
    }
    put(fields, "inviteres", state == SUBSCRIPTION_ACTIVE ? "ja" : "");
    return true;
}

void meeting_letter_token(const struct office *office, const struct meeting *meeting,
                          int64_t person, char token[TOKEN_LENGTH + 1])
{
    token_make(office->key, TOKEN_EVENT, person, meeting->id, token);
}

static enum event_answer shown(const struct guest *guest, bool keeps)
{
    static const enum event_answer answers[] = {[GUEST_SILENT] = EVENT_NEEDS_ACTION,
                                                [GUEST_YES] = EVENT_ACCEPTED,
                                                [GUEST_MAYBE] = EVENT_TENTATIVE,
                                                [GUEST_NO] = EVENT_DECLINED};
    return keeps ? answers[guest->answer] : EVENT_NEEDS_ACTION;
}

/* What their calendar shows below the title: the way in, and whom to call. The caller owns it. */
static char *description(const struct office *office, const struct meeting *meeting,
                         const char *language)
{
    g_autofree char *phrase =
        words_fill(templates_word(office->templates, language, "calendar", "description"), "phone",
                   config_text(office->config, CONFIG_SITE_PHONE), NULL);
    return *meeting->access != '\0' ? g_strdup_printf("%s\n\n%s", meeting->access, phrase)
                                    : g_steal_pointer(&phrase);
}

/* The object, to exactly one person. The caller owns it. */
static char *object_of(const struct office *office, const struct meeting *meeting,
                       const struct guest *guest, const struct meeting_letter *letter,
                       const struct letter *mail)
{
    const char *language = mail->person->language;
    char token[TOKEN_LENGTH + 1];
    meeting_letter_token(office, meeting, guest->person, token);
    g_autofree char *uid = g_strdup_printf("m-%s.%s@%s", meeting->name, token,
                                           config_text(office->config, CONFIG_SITE_DOMAIN));
    g_autofree char *below = description(office, meeting, language);
    const struct calendar_event event = {
        .method = strcmp(letter->method, "CANCEL") == 0 ? EVENT_CANCEL : EVENT_REQUEST,
        .uid = uid,
        .sequence = (unsigned)meeting->sequence,
        .stamp = clock_now(office->clock),
        .zone = meeting->zone,
        .start = meeting->starts,
        .end = meeting->ends,
        .organizer_name = config_text(office->config, CONFIG_SITE_NAME),
        .organizer_address = config_text(office->config, CONFIG_SITE_ADDRESS),
        .attendee_name = mail->person->name,
        .attendee_address = mail->recipient,
        .answer = shown(guest, letter->keeps_answer),
        .summary = *meeting->title != '\0'
                       ? meeting->title
                       : templates_word(office->templates, language, "calendar", "meeting"),
        .place = meeting->place,
        .description = below,
        .url = config_text(office->config, CONFIG_SITE_WEB),
    };
    return event_write(&event);
}

/* The version of the event that they know from now on. */
static bool remember(const struct office *office, const struct cause *cause,
                     const struct meeting *meeting, struct guest *guest, GError **error)
{
    if (guest->sequence == meeting->sequence) {
        return true;
    }
    SCOPED(guest) struct guest *after = guest_copy(guest);
    after->sequence = meeting->sequence;
    if (!guest_update(office->store, cause, guest, after, error)) {
        return false;
    }
    guest->sequence = meeting->sequence;
    return true;
}

bool meeting_letter_send(const struct office *office, const struct cause *cause,
                         const struct meeting *meeting, struct guest *guest,
                         const struct meeting_letter *letter, GError **error)
{
    SCOPED(person) struct person *person = person_get(office->store, guest->person, error);
    if (person == NULL) {
        return false;
    }
    json_auto_t *fields = meeting_letter_fields(office, meeting, guest, person->language);
    if (!meeting_letter_invited(office, person->id, fields, error)) {
        return false;
    }
    if (letter->more != NULL) {
        g_assert(json_object_update(fields, letter->more) == 0);
    }
    int64_t row = 0;
    struct letter mail = {
        .name = letter->name,
        .person = person,
        .recipient = letter->recipient != NULL ? letter->recipient : person_address(person),
        .replies = letter->replies != NULL ? letter->replies : "invitation",
        .answers = letter->answers,
        .subject = letter->subject,
        .more = fields,
        .queued = &row,
    };
    const char *reachable = NULL; /* the attendee has to be the recipient */
    if (!unreachable_recipient(office, &mail, &reachable, error)) {
        return false;
    }
    mail.recipient = reachable != NULL ? reachable : mail.recipient;
    g_autofree char *object =
        letter->method != NULL ? object_of(office, meeting, guest, letter, &mail) : NULL;
    mail.calendar = object;
    mail.method = letter->method;
    if (!letter_send(office, cause, &mail, error)) {
        return false;
    }
    if (letter->queued != NULL) {
        *letter->queued = row;
    }
    struct meeting_mail note = {.outgoing = row,
                                .meeting = meeting->id,
                                .person = guest->person,
                                .what = letter->what,
                                .sequence = meeting->sequence};
    return (row == 0 || meeting_mail_note(office->store, &note, error)) &&
           (letter->method == NULL || remember(office, cause, meeting, guest, error));
}
