/* Lists that nobody answers: silence is not a no. After two of them their reader is asked whether
 * it still stands, then staff ring, and lists come once a month. */
#include <inttypes.h>

#include "act/digest_timer.h"
#include "act/letter.h"
#include "act/listing_facts.h"
#include "act/staff.h"
#include "compose/words.h"

enum {
    LISTS = 2,
    DAY = 86400,
    PATIENCE = 6 * DAY, /* until the next day of lists, whose hour may be earlier */
    LONG_AGO = 60 * DAY
};

bool digest_silence(const struct digest_draft *draft, struct digest_silence *silence,
                    GError **error)
{
    return digest_silence_of(draft->office->store, draft->listing, draft->cause.at - PATIENCE,
                             silence, error);
}

bool digest_still_due(const struct digest_silence *silence)
{
    return silence->lists >= LISTS && !silence->asked;
}

bool digest_still(struct digest_draft *draft, struct digest_way *way, GError **error)
{
    const struct office *office = draft->office;
    const struct listing *listing = draft->listing;
    const struct person *reader = draft->reader;
    bool profile = listing->kind == LISTING_PROFILE;
    g_autofree char *name = facts_name(office, reader->language, listing->kind, draft->facts);
    json_auto_t *more = json_pack("{s:s, s:s, s:s}", "opslag", name, "profil", profile ? "ja" : "",
                                  "job", profile ? "" : "ja");
    int64_t row = 0;
    const struct letter letter = {.name = "listing-still",
                                  .person = reader,
                                  .recipient = person_address(reader),
                                  .replies = "confirmation",
                                  .more = more,
                                  .class = LEDGER_CONFIDENTIAL,
                                  .queued = &row};
    if (!letter_send(office, &draft->cause, &letter, error)) {
        return false;
    }
    way->sent = row != 0;
    return row == 0 ||
           (listing_mail_note(office->store, row, listing->id, listing->confirmed, error) &&
            digest_silence_asked(office->store, &draft->cause, listing, row, error));
}

/* ---- staff ------------------------------------------------------------------------------------
 */

/* A line on one of them. */
static bool add_line(const struct office *office, const struct listing *listing, GString *lines,
                     GError **error)
{
    SCOPED(person) struct person *person = person_get(office->store, listing->person, error);
    if (person == NULL) {
        return false;
    }
    g_autofree char *number = g_strdup_printf("%" PRId64, listing->id);
    const char *kind = listing->kind == LISTING_PROFILE ? "profile" : "job";
    g_autofree char *line =
        words_fill(templates_word(office->templates, "da", "silent", kind), "navn", person->name,
                   "adresse", person_address(person), "telefon",
                   *person->phone != '\0' ? person->phone : "-", "nummer", number, NULL);
    g_string_append_printf(lines, "%s%s", lines->len > 0 ? "\n" : "", line);
    return true;
}

/* Once, when they have not answered since. */
static bool tell(const struct office *office, const struct cause *cause, int64_t id, GString *lines,
                 GError **error)
{
    struct digest_silence silence = {0};
    SCOPED(listing) struct listing *listing = listing_get(office->store, id, error);
    if (listing == NULL || !digest_silence_of(office->store, listing, cause->at, &silence, error)) {
        return false;
    }
    return !silence.asked || silence.told ||
           (add_line(office, listing, lines, error) &&
            digest_silence_told(office->store, cause, listing, error));
}

bool digest_tell_silent(const struct office *office, GError **error)
{
    const struct cause cause = {.at = clock_now(office->clock), .actor = "timer"};
    g_autoptr(GString) lines = g_string_new(NULL);
    STORE_ROLLS_BACK(office->store);
    if (!store_begin(office->store, error)) {
        return false;
    }
    g_autoptr(GArray) silent =
        digest_silent(office->store, cause.at - LONG_AGO, cause.at - PATIENCE, error);
    for (guint at = 0; silent != NULL && at < silent->len; at++) {
        if (!tell(office, &cause, g_array_index(silent, int64_t, at), lines, error)) {
            return false;
        }
    }
    if (silent == NULL || lines->len == 0) {
        return silent != NULL;
    }
    json_auto_t *fields = json_pack("{s:s}", "personer", lines->str);
    return staff_tell(office, &cause, "staff-silent", fields, error) &&
           store_commit(office->store, error);
}
