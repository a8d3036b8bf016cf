/* Many profiles and jobs, made of the shipped taxonomy, always the same ones.
 */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#include "match/taxonomy.h"

struct crowd {
    struct taxonomy *taxonomy;
    unsigned profiles, jobs;
    guint32 random;
};

static inline unsigned crowd_roll(struct crowd *crowd, unsigned sides)
{
    crowd->random = crowd->random * 1664525u + 1013904223u;
    return (crowd->random >> 8) % sides;
}

static inline const struct taxonomy_occupation *crowd_occupation(struct crowd *crowd)
{
    const struct taxonomy_occupation *one = NULL;
    do {
        one = &crowd->taxonomy->occupations[crowd_roll(crowd, crowd->taxonomy->occupation_count)];
    } while (one->skill_count < 5);
    return one;
}

/* A few sentences of what belongs to the occupation, and of what does not. */
static inline void crowd_tell(struct crowd *crowd, const struct taxonomy_occupation *of,
                              GString *text)
{
    for (unsigned i = 0; i < 5; i++) {
        const struct taxonomy_link *link = &of->skills[crowd_roll(crowd, of->skill_count)];
        g_string_append_printf(text, "%s%s",
                               i == 0   ? ""
                               : i == 3 ? ". Jeg er også vant til at "
                                        : ", ",
                               crowd->taxonomy->skills[link->skill].labels[0]);
    }
    g_string_append(text, ". Jeg møder til tiden og holder af at have noget at lave.");
}

/* One listing, as the market hands it over. New reference. */
static inline json_t *crowd_make(struct crowd *crowd, unsigned number, bool posting)
{
    const struct taxonomy_occupation *of = crowd_occupation(crowd);
    g_autoptr(GString) text = g_string_new(posting ? "Vi søger en, der kan " : "Jeg kan ");
    crowd_tell(crowd, of, text);
    unsigned labels = g_strv_length(of->labels);
    const char *title = of->labels[crowd_roll(crowd, labels)];
    unsigned least = 15 + crowd_roll(crowd, 15);
    json_t *facts = json_pack("{s:s, s:{s:i, s:i}}", "text", text->str, "hours", "min", (int)least,
                              "max", (int)(least + crowd_roll(crowd, 10)));
    json_object_set_new(facts, posting ? "title" : "titles",
                        posting ? json_string(title) : json_pack("[s]", title));
    if (crowd_roll(crowd, 3) == 0) {
        json_object_set_new(facts, "licences", json_pack("[s]", "B"));
    }
    return json_pack("{s:i, s:i, s:s, s:o}", "id", (int)number, "person", (int)number, "kind",
                     posting ? "posting" : "profile", "facts", facts);
}

static inline json_t *crowd_all(struct crowd *crowd)
{
    json_t *all = json_array();
    for (unsigned i = 0; i < crowd->profiles + crowd->jobs; i++) {
        json_array_append_new(all, crowd_make(crowd, i + 1, i >= crowd->profiles));
    }
    return all;
}
