/* When those who are away say that they are back. Today is Monday, 21 July 2014, week 30. */
#include "support/language.h"

#include <string.h>

#include "understand/absence.h"
#include "understand/understand.h"

struct row {
    const char *text, *back; /* NULL: it does not say, or it is past */
};

static const struct row rows[] = {
    {"Jeg er på ferie og er tilbage den 4.8.", "2014-08-04"},
    {"Jeg er tilbage mandag den 4. august.", "2014-08-04"},
    {"Hej\nTak for din mail. Jeg er tilbage igen tirsdag d. 5. august 2014.\nVenlig hilsen",
     "2014-08-05"},
    {"Jeg holder ferie til og med uge 31.", "2014-08-04"},
    {"Jeg er på ferie i uge 30 og 31.", "2014-08-04"},
    {"Jeg har ferie i uge 30-32", "2014-08-11"},
    {"Jeg har ferie i denne uge.", "2014-07-28"},
    {"I uge 31 er jeg på kursus.", "2014-08-04"},
    {"Jeg er på ferie fra den 14. juli til den 1. august.", "2014-08-04"},
    {"Jeg er på ferie fra 14/7 til 1/8 og svarer derefter.", "2014-08-04"},
    {"Jeg er på ferie fra 14/7 og er tilbage 4/8.", "2014-08-04"},
    {"Jeg er fraværende 21.-23. juli.", "2014-07-24"},
    {"Jeg er ikke på kontoret den 22. juli.", "2014-07-23"},
    {"Jeg er ikke på kontoret i dag.", "2014-07-22"},
    {"Jeg er på ferie til og med fredag den 25. juli.", "2014-07-28"},
    {"Jeg er på ferie indtil mandag den 4. august.", "2014-08-04"},
    {"Mandag den 4. august er jeg tilbage på kontoret.", "2014-08-04"},
    {"Jeg kan træffes igen den 28. juli", "2014-07-28"},
    {"Kontoret holder lukket i uge 30. Vi åbner igen mandag den 28. juli.", "2014-07-28"},
    {"Jeg er tilbage efter uge 31.", "2014-08-04"},
    {"Jeg er tilbage i uge 32.", "2014-08-04"},
    {"Jeg er tilbage om to uger.", "2014-08-04"},
    {"Jeg er på barsel og vender tilbage den 1. marts 2015.", "2015-03-01"},
    {"Jeg er ikke til stede fra og med 21-07-2014, og jeg kommer ikke tilbage før 04-08-2014.",
     "2014-08-04"},
    {"I will be out of the office starting 21-07-2014 and will not return until 04-08-2014.",
     "2014-08-04"},
    {"I am on vacation and will be back on August 4th.", "2014-08-04"},
    {"I am out of the office until August 4th.", "2014-08-04"},
    {"AUTO: Hans er ikke på kontoret (tilbage 04-08-2014)", "2014-08-04"},
    {"AUTO: Hans is out of the office (returning 04/08/2014)", "2014-08-04"},
    {"Ich bin bis zum 4. August im Urlaub.", "2014-08-05"},
    {"Jag är tillbaka den 4 augusti.", "2014-08-04"},
    {"Tak for din mail.\n\nJeg har ferie t.o.m. d. 3. august.", "2014-08-04"},
    {"Ferielukket uge 29, 30 og 31", "2014-08-04"},
    {"Jeg er sygemeldt frem til den 15. september.", "2014-09-15"},
    {"Jeg er tilbage efter sommerferien d. 11/8.", "2014-08-11"},
    {"Jeg har fri onsdag og er tilbage torsdag.", "2014-07-24"},
    {"Jeg er væk resten af ugen", NULL},
    {"Fraværende. Retur: 28. juli", "2014-07-28"},
    {"Fraværende, retur 28. juli", "2014-07-28"},
    {"Jeg er på plads igen på mandag", "2014-07-28"},
    {"Jeg er tilbage i morgen.", "2014-07-22"},
    {"Vi har ferielukket fra mandag den 14. juli til og med søndag den 3. august begge dage inkl.",
     "2014-08-04"},
    /* not said, or past */
    {"Jeg er på ferie. Ring til Bente på 33 17 00 01.", NULL},
    {"Jeg er på ferie fra den 28. juli.", NULL},
    {"Jeg er tilbage snarest.", NULL},
    {"Tak for din mail af 18. juli. Vi svarer hurtigst muligt.", NULL},
    {"Jeg vender tilbage til dig senest den 4. august.", NULL},
    {"Jeg er tilbage den 14. juli 2014.", NULL},
    {"Jeg er tilbage den 18.7.", NULL}, /* of this year, surely */
    {"Ferieloven trådte i kraft. Mødet er den 5. august.", NULL},
    {"", NULL},
};

static void test_row(void **state)
{
    const struct row *row = *state;
    g_autofree char *back = absence_until(language, row->text, "2014-07-21");
    if (row->back == NULL) {
        if (back != NULL) {
            print_error("%s\n", back);
        }
        assert_null(back);
    } else {
        assert_non_null(back);
        assert_string_equal(back, row->back);
    }
}

static struct verdict *verdict_of(const char *raw)
{
    struct understand_context context = {.today = "2014-07-21"};
    return understand(language, &context, raw, strlen(raw));
}

/* A person's mail names no absence here: it is for the intents to read it. */
static void test_kinds(void **state)
{
    (void)state;
#define MAIL(head) "From: a@b.dk\r\n" head "\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    SCOPED(verdict)
    struct verdict *machine =
        verdict_of(MAIL("Auto-Submitted: auto-replied") "Jeg er tilbage den 4. august.\r\n");
    assert_string_equal(machine->away_until, "2014-08-04");
    SCOPED(verdict)
    struct verdict *subject =
        verdict_of(MAIL("Subject: AUTO: Hans er ikke på kontoret (tilbage 04-08-2014)") "Hej\r\n");
    assert_string_equal(subject->away_until, "2014-08-04");
    SCOPED(verdict)
    struct verdict *person = verdict_of(MAIL("Subject: hej") "Jeg er tilbage den 4. august.\r\n");
    assert_int_equal(person->kind, VERDICT_MESSAGE);
    assert_null(person->away_until);
}

static void test_no_today(void **state)
{
    (void)state;
    assert_null(absence_until(language, "tilbage den 4. august", NULL));
    assert_null(absence_until(language, "tilbage den 4. august", "i dag"));
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 2] = {cmocka_unit_test(test_kinds),
                                                       cmocka_unit_test(test_no_today)};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[i + 2] = (struct CMUnitTest){.name = rows[i].text,
                                           .test_func = test_row,
                                           .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("understand/absence", tests, load, unload);
}
