/* A seeker who describes himself, and an employer who posts a job: which of the two it is, and the
 * profile. Words: config/language/profil.tabel, jobopslag.tabel, fag.tabel.
 */
#pragma once

#include "understand/finding.h"

/* Finds `profile` and `job`; at most one of each, and never both. */
void profile_find(struct search *search);

/* "job" or "profile": which of them a letter of ours ("Vi forstod jeres opgave sådan") asked about;
 * NULL: not to be seen in the text. */
const char *profile_confirmed(const struct language *language, const char *text);
