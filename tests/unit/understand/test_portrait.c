/* What may stand in a portrait, and what is left out and why. */
#include "support/language.h"

#include <string.h>

#include "understand/portrait.h"
#include "understand/redact.h"

#define ANNA "Anna Holm <anna.holm@example.dk>"

static const struct row {
    const char *text;
    const char *portrait; /* sentences, | between them */
    const char *reasons;  /* of left_out, blanks between them */
} rows[] = {
    {"Jeg er uddannet kok. Jeg er 61 år.", "Jeg er uddannet kok.", "age"},
    {"Jeg er 61 år, og jeg kan lave mad til mange.", "Jeg kan lave mad til mange.", "age"},
    {"Jeg er 61 år og har arbejdet som kok i 30 år.", "Har arbejdet som kok i 30 år.", "age"},
    {"Jeg kan lave mad, men jeg har ondt i ryggen.", "Jeg kan lave mad.", "health"},
    {"Jeg har arbejdet med børn i 20 år.", "Jeg har arbejdet med børn i 20 år.", ""},
    {"Jeg har 30 års erfaring som pedel.", "Jeg har 30 års erfaring som pedel.", ""},
    {"61-årig kok søger arbejde.", "", "age"},
    {"61årig kok søger arbejde.", "", "age"},
    {"Jeg bliver snart 60.", "", "age"},
    {"Jeg er enogtres år.", "", "age"},
    {"Jeg er født i 1955. Jeg vil gerne arbejde i en have.", "Jeg vil gerne arbejde i en have.",
     "birth age"},
    {"Jeg er født 12. maj 1955.", "", "birth age"},
    {"1978-1985: Kok på Hotel d'Angleterre", "Kok på Hotel d'Angleterre.", "age"},
    {"Jeg blev svend i 1978.", "", "age"},
    {"2005-2012: Kok på et stort hotel", "Kok på et stort hotel.", ""},
    {"Mit cpr er 010160-1234. Jeg kan køre bus.", "Jeg kan køre bus.", "cpr"},
    {"Jeg er en kvinde med godt humør.", "", "sex"},
    {"Jeg hedder Anna Holm. Jeg kan sy.", "Jeg kan sy.", "name"},
    {"Jeg er gift og har to børn. Jeg kan lide at lave mad.", "Jeg kan lide at lave mad.",
     "civil children"},
    {"Min kone er syg. Jeg søger 25 timer om ugen.", "Jeg søger 25 timer om ugen.", "civil health"},
    {"Jeg har sclerose. Jeg er god til regnskab.", "Jeg er god til regnskab.", "health"},
    {"Jeg kan ikke løfte tungt.", "", "health"},
    {"Jeg kan løfte tungt.", "Jeg kan løfte tungt.", ""},
    {"Jeg er sygeplejerske og har arbejdet på sygehus i mange år.",
     "Jeg er sygeplejerske og har arbejdet på sygehus i mange år.", ""},
    {"Jeg kommer oprindeligt fra Iran. Jeg taler flydende dansk og farsi.",
     "Jeg taler flydende dansk og farsi.", "origin"},
    {"Jeg er født og opvokset i Tyrkiet.", "", "origin"},
    {"Jeg har arbejdet i Tyskland som tømrer.", "Jeg har arbejdet i Tyskland som tømrer.", ""},
    {"Jeg er muslim.", "", "religion"},
    {"Jeg har været kirketjener i fem år.", "Jeg har været kirketjener i fem år.", ""},
    {"Jeg er medlem af 3F.", "", "union"},
    {"Min a-kasse hedder FTFa.", "", "fund union"},
    {"Jeg er faldet ud af dagpenge.", "", "fund"},
    {"Jeg bor på Lyngvej 12, 2. tv.", "", "address"},
    {"Jeg bor i 2300 København S og kan cykle langt.",
     "Jeg bor i 2300 København S og kan cykle langt.", ""},
    {"Ring til mig på 20 11 22 33.", "", "contact"},
    {"Hej\n\nJeg vil gerne hjælpe i et køkken. Kan I bruge mig?\n\nMvh Anna",
     "Jeg vil gerne hjælpe i et køkken.", ""},
    {"Jeg vedhæfter mit CV. Jeg kan passe en have.", "Jeg kan passe en have.", ""},
    {"Jeg søger noget roligt. Jeg kan male og tapetsere. Solen skinner i dag.",
     "Jeg kan male og tapetsere.|Jeg søger noget roligt.|Solen skinner i dag.", ""},
    {"Jeg kan A her. Jeg kan B her. Jeg kan C her. Jeg kan D her. Jeg kan E her. Jeg kan F her.",
     "Jeg kan A her.|Jeg kan B her.|Jeg kan C her.|Jeg kan D her.|Jeg kan E her.", ""},
    {"", "", ""},
};

static char *reasons_of(const json_t *left_out)
{
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < json_array_size(left_out); i++) {
        const json_t *reason = json_object_get(json_array_get(left_out, i), "reason");
        g_string_append_printf(out, "%s%s", i > 0 ? " " : "", json_string_value(reason));
    }
    return g_string_free(out, FALSE);
}

static struct portrait *portrait_of(const char *text)
{
    SCOPED(redacted) struct redacted *open = redact(language, text, ANNA);
    return portrait_make(language, open->text, ANNA);
}

static void portrays(void **state)
{
    const struct row *row = *state;
    SCOPED(portrait) struct portrait *portrait = portrait_of(row->text);
    g_ptr_array_add(portrait->sentences, NULL);
    g_autofree char *got = g_strjoinv("|", (char **)portrait->sentences->pdata);
    g_autofree char *reasons = reasons_of(portrait->left_out);
    assert_string_equal(got, row->portrait);
    assert_string_equal(reasons, row->reasons);
}

/* The counterfactual of matching.md: what may not count leaves no trace. */
static void test_counterfactual(void **state)
{
    (void)state;
    static const char *const added[] = {
        "Jeg er 61 år. ",           "Jeg har sclerose. ",     "Jeg er enke. ",   "Jeg er muslim. ",
        "Jeg kommer fra Somalia. ", "Jeg hedder Anna Holm. ", "Jeg er en mand. "};
    const char *plain = "Jeg kan passe en have. Jeg søger 30 timer om ugen.";
    SCOPED(portrait) struct portrait *without = portrait_of(plain);
    assert_int_equal(without->sentences->len, 2);
    for (size_t i = 0; i < G_N_ELEMENTS(added); i++) {
        g_autofree char *text = g_strconcat(added[i], plain, NULL);
        SCOPED(portrait) struct portrait *with = portrait_of(text);
        assert_int_equal(with->sentences->len, 2);
        for (guint at = 0; at < 2; at++) {
            assert_string_equal(with->sentences->pdata[at], without->sentences->pdata[at]);
        }
        assert_true(json_array_size(with->left_out) > 0);
    }
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 1] = {{0}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        tests[at] = (struct CMUnitTest){.name = rows[at].text,
                                        .test_func = portrays,
                                        .initial_state = (void *)(uintptr_t)&rows[at]};
    }
    tests[G_N_ELEMENTS(rows)] = (struct CMUnitTest)cmocka_unit_test(test_counterfactual);
    return cmocka_run_group_tests_name("understand/portrait", tests, load, unload);
}
