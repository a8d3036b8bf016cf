/* What a profile and a job posting have in common: working time, places, licences, languages, days.
 * Read from the sender's own words, but not from what he asks or says of others.
 */
#pragma once

#include "base/days.h"
#include "understand/finding.h"
#include "understand/hours.h"

struct traits {
    struct hours hours;                                   /* nothing said: both 0 */
    GPtrArray *postcodes, *licences, *languages, *titles; /* char *, in the order of the text */
    char start[DAYS_ISO_ROOM], deadline[DAYS_ISO_ROOM];   /* "": not said */
    bool claimed;                                         /* "jeg er kok" */
    unsigned count; /* how many of the above are said, titles among them */
    unsigned first; /* the first word that says one; the number of words: none */
};

/* `described`: the words are known to be a profile or a posting. Otherwise days and titles, which
 * take long to find, are looked for only when something else is said. */
struct traits *traits_read(const struct search *search, bool described);
/* Adds what the file of a seeker (a CV) says of him: titles, licences, languages, and the first
 * postcode in figures when there is none yet. Not its hours and days: they are of earlier jobs. */
void traits_add_file(struct traits *traits, const struct search *search, const char *text);

void traits_free(struct traits *traits);
SCOPE_DEFINE(traits, traits_free)

/* The first rule of [mønstre NAME] that stands among the sender's words and is not asked, or NULL;
 * `from` and `to` are its words in own->all. */
const struct rule *traits_cue(const struct search *search, const char *name, unsigned *from,
                              unsigned *to);

/* The words [from, to) behind a label of [navne felt] that begins a line ("Timer: 20-30"). */
bool traits_field(const struct search *search, const char *field, unsigned *from, unsigned *to);

/* How many lines begin with a label. */
unsigned traits_fields(const struct search *search);

/* {min, max}, without what is not said. New reference; NULL for nothing. */
json_t *traits_hours(const struct traits *traits);

/* New reference. */
json_t *traits_list(const GPtrArray *texts);

/* Sets `slot` of `object` to a text unless it is empty. */
void traits_set(json_t *object, const char *slot, const char *value);
