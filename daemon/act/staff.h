/* What staff are told by mail: mails that wait for a human, and what needs their decision.
 */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "act/office.h"
#include "store/event.h"

/* Queues the letter `name` to every member of staff (confidential). Inside a transaction. */
bool staff_tell(const struct office *office, const struct cause *cause, const char *name,
                json_t *fields, GError **error);

/* The same at most once a day, for what goes on. */
bool staff_alarm(const struct office *office, const struct cause *cause, const char *name,
                 json_t *fields, GError **error);

/* Numbers of all members of staff: GArray of int64_t. The caller owns it. */
GArray *staff_all(const struct office *office, GError **error);
