/* Whole answers as calendar programs write them, each with its traps: what they say is read right,
 * whatever it is, and never as a yes that it is not. */
#include "support/language.h"

#include <string.h>

#include "understand/understand.h"

#define OUR_UID "m-2026-12.abcdefghijklmnopqrstuvwxyz@seniorjob.example"

/* tests/data/calendar/NAME.eml, in which @PARTSTAT@ stands for what was answered. */
struct client {
    const char *name;
    int64_t sequence; /* -1: none */
    const char *comment, *zone;
};

static const struct client clients[] = {
    {"outlook-14", 0, NULL, "Romance Standard Time"},
    {"exchange", 1, "Jeg bruger teleslynge", "tzone://Microsoft/Utc"},
    {"sogo", 0, NULL, "Europe/Copenhagen"},
    {"yahoo", 0, NULL, NULL},
    {"korganizer", -1, NULL, "Europe/Copenhagen"},
    {"evolution", 0, "Jeg tager toget", "/freeassociation.sourceforge.net/Europe/Copenhagen"},
    {"google", 0, NULL, NULL},
};

/* In two pieces, with CRLF. The caller owns it. */
static char **mail_of(const struct client *client)
{
    g_autofree char *path = g_strdup_printf("tests/data/calendar/%s.eml", client->name);
    g_autofree char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_autofree char *mail = g_strjoinv("\r\n", lines);
    char **pieces = g_strsplit(mail, "@PARTSTAT@", -1);
    assert_int_equal(g_strv_length(pieces), 2);
    return pieces;
}

/* What can be answered, and what the verdict says then; NULL: no answer that anything follows from.
 */
static const char *const answers[][2] = {
    {"ACCEPTED", "ACCEPTED"},   {"DECLINED", "DECLINED"}, {"TENTATIVE", "TENTATIVE"},
    {"DELEGATED", "DELEGATED"}, {"x-yes", NULL},          {"NEEDS-ACTION", "NEEDS-ACTION"},
};

static void is_read(void **state)
{
    const struct client *client = *state;
    g_auto(GStrv) pieces = mail_of(client);
    for (size_t at = 0; at < G_N_ELEMENTS(answers); at++) {
        g_autofree char *raw = g_strjoinv(answers[at][0], pieces);
        struct understand_context context = {.replying_to = "invitation", .today = "2026-11-16"};
        SCOPED(verdict)
        struct verdict *verdict = understand(language, &context, raw, strlen(raw));
        assert_int_equal(verdict->kind, VERDICT_CALENDAR_REPLY);
        assert_false(verdict->automatic);
        const struct verdict_calendar *calendar = verdict->calendar;
        assert_string_equal(calendar->method, "REPLY");
        assert_string_equal(calendar->uid, OUR_UID);
        assert_string_equal(calendar->attendee, "karen@post.example");
        assert_string_equal(calendar->partstat != NULL ? calendar->partstat : "none",
                            answers[at][1] != NULL ? answers[at][1] : "none");
        assert_string_equal(calendar->dtstamp, "20261116T080000Z");
        assert_int_equal(calendar->sequence, client->sequence);
        assert_string_equal(calendar->comment != NULL ? calendar->comment : "none",
                            client->comment != NULL ? client->comment : "none");
        assert_string_equal(calendar->zone != NULL ? calendar->zone : "none",
                            client->zone != NULL ? client->zone : "none");
    }
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(clients)] = {{0}};
    for (size_t at = 0; at < G_N_ELEMENTS(clients); at++) {
        tests[at] = (struct CMUnitTest){.name = clients[at].name,
                                        .test_func = is_read,
                                        .initial_state = (void *)(uintptr_t)&clients[at]};
    }
    return cmocka_run_group_tests_name("understand/calendar_clients", tests, load, unload);
}
