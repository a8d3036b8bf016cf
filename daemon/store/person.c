#include "store/person.h"

#include <string.h>

#include "base/failure.h"
#include "mail/address.h"
#include "store/person_address.h"
#include "store/statement.h"

#define PAGE 200 /* people read at a time by person_each */

static const char *const role_names[] = {
    [PERSON_SEEKER] = "seeker", [PERSON_EMPLOYER] = "employer", [PERSON_STAFF] = "staff"};

const char *person_role_name(enum person_role role)
{
    g_assert(role >= PERSON_SEEKER && role <= PERSON_STAFF);
    return role_names[role];
}

bool person_role_parse(const char *name, enum person_role *role)
{
    for (enum person_role i = PERSON_SEEKER; i <= PERSON_STAFF; i++) {
        if (strcmp(name, role_names[i]) == 0) {
            *role = i;
            return true;
        }
    }
    return false;
}

struct person *person_new(void)
{
    struct person *person = g_new0(struct person, 1);
    person->role = PERSON_SEEKER;
    person->name = g_strdup("");
    person->language = g_strdup("da");
    person->phone = g_strdup("");
    person->postcode = g_strdup("");
    person->workplace = g_strdup("");
    person->administration = g_strdup("");
    person->addresses = g_ptr_array_new_with_free_func(g_free);
    return person;
}

void person_free(struct person *person)
{
    if (person == NULL) {
        return;
    }
    g_free(person->name);
    g_free(person->language);
    g_free(person->phone);
    g_free(person->postcode);
    g_free(person->workplace);
    g_free(person->administration);
    if (person->addresses != NULL) {
        g_ptr_array_unref(person->addresses);
    }
    g_free(person);
}

const char *person_address(const struct person *person)
{
    return g_ptr_array_index(person->addresses, 0);
}

static void put_fields(struct statement *statement, const struct person *person)
{
    statement_put_number(statement, person->role);
    statement_put_text(statement, person->name);
    statement_put_text(statement, person->language);
    statement_put_text(statement, person->phone);
    statement_put_text(statement, person->postcode);
    statement_put_text(statement, person->workplace);
    statement_put_text(statement, person->administration);
}

static bool insert(struct store *store, const struct cause *cause, const struct person *person,
                   int64_t *id, GError **error)
{
    SCOPED(statement)
    struct statement *add = statement_take(
        store, "INSERT INTO person (role, name, language, phone, postcode, workplace, "
               "administration, created) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    put_fields(add, person);
    statement_put_number(add, person->created != 0 ? person->created : cause->at);
    if (!statement_run(add, error)) {
        return false;
    }
    *id = statement_last_id(store);
    return true;
}

static bool add_new_addresses(struct store *store, const struct cause *cause, int64_t id,
                              const GPtrArray *addresses, bool *any, GError **error)
{
    for (guint i = 0; i < addresses->len; i++) {
        const char *address = g_ptr_array_index(addresses, i);
        bool added = false;
        if (!person_address_add(store, id, address, &added, error)) {
            return false;
        }
        if (added && !event_add(store, cause, id, 0, "address", "added", NULL, address, error)) {
            return false;
        }
        *any = *any || added;
    }
    return true;
}

bool person_add(struct store *store, const struct cause *cause, struct person *person,
                GError **error)
{
    statement_assert_transaction(store);
    g_assert(person->addresses->len > 0);
    int64_t id = 0;
    if (!insert(store, cause, person, &id, error)) {
        return false;
    }
    bool any = false;
    if (!event_add(store, cause, id, 0, "person", "added", NULL, person_role_name(person->role),
                   error) ||
        !add_new_addresses(store, cause, id, person->addresses, &any, error)) {
        return false;
    }
    person->id = id;
    if (person->created == 0) {
        person->created = cause->at;
    }
    return true;
}

/* An event for each field that differs. */
static bool tell_fields(struct store *store, const struct cause *cause, const struct person *before,
                        const struct person *after, bool *differs, GError **error)
{
    const struct {
        const char *field, *before, *after;
    } fields[] = {
        {"role", person_role_name(before->role), person_role_name(after->role)},
        {"name", before->name, after->name},
        {"language", before->language, after->language},
        {"phone", before->phone, after->phone},
        {"postcode", before->postcode, after->postcode},
        {"workplace", before->workplace, after->workplace},
        {"administration", before->administration, after->administration},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
        if (strcmp(fields[i].before, fields[i].after) == 0) {
            continue;
        }
        *differs = true;
        if (!event_add(store, cause, before->id, 0, "person", fields[i].field, fields[i].before,
                       fields[i].after, error)) {
            return false;
        }
    }
    return true;
}

bool person_update(struct store *store, const struct cause *cause, const struct person *before,
                   const struct person *after, bool *changed, GError **error)
{
    statement_assert_transaction(store);
    g_assert(before->id != 0 && before->id == after->id);
    bool fields = false;
    if (!tell_fields(store, cause, before, after, &fields, error)) {
        return false;
    }
    if (fields) {
        SCOPED(statement)
        struct statement *write = statement_take(
            store, "UPDATE person SET role = ?1, name = ?2, language = ?3, phone = ?4, "
                   "postcode = ?5, workplace = ?6, administration = ?7 WHERE id = ?8");
        put_fields(write, after);
        statement_put_number(write, after->id);
        if (!statement_run(write, error)) {
            return false;
        }
    }
    bool addresses = false;
    if (!add_new_addresses(store, cause, after->id, after->addresses, &addresses, error)) {
        return false;
    }
    *changed = fields || addresses;
    return true;
}

static struct person *read_person(struct statement *row)
{
    struct person *person = g_new0(struct person, 1);
    person->id = statement_number(row, 0);
    person->role = (enum person_role)statement_number(row, 1);
    person->name = statement_text(row, 2);
    person->language = statement_text(row, 3);
    person->phone = statement_text(row, 4);
    person->postcode = statement_text(row, 5);
    person->workplace = statement_text(row, 6);
    person->administration = statement_text(row, 7);
    person->created = statement_number(row, 8);
    person->addresses = g_ptr_array_new_with_free_func(g_free);
    return person;
}

/* All rows of a statement, with the addresses. The caller owns it. */
static GPtrArray *read_people(struct store *store, struct statement *find, GError **error)
{
    g_autoptr(GPtrArray) people = g_ptr_array_new_with_free_func((GDestroyNotify)person_free);
    enum step step;
    while ((step = statement_step(find, error)) == STEP_ROW) {
        g_ptr_array_add(people, read_person(find));
    }
    if (step != STEP_DONE) {
        return NULL;
    }
    for (guint i = 0; i < people->len; i++) {
        if (!person_address_read(store, g_ptr_array_index(people, i), error)) {
            return NULL;
        }
    }
    return g_steal_pointer(&people);
}

struct person *person_get(struct store *store, int64_t id, GError **error)
{
    SCOPED(statement)
    struct statement *find =
        statement_take(store, "SELECT id, role, name, language, phone, postcode, workplace, "
                              "administration, created FROM person WHERE id = ?1");
    statement_put_number(find, id);
    g_autoptr(GPtrArray) people = read_people(store, find, error);
    if (people == NULL) {
        return NULL;
    }
    if (people->len == 0) {
        g_set_error(error, STORE_ERROR, FAILURE_NOT_FOUND,
                    "there is no person %" G_GINT64_FORMAT " in the store", id);
        return NULL;
    }
    return g_ptr_array_steal_index(people, 0);
}

GPtrArray *person_by_address(struct store *store, const char *address, GError **error)
{
    g_autofree char *folded = address_fold(address);
    SCOPED(statement)
    struct statement *find = statement_take(
        store, "SELECT p.id, p.role, p.name, p.language, p.phone, p.postcode, p.workplace, "
               "p.administration, p.created FROM address a JOIN person p ON p.id = a.person "
               "WHERE a.folded = ?1 AND (a.former IS NULL OR NOT EXISTS (SELECT 1 FROM address b "
               "WHERE b.folded = ?1 AND b.former IS NULL)) ORDER BY p.id");
    statement_put_text(find, folded);
    return read_people(store, find, error);
}

static GPtrArray *read_page(struct store *store, enum person_role role, int64_t after,
                            GError **error)
{
    SCOPED(statement)
    struct statement *find =
        role != 0
            ? statement_take(store, "SELECT id, role, name, language, phone, postcode, workplace, "
                                    "administration, created FROM person WHERE id > ?1 AND role = "
                                    "?3 ORDER BY id LIMIT ?2")
            : statement_take(store, "SELECT id, role, name, language, phone, postcode, workplace, "
                                    "administration, created FROM person WHERE id > ?1 ORDER BY id "
                                    "LIMIT ?2");
    statement_put_number(find, after);
    statement_put_number(find, PAGE);
    if (role != 0) {
        statement_put_number(find, role);
    }
    return read_people(store, find, error);
}

bool person_each(struct store *store, enum person_role role,
                 bool (*each)(const struct person *person, void *data), void *data, GError **error)
{
    int64_t last = 0;
    for (;;) {
        g_autoptr(GPtrArray) page = read_page(store, role, last, error);
        if (page == NULL) {
            return false;
        }
        if (page->len == 0) {
            return true;
        }
        for (guint i = 0; i < page->len; i++) {
            const struct person *person = g_ptr_array_index(page, i);
            last = person->id;
            if (!each(person, data)) {
                return true;
            }
        }
    }
}

bool person_count(struct store *store, enum person_role role, int64_t *count, GError **error)
{
    SCOPED(statement)
    struct statement *ask =
        statement_take(store, "SELECT count(*) FROM person WHERE ?1 = 0 OR role = ?1");
    statement_put_number(ask, role);
    return statement_run_number(ask, count, error);
}
