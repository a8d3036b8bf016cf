/* What a job posting may not say: a wish for an age, a sex, a health, an origin (the law against
 * discrimination, section 5), and work that somebody is paid for already (a senior job is an extra
 * one). A posting with such words waits for staff. The words: config/language/opslagsregler.tabel.
 */
#pragma once

#include <jansson.h>

#include "understand/language.h"

/* An array of {reason, words}: reason is age, sex, health, origin, religion or replaces; words as
 * they stand there. NULL: nothing is wrong. `text`: valid UTF-8. New reference. */
json_t *posting_rules_broken(const struct language *language, const char *text);
