#include "act/desk.h"

#include <string.h>

#include "act/desk_held.h"
#include "act/desk_words.h"
#include "act/staff.h"
#include "mail/address.h"
#include "understand/cpr.h"

#define TEXT_LIMIT 50000 /* characters of an answer; nobody writes more */

/* What a member of staff answered, and what came of it. */
struct reply {
    struct matter *matter;
    struct inbound *inbound; /* the case, NULL: none, such as an alarm */
    struct verdict *verdict; /* what its sender wrote, NULL: quarantined */
    char *recipient;         /* where an answer goes, NULL: nowhere */
    bool sent, closed;
    bool unclear; /* for the writer or for colleagues? */
    bool empty;   /* there are no words, such as a file alone */
};

bool desk_concerns(const struct matter *matter)
{
    return matter->proved && matter->person != NULL && matter->person->role == PERSON_STAFF &&
           g_strcmp0(matter->proof->replies, "inbox") == 0;
}

static bool case_waits(const struct inbound *inbound)
{
    return inbound->state == INBOUND_HUMAN || inbound->state == INBOUND_QUARANTINED;
}

bool desk_close(const struct office *office, const struct cause *cause, int64_t id, bool *closed,
                GError **error)
{
    SCOPED(inbound) struct inbound *inbound = inbound_get(office->store, id, error);
    if (inbound == NULL) {
        return false;
    }
    *closed = case_waits(inbound);
    if (!*closed) {
        return true;
    }
    inbound->state = INBOUND_DONE;
    struct cause about = *cause;
    about.inbound = id;
    return inbound_settle(office->store, &about, inbound, error) &&
           event_add(office->store, &about, inbound->person, 0, "inbox", NULL, "human", "done",
                     error);
}

static bool find_case(struct reply *reply, GError **error)
{
    const struct matter *matter = reply->matter;
    SCOPED(ledger_mail)
    struct ledger_mail *note = ledger_get(matter->office->store, matter->proof->outgoing, error);
    if (note == NULL || note->inbound == 0) {
        return note != NULL;
    }
    reply->inbound = inbound_get(matter->office->store, note->inbound, error);
    if (reply->inbound == NULL) {
        return false;
    }
    reply->verdict = verdict_from_text(reply->inbound->verdict);
    const char *from = reply->verdict != NULL ? reply->verdict->from_address : NULL;
    reply->recipient = from != NULL ? address_parse(from, NULL) : NULL;
    if (reply->recipient != NULL && address_is_robot(reply->recipient)) {
        g_clear_pointer(&reply->recipient, g_free);
    }
    return true;
}

/* Whether the address is one of the person whom the case concerns: then the letter has their name
 * and language. Otherwise it goes as to a stranger. */
static bool find_owner(const struct reply *reply, struct person **owner, GError **error)
{
    if (reply->inbound->person == 0) {
        return true;
    }
    SCOPED(person)
    struct person *person = person_get(reply->matter->office->store, reply->inbound->person, error);
    if (person == NULL) {
        return false;
    }
    for (guint at = 0; at < person->addresses->len; at++) {
        if (g_ascii_strcasecmp(person->addresses->pdata[at], reply->recipient) == 0) {
            *owner = g_steal_pointer(&person);
            return true;
        }
    }
    return true;
}

static bool send_on(struct reply *reply, GError **error)
{
    const struct matter *matter = reply->matter;
    g_autofree char *masked = cpr_mask(desk_words_answer(matter->verdict));
    g_autofree char *text =
        g_utf8_substring(masked, 0, MIN(g_utf8_strlen(masked, -1), (glong)TEXT_LIMIT));
    json_auto_t *more = json_pack("{s:s}", "brevtekst", text);
    SCOPED(person) struct person *owner = NULL;
    if (!find_owner(reply, &owner, error)) {
        return false;
    }
    struct cause about = matter->cause;
    about.inbound = reply->inbound->id;
    about.actor = "staff";
    const struct letter letter = {.name = "staff-answer",
                                  .person = owner,
                                  .recipient = reply->recipient,
                                  .recipient_name = reply->verdict->from_name,
                                  .replies = "none",
                                  .answers = reply->verdict->message_id,
                                  .subject = reply->verdict->subject,
                                  .class = LEDGER_CONFIDENTIAL,
                                  .more = more};
    reply->sent = true;
    return letter_send(matter->office, &about, &letter, error);
}

static void set(json_t *fields, const char *name, const char *value)
{
    g_assert(json_object_set_new(fields, name, json_string(value)) == 0);
}

/* All of staff had the case; they all learn who has seen to it. */
static bool tell_staff(const struct reply *reply, GError **error)
{
    const struct matter *matter = reply->matter;
    g_autofree char *number = g_strdup_printf(
        "%" G_GINT64_FORMAT, reply->inbound != NULL ? reply->inbound->id : INT64_C(0));
    const char *name =
        *matter->person->name != '\0' ? matter->person->name : person_address(matter->person);
    json_auto_t *fields = json_object();
    g_autofree char *own = g_strdup_printf("%" G_GINT64_FORMAT, matter->cause.inbound);
    set(fields, "sag", number);
    set(fields, "svarnummer", own);
    set(fields, "medarbejdernavn", name);
    set(fields, "svarmodtager", reply->sent ? reply->recipient : "");
    set(fields, "ingensag", reply->inbound == NULL ? "ja" : "");
    bool waits = (reply->unclear || reply->empty) && case_waits(reply->inbound);
    bool before = reply->inbound != NULL && !reply->closed && !waits;
    bool file = matter->verdict->attachments->len > 0 && (reply->sent || reply->empty);
    set(fields, "klaretfoer", before ? "ja" : "");
    set(fields, "uklart", reply->unclear ? "ja" : "");
    set(fields, "tomt", reply->empty ? "ja" : "");
    set(fields, "vedhaeftet", file ? "ja" : "");
    set(fields, "ingenadresse",
        reply->inbound != NULL && reply->recipient == NULL && !reply->closed ? "ja" : "");
    struct cause about = matter->cause; /* who replies to this letter speaks of the case, too */
    about.inbound = reply->inbound != NULL ? reply->inbound->id : about.inbound;
    return staff_tell(matter->office, &about, "staff-case", fields, error);
}

static bool says_yes(const GPtrArray *intents)
{
    for (guint at = 0; at < intents->len; at++) {
        const struct verdict_intent *one = intents->pdata[at];
        if (strcmp(one->name, "confirm") == 0 &&
            g_strcmp0(verdict_slot(one, "answer"), "yes") == 0) {
            return true;
        }
    }
    return false;
}

static bool has_words(const char *text)
{
    return text[strspn(text, " \t\n")] != '\0';
}

/* Whether it goes on; if not, why. */
static bool judge(struct reply *reply, bool *sends, GError **error)
{
    const struct verdict *verdict = reply->matter->verdict;
    bool doubtful = false;
    *sends = false;
    if (reply->inbound == NULL || reply->recipient == NULL || says_yes(verdict->intents)) {
        return true;
    }
    reply->empty = !has_words(desk_words_answer(verdict));
    if (!reply->empty && !desk_words_doubtful(reply->matter, reply->verdict,
                                              case_waits(reply->inbound), &doubtful, error)) {
        return false;
    }
    reply->unclear = !reply->empty && (doubtful || says_yes(verdict->guesses));
    *sends = !reply->empty && !reply->unclear;
    return true;
}

static bool carry_out(struct reply *reply, GError **error)
{
    struct matter *matter = reply->matter;
    bool sends = false;
    if (!find_case(reply, error)) {
        return false;
    }
    if (reply->inbound != NULL && desk_held_concerns(matter, reply->inbound)) {
        return desk_held_act(matter, reply->inbound, error);
    }
    if (!judge(reply, &sends, error) || (sends && !send_on(reply, error))) {
        return false;
    }
    bool closes = reply->inbound != NULL && (sends || says_yes(matter->verdict->intents));
    if (closes &&
        !desk_close(matter->office, &matter->cause, reply->inbound->id, &reply->closed, error)) {
        return false;
    }
    matter->answered = true; /* by what staff are told */
    matter_effect(matter, sends            ? "staff-answered"
                          : closes         ? "staff-settled"
                          : reply->unclear ? "staff-unclear"
                          : reply->empty   ? "staff-empty"
                                           : "none");
    return tell_staff(reply, error);
}

bool desk_act(struct matter *matter, GError **error)
{
    struct reply reply = {.matter = matter};
    bool done = carry_out(&reply, error);
    inbound_free(reply.inbound);
    verdict_free(reply.verdict);
    g_free(reply.recipient);
    return done;
}
