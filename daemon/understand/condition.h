/* What a refusal to come depends on: "jeg kan ikke komme uden tolk" refuses nothing, its sender
 * comes when there is one. For attend.c only.
 */
#pragma once

#include "understand/finding.h"

enum condition {
    CONDITION_NONE,    /* it is a refusal */
    CONDITION_REFUSED, /* "nej, jeg kan ikke komme uden tolk": a refusal, and staff hear why */
    CONDITION_NAMED,   /* it depends on help that somebody has to see to */
    CONDITION_UNCLEAR, /* "uden at det går ud over mit arbejde": a human reads it */
};

/* Whether the mail says more behind the refusal that ends at word `to` and what it depends on: "og
 * hun er syg" may be a refusal after all. */
bool condition_goes_on(const struct search *search, unsigned to);

/* Of the refusal in the words [from, to) of own->matched. */
enum condition condition_of(const struct search *search, unsigned from, unsigned to);
