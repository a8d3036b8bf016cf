#include "act/relay_talk.h"

#include <inttypes.h>

#include "act/digest.h"
#include "base/failure.h"
#include "store/listing.h"

static bool open_side(struct relay_talk *talk, enum pair_side side, int64_t id, GError **error)
{
    g_autoptr(GError) failure = NULL;
    SCOPED(listing) struct listing *listing = listing_get(talk->office->store, id, &failure);
    if (listing != NULL) {
        talk->people[side] = person_get(talk->office->store, listing->person, &failure);
    } else if (failure == NULL) {
        g_set_error(&failure, STORE_ERROR, FAILURE_NOT_FOUND, "there is no listing %" PRId64, id);
    }
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    return true;
}

struct relay_talk *relay_talk_open(const struct office *office, const struct cause *cause,
                                   int64_t pair, GError **error)
{
    SCOPED(relay_talk) struct relay_talk *talk = g_new0(struct relay_talk, 1);
    talk->office = office;
    talk->cause = *cause;
    talk->pair = pair_get(office->store, pair, error);
    bool good = talk->pair != NULL && open_side(talk, PAIR_SEEKER, talk->pair->profile, error) &&
                open_side(talk, PAIR_EMPLOYER, talk->pair->posting, error);
    return good ? g_steal_pointer(&talk) : NULL;
}

void relay_talk_free(struct relay_talk *talk)
{
    if (talk == NULL) {
        return;
    }
    pair_free(talk->pair);
    person_free(talk->people[PAIR_EMPLOYER]);
    person_free(talk->people[PAIR_SEEKER]);
    g_free(talk);
}

char *relay_role(const struct relay_talk *talk, enum pair_side side, const char *language)
{
    int64_t number = side == PAIR_EMPLOYER ? talk->pair->posting : talk->pair->profile;
    return g_strdup_printf(
        "%s %" PRId64,
        templates_word(talk->office->templates, language, "relay", pair_side_name(side)), number);
}

char *relay_title(const struct office *office, int64_t posting, const char *language,
                  GError **error)
{
    SCOPED(listing) struct listing *listing = listing_get(office->store, posting, error);
    return listing != NULL ? digest_name(office, language, listing, error) : NULL;
}

static bool note(struct relay_talk *talk, const struct relay_letter *letter, int64_t row,
                 GError **error)
{
    g_autofree char *written = g_strdup(letter->written);
    const struct relay_mail mail = {.outgoing = row,
                                    .pair = talk->pair->id,
                                    .reader = letter->reader,
                                    .at = talk->cause.at,
                                    .inbound = letter->in_role ? talk->cause.inbound : 0,
                                    .message_id_in = letter->in_role ? written : NULL};
    return relay_mail_note(talk->office->store, &mail, error);
}

bool relay_letter_send(struct relay_talk *talk, struct relay_letter *letter, GError **error)
{
    const struct person *reader = talk->people[letter->reader];
    g_autofree char *role = relay_role(talk, pair_other(letter->reader), reader->language);
    json_auto_t *fields = letter->more != NULL ? json_copy(letter->more) : json_object();
    g_assert(json_object_set_new(fields, "rolle", json_string(role)) == 0);
    int64_t row = 0;
    const struct letter out = {.name = letter->name,
                               .person = reader,
                               .recipient = letter->recipient != NULL ? letter->recipient
                                                                      : person_address(reader),
                               .replies = letter->replies,
                               .answers = letter->answers,
                               .calendar = letter->calendar,
                               .method = letter->method,
                               .more = fields,
                               .class = LEDGER_CONFIDENTIAL,
                               .from_name = letter->in_role ? role : NULL,
                               .queued = &row};
    if (!letter_send(talk->office, &talk->cause, &out, error)) {
        return false;
    }
    letter->sent = row != 0;
    return row == 0 || note(talk, letter, row, error);
}

bool relay_talk_change(struct relay_talk *talk, const struct pair *after, const char *reason,
                       GError **error)
{
    if (!pair_update(talk->office->store, &talk->cause, talk->pair, after, reason, error)) {
        return false;
    }
    *talk->pair = *after;
    return true;
}
