/* The addresses of a person: the main one first, then others in use, then former ones. What comes
 * from a former address is still the person's; nothing is sent there.
 */
#pragma once

#include "store/person.h"

/* `added` false: this person has it already, in whatever case. In use again when it was former. */
bool person_address_add(struct store *store, int64_t person, const char *address, bool *added,
                        GError **error);

/* Fills person->addresses and person->former. */
bool person_address_read(struct store *store, struct person *person, GError **error);

/* Makes `to` the main address, and `from` a former one; an event says so. `added`: the person did
 * not have it before. */
bool person_address_move(struct store *store, const struct cause *cause, int64_t person,
                         const char *from, const char *to, bool *added, GError **error);

/* The way back: `from` is the main address again; `to` is forgotten when the move had added it. */
bool person_address_move_back(struct store *store, const struct cause *cause, int64_t person,
                              const char *from, const char *to, bool added, GError **error);
