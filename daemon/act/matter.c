#include "act/matter.h"

#include <string.h>

#include "store/listing.h"

void matter_clear(struct matter *matter)
{
    g_clear_pointer(&matter->person, person_free);
    g_clear_pointer(&matter->deeds, g_ptr_array_unref);
    g_clear_pointer(&matter->unproved, g_ptr_array_unref);
    g_clear_pointer(&matter->confirmed, verdict_free);
    g_clear_pointer(&matter->fresh_like, json_decref);
}

const struct verdict *matter_words(const struct matter *matter)
{
    return matter->confirmed != NULL ? matter->confirmed : matter->verdict;
}

int64_t matter_written(const struct matter *matter)
{
    const struct verdict *words = matter_words(matter);
    int64_t moment = 0;
    if (words->date == NULL || !clock_parse(matter->office->clock, words->date, &moment, NULL)) {
        return matter->cause.at;
    }
    return MIN(moment, matter->cause.at);
}

int64_t matter_received(const struct matter *matter)
{
    return matter->received != 0 ? matter->received : matter->cause.at;
}

void matter_effect(struct matter *matter, const char *word)
{
    if (matter->effect == NULL) {
        matter->effect = word;
        return;
    }
    g_auto(GStrv) words = g_strsplit(matter->effect, ",", -1);
    if (!g_strv_contains((const char *const *)words, word)) {
        g_autofree char *both = g_strdup_printf("%s,%s", matter->effect, word);
        matter->effect = g_intern_string(both); /* of a few dozen words: no leak that grows */
    }
}

enum limits_sender matter_sender(const struct matter *matter)
{
    if (matter->proved) {
        return LIMITS_PROVED;
    }
    /* A token that went to another address is no licence to mail anybody. */
    return matter->known_sender && matter->proof == NULL ? LIMITS_KNOWN : LIMITS_STRANGER;
}

const char *matter_language(const struct matter *matter)
{
    return matter->person != NULL && matter->known_sender ? matter->person->language : "da";
}

char *matter_date(const struct matter *matter, int64_t moment, bool with_time)
{
    return templates_date(matter->office->templates, matter_language(matter), matter->office->clock,
                          moment, with_time);
}

/* What a reply to the answer is about. */
static bool note_subject(const struct matter *matter, int64_t row, const char *letter,
                         GError **error)
{
    struct store *store = matter->office->store;
    struct meeting_mail mail = matter->meeting;
    mail.outgoing = row;
    mail.what = letter;
    return (mail.meeting == 0 || meeting_mail_note(store, &mail, error)) &&
           (matter->listing == 0 ||
            listing_mail_note(store, row, matter->listing, matter->listing_number, error));
}

static bool send(struct matter *matter, const char *recipient, const struct letter *draft,
                 GError **error)
{
    const struct verdict *verdict = matter->verdict;
    bool to_sender =
        verdict->from_address != NULL && g_ascii_strcasecmp(recipient, verdict->from_address) == 0;
    struct letter out = *draft;
    out.recipient = recipient;
    out.recipient_name = to_sender ? verdict->from_name : NULL;
    /* A thread belongs to the one who wrote. Only a receipt repeats its subject, and only to a
     * sender who is proved: nobody sends words of theirs to others in our name. */
    bool repeats = to_sender && matter->proved && strcmp(draft->name, "received") == 0;
    out.answers = to_sender ? verdict->message_id : NULL;
    out.subject = repeats ? verdict->subject : NULL;
    out.class = matter->confidential ? LEDGER_CONFIDENTIAL : LEDGER_OPEN;
    int64_t row = 0;
    out.queued = &row;
    if (!letter_send(matter->office, &matter->cause, &out, error)) {
        return false;
    }
    matter->answered = true;
    matter->letter = draft->name;
    return row == 0 || note_subject(matter, row, draft->name, error);
}

bool matter_answer(struct matter *matter, const char *letter, const char *replies, json_t *more,
                   GError **error)
{
    if (!matter->answerable || matter->answered) {
        return true;
    }
    const char *recipient = matter->verdict->from_address;
    bool may = false;
    if (!limits_may_send(matter->office, recipient, matter_sender(matter), &may, error)) {
        return false;
    }
    struct letter draft = {.name = letter,
                           .person = matter->known_sender ? matter->person : NULL,
                           .replies = replies,
                           .more = more};
    return !may || send(matter, recipient, &draft, error);
}

bool matter_tell_person(struct matter *matter, const char *letter, GError **error)
{
    g_assert(matter->person != NULL);
    g_autofree char *when = templates_date(matter->office->templates, matter->person->language,
                                           matter->office->clock, matter_received(matter), true);
    json_auto_t *more = json_pack("{s:s}", "modtaget", when);
    struct letter draft = {
        .name = letter, .person = matter->person, .replies = "confirmation", .more = more};
    return matter->answered || send(matter, person_address(matter->person), &draft, error);
}

bool matter_write_person(struct matter *matter, const char *letter, const char *replies,
                         json_t *more, GError **error)
{
    g_assert(matter->person != NULL);
    if (!matter->answerable) {
        return true;
    }
    bool may = false;
    const char *recipient = person_address(matter->person);
    if (!limits_may_send(matter->office, recipient, LIMITS_PROVED, &may, error)) {
        return false;
    }
    struct letter draft = {
        .name = letter, .person = matter->person, .replies = replies, .more = more};
    return matter->answered || !may || send(matter, recipient, &draft, error);
}

bool matter_ask_person(struct matter *matter, const char *letter, GError **error)
{
    g_assert(matter->person != NULL);
    bool may = false;
    if (!limits_may_ask(matter->office, person_address(matter->person), letter, &may, error)) {
        return false;
    }
    if (!may || !matter->answerable) {
        matter->why_human = "limit";
        return true;
    }
    matter_effect(matter, "asked");
    return matter_tell_person(matter, letter, error);
}
