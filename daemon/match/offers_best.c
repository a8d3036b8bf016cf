/* Who fits, ranked. */
#include <stdlib.h>
#include <string.h>

#include "match/exposure.h"
#include "match/offers_inner.h"

#define SHOWN_LEAST 40.0 /* below nobody is shown, but for one from outside */
#define FIRM 75.0        /* who suits the employer so well stays, however often shown */
#define LIKE 0.75        /* Rocchio: what is like those that were liked, against S */
#define OWN_FIELD 50.0   /* work that is so like is the same field */
#define WITHOUT_MOST 5u
#define CANDIDATES 400u /* of more only those are scored that have most in common */

struct list {
    const struct relaxed *asking;
    const struct wishes *wishes;
    GArray *places; /* struct placed, best first */
    GArray *items;  /* unsigned: places, as shown */
    unsigned count;
};

static guint64 mix(guint64 a, guint64 b)
{
    guint64 hash = a ^ (b * 0x9e3779b97f4a7c15u);
    hash = (hash ^ hash >> 31) * 0xbf58476d1ce4e5b9u;
    hash = (hash ^ hash >> 27) * 0x94d049bb133111ebu;
    return hash ^ hash >> 31;
}

struct score_terms offers_terms(const struct relaxed *asking, const struct offer *other)
{
    const struct offer *seeker = asking->offer->posting ? other : asking->offer;
    const struct offer *job = asking->offer->posting ? asking->offer : other;
    return (struct score_terms){.minutes = offer_minutes(seeker, job), .without = asking->without};
}

static struct score *score_with(const struct relaxed *asking, const struct offer *other,
                                struct score_terms terms)
{
    return asking->offer->posting ? score_quick(other->side, asking->side, terms)
                                  : score_quick(asking->side, other->side, terms);
}

struct score *offers_score(const struct relaxed *asking, const struct offer *other, bool explained)
{
    struct score_terms terms = offers_terms(asking, other);
    if (!explained) {
        return score_with(asking, other, terms);
    }
    return asking->offer->posting ? score_of(other->side, asking->side, terms)
                                  : score_of(asking->side, other->side, terms);
}

/* How like those that were liked it is. */
static double likeness(const struct list *list, const struct offer *other)
{
    double sum = 0;
    const GPtrArray *like = list->wishes->like;
    for (guint i = 0; i < like->len; i++) {
        const struct offer *liked = g_ptr_array_index(like, i);
        const struct score_terms terms = {.minutes = -1};
        SCOPED(score)
        struct score *score = other->posting ? score_quick(liked->side, other->side, terms)
                                             : score_quick(other->side, liked->side, terms);
        sum += score->e;
    }
    return sum / like->len;
}

static void place(struct list *list, const struct offer *other)
{
    const struct offer *own = list->asking->offer;
    SCOPED(score) struct score *score = offers_score(list->asking, other, false);
    struct placed placed = {.other = other,
                            .e = score->e,
                            .s = score->s,
                            .key = score->s,
                            .work = score->parts[SCORE_WORK].value,
                            .shown = wishes_shown(list->wishes, other->id)};
    placed.hash = other->posting ? mix(own->print, other->print) : mix(other->print, own->print);
    for (unsigned i = 0; i < SCORE_CONDITIONS; i++) {
        placed.unmet |= score->conditions[i] == SCORE_UNMET ? 1u << i : 0;
    }
    if (list->wishes->like->len > 0) {
        placed.key = (score->s + LIKE * likeness(list, other)) / (1 + LIKE);
    }
    if (list->wishes->search) {
        placed.unmet = 0;
        placed.s = placed.key = offers_about(own, other, placed.work);
    }
    if (placed.s > 0) {
        g_array_append_val(list->places, placed);
    }
}

static bool fits(const struct placed *placed)
{
    return placed->unmet == 0 && placed->s >= SHOWN_LEAST;
}

/* 0: fits; 1: would, if a condition were dropped; 2: from outside. */
static int rank_of(const struct placed *placed)
{
    return placed->s < SHOWN_LEAST ? 2 : placed->unmet != 0 ? 1 : 0;
}

static int by_place(gconstpointer a, gconstpointer b)
{
    const struct placed *left = a, *right = b;
    if (rank_of(left) != rank_of(right)) {
        return rank_of(left) - rank_of(right);
    }
    if (left->key > right->key || left->key < right->key) {
        return left->key > right->key ? -1 : 1;
    }
    if (left->shown != right->shown) {
        return left->shown < right->shown ? -1 : 1;
    }
    if (left->hash != right->hash) {
        return left->hash < right->hash ? -1 : 1;
    }
    guint64 one = mix((guint64)left->other->id, left->hash);
    guint64 two = mix((guint64)right->other->id, right->hash);
    return one < two ? -1 : one > two;
}

static void place_all(struct list *list, const GPtrArray *others)
{
    for (guint i = 0; i < others->len; i++) {
        const struct offer *other = g_ptr_array_index(others, i);
        if (other->person != list->asking->offer->person &&
            !g_hash_table_contains(list->wishes->exclude, &other->id)) {
            place(list, other);
        }
    }
    g_array_sort(list->places, by_place);
    while (list->count < list->places->len &&
           fits(&g_array_index(list->places, struct placed, list->count))) {
        list->count++;
    }
}

/* Of the places [from, to) at most `limit`, by rank and showings. */
static void pick(struct list *list, unsigned from, unsigned to, unsigned limit)
{
    SCOPED(exposure) struct exposure *exposure = exposure_new(to - from);
    g_autoptr(GArray) ranked = g_array_new(FALSE, FALSE, sizeof(unsigned));
    unsigned firm = 0;
    for (unsigned i = 0; from + i < to; i++) {
        const struct placed *placed = &g_array_index(list->places, struct placed, from + i);
        exposure->shown[i] = placed->shown;
        firm += firm == i && placed->e >= FIRM ? 1 : 0;
        g_array_append_val(ranked, i);
    }
    g_autofree unsigned *picked = g_new0(unsigned, limit + 1);
    unsigned found = exposure_pick(exposure, ranked, firm, picked, limit);
    for (unsigned i = 0; i < found; i++) {
        picked[i] += from;
        g_array_append_val(list->items, picked[i]);
    }
}

/* Where those begin that fit too little. */
static unsigned outside_from(const struct list *list)
{
    unsigned at = list->count;
    while (at < list->places->len && rank_of(&g_array_index(list->places, struct placed, at)) < 2) {
        at++;
    }
    return at;
}

/* One from another field, when something speaks for it: the best, shown least. New reference. */
static json_t *outside(const struct list *list, unsigned from)
{
    for (unsigned at = from; at < list->places->len; at++) {
        const struct placed *placed = &g_array_index(list->places, struct placed, at);
        if (placed->unmet != 0 || placed->work >= OWN_FIELD || placed->shown > 0) {
            continue;
        }
        json_t *item = offers_item(list->asking, placed);
        if (json_array_size(json_object_get(item, "fits")) > 0) {
            json_object_set_new(item, "outside", json_true());
            return item;
        }
        json_decref(item);
    }
    return NULL;
}

struct gap {
    enum score_condition condition;
    char *word;
    unsigned count;
};

static void gap_clear(gpointer data)
{
    struct gap *gap = data;
    g_free(gap->word);
}

static int by_count(gconstpointer a, gconstpointer b)
{
    const struct gap *left = a, *right = b;
    if (left->count != right->count) {
        return left->count > right->count ? -1 : 1;
    }
    return left->condition != right->condition ? (left->condition < right->condition ? -1 : 1)
                                               : strcmp(left->word, right->word);
}

static void count_gap(GArray *gaps, enum score_condition condition, char *word)
{
    guint at = 0;
    while (at < gaps->len && (g_array_index(gaps, struct gap, at).condition != condition ||
                              strcmp(g_array_index(gaps, struct gap, at).word, word) != 0)) {
        at++;
    }
    if (at == gaps->len) {
        struct gap gap = {.condition = condition, .word = g_strdup(word)};
        g_array_append_val(gaps, gap);
    }
    g_array_index(gaps, struct gap, at).count++;
    g_free(word);
}

/* Whether dropping the only condition that is unmet makes it fit: recomputed. */
static void count_without(const struct list *list, const struct placed *placed, GArray *gaps)
{
    const struct relaxed *asking = list->asking;
    for (unsigned i = 0; i < SCORE_CONDITIONS; i++) {
        if (placed->unmet != 1u << i) {
            continue;
        }
        struct score_terms terms = offers_terms(asking, placed->other);
        terms.without |= 1u << i;
        SCOPED(score) struct score *score = score_with(asking, placed->other, terms);
        if (score_counts(score) >= SHOWN_LEAST) {
            const struct side *other = placed->other->side;
            bool posting = asking->offer->posting;
            count_gap(
                gaps, i,
                offers_lacking(posting ? other : asking->side, posting ? asking->side : other, i));
        }
    }
}

static json_t *without(const struct list *list)
{
    g_autoptr(GArray) gaps = g_array_new(FALSE, FALSE, sizeof(struct gap));
    g_array_set_clear_func(gaps, gap_clear);
    for (guint i = list->count; i < list->places->len; i++) {
        count_without(list, &g_array_index(list->places, struct placed, i), gaps);
    }
    g_array_sort(gaps, by_count);
    json_t *rows = json_array();
    for (guint i = 0; i < MIN(gaps->len, WITHOUT_MOST); i++) {
        const struct gap *gap = &g_array_index(gaps, struct gap, i);
        json_array_append_new(rows, json_pack("{s:s, s:s, s:i}", "condition",
                                              offers_condition(gap->condition), "word", gap->word,
                                              "count", (int)gap->count));
    }
    return rows;
}

static json_t *answer(struct list *list)
{
    unsigned limit = list->wishes->limit, from = outside_from(list);
    pick(list, 0, list->count, limit);
    if (list->items->len < limit) {
        pick(list, list->count, from, limit - list->items->len);
    }
    json_t *items = json_array();
    for (guint i = 0; i < list->items->len; i++) {
        unsigned at = g_array_index(list->items, unsigned, i);
        json_array_append_new(
            items, offers_item(list->asking, &g_array_index(list->places, struct placed, at)));
    }
    json_t *one = list->wishes->search ? NULL : outside(list, from);
    if (one != NULL) {
        json_array_append_new(items, one);
    }
    return json_pack("{s:i, s:o, s:o}", "count", (int)list->count, "items", items, "without",
                     without(list));
}

json_t *offers_best(const struct offers *offers, const struct offer *asking, const json_t *wishes)
{
    SCOPED(wishes) struct wishes *wished = wishes_read(offers, wishes);
    SCOPED(relaxed) struct relaxed *relaxed = relaxed_new(asking, wished);
    g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(struct placed));
    g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(unsigned));
    struct list list = {.asking = relaxed, .wishes = wished, .places = places, .items = items};
    g_autoptr(GPtrArray) others = shelf_find(offers->kind[!asking->posting], asking, CANDIDATES);
    place_all(&list, others);
    return answer(&list);
}
