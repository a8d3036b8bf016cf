#include "act/matter.h"

#include <string.h>

static bool send(struct matter *matter, const char *recipient, const char *letter,
                 const char *replies, json_t *more, GError **error)
{
    const struct verdict *verdict = matter->verdict;
    bool to_sender =
        verdict->from_address != NULL && g_ascii_strcasecmp(recipient, verdict->from_address) == 0;
    struct letter out = {
        .name = letter,
        .person = matter->person,
        .recipient = recipient,
        .recipient_name = to_sender ? verdict->from_name : NULL,
        .replies = replies,
        /* A thread belongs to the one who wrote: nobody else gets its subject. */
        .answers = to_sender ? verdict->message_id : NULL,
        .subject = to_sender ? verdict->subject : NULL,
        .more = more,
    };
    if (!letter_send(matter->office, &matter->cause, &out, error)) {
        return false;
    }
    matter->answered = true;
    return true;
}

bool matter_answer(struct matter *matter, const char *letter, const char *replies, json_t *more,
                   GError **error)
{
    if (!matter->may_answer || matter->answered) {
        return true;
    }
    return send(matter, matter->answer_to, letter, replies, more, error);
}

bool matter_ask_person(struct matter *matter, const char *letter, GError **error)
{
    g_assert(matter->person != NULL);
    if (!matter->may_answer || matter->answered) {
        return true;
    }
    json_auto_t *more = json_object();
    g_autofree char *when = templates_date(matter->office->templates, matter->person->language,
                                           matter->office->clock, matter->cause.at, true);
    g_assert(json_object_set_new(more, "modtaget", json_string(when)) == 0);
    return send(matter, person_address(matter->person), letter, "confirmation", more, error);
}
