#include "match/shelf.h"

#include <stdlib.h>

#define SHARE_LEAST 0.05 /* less likely occupations of a title do not matter */
#define SAME_UNIT 0.7
#define SAME_MINOR 0.5
#define SAME_SKILL 0.3
#define SAME_WORD 0.01 /* times the square of its rarity */
#define CROWDED 10u    /* a list that so great a part of all is in says nothing */

enum aisle { OCCUPATION, UNIT, MINOR, SKILL, WORD };

struct place {
    struct offer *offer;
    float weight;
};

struct shelf {
    GPtrArray *offers; /* struct offer *, each at its slot */
    GHashTable *lists; /* aisle and number → GArray of struct place */
};

struct shelf *shelf_new(void)
{
    struct shelf *shelf = g_new0(struct shelf, 1);
    shelf->offers = g_ptr_array_new();
    shelf->lists = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
    return shelf;
}

void shelf_free(struct shelf *shelf)
{
    if (shelf != NULL) {
        g_ptr_array_unref(shelf->offers);
        g_hash_table_unref(shelf->lists);
        g_free(shelf);
    }
}

unsigned shelf_count(const struct shelf *shelf)
{
    return shelf->offers->len;
}

static gpointer key_of(enum aisle aisle, unsigned number)
{
    return GSIZE_TO_POINTER((gsize)aisle << 32 | number);
}

/* What an offer is found by. */
typedef void visit_key(void *data, gpointer key, double weight);

static void visit_work(const struct match_index *index, const struct side_work *work,
                       visit_key *visit, void *data)
{
    for (unsigned i = 0; i < work->count && work->share[i] >= SHARE_LEAST; i++) {
        visit(data, key_of(OCCUPATION, work->occupation[i]), work->share[i]);
    }
    if (work->count > 0) {
        visit(data, key_of(UNIT, index->unit[work->occupation[0]]), SAME_UNIT);
        visit(data, key_of(MINOR, index->minor[work->occupation[0]]), SAME_MINOR);
    }
}

static void visit_phrases(const GArray *phrases, visit_key *visit, void *data)
{
    for (guint i = 0; i < phrases->len; i++) {
        const struct side_phrase *phrase = &g_array_index(phrases, struct side_phrase, i);
        if (phrase->skill != TAXONOMY_NONE) {
            visit(data, key_of(SKILL, phrase->skill), SAME_SKILL);
        }
        for (guint k = 0; k < phrase->terms->len; k++) {
            const struct term *term = &g_array_index(phrase->terms, struct term, k);
            if (term->weight > 0) {
                visit(data, key_of(WORD, term->id), SAME_WORD * (double)term->weight);
            }
        }
    }
}

static void visit_offer(const struct offer *offer, visit_key *visit, void *data)
{
    const struct side *side = offer->side;
    for (guint i = 0; i < side->titles->len; i++) {
        visit_work(side->index, &g_array_index(side->titles, struct side_work, i), visit, data);
    }
    visit_phrases(side->called, visit, data);
    visit_phrases(side->skills, visit, data);
    visit_phrases(side->nice, visit, data);
}

struct putting {
    struct shelf *shelf;
    struct offer *offer;
};

static void put_key(void *data, gpointer key, double weight)
{
    const struct putting *putting = data;
    GArray *list = g_hash_table_lookup(putting->shelf->lists, key);
    if (list == NULL) {
        list = g_array_new(FALSE, FALSE, sizeof(struct place));
        g_hash_table_insert(putting->shelf->lists, key, list);
    }
    struct place *last = list->len == 0 ? NULL : &g_array_index(list, struct place, list->len - 1);
    if (last != NULL && last->offer == putting->offer) {
        last->weight = MAX(last->weight, (float)weight);
        return;
    }
    struct place place = {putting->offer, (float)weight};
    g_array_append_val(list, place);
}

static void drop_key(void *data, gpointer key, double weight)
{
    (void)weight;
    const struct putting *putting = data;
    GArray *list = g_hash_table_lookup(putting->shelf->lists, key);
    for (guint i = 0; list != NULL && i < list->len; i++) {
        if (g_array_index(list, struct place, i).offer == putting->offer) {
            g_array_remove_index_fast(list, i);
            break;
        }
    }
}

void shelf_put(struct shelf *shelf, struct offer *offer)
{
    struct putting putting = {shelf, offer};
    offer->slot = shelf->offers->len;
    g_ptr_array_add(shelf->offers, offer);
    visit_offer(offer, put_key, &putting);
}

void shelf_drop(struct shelf *shelf, struct offer *offer)
{
    struct putting putting = {shelf, offer};
    visit_offer(offer, drop_key, &putting);
    g_ptr_array_remove_index_fast(shelf->offers, offer->slot);
    if (offer->slot < shelf->offers->len) { /* the last one took its slot */
        struct offer *moved = g_ptr_array_index(shelf->offers, offer->slot);
        moved->slot = offer->slot;
    }
}

struct finding {
    const struct shelf *shelf;
    float *points; /* by slot */
    GHashTable *seen;
};

static void find_key(void *data, gpointer key, double weight)
{
    const struct finding *finding = data;
    const GArray *list = g_hash_table_lookup(finding->shelf->lists, key);
    if (list == NULL || list->len > MAX(1000, finding->shelf->offers->len / CROWDED) ||
        !g_hash_table_add(finding->seen, key)) {
        return;
    }
    for (guint i = 0; i < list->len; i++) {
        const struct place *place = &g_array_index(list, struct place, i);
        finding->points[place->offer->slot] += (float)weight * place->weight;
    }
}

struct found {
    float points;
    guint64 print;
    struct offer *offer;
};

/* Equal ones by what they say, so that the order in which they came does not matter. */
static int by_points(const void *a, const void *b)
{
    const struct found *left = a, *right = b;
    if (left->points > right->points || left->points < right->points) {
        return left->points > right->points ? -1 : 1;
    }
    return left->print < right->print ? -1 : left->print > right->print;
}

GPtrArray *shelf_find(const struct shelf *shelf, const struct offer *asking, unsigned limit)
{
    unsigned count = shelf->offers->len;
    if (count <= limit) {
        return g_ptr_array_ref(shelf->offers);
    }
    g_autofree float *points = g_new0(float, count);
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    struct finding finding = {shelf, points, seen};
    visit_offer(asking, find_key, &finding);
    g_autofree struct found *all = g_new(struct found, count);
    unsigned found = 0;
    for (unsigned i = 0; i < count; i++) {
        if (points[i] > 0) {
            struct offer *offer = g_ptr_array_index(shelf->offers, i);
            all[found++] = (struct found){points[i], offer->print, offer};
        }
    }
    qsort(all, found, sizeof *all, by_points);
    GPtrArray *best = g_ptr_array_new();
    for (unsigned i = 0; i < MIN(found, limit); i++) {
        g_ptr_array_add(best, all[i].offer);
    }
    return best;
}
