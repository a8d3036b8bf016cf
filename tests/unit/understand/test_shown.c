/* What a whole verdict says that others may see. */
#include "support/language.h"

#include <string.h>

#include "understand/understand.h"

static struct verdict *read_mail(const char *replying_to, const char *body)
{
    g_autofree char *mail = g_strdup_printf("From: Anna Holm <anna.holm@example.dk>\n"
                                            "Content-Type: text/plain; charset=utf-8\n\n%s",
                                            body);
    struct understand_context context = {.replying_to = replying_to, .today = "2013-03-21"};
    return understand(language, &context, mail, strlen(mail));
}

static const json_t *open_part(const struct verdict *verdict, const char *key)
{
    return json_object_get(verdict->open, key);
}

static void test_relay(void **state)
{
    (void)state;
    SCOPED(verdict)
    struct verdict *verdict = read_mail("relay", "Ring til mig på 20 11 22 33 på tirsdag.\n\n"
                                                 "Mvh Anna\n\n> Til: anna.holm@example.dk\n");
    assert_string_equal(verdict_open_text(verdict), "Ring til mig på [phone] på tirsdag.");
    assert_int_equal(json_integer_value(json_object_get(open_part(verdict, "masked"), "phone")), 1);
    assert_null(open_part(verdict, "portrait"));
}

static void test_profile(void **state)
{
    (void)state;
    SCOPED(verdict)
    struct verdict *verdict =
        read_mail("none", "Jeg søger arbejde som kok 30 timer om ugen. Jeg er 61 år, og jeg kan "
                          "lave mad til mange.\n\nVenlig hilsen\nAnna Holm");
    assert_int_equal(json_array_size(open_part(verdict, "portrait")), 2);
    const json_t *left_out = json_array_get(open_part(verdict, "left_out"), 0);
    assert_string_equal(json_string_value(json_object_get(left_out, "reason")), "age");
    assert_null(open_part(verdict, "held"));
}

/* Words beside an answer that may be to the question whether a job still stands. */
static void test_answer_to_a_question(void **state)
{
    (void)state;
    SCOPED(verdict) struct verdict *broken = read_mail("followup", "Ja, men kun kvinder");
    SCOPED(verdict) struct verdict *clean = read_mail("followup", "Ja, til 1. maj");
    assert_non_null(open_part(broken, "held"));
    assert_null(open_part(broken, "told"));
    assert_null(open_part(clean, "held"));
}

/* Answers to a list: the intents are the same for those who print no more than them. */
static void test_forget(void **state)
{
    (void)state;
    static const struct {
        const char *body;
        bool forgets;
        const char *intent; /* NULL: none */
    } rows[] = {
        {"Ikke flere som dem.", true, NULL},
        {"Glem det", true, NULL},
        {"A ja. Ikke flere som dem.", true, "choose"},
        {"A nej. Ikke flere som dem.", true, "choose"},
        {"Afmeld mig. Ikke flere som dem.", false, NULL}, /* a guess, which is asked about */
        {"Flere som A", false, "choose"},
        {"A ja", false, "choose"},
    };
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        for (int terse = 0; terse <= 1; terse++) {
            g_autofree char *mail = g_strdup_printf("From: a@b.dk\n\n%s\n", rows[at].body);
            struct understand_context context = {
                .replying_to = "candidate-digest:3", .today = "2013-03-21", .terse = terse != 0};
            SCOPED(verdict)
            struct verdict *verdict = understand(language, &context, mail, strlen(mail));
            assert_int_equal(json_is_true(open_part(verdict, "forget")), rows[at].forgets);
            assert_int_equal(verdict->intents->len, rows[at].intent != NULL);
            const struct verdict_intent *choose = verdict_intent(verdict, "choose");
            bool more = choose != NULL && json_object_get(choose->slots, "more") != NULL;
            assert_true(!more || !rows[at].forgets);
        }
    }
}

/* The mark for a meeting says nothing of who gives it. */
static void test_profile_behind_mark(void **state)
{
    (void)state;
    static const char *const marks[] = {"5. ", "5 - ", "4 af 5, ", "Karakter 4. "};
    for (size_t at = 0; at < G_N_ELEMENTS(marks); at++) {
        g_autofree char *body =
            g_strconcat(marks[at], "Jeg har været pedel og vil gerne arbejde 25 timer.", NULL);
        SCOPED(verdict) struct verdict *verdict = read_mail("survey", body);
        assert_non_null(verdict_intent(verdict, "rating"));
        assert_string_equal(json_string_value(json_array_get(open_part(verdict, "portrait"), 0)),
                            "Jeg har været pedel og vil gerne arbejde 25 timer.");
    }
}

static void test_job(void **state)
{
    (void)state;
    SCOPED(verdict)
    struct verdict *verdict =
        read_mail("none", "Vi søger en ung medarbejder til vores kantine, 20-25 timer om ugen.");
    const json_t *held = json_array_get(open_part(verdict, "held"), 0);
    assert_string_equal(json_string_value(json_object_get(held, "reason")), "age");
}

/* Greeting, sign-off, name and number are no part of an answer that others will read. */
static void test_told(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"Hej Mette\n\nAt læse højt for de små. Det har ingen tid til.\n\nVenlig hilsen\nAnna "
         "Holm\n",
         "At læse højt for de små. Det har ingen tid til."},
        {"Ja tak\n\nMange hilsner\nAnna Holm\n", "Ja tak"},
        {"At bage med børnene, ring på 40 50 60 70", "At bage med børnene, ring på [phone]"},
        {"At gå ture\nmed de ældre\n/Anna", "At gå ture\nmed de ældre"}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        SCOPED(verdict) struct verdict *verdict = read_mail("confirmation", rows[i][0]);
        assert_string_equal(json_string_value(open_part(verdict, "told")), rows[i][1]);
    }
}

/* Such an answer becomes part of a posting. */
static void test_told_held(void **state)
{
    (void)state;
    SCOPED(verdict)
    struct verdict *verdict =
        read_mail("confirmation", "At læse højt for de små. Det skal være en ung kvinde.");
    const json_t *held = json_array_get(open_part(verdict, "held"), 0);
    assert_string_equal(json_string_value(json_object_get(held, "reason")), "sex");
    SCOPED(verdict)
    struct verdict *fine = read_mail("confirmation", "At læse højt for de små\n\n> ung kvinde\n");
    assert_non_null(open_part(fine, "told"));
    assert_null(open_part(fine, "held"));
}

static void test_nobody_asks(void **state)
{
    (void)state;
    SCOPED(verdict) struct verdict *verdict = read_mail("newsletter", "Afmeld mig");
    assert_int_equal(json_object_size(verdict->open), 0);
    assert_null(verdict_open_text(verdict));
    json_auto_t *json = verdict_to_json(verdict, false);
    assert_null(json_object_get(json, "open_text"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_relay),
        cmocka_unit_test(test_forget),
        cmocka_unit_test(test_profile),
        cmocka_unit_test(test_answer_to_a_question),
        cmocka_unit_test(test_profile_behind_mark),
        cmocka_unit_test(test_job),
        cmocka_unit_test(test_told),
        cmocka_unit_test(test_told_held),
        cmocka_unit_test(test_nobody_asks),
    };
    return cmocka_run_group_tests_name("understand/shown", tests, load, unload);
}
