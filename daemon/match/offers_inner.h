/* Inside of offers: for their files alone.
 */
#pragma once

#include "match/offers.h"
#include "match/score.h"
#include "match/shelf.h"

struct offers {
    const struct match_index *index;
    GHashTable *works;
    GHashTable *by_id;     /* int64_t → struct offer, owned */
    struct shelf *kind[2]; /* profiles, postings */
};

/* What is wished, read once. */
struct wishes {
    unsigned limit;
    GHashTable *exclude, *shown; /* int64_t → count */
    unsigned without;            /* bits of conditions */
    GPtrArray *relax;            /* const char *: words that need not be fulfilled, borrowed */
    GPtrArray *like;             /* const struct offer * */
    bool search;                 /* for a text: who is about it, whatever else it says */
};

struct wishes *wishes_read(const struct offers *offers, const json_t *json);
void wishes_free(struct wishes *wishes);
SCOPE_DEFINE(wishes, wishes_free)
unsigned wishes_shown(const struct wishes *wishes, int64_t id);

/* What asks, without what the wishes relax. Its side is its own, the rest is borrowed. */
struct relaxed {
    const struct offer *offer;
    struct side *side;
    GPtrArray *licences, *languages;
    GArray *skills, *nice;
    unsigned without;
};

struct relaxed *relaxed_new(const struct offer *offer, const struct wishes *wishes);
void relaxed_free(struct relaxed *relaxed);
SCOPE_DEFINE(relaxed, relaxed_free)

/* A pair of the asking one and another. */
struct placed {
    const struct offer *other;
    double e, s, work;
    double key;     /* by which they are ranked */
    unsigned unmet; /* bits of conditions */
    unsigned shown;
    guint64 hash;
};

/* Both sides of a pair, whoever asks. */
struct score_terms offers_terms(const struct relaxed *asking, const struct offer *other);
struct score *offers_score(const struct relaxed *asking, const struct offer *other, bool explained);

/* How much of the words of a text that is searched for another one is about, 0 to 100; less where
 * the postcode is another. */
double offers_about(const struct offer *text, const struct offer *other, double work);

/* "licence", "weekly" ...; static. */
const char *offers_condition(enum score_condition condition);

/* The words that the job demands in a condition and the seeker lacks: "B, truck". "" for hours and
 * days. The caller owns it. */
char *offers_lacking(const struct side *seeker, const struct side *job,
                     enum score_condition condition);

/* One of the list, explained. New reference. */
json_t *offers_item(const struct relaxed *asking, const struct placed *placed);
