#include "act/staff.h"

#include "act/letter.h"
#include "act/limits.h"
#include "act/unreachable.h"

static bool collect(const struct person *person, void *data)
{
    GArray *ids = data;
    g_array_append_val(ids, person->id);
    return true;
}

GArray *staff_all(const struct office *office, GError **error)
{
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    return person_each(office->store, PERSON_STAFF, collect, ids, error) ? g_steal_pointer(&ids)
                                                                         : NULL;
}

static bool tell_all(const struct office *office, const struct cause *cause,
                     const struct letter *draft,
                     bool (*may_tell)(const struct office *office, const char *recipient,
                                      const char *kind, bool *may, GError **error),
                     GError **error)
{
    g_autoptr(GArray) ids = staff_all(office, error);
    if (ids == NULL) {
        return false;
    }
    for (guint at = 0; at < ids->len; at++) {
        SCOPED(person)
        struct person *person = person_get(office->store, g_array_index(ids, int64_t, at), error);
        if (person == NULL) {
            return false;
        }
        struct letter letter = *draft;
        letter.person = person;
        letter.recipient = person_address(person);
        letter.replies = "inbox";
        letter.class = LEDGER_CONFIDENTIAL;
        bool may = false;
        const char *goes_to = NULL; /* there letters are counted */
        if (!unreachable_recipient(office, &letter, &goes_to, error) ||
            !may_tell(office, goes_to != NULL ? goes_to : letter.recipient, draft->name, &may,
                      error) ||
            (may && !letter_send(office, cause, &letter, error))) {
            return false;
        }
    }
    return true;
}

bool staff_tell(const struct office *office, const struct cause *cause, const char *name,
                json_t *fields, GError **error)
{
    const struct letter draft = {.name = name, .more = fields};
    return tell_all(office, cause, &draft, limits_may_tell_staff, error);
}

bool staff_alarm(const struct office *office, const struct cause *cause, const char *name,
                 json_t *fields, GError **error)
{
    const struct letter draft = {.name = name, .more = fields};
    return tell_all(office, cause, &draft, limits_may_alarm_staff, error);
}
