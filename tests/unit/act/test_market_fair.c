/* What may not count does not: a mail that also says age, sex, health, origin, or another name
 * makes the same profile for the market, and so the same lists, octet by octet.
 */
#include "support/incoming.h"
#include "support/language.h"
#include "support/market.h"

#include "understand/understand.h"

#define JOB                                                                                       \
    "{'title':'Lagermedarbejder','hours':{'min':20,'max':30},'licences':['B'],'postcode':'2450'," \
    "'text':'Vi mangler en på lageret: pakke varer, køre truck og føre lister.'}"
#define OTHER                                                                           \
    "{'titles':['lagerarbejder'],'hours':{'min':30,'max':37},'licences':['B','truck']," \
    "'text':'Jeg kan pakke varer og køre truck.'}"

/* What stands in front, between and behind the words that count, and who writes. */
struct row {
    const char *name, *before, *between, *behind;
};

static const struct row plain = {"Anne Jensen", "", "", ""};

static const struct row rows[] = {
    {"Ahmed Hassan", "", "", ""},
    {"Anne Jensen", "Jeg hedder Anne Jensen.", "", ""},
    {"Ahmed Hassan", "Jeg hedder Ahmed Hassan.", "", ""},
    {"Anne Jensen", "Jeg er 61 år.", "", ""},
    {"Anne Jensen", "", "", "Jeg er 61 år gammel."},
    {"Anne Jensen", "", "Jeg har sclerose.", ""},
    {"Anne Jensen", "", "Jeg har desværre gigt og dårlig ryg.", ""},
    {"Anne Jensen", "Jeg er en kvinde.", "", ""},
    {"Ahmed Hassan", "Jeg er en mand på 58 år.", "", ""},
    {"Anne Jensen", "", "Jeg er gift og har tre børn.", ""},
    {"Ahmed Hassan", "Jeg kommer oprindeligt fra Iran.", "", ""},
    {"Ahmed Hassan", "", "Jeg er muslim.", "Jeg er medlem af 3F."},
    {"Anne Jensen", "", "", "Mit CPR-nummer er 010160-1234."},
    {"Anne Jensen", "", "", "Ring til mig på 20 11 22 33."},
};

/* The mail of a row, understood. */
static struct verdict *mail_of(const struct row *row)
{
    g_autofree char *mail = g_strdup_printf(
        "From: \"%s\" <seeker@example.dk>\r\nSubject: Arbejde\r\n"
        "Message-ID: <a@example.dk>\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        "Hej\n\n%s%sJeg søger arbejde på et lager, 25-30 timer om ugen, og jeg har kørekort B. %s%s"
        "Jeg har 15 års erfaring som lagermedarbejder, kan køre truck og er vant til at føre "
        "lister. %s\n\nVenlig hilsen\n%s\n",
        row->name, row->before, *row->before == '\0' ? "" : " ", row->between,
        *row->between == '\0' ? "" : " ", row->behind, row->name);
    const struct understand_context context = {
        .replying_to = "none", .today = "2013-03-20", .full = true};
    return understand(language, &context, mail, strlen(mail));
}

/* What the profile of the mail says, as it is kept, is opened. */
static int64_t open_profile(struct test_office *test)
{
    struct store *store = test->office.store;
    const struct cause cause = {.at = clock_now(test->clock), .actor = "mail"};
    g_autoptr(GPtrArray) drafts = listing_all(store, LISTING_PROFILE, LISTING_DRAFT, NULL);
    assert_int_equal(drafts->len, 1);
    const struct listing *draft = drafts->pdata[0];
    assert_true(store_begin(store, NULL) && listing_confirm(store, &cause, draft, 1, NULL) &&
                listing_change(store, &cause, draft, LISTING_OPEN, NULL, NULL) &&
                store_commit(store, NULL));
    return draft->id;
}

static char *list_of(struct test_office *test, int64_t listing)
{
    g_autoptr(GError) error = NULL;
    json_auto_t *answer = market_best(test->office.market, listing, NULL, &error);
    if (answer == NULL) {
        fail_msg("%s", error->message);
    }
    return json_dumps(answer, JSON_INDENT(1) | JSON_SORT_KEYS);
}

/* Both lists, of the job and of the profile. */
static char *lists_of(const struct row *row)
{
    struct test_office *test = test_office_open();
    test_market_open(test);
    int64_t ole = test_office_person(test, PERSON_EMPLOYER, "Ole", "ole@x.example", false);
    int64_t other = test_office_person(test, PERSON_SEEKER, "Bo", "bo@x.example", false);
    test_office_person(test, PERSON_SEEKER, row->name, "seeker@example.dk", false);
    int64_t job = test_market_listing(test, LISTING_POSTING, ole, JOB);
    test_market_listing(test, LISTING_PROFILE, other, OTHER);
    SCOPED(verdict) struct verdict *verdict = mail_of(row);
    SCOPED(inbound) struct inbound *settled = arrive(test, NULL, verdict, "profile");
    assert_non_null(settled);
    int64_t profile = open_profile(test);
    g_autofree char *there = list_of(test, job), *back = list_of(test, profile);
    test_market_close(test);
    test_office_close(test);
    return g_strconcat(there, "\n", back, NULL);
}

static void what_may_not_count_does_not(void **state)
{
    (void)state;
    g_autofree char *expected = lists_of(&plain);
    assert_non_null(strstr(expected, "føre lister"));
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *lists = lists_of(&rows[i]);
        if (strcmp(lists, expected) != 0) {
            fail_msg("%s | %s | %s | %s:\n%s\ninstead of\n%s", rows[i].name, rows[i].before,
                     rows[i].between, rows[i].behind, lists, expected);
        }
    }
}

/* And what does count changes them: the test above can fail. */
static void what_counts_does(void **state)
{
    (void)state;
    const struct row more = {"Anne Jensen", "", "Jeg kan pakke varer.", ""};
    g_autofree char *one = lists_of(&plain), *other = lists_of(&more);
    assert_string_not_equal(one, other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_may_not_count_does_not),
                                       cmocka_unit_test(what_counts_does)};
    return cmocka_run_group_tests_name("act/market_fair", tests, load, unload);
}
