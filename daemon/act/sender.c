#include "act/sender.h"

#include "store/person.h"

static bool find_by_token(struct matter *matter, GError **error)
{
    const char *from = matter->verdict->from_address;
    matter->person = person_get(matter->office->store, matter->proof->person, error);
    matter->known_sender =
        matter->person != NULL && from != NULL && person_has_address(matter->person, from);
    matter->proved = matter->known_sender && matter->proof->purpose == TOKEN_REPLY;
    return matter->person != NULL;
}

/* The only one who has the sender's address. */
static bool find_by_address(struct matter *matter, GError **error)
{
    g_autoptr(GPtrArray) found =
        person_by_address(matter->office->store, matter->verdict->from_address, error);
    if (found == NULL) {
        return false;
    }
    matter->several = found->len > 1;
    matter->known_sender = found->len == 1;
    if (found->len == 1) {
        matter->person = g_ptr_array_steal_index(found, 0);
    }
    return true;
}

bool sender_find(struct matter *matter, GError **error)
{
    const char *from = matter->verdict->from_address;
    const struct ledger_proof *proof = matter->proof;
    if (proof != NULL && proof->person != 0) {
        return find_by_token(matter, error);
    }
    bool envelope = proof != NULL && proof->purpose == TOKEN_BOUNCE; /* machines answer there */
    if (proof != NULL && !envelope &&
        (from == NULL || g_ascii_strcasecmp(from, proof->recipient) != 0)) {
        matter->proof = proof = NULL;
    }
    matter->proved = proof != NULL && proof->purpose == TOKEN_REPLY;
    return from == NULL || find_by_address(matter, error);
}
