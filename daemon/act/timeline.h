/* What happened, as a story for staff: what went out, what came in, how it was understood, what
 * changed. Made from the event log, the inbox and the ledger; the words come from words.conf.
 */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "act/office.h"

/* Mails of this many are shown whole in the overview; a national site has more than a page can
 * hold. */
#define TIMELINE_MAILS_LIMIT 500

/* {"titel", "intro", "resume", "dage": [{"dato", "punkter": [{"klokken", "slags", "tekst",
 * "linjer": [..], "breve": [..]}]}]}; `with_mails`: with every mail as its reader sees it ({"id",
 * "overskrift", "html", "tekst", "raa"}). Between two moments, `to` exclusive. New reference, or
 * NULL with an error. */
json_t *timeline_tell(const struct office *office, int64_t from, int64_t to, bool with_mails,
                      GError **error);
