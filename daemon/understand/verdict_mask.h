/* Verdicts without personal numbers.
 */
#pragma once

#include <jansson.h>

/* Cuts the CPR numbers (understand/cpr) in everything that a person wrote, down to the slots of
 * intents and the names of files: for whatever is kept, sent or shown. Addresses, ids, hashes and
 * times stay. `json` is of verdict_to_json. */
void verdict_mask(json_t *json);
