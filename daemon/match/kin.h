/* Words that stand for each other in the labels of one occupation: what one label says with "chef"
 * another says with "leder". Learned from the taxonomy, no list of synonyms.
 */
#pragma once

#include "match/lexis.h"
#include "match/postings.h"
#include "match/taxonomy.h"

/* For each term those that stand for it, weighted by how often. The caller owns it. */
struct postings *kin_learn(struct lexis *lexis, const struct taxonomy *taxonomy);

/* Adds `times` the cosine of the kin of the terms and each row of labels. */
void kin_cosine(const struct postings *kin, const struct postings *rows, const GArray *terms,
                double times, float *scores);
