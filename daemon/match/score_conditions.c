#include "match/score_conditions.h"

#include "base/text.h"

#define START_LATE 30 /* days */

static bool has_hours(const struct side_facts *facts)
{
    return facts->hours_least > 0 || facts->hours_most > 0;
}

double score_hours_gap(const struct side_facts *seeker, const struct side_facts *job)
{
    if (!has_hours(seeker) || !has_hours(job)) {
        return -1;
    }
    double gap = MAX(seeker->hours_least - MAX(job->hours_most, job->hours_least),
                     job->hours_least - MAX(seeker->hours_most, seeker->hours_least));
    return MAX(gap, 0);
}

static enum score_verdict hours_verdict(const struct side_facts *seeker,
                                        const struct side_facts *job)
{
    double gap = score_hours_gap(seeker, job);
    return gap < 0 ? SCORE_UNKNOWN : gap > 0 ? SCORE_UNMET : SCORE_MET;
}

static enum score_verdict start_verdict(const struct side_facts *seeker,
                                        const struct side_facts *job)
{
    if (job->start == 0 || (seeker->start == 0 && seeker->benefit_end == 0)) {
        return SCORE_UNKNOWN;
    }
    bool late = seeker->start > job->start + START_LATE;
    bool early = seeker->benefit_end > job->start + START_LATE;
    return late || early ? SCORE_UNMET : SCORE_MET;
}

static bool is_in(const char *const *list, const char *word)
{
    g_autofree char *folded = text_fold(word);
    for (; *list != NULL; list++) {
        g_autofree char *there = text_fold(*list);
        if (g_str_equal(there, folded)) {
            return true;
        }
    }
    return false;
}

/* Whether the seeker has all that the job demands. */
static enum score_verdict list_verdict(const char *const *has, const char *const *demanded)
{
    if (demanded == NULL || *demanded == NULL) {
        return SCORE_MET; /* nothing is demanded */
    }
    if (has == NULL) {
        return SCORE_UNKNOWN;
    }
    for (; *demanded != NULL; demanded++) {
        if (!is_in(has, *demanded)) {
            return SCORE_UNMET;
        }
    }
    return SCORE_MET;
}

enum score_verdict score_condition_of(enum score_condition condition,
                                      const struct side_facts *seeker, const struct side_facts *job)
{
    switch (condition) {
    case SCORE_WEEKLY:
        return hours_verdict(seeker, job);
    case SCORE_START:
        return start_verdict(seeker, job);
    case SCORE_LICENCE:
        return list_verdict(seeker->licences, job->licences);
    case SCORE_LANGUAGE:
        return list_verdict(seeker->languages, job->languages);
    case SCORE_CERTIFICATE:
        return list_verdict(seeker->certificates, job->certificates);
    case SCORE_CONDITIONS:
    default:
        g_assert_not_reached();
    }
}
