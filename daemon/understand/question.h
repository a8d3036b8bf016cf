/* Questions among the sender's own words. Between intents.c and question.c only.
 */
#pragma once

#include <glib.h>
#include <stddef.h>

#include "understand/own.h"

/* Octets of the text that a rule took for an order. */
struct order_span {
    size_t from, to;
};

struct question {
    unsigned from, to; /* words of own->all */
    const char *rule;  /* borrowed */
    bool leads_up;     /* "Hvordan afmelder jeg mig?": a wish about the mails answers it */
};

/* Sentences that ask, but for those in which an order stands and mere pleasantries. Owned:
 * struct question. */
GPtrArray *question_find(const struct language *language, const struct own *own,
                         const GArray *orders);
