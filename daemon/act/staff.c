#include "act/staff.h"

#include "act/letter.h"
#include "act/limits.h"

static bool collect(const struct person *person, void *data)
{
    GArray *ids = data;
    g_array_append_val(ids, person->id);
    return true;
}

bool staff_tell(const struct office *office, const struct cause *cause, const char *name,
                json_t *fields, const char *reply_to, GError **error)
{
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    if (!person_each(office->store, PERSON_STAFF, collect, ids, error)) {
        return false;
    }
    for (guint at = 0; at < ids->len; at++) {
        SCOPED(person)
        struct person *person = person_get(office->store, g_array_index(ids, int64_t, at), error);
        bool may = false;
        if (person == NULL ||
            !limits_may_tell_staff(office, person_address(person), name, &may, error)) {
            return false;
        }
        struct letter letter = {.name = name,
                                .person = person,
                                .recipient = person_address(person),
                                .replies = "inbox",
                                .reply_to = reply_to,
                                .more = fields,
                                .class = LEDGER_CONFIDENTIAL};
        if (may && !letter_send(office, cause, &letter, error)) {
            return false;
        }
    }
    return true;
}
