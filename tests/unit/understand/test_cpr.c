#include "understand/cpr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <glib.h>

#include <cmocka.h>

/* Numbers are made up; 0707614285 and 2110625629 fulfil the control sum. */
struct row {
    const char *text, *masked; /* NULL: there is none */
};

static const struct row rows[] = {
    {"mit cpr er 010150-1234.", "mit cpr er 010150-xxxx."},
    {"150355-1234", "150355-xxxx"},
    {"0707614285", "070761-xxxx"},
    {"070761 4285", "070761-xxxx"},
    {"1503551234", NULL},
    {"cpr-nr. 1503551234", "cpr-nr. 150355-xxxx"},
    {"Personnummer: 150355 1234", "Personnummer: 150355-xxxx"},
    {"150355–1234", "150355-xxxx"},
    {"750355-1234", "750355-xxxx"},
    {"321350-1234", NULL},
    {"150055-1234", NULL},
    {"ring 12345678", NULL},
    {"+4515035512", NULL},
    {"konto 12340707614285", NULL},
    {"150355-12345", NULL},
    {"2013-04-02", NULL},
    /* where one is announced, with any marks */
    {"CPR: 150355:1234", "CPR: 150355-xxxx"},
    {"CPR: (150355) 1234", "CPR: (150355-xxxx"},
    {"CPR 150355, 1234 tak", "CPR 150355-xxxx tak"},
    {"cpr 150355 (1234)", "cpr 150355-xxxx)"},
    {"CPR: 150355-1 2 3 4", "CPR: 150355-xxxx"},
    {"cpr 19550315-1234", "cpr 150355-xxxx"},
    {"cpr 1503 55 1234", "cpr 150355-xxxx"},
    {"cpr 15O355-1234", "cpr 150355-xxxx"},
    {"cpr 15035512345", NULL},
    {"cpr 150355, 1234, 2 børn", "cpr 150355-xxxx, 2 børn"},
    {"cpr 150355, 22 33 44 55", NULL},
    {"Jeg er født 15. marts 1955 og de sidste fire er 1234",
     "Jeg er født 15. marts 1955 og de sidste fire er xxxx"},
    {"født 15/3-55, de fire sidste cifre er 1234.", "født 15/3-55, de fire sidste cifre er xxxx."},
    {"Født: 150355  Løbenr: 1234", "Født: 150355  Løbenr: xxxx"},
    {"de sidste fire år i 2009 og 1234 timer", NULL},
    {"født i 1961 og de sidste fire år fra 2005 ledig", NULL},
    /* in the ways people write it */
    {"010160 - 1234", "010160-xxxx"},
    {"010160 -1234", "010160-xxxx"},
    {"010160-\n1234", "010160-xxxx"},
    {"010160\n-1234", "010160-xxxx"},
    {"mit cpr\nnr: 010160\n> 1234 ok", "mit cpr\nnr: 010160-xxxx ok"},
    {"070761\n4285", "070761-xxxx"},
    {"070761.4285", "070761-xxxx"},
    {"070761/4285", "070761-xxxx"},
    {"070761_4285.pdf", "070761-xxxx.pdf"},
    {"cpr 15 03 55 12 34", "cpr 150355-xxxx"},
    {"CPR: 15.03.55-1234", "CPR: 150355-xxxx"},
    {"15.03.55-1234", "150355-xxxx"},
    {"15/03/55 - 1234", "150355-xxxx"},
    {"15-03-55-1234", "150355-xxxx"},
    {"15 03 55-1234", "150355-xxxx"},
    {"07 07 61 4285", "070761-xxxx"},
    {"150355\u20111234", "150355-xxxx"},
    {"150355 \u2014 1234", "150355-xxxx"},
    {"150355\u00A0-\u00A01234", "150355-xxxx"},
    {"person-nr. 1503551234", "person-nr. 150355-xxxx"},
    {"personnummer, som I bad om: 1503551234", "personnummer, som I bad om: 150355-xxxx"},
    {"personnummer står i det brev, jeg har fra jer: 1503551234", NULL},
    {"0101601234", "010160-xxxx"},
    {"010160 1234", "010160-xxxx"},
    {"cpr0303551234.pdf", "cpr030355-xxxx.pdf"},
    {"CV.150355-1234.pdf", "CV.150355-xxxx.pdf"},
    {"(150355-1234)", "(150355-xxxx)"},
    {"Mit nr.: 150355-1234,", "Mit nr.: 150355-xxxx,"},
    {"150355-1234/160355-1234", "150355-xxxx/160355-xxxx"},
    {"310299-1234", NULL},
    {"710255-1234", "710255-xxxx"},
    {"000155-1234", NULL},
    {"150358--1234", "150358-xxxx"},
    {"150358\u00AD1234", "150358-xxxx"},
    {"150358\u00AD-1234", "150358-xxxx"},
    {"150358&shy;-1234", "150358-xxxx"},
    {"150358\u200B-1234", "150358-xxxx"},
    {"cpr 15\u200B0358\u20601234", "cpr 150358-xxxx"},
    {"１５０３５８－１２３４", "150358-xxxx"},
    {"nr. １５０３５８-1234.", "nr. 150358-xxxx."},
    {"1 5 0 3 5 8 - 1 2 3 4", "150358-xxxx"},
    {"cpr: 1 5 0 3 5 8 1 2 3 4", "cpr: 150358-xxxx"},
    {"15031958-1234", "150358-xxxx"},
    {"15.03.1958-1234", "150358-xxxx"},
    {"15/03 1958 - 1234", "150358-xxxx"},
    {"15-03-1958-1234", "150358-xxxx"},
    {"cpr 15031958 1234", "cpr 150358-xxxx"},
    {"cpr 01022003-1234", "cpr 010203-xxxx"},
    /* other numbers */
    {"1 5 0 3 5 8 1 2 3 4", NULL},
    {"9 1 5 0 3 5 8 - 1 2 3 4", NULL},
    {"1 5 0 3 5 8 - 1 2 3 4 5", NULL},
    {"45031958-1234", NULL},
    {"15131958-1234", NULL},
    {"15034711-1234", NULL},
    {"15038712-1234", NULL},
    {"ordre 15031958-1234", NULL},
    {"sag 01122013-0042", NULL},
    {"01122013-0042", NULL},
    {"01.08.1995-2003", NULL},
    {"02-04-2013 1230", NULL},
    {"den 01.08.1995 1200", NULL},
    {"150319581234", NULL},
    {"+45 20 10 45 67", NULL},
    {"0045 20 10 45 67", NULL},
    {"ring 20 10 45 67 eller 31 12 45 67", NULL},
    {"20104567 31124567", NULL},
    {"01 02 03 04 05", NULL},
    {"tlf. 0707614285", NULL},
    {"reg. 1234 konto 0707614285", NULL},
    {"1234 0707614285", NULL},
    {"1234-0707614285", NULL},
    {"DK50 0040 0440 1162 43", NULL},
    {"GLN 5798000012345", NULL},
    {"CVR 12 01 56 78", NULL},
    {"02-04-2013 12:30", NULL},
    {"01-01-2013 12:30", NULL},
    {"den 01.01.13 kl. 1200", NULL},
    {"fra 01.08.95-2003", NULL},
    {"01.08.1995 - 31.12.2003", NULL},
    {"12.150355-1234", NULL},
    {"150355-1234-5678", NULL},
    {"x0707614285y", NULL},
    {"2012-01-15 1030", NULL},
    {"150355, 1234", NULL},
    {"150355\n\nHans\n1234", NULL},
    {"", NULL},
};

static void test_row(void **state)
{
    const struct row *row = *state;
    assert_int_equal(cpr_found(row->text), row->masked != NULL);
    g_autofree char *masked = cpr_mask(row->text);
    assert_string_equal(masked, row->masked == NULL ? row->text : row->masked);
}

static void test_nothing(void **state)
{
    (void)state;
    assert_false(cpr_found(NULL));
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 1] = {cmocka_unit_test(test_nothing)};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[i + 1] = (struct CMUnitTest){.name = rows[i].text,
                                           .test_func = test_row,
                                           .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("understand/cpr", tests, NULL, NULL);
}
