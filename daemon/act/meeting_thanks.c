#include "act/meeting_thanks.h"

#include "act/meeting_letter.h"
#include "act/meeting_list.h"
#include "act/meeting_note.h"
#include "act/meeting_words.h"
#include "compose/words.h"
#include "store/listing.h"
#include "store/pause.h"

#define ABSENT "absent" /* kinds of meeting_mail */
#define NO_SHOWS "no-shows"

enum { NOTE_AT = 2 }; /* so many times away are told to staff */

/* A guest in hand. */
struct party {
    const struct office *office;
    const struct meeting *meeting;
    const struct cause *cause;
    struct guest *guest;
    const struct person *person;
};

static bool has_had(const struct party *party, const char *what, bool *had, GError **error)
{
    int64_t count = 0;
    bool read = meeting_mail_count(party->office->store, party->meeting->id, party->guest->person,
                                   what, &count, error);
    *had = count > 0;
    return read;
}

static void put(json_t *fields, const char *name, const char *text)
{
    g_assert(json_object_set_new(fields, name, json_string(text)) == 0);
}

/* New reference. */
static json_t *links_of(const struct office *office)
{
    const struct meeting_rule *rule = meeting_dates_rule(office->dates);
    json_t *fields = json_object();
    for (int at = 0; at < MEETING_LINKS_LIMIT; at++) {
        const struct meeting_link *link = &rule->links[at];
        bool ours = at == 0 && link->text == NULL; /* nothing else is named */
        const char *web = ours ? config_text(office->config, CONFIG_SITE_WEB) : "";
        g_autofree char *name = g_strdup_printf("link%d", at + 1);
        g_autofree char *text = g_strdup_printf("link%dtekst", at + 1);
        put(fields, name, link->text != NULL ? link->address : web);
        put(fields, text, link->text != NULL ? link->text : web);
    }
    return fields;
}

/* Who has said what they can, even if nobody sees it yet, is not asked for it. */
static bool lacks_profile(const struct party *party, bool *lacks, GError **error)
{
    const struct person *person = party->person;
    *lacks = false;
    if (person->role != PERSON_SEEKER) {
        return true;
    }
    g_autoptr(GPtrArray) profiles =
        listing_of(party->office->store, person->id, LISTING_PROFILE, error);
    *lacks = profiles != NULL && profiles->len == 0;
    return profiles != NULL;
}

static bool thank(const struct party *party, GError **error)
{
    bool lacks = false;
    json_auto_t *more = links_of(party->office);
    if (!lacks_profile(party, &lacks, error)) {
        return false;
    }
    put(more, "udenprofil", lacks ? "ja" : "");
    const struct meeting_letter letter = {
        .name = "meeting-thanks", .what = MEETING_THANKS, .replies = "survey", .more = more};
    return meeting_letter_send(party->office, party->cause, party->meeting, party->guest, &letter,
                               error);
}

static bool miss(const struct party *party, GError **error)
{
    const struct person *person = party->person;
    g_autofree char *next =
        meeting_next_ones(party->office, person->language, person->role, party->meeting, error);
    if (next == NULL) {
        return false;
    }
    json_auto_t *more = json_pack("{s:s}", "naestemoeder", next);
    const struct meeting_letter letter = {
        .name = MEETING_ABSENT_LETTER, .what = ABSENT, .more = more};
    return meeting_letter_send(party->office, party->cause, party->meeting, party->guest, &letter,
                               error);
}

/* How often they had a seat and did not come, up to this meeting. */
static bool count_absences(const struct party *party, int *count, GError **error)
{
    g_autoptr(GPtrArray) story = guest_story(party->office->store, party->guest->person, error);
    *count = 0;
    for (guint at = 0; story != NULL && at < story->len; at++) {
        const struct guest *guest = story->pdata[at];
        *count += guest->seat == GUEST_SEATED && guest->presence == GUEST_ABSENT;
        if (guest->meeting == party->meeting->id) {
            break;
        }
    }
    return story != NULL;
}

static bool tell_staff(const struct party *party, GError **error)
{
    json_auto_t *fields = meeting_letter_fields(party->office, party->meeting, NULL, "da");
    g_autofree char *times = g_strdup_printf("%d", NOTE_AT);
    put(fields, "gange", times);
    put(fields, "udeblevnenavn", meeting_list_name(party->person));
    put(fields, "udeblevnenummer", party->person->phone);
    put(fields, "udeblevneadresse", person_address(party->person));
    const struct meeting_note note = {.name = "staff-no-shows",
                                      .what = NO_SHOWS,
                                      .replies = "inbox",
                                      .about = party->guest->person,
                                      .fields = fields};
    return meeting_note_send(party->office, party->cause, party->meeting, &note, error);
}

/* What is to be said of a guest. */
struct due {
    bool thanks, absent, no_shows;
};

/* Staff hear of it once; when none of them can be reached now, they are not told again and again.
 */
static bool look_for_no_shows(const struct party *party, bool *due, GError **error)
{
    bool wanted = false, had = false;
    int count = 0;
    if (!has_had(party, NO_SHOWS, &had, error) || !count_absences(party, &count, error) ||
        !meeting_note_wanted(party->office, party->meeting, NO_SHOWS, &wanted, error)) {
        return false;
    }
    *due = wanted && !had && count == NOTE_AT;
    return true;
}

/* Whoever was thanked has heard from us; whoever was missed by mistake is thanked all the same. */
static bool look_at(const struct party *party, struct due *due, GError **error)
{
    bool came = party->guest->presence == GUEST_CAME, thanks = false, absent = false, had = false;
    struct pause pause = {0};
    *due = (struct due){false, false, false};
    if (!meeting_note_open(party->office, party->meeting, party->person, MEETING_THANKS, &thanks,
                           error) ||
        !meeting_note_open(party->office, party->meeting, party->person, ABSENT, &absent, error) ||
        !has_had(party, MEETING_THANKS, &had, error) ||
        !pause_of(party->office->store, party->person->id, party->cause->at, &pause, error)) {
        return false;
    }
    due->thanks = came && thanks && pause.until == 0;
    due->absent = !came && absent && !had && pause.until == 0;
    return came || look_for_no_shows(party, &due->no_shows, error);
}

static bool write_to(const struct party *party, const struct due *due, GError **error)
{
    STORE_ROLLS_BACK(party->office->store);
    return store_begin(party->office->store, error) &&
           (!due->no_shows || tell_staff(party, error)) && (!due->thanks || thank(party, error)) &&
           (!due->absent || miss(party, error)) && store_commit(party->office->store, error);
}

static bool is_meant(const struct guest *guest)
{
    return guest->presence == GUEST_CAME ||
           (guest->presence == GUEST_ABSENT && guest->seat == GUEST_SEATED);
}

bool meeting_thanks_send(const struct office *office, const struct meeting *meeting,
                         const GPtrArray *guests, GError **error)
{
    const struct cause cause = {.at = clock_now(office->clock), .actor = "timer"};
    for (guint at = 0; at < guests->len; at++) {
        struct guest *guest = guests->pdata[at];
        if (!is_meant(guest)) {
            continue;
        }
        SCOPED(person) struct person *person = person_get(office->store, guest->person, error);
        const struct party party = {office, meeting, &cause, guest, person};
        struct due due;
        if (person == NULL || !look_at(&party, &due, error)) {
            return false;
        }
        bool any = due.thanks || due.absent || due.no_shows;
        if (any && !write_to(&party, &due, error)) {
            return false;
        }
    }
    return true;
}
