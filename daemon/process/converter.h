/* The text of a file by a program of the system (pdftotext, antiword, unrtf) in a cage.
 *
 * The program sees the octets as its standard input, an unnamed file in memory, and the files below
 * /usr; it has no network, makes no files and no processes, and has 256 MiB, 5 seconds
 * on the clock, and what is left of the processor's time for all files of its mail. What it says is
 * as little to be trusted as the file.
 */
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

#include "understand/files.h"

#define CONVERTER_CPU 800 /* milliseconds for all files of a mail: with its text below 2 s */
#define CONVERTER_OUTPUT_LIMIT (1024u * 1024u) /* octets; the rest is not read */

/* What the program wrote: UTF-8 text, HTML for RTF. `kind` is one that file_kind_wants_program.
 * `cpu_left` milliseconds are what it may take; what it took goes off them.
 * Never fails otherwise than by what it says in `how`; the caller owns the array. */
GByteArray *converter_run(enum file_kind kind, const void *octets, size_t length, int64_t *cpu_left,
                          enum conversion *how);
