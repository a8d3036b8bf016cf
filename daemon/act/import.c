#include "act/import.h"

#include <string.h>

#include "act/import_row.h"
#include "base/failure.h"
#include "base/text.h"
#include "mail/address.h"
#include "store/person.h"

enum { GROUP = 500, ADDRESSES_LIMIT = 10 };

static const char *const columns[] = {
    "address",   "name",           "role",           "language",     "phone", "postcode",
    "workplace", "administration", "consent_source", "consent_date", NULL};

static bool check_columns(const struct import_run *run, GError **error)
{
    static const char *const needed[] = {"address", "name", "role", "consent_source"};
    g_autoptr(GString) missing = g_string_new(NULL);
    for (size_t at = 0; at < G_N_ELEMENTS(needed); at++) {
        if (!csv_has(run->csv, needed[at])) {
            g_string_append_printf(missing, "%s%s", missing->len > 0 ? ", " : "", needed[at]);
        }
    }
    if (missing->len > 0) {
        g_set_error(error, BASE_ERROR, FAILURE_INPUT,
                    "%s:1: missing columns: %s (the first line names the columns: address, name, "
                    "role, language, phone, postcode, workplace, administration, consent_source, "
                    "consent_date)",
                    run->file, missing->str);
        return false;
    }
    for (guint at = 0; at < run->csv->header->len; at++) {
        const char *name = run->csv->header->pdata[at];
        if (*name != '\0' && !g_strv_contains(columns, name)) {
            const char *near = text_nearest(name, columns);
            g_autofree char *hint = near != NULL ? g_strdup_printf("; did you mean %s?", near)
                                                 : g_strdup("; it is not read");
            g_autofree char *sentence =
                g_strdup_printf("%s:1: unknown column \"%s\"%s", run->file, name, hint);
            run->complain(sentence, run->data);
        }
    }
    return true;
}

static bool take_addresses(const struct import_run *run, const struct csv_row *row,
                           struct person *person)
{
    g_auto(GStrv) words = g_strsplit_set(csv_field(run->csv, row, "address"), " \t\r\n", -1);
    for (char **word = words; *word != NULL; word++) {
        if (**word == '\0') {
            continue;
        }
        g_autoptr(GError) failure = NULL;
        char *address = address_parse(*word, &failure);
        if (address == NULL) {
            import_complain(run, row, "%s", failure->message);
            return false;
        }
        if (person->addresses->len < ADDRESSES_LIMIT &&
            !g_ptr_array_find_with_equal_func(person->addresses, address, g_str_equal, NULL)) {
            g_ptr_array_add(person->addresses, address);
        } else {
            g_free(address);
        }
    }
    if (person->addresses->len == 0) {
        import_complain(run, row, "no mail address");
    }
    return person->addresses->len > 0;
}

static bool take_language(const struct import_run *run, const struct csv_row *row,
                          struct person *person)
{
    g_autofree char *language = import_line(run, row, "language");
    g_autofree char *folded = text_fold(language);
    if (strcmp(folded, "dansk") == 0) {
        return true; /* Danish is what a new person has */
    }
    bool known = *folded == '\0' || strcmp(folded, "da") == 0 || strcmp(folded, "en") == 0;
    if (!known) {
        import_complain(run, row, "language \"%s\": write da or en", language);
        return false;
    }
    g_free(person->language);
    person->language = g_steal_pointer(&folded);
    return true;
}

/* seeker, or as a Danish sheet says it, in any case. */
static bool take_role(const struct import_run *run, const struct csv_row *row,
                      struct person *person)
{
    static const struct {
        const char *word; /* as text_fold leaves it */
        enum person_role role;
    } danish[] = {{"jobsoeger", PERSON_SEEKER},
                  {"arbejdsgiver", PERSON_EMPLOYER},
                  {"medarbejder", PERSON_STAFF}};
    g_autofree char *role = import_line(run, row, "role");
    g_autofree char *folded = text_fold(role);
    for (size_t at = 0; at < G_N_ELEMENTS(danish); at++) {
        if (strcmp(danish[at].word, folded) == 0) {
            person->role = danish[at].role;
            return true;
        }
    }
    if (!person_role_parse(folded, &person->role)) {
        import_complain(run, row, "role \"%s\": write seeker, employer or staff", role);
        return false;
    }
    return true;
}

/* The person a row describes, or NULL when it is bad and named. */
static struct person *read_row(const struct import_run *run, const struct csv_row *row)
{
    SCOPED(person) struct person *person = person_new();
    if (row->fields->len > run->csv->header->len) {
        import_complain(
            run, row,
            "%u fields, but the first line names %u columns; a comma in a field needs quotes",
            row->fields->len, run->csv->header->len);
        return NULL;
    }
    if (!take_role(run, row, person) || !take_addresses(run, row, person) ||
        !take_language(run, row, person)) {
        return NULL;
    }
    char **fields[] = {&person->name, &person->phone, &person->postcode, &person->workplace,
                       &person->administration};
    static const char *const names[] = {"name", "phone", "postcode", "workplace", "administration"};
    for (size_t at = 0; at < G_N_ELEMENTS(fields); at++) {
        g_free(*fields[at]);
        *fields[at] = import_line(run, row, names[at]);
    }
    return g_steal_pointer(&person);
}

static bool same_name(const struct person *a, const struct person *b)
{
    g_autofree char *first = text_fold(a->name);
    g_autofree char *second = text_fold(b->name);
    return *first == '\0' || *second == '\0' || strcmp(first, second) == 0;
}

/* The person of the store whom the row means: same address, role and name. Two people who share an
 * address have two names. */
static struct person *find_same(const struct import_run *run, const struct person *wanted,
                                GError **error)
{
    for (guint at = 0; at < wanted->addresses->len; at++) {
        g_autoptr(GPtrArray) found =
            person_by_address(run->office->store, wanted->addresses->pdata[at], error);
        if (found == NULL) {
            return NULL;
        }
        for (guint one = 0; one < found->len; one++) {
            const struct person *person = found->pdata[one];
            if (person->role == wanted->role && same_name(person, wanted)) {
                return g_ptr_array_steal_index(found, one);
            }
        }
    }
    return NULL;
}

static void keep_unless_said(char **field, const char *before)
{
    if (**field == '\0') {
        g_free(*field);
        *field = g_strdup(before);
    }
}

/* An empty field of the sheet does not wipe what is known. */
static void merge(struct person *person, const struct person *before)
{
    person->id = before->id;
    keep_unless_said(&person->language, before->language);
    keep_unless_said(&person->name, before->name);
    keep_unless_said(&person->phone, before->phone);
    keep_unless_said(&person->postcode, before->postcode);
    keep_unless_said(&person->workplace, before->workplace);
    keep_unless_said(&person->administration, before->administration);
}

/* A couple with one mailbox, or a name that was corrected in the sheet? Only its writer knows. */
static bool warn_of_second(const struct import_run *run, const struct csv_row *row,
                           const struct person *person, GError **error)
{
    for (guint at = 0; at < person->addresses->len; at++) {
        const char *address = person->addresses->pdata[at];
        g_autoptr(GPtrArray) found = person_by_address(run->office->store, address, error);
        if (found == NULL) {
            return false;
        }
        for (guint one = 0; one < found->len; one++) {
            const struct person *other = found->pdata[one];
            if (other->role == person->role) {
                import_complain(run, row,
                                "%s is also the address of \"%s\", with the same role: \"%s\" is a "
                                "second person now, and both get every mail; if they are one, they "
                                "answer AFMELD to a mail that greets the wrong name",
                                address, other->name, person->name);
                return true;
            }
        }
    }
    return true;
}

static bool put(const struct import_run *run, const struct csv_row *row, struct person *person,
                GError **error)
{
    g_autoptr(GError) failure = NULL;
    SCOPED(person) struct person *before = find_same(run, person, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    if (before == NULL) {
        run->tally->added++;
        keep_unless_said(&person->language, "da");
        return warn_of_second(run, row, person, error) &&
               person_add(run->office->store, &run->cause, person, error);
    }
    merge(person, before);
    bool changed = false;
    if (!person_update(run->office->store, &run->cause, before, person, &changed, error)) {
        return false;
    }
    run->tally->changed += changed ? 1 : 0;
    run->tally->unchanged += changed ? 0 : 1;
    return true;
}

static bool import_row(const struct import_run *run, const struct csv_row *row, GError **error)
{
    SCOPED(person) struct person *person = read_row(run, row);
    int64_t given = 0;
    if (person == NULL || !import_consent_date(run, row, &given)) {
        run->tally->bad++;
        return true;
    }
    return put(run, row, person, error) &&
           (person->role == PERSON_STAFF || import_subscribe(run, row, person, given, error));
}

static bool import_group(const struct import_run *run, guint from, GError **error)
{
    STORE_ROLLS_BACK(run->office->store);
    if (!store_begin(run->office->store, error)) {
        return false;
    }
    const GPtrArray *rows = run->csv->rows;
    for (guint at = from; at < MIN(rows->len, from + GROUP); at++) {
        if (!import_row(run, rows->pdata[at], error)) {
            return false;
        }
    }
    return store_commit(run->office->store, error);
}

bool import_people(const struct office *office, const char *file, const struct csv *csv,
                   void (*complain_to)(const char *sentence, void *data),
                   void (*progress)(unsigned rows, unsigned of, void *data), void *data,
                   struct import_tally *tally, GError **error)
{
    struct import_run run = {.office = office,
                             .file = file,
                             .csv = csv,
                             .cause = {.at = clock_now(office->clock), .actor = "import"},
                             .tally = tally,
                             .complain = complain_to,
                             .data = data};
    if (!check_columns(&run, error)) {
        return false;
    }
    for (guint from = 0; from < csv->rows->len; from += GROUP) {
        if (!import_group(&run, from, error)) {
            return false;
        }
        if (progress != NULL) {
            progress(MIN(csv->rows->len, from + GROUP), csv->rows->len, data);
        }
    }
    return true;
}
