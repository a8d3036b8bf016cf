#include "match/exposure.h"

#include <stdbool.h>
#include <stdlib.h>

#define PENALTY 0.5

struct place {
    unsigned number, rank, shown;
    bool firm;
};

struct exposure *exposure_new(unsigned count)
{
    struct exposure *exposure = g_new0(struct exposure, 1);
    exposure->count = count;
    exposure->shown = g_new0(unsigned, count + 1);
    return exposure;
}

void exposure_free(struct exposure *exposure)
{
    if (exposure != NULL) {
        g_free(exposure->shown);
        g_free(exposure);
    }
}

static double cost_of(const struct place *place)
{
    return place->rank + PENALTY * place->shown;
}

static int by_cost(const void *a, const void *b)
{
    const struct place *left = a, *right = b;
    double difference = cost_of(left) - cost_of(right);
    if (difference < 0 || difference > 0) {
        return difference < 0 ? -1 : 1;
    }
    if (left->shown != right->shown) {
        return left->shown < right->shown ? -1 : 1;
    }
    return left->rank < right->rank ? -1 : left->rank > right->rank;
}

/* The firm ones are in, the best others fill what is left; the order among all is by cost. */
static int by_firmness(const void *a, const void *b)
{
    const struct place *left = a, *right = b;
    return left->firm != right->firm ? (left->firm ? -1 : 1) : by_cost(a, b);
}

unsigned exposure_pick(struct exposure *exposure, const GArray *ranked, unsigned firm,
                       unsigned *picked, unsigned limit)
{
    g_autofree struct place *places = g_new0(struct place, ranked->len + 1);
    for (guint i = 0; i < ranked->len; i++) {
        unsigned number = g_array_index(ranked, unsigned, i);
        places[i] = (struct place){.number = number,
                                   .rank = i,
                                   .shown = exposure->shown[number],
                                   .firm = i < MIN(firm, limit)};
    }
    unsigned found = MIN(ranked->len, limit);
    qsort(places, ranked->len, sizeof *places, by_firmness);
    qsort(places, found, sizeof *places, by_cost);
    for (unsigned i = 0; i < found; i++) {
        picked[i] = places[i].number;
        exposure->shown[picked[i]]++;
    }
    return found;
}

double exposure_coverage(const struct exposure *exposure)
{
    unsigned shown = 0;
    for (unsigned i = 0; i < exposure->count; i++) {
        shown += exposure->shown[i] > 0 ? 1 : 0;
    }
    return exposure->count == 0 ? 0 : (double)shown / exposure->count;
}

static int by_number(const void *a, const void *b)
{
    const unsigned *left = a, *right = b;
    return *left < *right ? -1 : *left > *right;
}

double exposure_gini(const struct exposure *exposure)
{
    unsigned count = exposure->count;
    g_autofree unsigned *sorted = g_memdup2(exposure->shown, (count + 1) * sizeof(unsigned));
    qsort(sorted, count, sizeof *sorted, by_number);
    double sum = 0, weighed = 0;
    for (unsigned i = 0; i < count; i++) {
        sum += sorted[i];
        weighed += (2.0 * i - count + 1) * sorted[i];
    }
    return sum > 0 ? weighed / (count * sum) : 0;
}
