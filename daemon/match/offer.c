#include "match/offer.h"
#include "match/travel.h"

#include <string.h>

#include "base/days.h"
#include "base/text.h"

#define TRAVEL_LIMIT 30 /* minutes */
/* Where the table of ways does not have both: */
#define TRAVEL_NEAR 15 /* to a postcode that the seeker has named */
#define TRAVEL_FAR 45  /* to another one: half the points, no bar */
#define RELATED 10u    /* so many occupations say what belongs to a job */
#define ENOUGH 0.3     /* so much of a topic's words have to belong to an occupation */
#define SURE 1.0       /* a title that no label is so like says nothing without the text */
#define LIKELY 0.1     /* of the best one's share */
#define SAME 0.6       /* phrases that are so like say the same */

static char **list_of(const json_t *list)
{
    if (!json_is_array(list)) {
        return NULL;
    }
    g_autoptr(GStrvBuilder) texts = g_strv_builder_new();
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *text = json_string_value(json_array_get(list, i));
        if (text != NULL) {
            g_strv_builder_add(texts, text);
        }
    }
    return g_strv_builder_end(texts);
}

static char **one_of(const json_t *text)
{
    const char *const one[] = {json_string_value(text), NULL};
    return one[0] == NULL ? NULL : g_strdupv((char **)(uintptr_t)one);
}

/* Their words, and the extra task behind them. Owned. */
static char *text_of(const json_t *facts)
{
    const char *text = json_string_value(json_object_get(facts, "text"));
    const char *extra = json_string_value(json_object_get(facts, "extra"));
    return extra == NULL ? g_strdup(text == NULL ? "" : text)
                         : g_strconcat(text == NULL ? "" : text, "\n", extra, NULL);
}

static int day_of(const json_t *facts, const char *key)
{
    const char *day = json_string_value(json_object_get(facts, key));
    return day == NULL ? 0 : days_from_iso(day);
}

GHashTable *offer_works_new(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

static struct side_work work_of(const struct match_index *index, GHashTable *works,
                                const char *title)
{
    g_autofree char *key = text_fold(title);
    struct side_work *known = g_hash_table_lookup(works, key);
    if (known == NULL) {
        known = g_new(struct side_work, 1);
        *known = side_work_of(index, title, true);
        g_hash_table_insert(works, g_steal_pointer(&key), known);
    }
    return *known;
}

/* What each title means; without a title what the text is about, and the title is "". */
static struct side_work *works_of(struct offer *offer, const struct match_index *index,
                                  GHashTable *works)
{
    if (offer->titles == NULL || offer->titles[0] == NULL) {
        g_strfreev(offer->titles);
        const char *const none[] = {"", NULL};
        offer->titles = g_strdupv((char **)(uintptr_t)none);
        struct side_work *one = g_new0(struct side_work, 1);
        *one = side_work_of(index, offer->text, false);
        return one;
    }
    unsigned count = g_strv_length(offer->titles);
    struct side_work *all = g_new0(struct side_work, count);
    for (unsigned i = 0; i < count; i++) {
        all[i] = work_of(index, works, offer->titles[i]);
        if (all[i].best < SURE && *offer->text != '\0') {
            g_autofree char *both = g_strconcat(offer->titles[i], ". ", offer->text, NULL);
            all[i] = side_work_of(index, both, false);
        }
    }
    return all;
}

/* Whether the occupation has to do with a topic: with the skill, or with its words. */
static bool knows(const struct match_index *index, unsigned occupation,
                  const struct side_phrase *phrase)
{
    double all = 0, found = 0;
    for (guint i = 0; i < phrase->terms->len; i++) {
        const struct term *term = &g_array_index(phrase->terms, struct term, i);
        double weight = (double)term->weight * (double)term->weight;
        bool has = postings_of(index->skill_text, term->id, occupation) > 0 ||
                   postings_of(index->text, term->id, occupation) > 0;
        all += weight;
        found += has ? weight : 0;
    }
    return (phrase->skill != TAXONOMY_NONE &&
            postings_of(index->asks, phrase->skill, occupation) > 0) ||
           (all > 0 && found >= all * ENOUGH);
}

/* Whether it belongs to the job's work. */
static bool is_related(const struct side *side, const struct side_phrase *phrase)
{
    const struct side_work *work = &side->work;
    for (unsigned i = 0; i < MIN(work->count, RELATED) && work->share[i] >= LIKELY; i++) {
        if (knows(side->index, work->occupation[i], phrase)) {
            return true;
        }
    }
    return false;
}

static bool says_title(const struct side *side, const struct side_phrase *phrase)
{
    for (guint i = 0; i < side->called->len; i++) {
        if (side_like(phrase, &g_array_index(side->called, struct side_phrase, i)) >= SAME) {
            return true;
        }
    }
    return false;
}

/* What is asked for; what does not belong to the work would be good (match/score: all of it
 * together counts little). */
static void ask_for(const struct offer *offer, const struct topic *topic, const char *words)
{
    struct side *side = offer->side;
    g_autoptr(GArray) one = side_phrases_new();
    side_add(side, one, words, topic->skill);
    const struct side_phrase *phrase = &g_array_index(one, struct side_phrase, 0);
    if (topic->known && !says_title(side, phrase)) {
        side_add(side, is_related(side, phrase) ? side->skills : side->nice, words, topic->skill);
    }
}

/* What is said, as phrases of the side: what a seeker can, what a job asks for. */
static void add_topics(struct offer *offer)
{
    for (guint i = 0; i < offer->topics->len; i++) {
        const struct topic *topic = &g_array_index(offer->topics, struct topic, i);
        char *words = g_strndup(offer->text + topic->from, topic->to - topic->from);
        g_ptr_array_add(offer->phrases, words);
        if (offer->posting) {
            ask_for(offer, topic, words);
        } else {
            side_add(offer->side, offer->side->skills, words, topic->skill);
        }
    }
}

static guint64 print_of(const struct offer *offer)
{
    guint64 print = g_str_hash(offer->text);
    for (char **title = offer->titles; *title != NULL; title++) {
        print = print * 1099511628211u ^ g_str_hash(*title);
    }
    return print;
}

static void read_facts(struct offer *offer, const json_t *facts, struct side_facts *said)
{
    const json_t *hours = json_object_get(facts, "hours");
    offer->titles = offer->posting ? one_of(json_object_get(facts, "title"))
                                   : list_of(json_object_get(facts, "titles"));
    offer->postcodes = offer->posting ? one_of(json_object_get(facts, "postcode"))
                                      : list_of(json_object_get(facts, "postcodes"));
    offer->licences = list_of(json_object_get(facts, "licences"));
    offer->languages = list_of(json_object_get(facts, "languages"));
    offer->text = text_of(facts);
    said->licences = (const char *const *)offer->licences;
    said->languages = (const char *const *)offer->languages;
    said->hours_least = json_number_value(json_object_get(hours, "min"));
    said->hours_most = json_number_value(json_object_get(hours, "max"));
    said->start = day_of(facts, "start");
    said->travel_limit = offer->posting ? 0 : TRAVEL_LIMIT;
}

struct offer *offer_read(const struct match_index *index, GHashTable *works, const json_t *listing)
{
    const json_t *facts = json_object_get(listing, "facts");
    int64_t id = json_integer_value(json_object_get(listing, "id"));
    const char *kind = json_string_value(json_object_get(listing, "kind"));
    if (!json_is_object(facts) || kind == NULL) {
        return NULL;
    }
    struct offer *offer = g_new0(struct offer, 1);
    offer->id = id;
    offer->person = json_integer_value(json_object_get(listing, "person"));
    offer->posting = strcmp(kind, "posting") == 0;
    struct side_facts said = {0};
    read_facts(offer, facts, &said);
    g_autofree struct side_work *meant = works_of(offer, index, works);
    said.titles = (const char *const *)offer->titles;
    said.works = meant;
    offer->side = side_read(index, &said);
    offer->side->facts.works = NULL;
    offer->phrases = g_ptr_array_new_with_free_func(g_free);
    offer->topics = topics_find(index, offer->text);
    add_topics(offer);
    offer->print = print_of(offer);
    return offer;
}

void offer_free(struct offer *offer)
{
    if (offer != NULL) {
        side_free(offer->side);
        g_strfreev(offer->titles);
        g_strfreev(offer->licences);
        g_strfreev(offer->languages);
        g_strfreev(offer->postcodes);
        g_ptr_array_unref(offer->phrases);
        g_array_unref(offer->topics);
        g_free(offer->text);
        g_free(offer);
    }
}

int offer_minutes(const struct offer *seeker, const struct offer *job)
{
    bool known = seeker->postcodes != NULL && seeker->postcodes[0] != NULL &&
                 job->postcodes != NULL && job->postcodes[0] != NULL;
    if (!known) {
        return -1;
    }
    const struct travel *travel = seeker->side->index->travel;
    int shortest = -1;
    for (char **from = seeker->postcodes; travel != NULL && *from != NULL; from++) {
        int minutes = travel_minutes(travel, *from, job->postcodes[0]);
        if (minutes >= 0 && (shortest < 0 || minutes < shortest)) {
            shortest = minutes;
        }
    }
    if (shortest >= 0) {
        return shortest;
    }
    return g_strv_contains((const char *const *)seeker->postcodes, job->postcodes[0]) ? TRAVEL_NEAR
                                                                                      : TRAVEL_FAR;
}
