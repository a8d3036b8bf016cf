/* Any octets as the answer of a calendar, all the way to the guest: who may say yes, and for whom.
 * The first octet says who writes and to what; @UID@ stands for the UID of Karen's invitation.
 */
#include "fuzz/fuzz.h"
#include "support/meetings.h"

enum { OUR_TOKEN = 1, STRANGER = 2, CAPACITY = 2 };

/* Karen is invited to a meeting to which Ove comes. */
static struct meeting_test *scene(void)
{
    static struct meeting_test test;
    if (test.meeting != NULL) {
        return &test;
    }
    test = meeting_test_open(CAPACITY);
    int64_t ove =
        test_office_person(test.dialogue.test, PERSON_SEEKER, "Ove", "ove@post.example", true);
    meeting_test_invite(&test, ove);
    DIALOGUE_EXPECT(&test.dialogue, "ove@post.example", "invitation", ATTEND(yes), "meeting-yes");
    meeting_test_invite(&test, test.dialogue.karen); /* the newest one: its token is Karen's */
    return &test;
}

static char *mail_of(struct meeting_test *test, const uint8_t *data, size_t size, bool stranger)
{
    g_autofree char *uid = meeting_test_uid(test, test->dialogue.karen);
    GString *raw = g_string_new("From: ");
    g_string_append(raw, stranger ? "who@x.example" : karens_address);
    g_string_append(raw, "\nMessage-ID: <a@client.example>\nSubject: Accepteret: møde\n"
                         "Content-Type: text/calendar; method=REPLY; charset=utf-8\n\n");
    g_autofree char *octets = g_strndup((const char *)data, size);
    g_auto(GStrv) parts = g_strsplit(octets, "@UID@", -1);
    g_autofree char *joined = g_strjoinv(uid, parts);
    g_string_append(raw, joined);
    return g_string_free(raw, FALSE);
}

static bool says_yes(const struct verdict *verdict)
{
    const struct verdict_intent *attend = verdict_intent(verdict, "attend");
    const struct verdict_calendar *calendar = verdict->calendar;
    return (calendar != NULL && g_strcmp0(calendar->partstat, "ACCEPTED") == 0) ||
           (attend != NULL && g_strcmp0(verdict_slot(attend, "answer"), "yes") == 0);
}

/* Nobody but Karen has said anything, and she only what stands there. */
static void check_guests(struct meeting_test *test, const struct verdict *verdict, bool stranger)
{
    struct store *store = meeting_test_store(test);
    g_autoptr(GPtrArray) guests = guest_list(store, test->meeting->id, NULL);
    g_assert(guests != NULL && guests->len == 2);
    for (guint at = 0; at < guests->len; at++) {
        const struct guest *guest = guests->pdata[at];
        bool karen = guest->person == test->dialogue.karen;
        g_assert(karen || (guest->answer == GUEST_YES && guest->seat == GUEST_SEATED));
        g_assert(!karen || guest->answer != GUEST_YES || says_yes(verdict));
        /* A stranger speaks for her only when the calendar names her. */
        bool named = verdict->calendar != NULL && verdict->calendar->attendee != NULL &&
                     g_ascii_strcasecmp(verdict->calendar->attendee, karens_address) == 0;
        g_assert(!karen || !stranger || named || guest->answer == GUEST_SILENT);
        g_assert(guest->said <= clock_now(test->dialogue.test->clock));
    }
    struct guest_tally tally;
    g_assert(guest_count_seats(store, test->meeting->id, 0, &tally, NULL));
    g_assert(tally.taken <= CAPACITY);
}

/* In a transaction that is taken back: each mail finds things as they were. */
static void act(struct meeting_test *test, const struct ledger_proof *proof,
                const struct verdict *verdict, const char *raw, bool stranger)
{
    const struct office *office = &test->dialogue.test->office;
    g_autoptr(GError) error = NULL;
    static int64_t id;
    bool fresh = false;
    g_assert(id != 0 || inbound_keep(office->store, clock_now(office->clock), "itip", NULL, raw,
                                     strlen(raw), &id, &fresh, &error));
    STORE_ROLLS_BACK(office->store);
    g_assert(store_begin(office->store, &error));
    if (!incoming_carry_out(office, id, proof, verdict, &error)) {
        g_error("%s", error != NULL ? error->message : "no message");
    }
    check_guests(test, verdict, stranger);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    struct language *language = fuzz_language();
    struct meeting_test *test = scene();
    bool stranger = (data[0] & STRANGER) != 0;
    SCOPED(ledger_proof)
    struct ledger_proof *proof =
        (data[0] & OUR_TOKEN) != 0 ? dialogue_proof(&test->dialogue, "invitation") : NULL;
    g_autofree char *raw = mail_of(test, data + 1, size - 1, stranger);
    const struct understand_context context = {.replying_to = proof != NULL ? "invitation" : "none",
                                               .today = "2013-03-20",
                                               .site_domain = "seniorjob.example",
                                               .full = true};
    SCOPED(verdict) struct verdict *verdict = understand(language, &context, raw, strlen(raw));
    act(test, proof, verdict, raw, stranger);
    return 0;
}
