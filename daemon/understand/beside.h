/* What stands beside a wish to be unsubscribed: "Afmeld mig" may mean the meeting, when the mail
 * says more. In any doubt a human reads it. Between intents.c and beside.c only.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "understand/own.h"
#include "understand/question.h"
#include "understand/tables.h"

/* Whether the wish in `span` is doubtful. One that names the mails is, when [mønstre forbehold]
 * stands anywhere; one that does not, when the sender says anything but the wishes in `wishes`
 * (struct order_span), pleasantries, [mønstre grund] and his name. `part`: the wish says that only
 * the newsletter or only the invitations are meant; then the rest may be kept. */
bool beside_is_doubtful(const struct language *language, const struct own *own,
                        const struct order_span *span, bool part, const GArray *wishes);
