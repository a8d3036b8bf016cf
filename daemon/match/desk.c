#include "match/desk.h"

#include "base/failure.h"
#include "base/file.h"
#include "match/fillers.h"
#include "match/offers.h"
#include "match/travel.h"

#define FILLERS_LIMIT (1024u * 1024u)

struct desk {
    struct taxonomy *taxonomy;
    struct match_index *index;
    struct offers *offers;
    json_int_t change; /* the last one that it had */
};

/* Whatever is wrong with a file of the configuration, a person has to mend it. */
static struct desk *give_up(GError *failure, GError **error)
{
    g_set_error_literal(error, MATCH_ERROR, FAILURE_CONFIGURATION, failure->message);
    g_error_free(failure);
    return NULL;
}

struct desk *desk_new(const struct desk_places *places, GError **error)
{
    SCOPED(desk) struct desk *desk = g_new0(struct desk, 1);
    GError *failure = NULL;
    g_autofree char *fillers = file_read_text(places->fillers, FILLERS_LIMIT, &failure);
    desk->taxonomy = fillers != NULL ? taxonomy_load(places->taxonomy, &failure) : NULL;
    if (desk->taxonomy == NULL) {
        return give_up(failure, error);
    }
    desk->index = match_index_new(desk->taxonomy, places->word_list);
    desk->index->fillers = fillers_read(fillers);
    bool there = places->travel != NULL && g_file_test(places->travel, G_FILE_TEST_EXISTS);
    desk->index->travel = there ? travel_read(places->travel, &failure) : NULL;
    if (failure != NULL) {
        return give_up(failure, error);
    }
    desk->offers = offers_new(desk->index);
    return g_steal_pointer(&desk);
}

void desk_free(struct desk *desk)
{
    if (desk != NULL) {
        g_clear_pointer(&desk->offers, offers_free);
        g_clear_pointer(&desk->index, match_index_free);
        g_clear_pointer(&desk->taxonomy, taxonomy_free);
        g_free(desk);
    }
}

static json_t *say(const char *what)
{
    return json_pack("{s:b}", what, 1);
}

static json_t *change(struct desk *desk, const json_t *question, json_int_t number)
{
    if (number != desk->change + 1) {
        return say("behind");
    }
    const json_t *drop = json_object_get(question, "drop"), *put = json_object_get(question, "put");
    for (size_t i = 0; i < json_array_size(drop); i++) {
        offers_drop(desk->offers, json_integer_value(json_array_get(drop, i)));
    }
    for (size_t i = 0; i < json_array_size(put); i++) {
        if (!offers_put(desk->offers, json_array_get(put, i))) {
            return say("wrong");
        }
    }
    desk->change = number;
    return json_pack("{s:i}", "count", (int)offers_count(desk->offers));
}

static json_t *best(struct desk *desk, const json_t *listing, const json_t *question)
{
    const json_t *wishes = json_object_get(question, "wishes");
    SCOPED(offer) struct offer *asking = offers_read(desk->offers, listing);
    return asking == NULL ? say("wrong") : offers_best(desk->offers, asking, wishes);
}

static json_t *forget(struct desk *desk)
{
    offers_free(desk->offers);
    desk->offers = offers_new(desk->index);
    desk->change = 0;
    return say("done");
}

json_t *desk_answer(struct desk *desk, const json_t *question)
{
    json_int_t number = json_integer_value(json_object_get(question, "change"));
    const json_t *listing = json_object_get(question, "best");
    if (json_is_true(json_object_get(question, "forget"))) {
        return forget(desk);
    }
    if (listing == NULL) {
        return change(desk, question, number);
    }
    return number != desk->change ? say("behind") : best(desk, listing, question);
}
