/* What names stand for, as a section [navne ...] of the language tables says it: "8 = august, aug";
 * "-" stands for no name.
 * A name may be several words; the longest one counts.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/scope.h"
#include "understand/textwords.h"

struct lexicon;

struct lexicon *lexicon_new(void);
void lexicon_free(gpointer lexicon);

/* Takes a row "VALUE = NAME, NAME". FAILURE_CONFIGURATION when it is none, or when the lexicon
 * `name` wants numbers and the value is none or out of bounds. */
bool lexicon_add_row(struct lexicon *lexicon, const char *name, const char *row, GError **error);

/* Takes one name. False when it has no word or too many. */
bool lexicon_add(struct lexicon *lexicon, const char *value, const char *name);

/* What the words from `at` on, but before `to`, stand for, or NULL. `end` (may be NULL) is the word
 * behind the name. Borrowed. */
const char *lexicon_find(const struct lexicon *lexicon, const struct textwords *words, unsigned at,
                         unsigned to, unsigned *end);

/* The same when the value is a number; 0 for none, so no lexicon of numbers has 0. */
int lexicon_number(const struct lexicon *lexicon, const struct textwords *words, unsigned at,
                   unsigned to, unsigned *end);

/* What one folded word stands for, or NULL. Borrowed. */
const char *lexicon_word(const struct lexicon *lexicon, const char *folded);

/* The same for the one name of one word that differs from `folded` by a slip; NULL for none or for
 * several that stand for different things. Slow: it looks at every name. Borrowed. */
const char *lexicon_nearest(const struct lexicon *lexicon, const char *folded);

/* Whether the value stands in the lexicon, alone or in a range "1000-1499". */
bool lexicon_has_value(const struct lexicon *lexicon, const char *value);
