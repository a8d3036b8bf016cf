/* People and their addresses. A person may have several addresses, two people may share one;
 * nothing is keyed by an address.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/db.h"
#include "store/event.h"

enum person_role { PERSON_SEEKER = 1, PERSON_EMPLOYER, PERSON_STAFF };

struct person {
    int64_t id;
    enum person_role role;
    char *name;                                          /* "" when not known */
    char *language;                                      /* "da", "en" */
    char *phone, *postcode, *workplace, *administration; /* "" when not known */
    int64_t created;
    GPtrArray *addresses; /* char *, the main one first, former ones last; never empty */
    unsigned former;      /* how many of the last ones are former: nothing is sent there */
};

struct person *person_new(void); /* empty strings, no address, seeker, "da" */
void person_free(struct person *person);
SCOPE_DEFINE(person, person_free)

const char *person_role_name(enum person_role role); /* "seeker" ... */
bool person_role_parse(const char *name, enum person_role *role);

/* The main address. Borrowed. */
const char *person_address(const struct person *person);

/* Whether the address (compared by address_fold) is one of the person's, former ones too. */
bool person_has_address(const struct person *person, const char *address);

/* Puts in a new person with the addresses (one that is there twice counts once); sets person->id,
 * and person->created when it is 0. */
bool person_add(struct store *store, const struct cause *cause, struct person *person,
                GError **error);

/* Writes what differs from `before`: fields and addresses that are new (they come last; none is
 * removed, the main one stays); an event for each. `changed`: whether anything was. */
bool person_update(struct store *store, const struct cause *cause, const struct person *before,
                   const struct person *after, bool *changed, GError **error);

/* The person, or NULL: with an error (FAILURE_NOT_FOUND when there is none). The caller owns it. */
struct person *person_get(struct store *store, int64_t id, GError **error);

/* Everybody who has this address (compared by address_fold), or, when nobody has, whose former one
 * it is: GPtrArray of struct person, possibly empty. The caller owns it. */
GPtrArray *person_by_address(struct store *store, const char *address, GError **error);

/* Calls `each` for every person by id, optionally of one role (0: all); stops when it returns
 * false. Rows are read in pages with no cursor open between them: `each` may use the store, and
 * write to it. People who are added meanwhile come last. */
bool person_each(struct store *store, enum person_role role,
                 bool (*each)(const struct person *person, void *data), void *data, GError **error);

/* How many, by role (0: all). */
bool person_count(struct store *store, enum person_role role, int64_t *count, GError **error);
