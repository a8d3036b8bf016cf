/* Days, weeks and months as Danes write them. Today is Wednesday 20 March 2013, the day of the
 * first newsletter, unless the row says another day. */
#include "support/language.h"

#include "understand/dates.h"

struct row {
    const char *text;
    const char *read; /* "relation first" or "relation first..last", with marks; NULL: none */
    const char *today;
};

static const struct row rows[] = {
    /* day and month */
    {"1. maj", "on 2013-05-01", NULL},
    {"den 1. maj", "on 2013-05-01", NULL},
    {"d. 1. maj 2014", "on 2014-05-01", NULL},
    {"1 maj", "on 2013-05-01", NULL},
    {"1.maj", "on 2013-05-01", NULL},
    {"1maj", "on 2013-05-01", NULL},
    {"3. feb.", "on 2014-02-03", NULL},
    {"3. feb. 2014", "on 2014-02-03", NULL},
    {"20. marts", "on 2013-03-20", NULL},
    {"19. marts", "on 2014-03-19", NULL},
    {"12. sept", "on 2013-09-12", NULL},
    {"12 okt.", "on 2013-10-12", NULL},
    {"første maj", "on 2013-05-01", NULL},
    {"den femtende august", "on 2013-08-15", NULL},
    {"29. februar", "on 2016-02-29", NULL},
    {"31. juni", "bare month on 2013-06-01..2013-06-30", NULL},
    {"May 1st", "on 2013-05-01", NULL},
    {"1st of May 2014", "on 2014-05-01", NULL},
    {"am 3. Mai", "on 2013-05-03", NULL},
    {"1. maj næste år", "on 2014-05-01", NULL},
    {"1. august i år", "on 2013-08-01", NULL},
    /* in digits */
    {"14/2", "on 2014-02-14", NULL},
    {"d. 14/4", "on 2013-04-14", NULL},
    {"14/4-2014", "on 2014-04-14", NULL},
    {"14/4-14", "on 2014-04-14", NULL},
    {"14/4 2014", "on 2014-04-14", NULL},
    {"14.04.2013", "on 2013-04-14", NULL},
    {"14.04.13", "on 2013-04-14", NULL},
    {"14-04-2013", "on 2013-04-14", NULL},
    {"01.05.2013", "on 2013-05-01", NULL},
    {"2013-05-01", "on 2013-05-01", NULL},
    {"14.4.", "on 2013-04-14", NULL},
    {"d. 14.4", "on 2013-04-14", NULL},
    {"pr. 1.5", "from 2013-05-01", NULL},
    {"2013-13-01", NULL, NULL},
    {"32/1", NULL, NULL},
    {"30/2", NULL, NULL},
    /* no dates */
    {"14.4", NULL, NULL},
    {"kl. 8.10", NULL, NULL},
    {"kl 8.10.", NULL, NULL},
    {"1/2 stilling", NULL, NULL},
    {"1/2 time", NULL, NULL},
    {"jeg er der 24/7", NULL, NULL},
    {"33 12 45 67", NULL, NULL},
    {"20-25 timer", NULL, NULL},
    {"2,5 år", NULL, NULL},
    {"12.500 kr.", NULL, NULL},
    {"Jan Hansen", NULL, NULL},
    {"2400 København NV", NULL, NULL},
    {"den 2. stilling", NULL, NULL},
    {"5 år i kantine", NULL, NULL},
    {"jeg har arbejdet i 2012", NULL, NULL},
    {"om mandagen", NULL, NULL},
    {"2 dage om ugen", NULL, NULL},
    {"i mandags", NULL, NULL},
    {"sidste år", NULL, NULL},
    /* prepositions */
    {"fra 1. maj", "from 2013-05-01", NULL},
    {"fra d. 1. maj", "from 2013-05-01", NULL},
    {"fra den 1/5", "from 2013-05-01", NULL},
    {"fra og med 1. maj", "from 2013-05-01", NULL},
    {"pr. 1. maj", "from 2013-05-01", NULL},
    {"pr 1/5", "from 2013-05-01", NULL},
    {"tidligst 1. maj", "from 2013-05-01", NULL},
    {"indtil 1. maj", "until 2013-05-01", NULL},
    {"til den 1. maj", "until 2013-05-01", NULL},
    {"frem til 1. maj", "until 2013-05-01", NULL},
    {"til og med 1. maj", "through 2013-05-01", NULL},
    {"t.o.m. 1. maj", "through 2013-05-01", NULL},
    {"senest 1. maj", "by 2013-05-01", NULL},
    {"senest d. 1. maj", "by 2013-05-01", NULL},
    {"inden den 1/5", "by 2013-05-01", NULL},
    {"før påske", "by 2013-03-28..2013-04-01", NULL},
    {"efter 1. maj", "after 2013-05-01", NULL},
    {"ca. 1. maj", "vague on 2013-05-01", NULL},
    {"fra omkring 1. maj", "vague from 2013-05-01", NULL},
    {"from 1 May", "from 2013-05-01", NULL},
    /* a day of the month */
    {"fra den 1.", "from 2013-04-01", NULL},
    {"fra d. 25.", "from 2013-03-25", NULL},
    {"den 1. i næste måned", "on 2013-04-01", NULL},
    {"pr. 1. i næste måned", "from 2013-04-01", NULL},
    {"fredag den 22.", "on 2013-03-22", NULL},
    /* weeks */
    {"uge 34", "week on 2013-08-19..2013-08-25", NULL},
    {"i uge 34", "week on 2013-08-19..2013-08-25", NULL},
    {"fra uge 34", "week from 2013-08-19..2013-08-25", NULL},
    {"uge34", "week on 2013-08-19..2013-08-25", NULL},
    {"i uge nr. 34", "week on 2013-08-19..2013-08-25", NULL},
    {"i uge 7", "week on 2014-02-10..2014-02-16", NULL},
    {"i uge 12", "week on 2013-03-18..2013-03-24", NULL},
    {"uge 34 2014", "week on 2014-08-18..2014-08-24", NULL},
    {"uge 28-30", "week on 2013-07-08..2013-07-28", NULL},
    {"uge 28 til 30", "week on 2013-07-08..2013-07-28", NULL},
    {"uge 28, 29 og 30", "week on 2013-07-08..2013-07-28", NULL},
    {"i ugerne 28-30", "week on 2013-07-08..2013-07-28", NULL},
    {"uge 52-1", "week on 2013-12-23..2014-01-05", NULL},
    {"uge 60", NULL, NULL},
    {"to gange om ugen", NULL, NULL},
    {"mandag i uge 34", "on 2013-08-19", NULL},
    {"week 34", "week on 2013-08-19..2013-08-25", NULL},
    /* months */
    {"i maj", "month on 2013-05-01..2013-05-31", NULL},
    {"fra august", "month from 2013-08-01..2013-08-31", NULL},
    {"til september", "month until 2013-09-01..2013-09-30", NULL},
    {"i marts", "month on 2013-03-01..2013-03-31", NULL},
    {"i februar", "month on 2014-02-01..2014-02-28", NULL},
    {"maj 2014", "month on 2014-05-01..2014-05-31", NULL},
    {"maj", "bare month on 2013-05-01..2013-05-31", NULL},
    {"sidst i august", "vague month on 2013-08-01..2013-08-31", NULL},
    {"medio august", "vague month on 2013-08-01..2013-08-31", NULL},
    {"i løbet af juni", "vague month on 2013-06-01..2013-06-30", NULL},
    /* relative */
    {"i dag", "on 2013-03-20", NULL},
    {"i morgen", "on 2013-03-21", NULL},
    {"imorgen", "on 2013-03-21", NULL},
    {"i overmorgen", "on 2013-03-22", NULL},
    {"fra i morgen", "from 2013-03-21", NULL},
    {"på mandag", "on 2013-03-25", NULL},
    {"på onsdag", "on 2013-03-27", NULL},
    {"fra mandag", "from 2013-03-25", NULL},
    {"fra på mandag", "from 2013-03-25", NULL},
    {"mandag", "bare on 2013-03-25", NULL},
    {"fra næste mandag", "from 2013-03-25", NULL},
    {"næste fredag", "on 2013-03-29", NULL},
    {"førstkommende fredag", "on 2013-03-22", NULL},
    {"fredag i næste uge", "on 2013-03-29", NULL},
    {"mandag d. 6/5", "on 2013-05-06", NULL},
    {"mandag den 6. maj", "on 2013-05-06", NULL},
    {"på tors. 28/3", "on 2013-03-28", NULL},
    {"om to uger", "on 2013-04-03", NULL},
    {"om 14 dage", "on 2013-04-03", NULL},
    {"om 3 måneder", "on 2013-06-20", NULL},
    {"om en måned", "on 2013-04-20", NULL},
    {"om en måned", "on 2013-02-28", "2013-01-31"},
    {"om et halvt år", "on 2013-09-20", NULL},
    {"i næste uge", "week on 2013-03-25..2013-03-31", NULL},
    {"fra næste måned", "month from 2013-04-01..2013-04-30", NULL},
    {"næste måned", "month on 2014-01-01..2014-01-31", "2013-12-10"},
    {"de næste 14 dage", "lasting 2013-03-20..2013-04-03", NULL},
    {"i tre uger", "lasting 2013-03-20..2013-04-10", NULL},
    /* feasts */
    {"efter påske", "after 2013-03-28..2013-04-01", NULL},
    {"i påsken", "on 2013-03-28..2013-04-01", NULL},
    {"efter pinse", "after 2013-05-19..2013-05-20", NULL},
    {"efter nytår", "after 2013-12-31..2014-01-01", NULL},
    {"inden jul", "by 2013-12-24..2013-12-26", NULL},
    {"efter påske", "after 2014-04-17..2014-04-21", "2013-04-02"},
    {"kristi himmelfartsdag", "bare on 2013-05-09", NULL},
    /* two days */
    {"1.-14. juli", "range from 2013-07-01..2013-07-14", NULL},
    {"1-14. juli", "range from 2013-07-01..2013-07-14", NULL},
    {"1. - 14. juli", "range from 2013-07-01..2013-07-14", NULL},
    {"1. juli - 14. juli", "range from 2013-07-01..2013-07-14", NULL},
    {"fra 1. til 14. juli", "range from 2013-07-01..2013-07-14", NULL},
    {"fra den 1. juli til den 14. juli", "range from 2013-07-01..2013-07-14", NULL},
    {"fra den 1. juli til og med den 14.", "range from 2013-07-01..2013-07-14", NULL},
    {"1/7-14/7", "range from 2013-07-01..2013-07-14", NULL},
    {"1/7 til 14/7", "range from 2013-07-01..2013-07-14", NULL},
    {"d. 1/7 - d. 14/7", "range from 2013-07-01..2013-07-14", NULL},
    {"01.07.2014-14.07.2014", "range from 2014-07-01..2014-07-14", NULL},
    {"1.7.-14.7.", "range from 2013-07-01..2013-07-14", NULL},
    {"mellem 1. og 14. juli", "range from 2013-07-01..2013-07-14", NULL},
    {"20. december til 3. januar", "range from 2013-12-20..2014-01-03", NULL},
    {"fra 1. marts til 1. april", "range from 2013-03-01..2013-04-01", NULL},
    {"1. juli - 14. juli 2014", "range from 2014-07-01..2014-07-14", NULL},
    {"juni-august", "bare range month from 2013-06-01..2013-08-31", NULL},
    {"fra juni til august", "range month from 2013-06-01..2013-08-31", NULL},
    {"mandag til fredag 8-14", "bare range from 2013-03-25..2013-03-29", NULL},
};

static void describe(const struct dates_found *found, GString *out)
{
    static const char *const relations[] = {
        [DATES_ON] = "on",           [DATES_FROM] = "from", [DATES_UNTIL] = "until",
        [DATES_THROUGH] = "through", [DATES_BY] = "by",     [DATES_AFTER] = "after",
        [DATES_LASTING] = "lasting"};
    static const char *const precisions[] = {
        [DATES_DAY] = "", [DATES_WEEK] = "week ", [DATES_MONTH] = "month ", [DATES_FEAST] = ""};
    g_string_append_printf(out, "%s%s%s%s%s%s", out->len > 0 ? "; " : "",
                           found->vague ? "vague " : "", found->bare ? "bare " : "",
                           found->range ? "range " : "", precisions[found->precision],
                           relations[found->relation]);
    g_string_append_printf(out, " %s", found->first);
    if (strcmp(found->first, found->last) != 0) {
        g_string_append_printf(out, "..%s", found->last);
    }
}

static void reads_dates(void **state)
{
    (void)state;
    unsigned wrong = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        SCOPED(textwords) struct textwords *words = textwords_read(rows[i].text, 100);
        const char *today = rows[i].today == NULL ? "2013-03-20" : rows[i].today;
        g_autoptr(GArray) found = dates_find(language, words, 0, words->count, today);
        g_autoptr(GString) out = g_string_new(NULL);
        for (guint k = 0; k < found->len; k++) {
            describe(&g_array_index(found, struct dates_found, k), out);
        }
        if (strcmp(out->str, rows[i].read == NULL ? "" : rows[i].read) != 0) {
            print_error("\"%s\": %s, not %s\n", rows[i].text, out->str, rows[i].read);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static void follows_a_relation(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"efter påske", "2013-04-02"},  {"efter pinse", "2013-05-21"},
        {"efter nytår", "2014-01-02"},  {"efter jul", "2013-12-27"},
        {"efter 1. maj", "2013-05-02"}, {"fra 1. maj", "2013-05-01"},
        {"i uge 34", "2013-08-19"}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        SCOPED(textwords) struct textwords *words = textwords_read(cases[i][0], 100);
        struct dates_found found;
        char day[DAYS_ISO_ROOM];
        assert_true(dates_at(language, words, 0, words->count, "2013-03-20", &found));
        dates_first_day(&found, day);
        assert_string_equal(day, cases[i][1]);
    }
}

static void needs_a_today(void **state)
{
    (void)state;
    SCOPED(textwords) struct textwords *words = textwords_read("1. maj", 100);
    struct dates_found found;
    assert_false(dates_at(language, words, 0, words->count, "", &found));
    assert_false(dates_at(language, words, 0, words->count, "2013-3-1", &found));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reads_dates),
                                       cmocka_unit_test(follows_a_relation),
                                       cmocka_unit_test(needs_a_today)};
    return cmocka_run_group_tests(tests, load, unload);
}
