/* moedested explain: what a message means and by which rule, for a person to read. */
#include <stdio.h>
#include <string.h>

#include "act/incoming.h"
#include "commands/list.h"
#include "commands/reading.h"
#include "store/guest.h"
#include "store/meeting.h"

static void print_field(const char *name, const char *value)
{
    if (value != NULL && *value != '\0') {
        printf("%-12s %s\n", name, value);
    }
}

/* The same of a text of several lines: they stand below each other. */
static void print_lines(const char *name, const char *value)
{
    g_auto(GStrv) lines = g_strsplit(value == NULL ? "" : value, "\n", -1);
    for (size_t i = 0; lines[i] != NULL && *lines[0] != '\0'; i++) {
        printf("%-12s %s\n", i == 0 ? name : "", lines[i]);
    }
}

static void print_intent(const struct verdict_intent *intent)
{
    printf("  %s", intent->name);
    const char *name;
    json_t *value;
    json_object_foreach(intent->slots, name, value)
    {
        g_autofree char *said =
            json_is_string(value)
                ? g_strdup(json_string_value(value))
                : json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(6));
        printf(" %s", said);
    }
    printf("\n    because of   \"%s\"\n    by the rule  %s\n",
           intent->words == NULL ? "" : intent->words, intent->rule == NULL ? "" : intent->rule);
}

static void print_findings(const struct verdict *verdict)
{
    printf("intents\n");
    for (guint i = 0; i < verdict->intents->len; i++) {
        print_intent(g_ptr_array_index(verdict->intents, i));
    }
    if (verdict->intents->len == 0) {
        printf("  none with confidence: %s\n",
               verdict->automatic ? "a machine sent it, so nothing is done" : "a human reads it");
    }
    if (verdict->guesses->len > 0) {
        printf("guesses      (likely; the sender is asked first)\n");
    }
    for (guint i = 0; i < verdict->guesses->len; i++) {
        print_intent(g_ptr_array_index(verdict->guesses, i));
    }
    for (guint i = 0; i < verdict->bounces->len; i++) {
        const struct verdict_bounce *bounce = g_ptr_array_index(verdict->bounces, i);
        printf("bounce       %s: %s %s, %s\n", bounce->address,
               bounce->action == NULL ? "failed" : bounce->action,
               bounce->status == NULL ? "without a status" : bounce->status,
               bounce->hard ? "for good" : "perhaps for now");
    }
    for (guint i = 0; i < verdict->attachments->len; i++) {
        const struct verdict_attachment *file = g_ptr_array_index(verdict->attachments, i);
        printf("attachment   %s (%s, %zu octets)\n",
               file->filename == NULL ? "without a name" : file->filename, file->type, file->size);
    }
    for (guint i = 0; i < verdict->warnings->len; i++) {
        printf("warning      %s\n", (const char *)g_ptr_array_index(verdict->warnings, i));
    }
}

static void print_calendar(const struct verdict_calendar *calendar)
{
    if (calendar != NULL) {
        printf("calendar     %s: %s by %s\n", calendar->method,
               calendar->partstat != NULL ? calendar->partstat : "no answer",
               calendar->attendee != NULL ? calendar->attendee : "nobody");
        print_field("  event", calendar->uid);
        print_lines("  comment", calendar->comment);
    }
}

static void print_verdict(const struct verdict *verdict)
{
    print_field("kind", verdict_kind_name(verdict->kind));
    print_field("  because of", verdict->why);
    print_field("from", verdict->from_address);
    print_field("subject", verdict->subject);
    print_field("date", verdict->date);
    if (verdict->automatic) {
        print_field("answer", "never: it is automatic, bulk or from a robot");
    }
    if (verdict->ours) {
        print_field("ours", "yes: it is our own mail that came back");
    }
    if (verdict->cpr) {
        print_field("cpr", "a personal number stands in it");
    }
    print_field("away until", verdict->away_until);
    print_calendar(verdict->calendar);
    print_findings(verdict);
    printf("own words\n");
    g_auto(GStrv) lines = g_strsplit(verdict->text, "\n", -1);
    for (size_t i = 0; lines[i] != NULL; i++) {
        printf("  | %s\n", lines[i]);
    }
}

/* Which meeting and which guest, as they are now. */
static bool print_meeting(const struct site *site, const struct rehearsal *said, GError **error)
{
    struct store *store = site->house->office.store;
    if (said->meeting == 0) {
        return true;
    }
    SCOPED(meeting) struct meeting *meeting = meeting_get(store, said->meeting, error);
    SCOPED(person)
    struct person *person = said->guest != 0 ? person_get(store, said->guest, error) : NULL;
    if (meeting == NULL || (said->guest != 0 && person == NULL)) {
        return false;
    }
    printf("  the meeting  %s, %s, %s\n", meeting->name, meeting->starts,
           meeting_state_name(meeting->state));
    if (person == NULL) {
        return true;
    }
    g_autoptr(GError) failure = NULL;
    SCOPED(guest) struct guest *guest = guest_of(store, meeting->id, person->id, &failure);
    printf("  the guest    %s, so far: answer %s, seat %s\n", person_address(person),
           guest != NULL ? guest_answer_name(guest->answer) : "none",
           guest != NULL ? guest_seat_name(guest->seat) : "none");
    return true;
}

/* What the daemon of the site around us would do; says nothing where there is no site. */
static bool print_rehearsal(const struct site *site, const struct ledger_proof *proof,
                            const struct verdict *verdict, GError **error)
{
    struct rehearsal rehearsal;
    const struct office *office = &site->house->office;
    if (!incoming_rehearse(office, proof, verdict, &rehearsal, error)) {
        return false;
    }
    printf("the daemon would\n  see that     %s\n  do this      %s\n",
           rehearsal.proved  ? "one of our mails is answered by whom it went to"
           : rehearsal.known ? "the sender says to be somebody we know; no token proves it"
                             : "the sender is a stranger",
           rehearsal.effect);
    print_field("  answer with", rehearsal.letter);
    print_field("  tell staff", rehearsal.reason);
    return print_meeting(site, &rehearsal, error);
}

/* The site of -c or around us, if its store is there. */
static bool open_site(const struct invocation *invocation, struct site *site)
{
    *site = (struct site){0};
    SCOPED(config) struct config *config = NULL;
    SCOPED(clock) struct clock *clock = NULL;
    if (!command_site(invocation, &config, &clock, NULL)) {
        return false;
    }
    g_autofree char *store = config_path(config, CONFIG_STORE_PATH, "moedested.db");
    return g_file_test(store, G_FILE_TEST_EXISTS) &&
           site_try_open(invocation, HOUSE_NOTE, "explain", site, NULL);
}

static bool explain_mail(const struct reading *reading, const struct site *site, GBytes *raw,
                         GError **error)
{
    struct understander_mail mail = {
        .replying_to = reading->replying_to, .today = reading->today, .full = true};
    mail.raw = g_bytes_get_data(raw, &mail.length);
    SCOPED(ledger_proof) struct ledger_proof *proof = NULL;
    if (site->house != NULL) {
        proof = incoming_proof(&site->house->office, NULL, mail.raw, mail.length, NULL);
    }
    if (proof != NULL && proof->purpose == TOKEN_REPLY && proof->replies != NULL &&
        reading->replying_to == NULL) {
        mail.replying_to = proof->replies; /* the address says what is answered */
    }
    if (!understander_read(reading->understander, &mail, 1, error)) {
        return false;
    }
    if (mail.verdict == NULL) {
        printf("kind         malformed\nwarning      the reading process was %s; the daemon keeps "
               "the mail for a human\n",
               mail.died != NULL ? mail.died : "not to be had");
        return true;
    }
    SCOPED(verdict) struct verdict *verdict = mail.verdict;
    print_verdict(verdict);
    return site->house == NULL || print_rehearsal(site, proof, verdict, error);
}

static int explain(const struct invocation *invocation, const struct reading *reading,
                   const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) raw = reading_file(path, &error);
    if (raw == NULL) {
        return command_fail(error);
    }
    struct site site;
    bool opened = open_site(invocation, &site);
    bool done = explain_mail(reading, &site, raw, &error);
    if (opened) {
        site_close(&site);
    }
    return done ? EXIT_DONE : command_fail(error);
}

int command_explain(const struct invocation *invocation, int argc, char **argv)
{
    struct reading reading;
    int status = EXIT_DONE;
    if (!reading_begin("explain", invocation, &argc, &argv, &reading, &status)) {
        return status;
    }
    if (argc != 2) {
        status = command_misused("explain", "one FILE is wanted (- for standard input)");
    } else {
        status = explain(invocation, &reading, argv[1]);
    }
    reading_end(&reading);
    return status;
}
