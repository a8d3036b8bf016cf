/* Answers that stand between the quoted items of a digest, each below its own:
 *
 *     > A. Kandidat 142 ...
 *     Nej, vi skal bruge en, der kan køre.
 *     > B. Kandidat 87 ...
 *     Ja tak!
 */
#pragma once

/* The sender's lines with the item before each group of them: "A: Nej, vi ...". `text` as for
 * visible_text. NULL when they do not stand between quoted lines. Owned. */
char *inline_labelled(const char *text);

/* The items that lines of the mail begin with, "A. Kandidat 142": bit 0 is A. */
unsigned inline_items(const char *text);
