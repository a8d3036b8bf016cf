/* Answers of calendars to the meeting at the end of a trial. */
#include <string.h>

#include "act/funnel.h"
#include "act/human.h"
#include "base/failure.h"

/* The pair of "f-17.TOKEN@seniorjob.example"; false: it is no such UID. */
static bool read_uid(const char *uid, int64_t *pair, char token[TOKEN_LENGTH + 1])
{
    char *end = NULL;
    if (uid == NULL || !g_str_has_prefix(uid, "f-") || !g_ascii_isdigit(uid[2])) {
        return false;
    }
    *pair = g_ascii_strtoll(uid + 2, &end, 10);
    const char *at = strchr(end, '@');
    if (*end != '.' || at == NULL || at - end - 1 != TOKEN_LENGTH) {
        return false;
    }
    g_autofree char *lower = g_ascii_strdown(end + 1, TOKEN_LENGTH);
    g_strlcpy(token, lower, TOKEN_LENGTH + 1);
    return true;
}

bool funnel_itip_concerns(const struct matter *matter)
{
    int64_t pair = 0;
    char token[TOKEN_LENGTH + 1];
    return matter->verdict->calendar != NULL &&
           read_uid(matter->verdict->calendar->uid, &pair, token);
}

/* Whether the token is that of one of the two. */
static bool is_theirs(const struct relay_talk *talk, const char *token)
{
    for (enum pair_side side = PAIR_EMPLOYER; side <= PAIR_SEEKER; side++) {
        char own[TOKEN_LENGTH + 1];
        token_make(talk->office->key, TOKEN_EVENT, talk->people[side]->id, talk->pair->id, own);
        if (strcmp(own, token) == 0) {
            return true;
        }
    }
    return false;
}

bool funnel_itip(struct matter *matter, GError **error)
{
    int64_t pair = 0;
    char token[TOKEN_LENGTH + 1];
    g_autoptr(GError) failure = NULL;
    bool ours = read_uid(matter->verdict->calendar->uid, &pair, token);
    g_assert(ours); /* funnel_itip_concerns has seen to that */
    SCOPED(relay_talk)
    struct relay_talk *talk = relay_talk_open(matter->office, &matter->cause, pair, &failure);
    if (failure != NULL && !g_error_matches(failure, STORE_ERROR, FAILURE_NOT_FOUND)) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    bool comes = g_strcmp0(matter->verdict->calendar->method, "REPLY") == 0 &&
                 g_strcmp0(matter->verdict->calendar->partstat, "ACCEPTED") == 0;
    if (talk != NULL && is_theirs(talk, token) && comes) {
        matter_effect(matter, "funnel-comes");
        return true;
    }
    matter->why_human = talk == NULL ? "calendar" : "funnel-calendar";
    return true;
}
