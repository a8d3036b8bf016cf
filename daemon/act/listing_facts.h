/* What a profile or a job posting says, as JSON in the slots of the contract of `parse`: the form
 * in which its owner reads it ("Timer: 20-37"), what a reply changes in it, and what is not known
 * yet.
 */
#pragma once

#include <glib.h>
#include <jansson.h>

#include "act/office.h"
#include "store/listing.h"

/* The form: a line for each field that is known. The caller owns it. */
char *facts_lines(const struct office *office, const char *language, enum listing_kind kind,
                  const json_t *facts);

/* Its name in one line: the titles, the title. The caller owns it. */
char *facts_name(const struct office *office, const char *language, enum listing_kind kind,
                 const json_t *facts);

/* `before` (NULL: nothing was known) with what `said`, a slot of the contract, and `text`, the
 * words of the mail, make of it. A line of the form in the words replaces its field; what stands
 * there otherwise is added to lists and replaces single values. `kept`: those of the words that may
 * be kept and matched by. New reference. */
json_t *facts_merge(const struct office *office, enum listing_kind kind, const json_t *before,
                    const json_t *said, const char *text, const char *kept);

/* Sets which extra task a posting solves: the line of the form in the text, else all of it. */
void facts_set_extra(const struct office *office, json_t *facts, const char *text);

/* The fields that are worth a question, static words: at most two. First those that a posting may
 * not lack, then those that most of `others` (GPtrArray of json_t: facts of the other side) speak
 * of. The caller owns the array. */
GPtrArray *facts_questions(enum listing_kind kind, const json_t *facts, const GPtrArray *others);
