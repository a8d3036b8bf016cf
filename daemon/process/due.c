#include "process/due.h"

#include "act/asking.h"
#include "act/digest_timer.h"
#include "act/funnel.h"
#include "act/listing.h"
#include "act/meeting_after.h"
#include "act/meeting_seats.h"
#include "act/meeting_timer.h"
#include "act/newsletter.h"
#include "act/overdue.h"
#include "act/unreachable.h"

bool due_work(const struct office *office, bool *more, GError **error)
{
    static bool (*const works[])(const struct office *office, GError **error) = {
        newsletter_timer, seats_timer,   meeting_after_timer, unreachable_tell,
        asking_silence,   listing_timer, overdue_timer,       funnel_timer};
    for (size_t at = 0; at < G_N_ELEMENTS(works); at++) {
        if (!works[at](office, error)) {
            return false;
        }
    }
    bool digests = false;
    if (!digest_timer(office, &digests, error) || !meeting_timer(office, more, error)) {
        return false;
    }
    *more = *more || digests;
    return true;
}

bool due_next(const struct office *office, int64_t *moment, GError **error)
{
    static bool (*const nexts[])(const struct office *office, int64_t *moment, GError **error) = {
        newsletter_next,   meeting_next, seats_next,         meeting_after_next,
        unreachable_next,  asking_next,  listing_timer_next, overdue_timer_next,
        funnel_timer_next, digest_next};
    *moment = INT64_MAX;
    for (size_t at = 0; at < G_N_ELEMENTS(nexts); at++) {
        int64_t next = INT64_MAX;
        if (!nexts[at](office, &next, error)) {
            return false;
        }
        *moment = MIN(*moment, next);
    }
    return true;
}
