/* Two who write to each other through us: what is passed on, what is not, and what both are told.
 */
#include "support/talk.h"

static unsigned letters_of(struct talk *talk)
{
    g_autoptr(GPtrArray) letters = test_office_letters(talk->test);
    return letters->len;
}

static void both_say_yes_before_anybody_hears_of_it(void **state)
{
    (void)state;
    struct talk talk = talk_start(false);
    talk_agree(&talk, PAIR_EMPLOYER);
    talk_agree(&talk, PAIR_EMPLOYER);
    test_office_expect(talk.test, "");
    talk_agree(&talk, PAIR_SEEKER);
    test_office_expect(talk.test, "relay-open-employer>ole@vest.example "
                                  "relay-open>kirsten@example.dk");
    talk_agree(&talk, PAIR_SEEKER);
    assert_int_equal(letters_of(&talk), 2);
    TALK_READS(&talk, PAIR_SEEKER, "relay-open", "Arbejdsplads 1");
    TALK_READS(&talk, PAIR_EMPLOYER, "relay-open-employer", "Seniorjob kandidat 2");
    talk_close(&talk);
}

static void words_go_to_the_other_side_and_nowhere_else(void **state)
{
    (void)state;
    struct talk talk = talk_open(false);
    TALK_EXPECT(&talk, PAIR_SEEKER, NULL, "", "Jeg kan komme på torsdag kl. 10.\n\nMvh Kirsten",
                "relayed");
    TALK_READS(&talk, PAIR_EMPLOYER, "relay", "Jeg kan komme på torsdag kl. 10.");
    assert_int_equal(letters_of(&talk), 3);
    TALK_EXPECT(&talk, PAIR_EMPLOYER, NULL, "", "Det passer fint. Vi glæder os.", "relayed");
    TALK_READS(&talk, PAIR_SEEKER, "relay", "Det passer fint. Vi glæder os.");
    assert_int_equal(letters_of(&talk), 4);
    SCOPED(ledger_mail) struct ledger_mail *mail = NULL;
    SCOPED(message)
    struct message *message = talk_read(&talk, talk_last(&talk, PAIR_SEEKER, "relay"), &mail);
    assert_int_equal(mail->class, LEDGER_CONFIDENTIAL);
    assert_string_equal(message->from->name, "Arbejdsplads 1");
    assert_string_equal(message->from->address, "seniorjob@seniorjob.example");
    talk_close(&talk);
}

static char *answers_of(struct talk *talk, enum pair_side side, const char *kind)
{
    SCOPED(ledger_mail) struct ledger_mail *mail = NULL;
    SCOPED(message) struct message *message = talk_read(talk, talk_last(talk, side, kind), &mail);
    return g_strdup(message->in_reply_to);
}

static void threads_hold(void **state)
{
    (void)state;
    struct talk talk = talk_open(false);
    g_autofree char *first =
        talk_say(&talk, PAIR_SEEKER, NULL, "", "Hej. Hvornår begynder arbejdet?");
    assert_non_null(first);
    SCOPED(ledger_mail)
    struct ledger_mail *passed =
        ledger_get(talk.test->office.store, talk_last(&talk, PAIR_EMPLOYER, "relay"), NULL);
    SCOPED(ledger_mail)
    struct ledger_mail *opened = ledger_get(
        talk.test->office.store, talk_last(&talk, PAIR_EMPLOYER, "relay-open-employer"), NULL);
    g_autofree char *thread = answers_of(&talk, PAIR_EMPLOYER, "relay");
    assert_string_equal(thread, opened->message_id);
    g_autofree char *head = g_strdup_printf("In-Reply-To: <%s>\n", passed->message_id);
    g_autofree char *second = talk_say(&talk, PAIR_EMPLOYER, NULL, head, "Klokken otte.");
    assert_non_null(second);
    g_autofree char *back = answers_of(&talk, PAIR_SEEKER, "relay");
    assert_string_equal(back, "m1@mail.example");
    talk_close(&talk);
}

static void what_gives_away_is_hidden_and_its_writer_told(void **state)
{
    (void)state;
    struct talk talk = talk_open(false);
    TALK_EXPECT(&talk, PAIR_SEEKER, NULL, "",
                "Jeg hedder Kirsten. Ring på 20 11 22 33 i morgen, cpr 010160-1234.", "relayed");
    TALK_READS(&talk, PAIR_EMPLOYER, "relay",
               "Jeg hedder [navn skjult]. Ring på [telefonnummer skjult] i morgen");
    TALK_READS(&talk, PAIR_SEEKER, "relay-masked", "CPR-nummer, telefonnummer, navn");
    talk_close(&talk);
}

static void an_employer_has_a_workplace(void **state)
{
    (void)state;
    struct talk talk = talk_open(false);
    TALK_EXPECT(&talk, PAIR_EMPLOYER, NULL, "",
                "Vi er Vestre Bibliotek. Skriv til ole@vest.example om noget.", "relayed");
    TALK_READS(&talk, PAIR_SEEKER, "relay",
               "Vi er Vestre Bibliotek. Skriv til [mailadresse skjult]");
    talk_close(&talk);
}

static void strangers_are_refused(void **state)
{
    (void)state;
    struct talk talk = talk_open(false);
    TALK_EXPECT(&talk, PAIR_SEEKER, NULL, "Cc: min@mand.example\n", "Jeg kan komme i morgen.",
                "relay-refused");
    assert_int_equal(talk_last(&talk, PAIR_EMPLOYER, "relay"), 0);
    TALK_READS(&talk, PAIR_SEEKER, "relay-refused", "sendt til andre");
    TALK_EXPECT(&talk, PAIR_SEEKER, "relay-open", "Cc: kirsten@example.dk\n",
                "Jeg kommer i morgen.", "relayed"); /* a copy to oneself */
    talk_close(&talk);
}

static void somebody_else_is_read_by_staff(void **state)
{
    (void)state;
    struct talk talk = talk_open(false);
    int64_t row = talk_last(&talk, PAIR_SEEKER, NULL);
    const char *mail =
        "From: Per <per@other.example>\nMessage-ID: <x@y>\n\nHej. Kan I bruge mig?\n";
    SCOPED(inbound)
    struct inbound *settled = talk_mail(&talk, PAIR_SEEKER, row, mail, strlen(mail));
    assert_int_equal(settled->state, INBOUND_HUMAN);
    assert_string_equal(settled->reason, "relay-address");
    assert_int_equal(talk_last(&talk, PAIR_EMPLOYER, "relay"), 0);
    talk_close(&talk);
}

static void machines_are_never_passed_on(void **state)
{
    (void)state;
    static const char *const heads[] = {"Auto-Submitted: auto-replied\n", "Precedence: bulk\n",
                                        "X-Autoreply: yes\n", "Auto-Submitted: auto-generated\n",
                                        "List-Id: <x.y>\n"};
    struct talk talk = talk_open(false);
    for (size_t at = 0; at < G_N_ELEMENTS(heads); at++) {
        g_autofree char *outcome =
            talk_say(&talk, PAIR_SEEKER, NULL, heads[at], "Jeg er på ferie til den 8. april.");
        assert_non_null(outcome);
        assert_int_equal(talk_last(&talk, PAIR_EMPLOYER, "relay"), 0);
    }
    talk_close(&talk);
}

static void stop_mail_ends_it(void **state)
{
    (void)state;
    struct talk talk = talk_open(false);
    TALK_EXPECT(&talk, PAIR_EMPLOYER, NULL, "", "Stop mail", "relay-stopped");
    assert_true(talk_last(&talk, PAIR_EMPLOYER, "relay-stopped") != 0);
    assert_true(talk_last(&talk, PAIR_SEEKER, "relay-ended") != 0);
    TALK_EXPECT(&talk, PAIR_SEEKER, "relay-open", "", "Jeg vil gerne høre mere om jobbet.",
                "relay-refused");
    assert_int_equal(talk_last(&talk, PAIR_EMPLOYER, "relay"), 0);
    talk_close(&talk);
}

static void abuse_goes_to_staff(void **state)
{
    (void)state;
    struct talk talk = talk_open(false);
    TALK_EXPECT(&talk, PAIR_EMPLOYER, NULL, "", "Du er en idiot. Hold din kæft.", "to-human!abuse");
    assert_int_equal(talk_last(&talk, PAIR_SEEKER, "relay"), 0);
    TALK_EXPECT(&talk, PAIR_EMPLOYER, NULL, "", "Vi har brug for hjælp i haven.", "relayed");
    talk_close(&talk);
}

static void a_day_has_a_limit(void **state)
{
    (void)state;
    struct talk talk = talk_open(false);
    for (int at = 0; at < RELAY_A_DAY; at++) {
        g_autofree char *text = g_strdup_printf("Jeg har tænkt over punkt %d i opgaven.", at);
        TALK_EXPECT(&talk, PAIR_SEEKER, "relay-open", "", text, "relayed");
    }
    TALK_EXPECT(&talk, PAIR_SEEKER, "relay-open", "", "Og en ting til om opgaven.",
                "relay-refused");
    TALK_EXPECT(&talk, PAIR_EMPLOYER, "relay", "", "Tak for alle de mails.", "relayed");
    test_office_at(talk.test, "2013-03-21T10:00");
    TALK_EXPECT(&talk, PAIR_SEEKER, "relay-open", "", "Jeg har sovet på det.", "relayed");
    talk_close(&talk);
}

static void a_name_is_shown_only_after_a_yes(void **state)
{
    (void)state;
    struct talk talk = talk_open(false);
    TALK_EXPECT(&talk, PAIR_SEEKER, NULL, "", "I må gerne give dem mit navn og nummer.",
                "reveal-asked,relayed");
    assert_int_equal(talk_last(&talk, PAIR_EMPLOYER, "relay-revealed"), 0);
    TALK_EXPECT(&talk, PAIR_SEEKER, "relay-reveal", "", "Nej", "relay-hidden");
    TALK_EXPECT(&talk, PAIR_SEEKER, "relay-reveal", "", "Ja", "revealed");
    TALK_READS(&talk, PAIR_EMPLOYER, "relay-revealed", "Kirsten Sørensen");
    TALK_READS(&talk, PAIR_EMPLOYER, "relay-revealed", "kirsten@example.dk");
    /* The other side shows nothing by that. */
    g_autofree char *shown = talk_text(&talk, PAIR_SEEKER, "relay-shown");
    assert_null(strstr(shown, "Ole"));
    assert_null(strstr(shown, "ole@"));
    talk_close(&talk);
}

/* The question is answered when the other side wants no more mail: it gets none, and no name. */
static void nor_is_it_shown_when_the_talk_is_over(void **state)
{
    (void)state;
    for (int stopped = 0; stopped < 2; stopped++) {
        struct talk talk = talk_open(false);
        struct store *store = talk.test->office.store;
        TALK_EXPECT(&talk, PAIR_SEEKER, NULL, "", "I må gerne give dem mit navn og nummer.",
                    "reveal-asked,relayed");
        const struct cause cause = {.at = clock_now(talk.test->clock), .actor = "mail"};
        SCOPED(pair) struct pair *pair = pair_get(store, talk.pair, NULL);
        struct pair after = *pair;
        after.stage = stopped ? after.stage : PAIR_DECLINED;
        after.stopped = stopped ? PAIR_EMPLOYER : PAIR_NOBODY;
        TALK_DO(&talk, pair_update(store, &cause, pair, &after, NULL, &error));
        TALK_EXPECT(&talk, PAIR_SEEKER, "relay-reveal", "", "Ja", "relay-refused");
        TALK_READS(&talk, PAIR_SEEKER, "relay-refused", "Samtalen er slut.");
        assert_int_equal(talk_last(&talk, PAIR_EMPLOYER, "relay-revealed"), 0);
        SCOPED(pair) struct pair *now = pair_get(store, talk.pair, NULL);
        assert_int_equal(now->revealed[PAIR_SEEKER], 0);
        talk_close(&talk);
    }
}

static void a_plain_yes_belongs_to_the_talk(void **state)
{
    (void)state;
    struct talk talk = talk_open(false);
    TALK_EXPECT(&talk, PAIR_SEEKER, NULL, "", "Ja tak", "relayed");
    TALK_READS(&talk, PAIR_EMPLOYER, "relay", "Ja tak");
    assert_int_equal(talk_last(&talk, PAIR_SEEKER, "relay-reveal"), 0);
    talk_close(&talk);
}

static const char with_file[] =
    "From: Kirsten Sørensen <kirsten@example.dk>\nMessage-ID: <f1@mail.example>\nMIME-Version: "
    "1.0\n"
    "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n"
    "Her er mit CV.\n--b\nContent-Type: text/plain; charset=utf-8; name=\"CV Kirsten "
    "Sorensen.txt\"\n"
    "Content-Disposition: attachment; filename=\"CV Kirsten Sorensen.txt\"\n\n"
    "Kirsten Sørensen, 20 11 22 33, kirsten@example.dk\nKok 2005-2012 på et stort hotel.\n--b--\n";

static void a_cv_goes_when_its_owner_says_so(void **state)
{
    (void)state;
    struct talk talk = talk_open(false);
    int64_t row = talk_last(&talk, PAIR_SEEKER, NULL);
    SCOPED(inbound)
    struct inbound *settled = talk_mail(&talk, PAIR_SEEKER, row, with_file, strlen(with_file));
    assert_string_equal(settled->effect, "relayed,relay-file-asked");
    g_autofree char *before = talk_text(&talk, PAIR_EMPLOYER, "relay");
    assert_null(strstr(before, "hotel"));
    assert_null(strstr(before, "Sorensen"));
    TALK_EXPECT(&talk, PAIR_SEEKER, "relay-file", "", "Nej tak", "relay-hidden");
    TALK_EXPECT(&talk, PAIR_SEEKER, "relay-file", "", "Ja tak", "relayed");
    TALK_READS(&talk, PAIR_EMPLOYER, "relay", "Kok 2005-2012 på et stort hotel.");
    g_autofree char *after = talk_text(&talk, PAIR_EMPLOYER, "relay");
    assert_null(strstr(after, "Kirsten"));
    assert_null(strstr(after, "20 11"));
    talk_close(&talk);
}

static void files_of_an_employer_stay(void **state)
{
    (void)state;
    struct talk talk = talk_open(true); /* Kirsten has the job */
    int64_t row = talk_last(&talk, PAIR_EMPLOYER, NULL);
    SCOPED(inbound)
    struct inbound *settled = talk_mail(&talk, PAIR_EMPLOYER, row, with_file, strlen(with_file));
    assert_string_equal(settled->effect, "relayed");
    TALK_READS(&talk, PAIR_EMPLOYER, "relay-masked", "Filerne sendte vi ikke med.");
    talk_close(&talk);
}

static void who_wants_to_be_forgotten_is_not_passed_on(void **state)
{
    (void)state;
    struct talk talk = talk_open(false);
    g_autofree char *outcome =
        talk_say(&talk, PAIR_SEEKER, NULL, "", "Slet alle mine oplysninger hos jer.");
    assert_non_null(strstr(outcome, "!erase"));
    assert_int_equal(talk_last(&talk, PAIR_EMPLOYER, "relay"), 0);
    talk_close(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_say_yes_before_anybody_hears_of_it),
        cmocka_unit_test(words_go_to_the_other_side_and_nowhere_else),
        cmocka_unit_test(threads_hold),
        cmocka_unit_test(what_gives_away_is_hidden_and_its_writer_told),
        cmocka_unit_test(an_employer_has_a_workplace),
        cmocka_unit_test(strangers_are_refused),
        cmocka_unit_test(somebody_else_is_read_by_staff),
        cmocka_unit_test(machines_are_never_passed_on),
        cmocka_unit_test(stop_mail_ends_it),
        cmocka_unit_test(abuse_goes_to_staff),
        cmocka_unit_test(a_day_has_a_limit),
        cmocka_unit_test(a_name_is_shown_only_after_a_yes),
        cmocka_unit_test(nor_is_it_shown_when_the_talk_is_over),
        cmocka_unit_test(a_plain_yes_belongs_to_the_talk),
        cmocka_unit_test(a_cv_goes_when_its_owner_says_so),
        cmocka_unit_test(files_of_an_employer_stay),
        cmocka_unit_test(who_wants_to_be_forgotten_is_not_passed_on),
    };
    return cmocka_run_group_tests_name("act/relay", tests, load, unload);
}
