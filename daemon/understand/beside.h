/* What stands beside a wish to be unsubscribed: "Afmeld mig" may mean the meeting, when the mail
 * says more. In any doubt a human reads it. Between intents.c and beside.c only.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "understand/own.h"
#include "understand/question.h"
#include "understand/tables.h"

/* What the wish is about, as far as it is known. */
enum beside_scope {
    BESIDE_ALL,    /* perhaps all mails */
    BESIDE_PART,   /* the newsletter or the invitations: then the rest may be kept */
    BESIDE_MEETING /* the mail answers no newsletter: "Afmeld mig" may mean the meeting */
};

/* Whether what stands beside the wish in `span` takes it back: [mønstre forbehold] anywhere,
 * [mønstre forbehold-nær] in its sentence or [mønstre forbehold-led] in its clause. */
bool beside_is_reserved(const struct language *language, const struct own *own,
                        const struct order_span *span, enum beside_scope scope);

/* Whether the wish in `span`, which does not name the mails, may be about another thing: the sender
 * says more than the wishes in `wishes` (struct order_span), pleasantries, [mønstre grund] and his
 * name; in an answer to the newsletter only when it has no word of [ord klart-ord] or the mail has
 * one of [mønstre fremmøde-tegn]. */
bool beside_is_unclear(const struct language *language, const struct own *own,
                       const struct order_span *span, enum beside_scope scope,
                       const GArray *wishes);
