/* What a reply calls the items of a digest: letters ("A og C", "A-C"), numbers ("nr. 3", "2 ja"),
 * places ("den første", "begge", "alle undtagen C"). For choose.c only.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "understand/finding.h"

#define REFS_LETTERS 16 /* no digest has more items */

enum ref_kind {
    REF_ITEMS, /* those in `items` */
    REF_ALL,   /* "alle", "ingen" */
    REF_REST,  /* "resten", "de andre" */
};

struct ref {
    enum ref_kind kind;
    bool none;         /* "ingen af dem": all, and the answer is no */
    bool counted;      /* "begge", "alle tre": it takes for granted how many there are */
    guint items;       /* bit 0 is A */
    unsigned from, to; /* words of own->matched */
};

/* In the order of the text: struct ref. Letters in words, initials, licence categories and postal
 * districts are none. Owned. */
GArray *refs_find(const struct search *search);
