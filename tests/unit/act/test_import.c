/* People from a sheet: good rows go in, bad ones are named, nobody is brought back. */
#include "support/office.h"

#include "act/import.h"

#define HEAD "address,name,role,consent_source,consent_date,postcode\n"

static void collect(const char *sentence, void *data)
{
    g_string_append_printf(data, "%s\n", sentence);
}

static struct import_tally import(struct test_office *test, const char *text, char **complaints)
{
    g_autoptr(GError) error = NULL;
    struct import_tally tally = {0};
    SCOPED(csv) struct csv *csv = csv_read("people.csv", text, strlen(text), &error);
    assert_non_null(csv);
    GString *said = g_string_new(NULL);
    if (!import_people(&test->office, "people.csv", csv, collect, NULL, said, &tally, &error)) {
        fail_msg("%s", error->message);
    }
    g_free(*complaints);
    *complaints = g_string_free(said, FALSE);
    return tally;
}

static void twice_changes_nothing(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    g_autofree char *said = NULL;
    const char *sheet =
        HEAD "karen@post.example kt@job.example,Karen Østergaard,seeker,card,2013-03-12,2400\n"
             "hus@kk.example,Børnehuset,employer,mail,12-03-2013,\n";
    struct import_tally tally = import(test, sheet, &said);
    assert_int_equal(tally.added, 2);
    tally = import(test, sheet, &said);
    assert_int_equal(tally.added, 0);
    assert_int_equal(tally.unchanged, 2);
    assert_string_equal(said, "");
    g_autoptr(GPtrArray) events = event_list(test->office.store, 0, 0, INT64_MAX, NULL);
    guint before = events->len;
    import(test, sheet, &said);
    g_autoptr(GPtrArray) again = event_list(test->office.store, 0, 0, INT64_MAX, NULL);
    assert_int_equal(again->len, before);
    g_autoptr(GPtrArray) found = person_by_address(test->office.store, "KT@job.example", NULL);
    assert_int_equal(found->len, 1);
    const struct person *karen = found->pdata[0];
    assert_int_equal(test_office_state(test, karen->id), SUBSCRIPTION_ACTIVE);
    test_office_close(test);
}

static void bad_rows_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *row;
        const char *says;
    } rows[] = {
        {"nowhere,N,seeker,card,,", "people.csv:2:"},
        {",N,seeker,card,,", "no mail address"},
        {"a@b.example,N,chief,card,,", "role \"chief\""},
        {"a@b.example,N,seeker,card,2013-13-40,", "consent_date"},
        {"a@b.example,N,seeker,card,2099-01-01,", "in the future"},
        {"a@b.example,N,seeker,card,2013-01-01,2400,more,fields", "8 fields"},
        {"a@b.example\x01,N,seeker,card,,", "people.csv:2:"},
        {"<a@b.example>x,N,seeker,card,,", "people.csv:2:"},
    };
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        struct test_office *test = test_office_open();
        g_autofree char *said = NULL;
        g_autofree char *sheet =
            g_strdup_printf(HEAD "%s\ngood@b.example,Good,seeker,card,,\n", rows[at].row);
        struct import_tally tally = import(test, sheet, &said);
        assert_int_equal(tally.bad, 1);
        assert_int_equal(tally.added, 1);
        assert_non_null(strstr(said, rows[at].says));
        test_office_close(test);
    }
}

static void a_role_in_any_case_and_in_danish(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        enum person_role role;
    } rows[] = {
        {"Seeker", PERSON_SEEKER},         {"EMPLOYER", PERSON_EMPLOYER},
        {"Jobsøger", PERSON_SEEKER},       {"JOBSØGER", PERSON_SEEKER},
        {"Arbejdsgiver", PERSON_EMPLOYER}, {"medarbejder", PERSON_STAFF},
    };
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        struct test_office *test = test_office_open();
        g_autofree char *said = NULL;
        g_autofree char *sheet = g_strdup_printf(HEAD "a@b.example,N,%s,card,,\n", rows[at].word);
        struct import_tally tally = import(test, sheet, &said);
        assert_string_equal(said, "");
        assert_int_equal(tally.added, 1);
        g_autoptr(GPtrArray) found = person_by_address(test->office.store, "a@b.example", NULL);
        assert_int_equal(((const struct person *)found->pdata[0])->role, rows[at].role);
        test_office_close(test);
    }
}

static void two_people_share_an_address(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    g_autofree char *said = NULL;
    struct import_tally tally = import(
        test, HEAD "par@post.example,Karen,seeker,card,,\npar@post.example,Jens,seeker,card,,\n",
        &said);
    assert_int_equal(tally.added, 2);
    g_autoptr(GPtrArray) found = person_by_address(test->office.store, "par@post.example", NULL);
    assert_int_equal(found->len, 2);
    assert_non_null(
        strstr(said, "people.csv:3: par@post.example is also the address of \"Karen\""));
    import(test, HEAD "par@post.example,Jens,seeker,card,,\n", &said); /* both are known */
    assert_string_equal(said, "");
    import(test, HEAD "par@post.example,Huset,employer,card,,\n", &said); /* another role */
    assert_string_equal(said, "");
    test_office_close(test);
}

static void without_consent_they_are_asked(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    g_autofree char *said = NULL;
    struct import_tally tally = import(test, HEAD "new@post.example,Ny,seeker,,,\n", &said);
    assert_int_equal(tally.asked, 1);
    test_office_expect(test, "confirm-subscribe>new@post.example");
    tally = import(test, HEAD "new@post.example,Ny,seeker,,,\n", &said);
    assert_int_equal(tally.asked, 0);
    test_office_expect(test, "confirm-subscribe>new@post.example");
    test_office_close(test);
}

static void an_old_sheet_brings_nobody_back(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    g_autofree char *said = NULL;
    const char *sheet = HEAD "karen@post.example,Karen,seeker,card,2013-03-12,\n";
    import(test, sheet, &said);
    g_autoptr(GPtrArray) found = person_by_address(test->office.store, "karen@post.example", NULL);
    int64_t karen = ((const struct person *)found->pdata[0])->id;
    struct cause cause = {.at = clock_now(test->clock), .actor = "mail"};
    assert_true(store_begin(test->office.store, NULL));
    assert_true(subscription_end(test->office.store, &cause, karen, NEWSLETTER, "mail", NULL));
    assert_true(store_commit(test->office.store, NULL));
    struct import_tally tally = import(test, sheet, &said);
    assert_int_equal(tally.left, 1);
    assert_int_equal(test_office_state(test, karen), SUBSCRIPTION_ENDED);
    test_office_at(test, "2013-05-02T09:00");
    import(test, HEAD "karen@post.example,Karen,seeker,card,2013-05-01,\n", &said);
    assert_int_equal(test_office_state(test, karen), SUBSCRIPTION_ACTIVE);
    test_office_close(test);
}

static void missing_columns_stop_it(void **state)
{
    (void)state;
    struct test_office *test = test_office_open();
    g_autoptr(GError) error = NULL;
    static const char sheet[] = "address,name,role\na@b.example,A,seeker\n";
    SCOPED(csv) struct csv *csv = csv_read("people.csv", sheet, strlen(sheet), NULL);
    struct import_tally tally = {0};
    g_autoptr(GString) said = g_string_new(NULL);
    assert_false(
        import_people(&test->office, "people.csv", csv, collect, NULL, said, &tally, &error));
    assert_non_null(strstr(error->message, "people.csv:1: missing columns: consent_source"));
    test_office_close(test);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twice_changes_nothing),
        cmocka_unit_test(bad_rows_are_named),
        cmocka_unit_test(a_role_in_any_case_and_in_danish),
        cmocka_unit_test(two_people_share_an_address),
        cmocka_unit_test(without_consent_they_are_asked),
        cmocka_unit_test(an_old_sheet_brings_nobody_back),
        cmocka_unit_test(missing_columns_stop_it),
    };
    return cmocka_run_group_tests_name("act/import", tests, NULL, NULL);
}
