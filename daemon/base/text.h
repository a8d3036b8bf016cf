/* Text as we keep it: valid UTF-8, NFC. Folding and Danish order come from here alone.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* The character after the one at `at`, in valid UTF-8. (GLib's macro casts the const away.) */
static inline const char *text_next(const char *at)
{
    return at + g_utf8_skip[*(const unsigned char *)at];
}

/* Valid UTF-8 in NFC; broken octets become U+FFFD, NUL ends nothing (it becomes U+FFFD). Owned. */
char *text_clean(const char *text, gssize length);

/* Whether that changes nothing, for text below U+0300: nearly all is. */
bool text_is_plain(const char *text, size_t length);

/* One line without control characters (CR, LF, TAB become a blank, others go), blanks collapsed,
 * both ends trimmed, at most `limit` characters. For names and subjects. Owned. */
char *text_one_line(const char *text, size_t limit);

/* For comparing: lower case, and å = aa, æ = ae, ø = oe, é = e, ä = ae, ö = oe. Owned. */
char *text_fold(const char *text);
/* The same of `length` octets, behind what `out` has. */
void text_fold_append(GString *out, const char *text, size_t length);

/* Danish alphabetical order (... z æ ø å, aa = å), case and accents last. <0, 0, >0. */
int text_compare(const char *a, const char *b);

/* Edit distance (Damerau, restricted) in characters, for "did you mean". */
unsigned text_distance(const char *a, const char *b);

/* Whether that distance is 1, of words: one letter wrong, missing, too many or swapped. */
bool text_is_slip(const char *a, const char *b);

/* The nearest of `candidates` (NULL-terminated) within a third of the length, or NULL. Borrowed. */
const char *text_nearest(const char *word, const char *const *candidates);

/* Whether the text has a control character (CR, LF, NUL are the dangerous ones in headers). */
bool text_has_control(const char *text);
