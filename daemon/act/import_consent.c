/* What a sheet says of consent, and what it says of itself. */
#include "act/import_row.h"

#include "act/consent.h"
#include "base/text.h"
#include "store/subscription.h"

enum { FIELD_LIMIT = 300 };

void import_complain(const struct import_run *run, const struct csv_row *row, const char *format,
                     ...)
{
    va_list words;
    va_start(words, format);
    g_autofree char *what = g_strdup_vprintf(format, words);
    va_end(words);
    g_autofree char *sentence = g_strdup_printf("%s:%u: %s", run->file, row->line, what);
    run->complain(sentence, run->data);
}

char *import_line(const struct import_run *run, const struct csv_row *row, const char *column)
{
    return text_one_line(csv_field(run->csv, row, column), FIELD_LIMIT);
}

/* 2013-03-12, 12-03-2013, 12/3 2013, 12.3.2013 */
static bool read_date(const struct import_run *run, const char *text, int64_t *moment)
{
    g_auto(GStrv) words = g_strsplit_set(text, "-./ ", -1);
    guint64 numbers[3] = {0};
    guint count = 0;
    for (char **word = words; *word != NULL; word++) {
        if (**word == '\0') {
            continue; /* "12. 3. 2013" */
        }
        if (count == G_N_ELEMENTS(numbers) ||
            !g_ascii_string_to_unsigned(*word, 10, 1, 9999, &numbers[count++], NULL)) {
            return false;
        }
    }
    if (count != G_N_ELEMENTS(numbers)) {
        return false;
    }
    bool year_first = numbers[0] > 31;
    g_autofree char *iso = g_strdup_printf("%04u-%02u-%02u", (guint)numbers[year_first ? 0 : 2],
                                           (guint)numbers[1], (guint)numbers[year_first ? 2 : 0]);
    return clock_parse(run->office->clock, iso, moment, NULL);
}

bool import_consent_date(const struct import_run *run, const struct csv_row *row, int64_t *given)
{
    *given = 0;
    const char *text = csv_field(run->csv, row, "consent_date");
    if (*text == '\0') {
        return true;
    }
    if (!read_date(run, text, given)) {
        import_complain(run, row, "consent_date \"%s\": write it as 2013-03-12", text);
        return false;
    }
    if (*given > run->cause.at) {
        import_complain(run, row, "consent_date \"%s\" is in the future", text);
        return false;
    }
    return true;
}

/* The moment of a person's last consent to a list, or withdrawal from it. */
static bool last_consent(const struct import_run *run, int64_t person, enum subscription_list list,
                         int64_t *at, GError **error)
{
    *at = 0;
    g_autoptr(GPtrArray) consents = consent_list(run->office->store, person, error);
    for (guint one = 0; consents != NULL && one < consents->len; one++) {
        const struct consent *consent = consents->pdata[one];
        *at = consent->list == list ? MAX(*at, consent->at) : *at;
    }
    return consents != NULL;
}

/* Nobody has said yet that the person wants our mails. */
static bool ask_first(const struct import_run *run, const struct person *person, GError **error)
{
    enum subscription_state state = SUBSCRIPTION_NONE;
    if (!subscription_get(run->office->store, person->id, NEWSLETTER, &state, error)) {
        return false;
    }
    bool asked = false;
    const struct consent_question question = {.source = "import"};
    bool done = state != SUBSCRIPTION_NONE ||
                consent_ask(run->office, &run->cause, person, &question, &asked, error);
    run->tally->asked += asked ? 1 : 0;
    return done;
}

/* `left`: the person has left the list since. */
static bool subscribe_to(const struct import_run *run, const struct person *person,
                         enum subscription_list list, const char *source, int64_t given, bool *left,
                         GError **error)
{
    struct store *store = run->office->store;
    enum subscription_state state = SUBSCRIPTION_NONE;
    int64_t ended = 0;
    if (!subscription_get(store, person->id, list, &state, error) ||
        (state == SUBSCRIPTION_ENDED && !last_consent(run, person->id, list, &ended, error))) {
        return false;
    }
    if (state == SUBSCRIPTION_ENDED && given <= ended) {
        *left = true;
        return true;
    }
    return state == SUBSCRIPTION_ACTIVE ||
           subscription_begin(store, &run->cause, person->id, list, source,
                              given != 0 ? given : run->cause.at, error);
}

bool import_subscribe(const struct import_run *run, const struct csv_row *row,
                      const struct person *person, int64_t given, GError **error)
{
    g_autofree char *source = import_line(run, row, "consent_source");
    if (*source == '\0') {
        return ask_first(run, person, error);
    }
    bool left = false, no_meetings = false;
    if (!subscribe_to(run, person, NEWSLETTER, source, given, &left, error) ||
        !subscribe_to(run, person, INVITATIONS, source, given, &no_meetings, error)) {
        return false;
    }
    if (left) {
        run->tally->left++;
        import_complain(run, row,
                        "has left the newsletter since; not subscribed again (a newer "
                        "consent_date would do it)");
    }
    return true;
}
