/* The stem of a Danish word (Snowball): "maskinerne" and "maskine" have the same one.
 */
#pragma once

#include <stddef.h>

#include "base/scope.h"

struct stemmer;

/* The caller owns it. */
struct stemmer *stemmer_new(void);
void stemmer_free(struct stemmer *stemmer);
SCOPE_DEFINE(stemmer, stemmer_free)

/* The stem of a word in lower case, UTF-8. Borrowed, until the next call. */
const char *stemmer_stem(struct stemmer *stemmer, const char *word);
