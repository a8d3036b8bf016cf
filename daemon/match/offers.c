#include "match/offers.h"

#include "match/offers_inner.h"

struct offers *offers_new(const struct match_index *index)
{
    struct offers *offers = g_new0(struct offers, 1);
    offers->index = index;
    offers->works = offer_works_new();
    offers->by_id =
        g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, (GDestroyNotify)offer_free);
    for (size_t i = 0; i < G_N_ELEMENTS(offers->kind); i++) {
        offers->kind[i] = shelf_new();
    }
    return offers;
}

void offers_free(struct offers *offers)
{
    if (offers != NULL) {
        for (size_t i = 0; i < G_N_ELEMENTS(offers->kind); i++) {
            shelf_free(offers->kind[i]);
        }
        g_hash_table_unref(offers->works);
        g_hash_table_unref(offers->by_id);
        g_free(offers);
    }
}

void offers_drop(struct offers *offers, int64_t id)
{
    struct offer *offer = g_hash_table_lookup(offers->by_id, &id);
    if (offer != NULL) {
        shelf_drop(offers->kind[offer->posting], offer);
        g_hash_table_remove(offers->by_id, &id);
    }
}

bool offers_put(struct offers *offers, const json_t *listing)
{
    struct offer *offer = offer_read(offers->index, offers->works, listing);
    if (offer == NULL) {
        return false;
    }
    offers_drop(offers, offer->id);
    g_hash_table_insert(offers->by_id, &offer->id, offer);
    shelf_put(offers->kind[offer->posting], offer);
    return true;
}

unsigned offers_count(const struct offers *offers)
{
    return g_hash_table_size(offers->by_id);
}

const struct offer *offers_get(const struct offers *offers, int64_t id)
{
    return g_hash_table_lookup(offers->by_id, &id);
}

struct offer *offers_read(struct offers *offers, const json_t *listing)
{
    return offer_read(offers->index, offers->works, listing);
}
