/* Octets of any charset to UTF-8. Labels in mail lie, so the octets are asked first: what is valid
 * UTF-8, or says that it is and has only few broken letters, is UTF-8; shifts of ISO-2022 without a
 * label are Japanese; iso-8859-1, us-ascii, no and unknown labels mean windows-1252; the rest is
 * iconv's. NUL octets are dropped.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* Valid UTF-8, NFC; what cannot be converted becomes U+FFFD. `label` may be NULL. Owned. */
char *charset_to_utf8(const char *octets, size_t length, const char *label);

/* Whether they are UTF-8 as they stand, with NUL octets or not. */
bool charset_is_utf8(const char *octets, size_t length);

/* U+0080 to U+009F in already decoded text are windows-1252 that was called iso-8859-1. Owned. */
char *charset_fold_c1(const char *text);

/* Makes the C library load its converters now and for the life of the process: it reads each from
 * a file, which a confined process cannot. */
void charset_preload(void);
