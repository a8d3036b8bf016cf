/* What the other side of a relay may see of a text. */
#include "support/language.h"

#include <string.h>

#include "understand/redact.h"

#define ANNA "Anna Holm <anna.holm@example.dk>"

static const struct row {
    const char *text, *open, *name;
} rows[] = {
    /* Mail addresses */
    {"Skriv til anna.holm@example.dk i dag", "Skriv til [address] i dag", NULL},
    {"Skriv (anna+job@sub.example.co.uk).", "Skriv ([address]).", NULL},
    {"Se <mailto:anna@example.dk>", "Se <[address]>", NULL},
    {"ANNA@EXAMPLE.DK", "[address]", NULL},
    {"søren.åberg@blåbær.dk", "[address]", NULL},
    {"anna @ example.dk", "[address]", NULL},
    {"anna@ example.dk", "[address]", NULL},
    {"anna @example.dk", "[address]", NULL},
    {"anna.holm@\nexample.dk", "[address]", NULL},
    {"anna%40example.dk", "[address]", NULL},
    {"mailto:anna%2Eholm%40example%2Edk", "[address]", NULL},
    {"anna%2540example.dk", "[address]", NULL},
    {"20 11 22 33\nKok 2005-2012 i en kantine", "[phone]\nKok 2005-2012 i en kantine", NULL},
    {"%61%6E%6E%61%40%65%78%2E%64%6B", "[address]", NULL},
    {"anna&#64;example.dk", "[address]", NULL},
    {"anna&#x40;example&#46;dk", "[address]", NULL},
    {"anna&commat;example&period;dk", "[address]", NULL},
    {"anna=40example.dk", "[address]", NULL},
    {"anna＠example．dk", "[address]", NULL},
    {"anna\u200B@\u200Bexample\u2060.dk", "[address]", NULL},
    {"an\u00ADna@ex\u00ADample.dk", "[address]", NULL},
    {"anna.holm snabel-a firma punktum dk", "[address]", NULL},
    {"Jeg hedder anna (snabel-a) firma punktum dk.", "Jeg hedder [address].", NULL},
    {"anna[snabela]firma.dk", "[address]", NULL},
    {"anna snabel a gmail dot com", "[address]", NULL},
    {"anna krøllet alfa gmail punktum com", "[address]", NULL},
    {"anna at gmail dot com", "[address]", NULL},
    {"anna(at)gmail(dot)com", "[address]", NULL},
    {"anna [at] gmail [dot] com", "[address]", NULL},
    {"anna (a) firma.dk", "[address]", NULL},
    {"anna punktum holm snabel-a gmail punktum com", "[address]", NULL},
    {"name at domain dot dk", "[address]", NULL},
    /* Telephone numbers */
    {"Ring 20112233", "Ring [phone]", NULL},
    {"Ring 20 11 22 33.", "Ring [phone].", NULL},
    {"tlf.20112233", "tlf.[phone]", NULL},
    {"tlf: 2011 2233", "tlf: [phone]", NULL},
    {"201 12 233", "[phone]", NULL},
    {"20-11-22-33", "[phone]", NULL},
    {"20.11.22.33", "[phone]", NULL},
    {"20/11/22/33", "[phone]", NULL},
    {"20 11 - 22 33", "[phone]", NULL},
    {"20  11  22  33", "[phone]", NULL},
    {"20\u00A011\u00A022\u00A033", "[phone]", NULL},
    {"+45 20 11 22 33", "[phone]", NULL},
    {"(+45) 20112233", "[phone]", NULL},
    {"+4520112233", "[phone]", NULL},
    {"0045 20112233", "[phone]", NULL},
    {"+46 (0)70-123 45 67", "[phone]", NULL},
    {"070-123 45 67", "[phone]", NULL},
    {"+44 20 7946 0958", "[phone]", NULL},
    {"+1 (212) 555-0123", "[phone]", NULL},
    {"20 11\n22 33", "[phone]", NULL},
    {"２０ １１ ２２ ３３", "[phone]", NULL},
    {"tyve elleve toogtyve treogtredive", "[phone]", NULL},
    {"to nul en en to to tre tre", "[phone]", NULL},
    {"20 elleve 22 treogtredive", "[phone]", NULL},
    {"mobil 201122", "mobil [phone]", NULL},
    /* Personal numbers */
    {"cpr 010160-1234", "cpr [cpr]", NULL},
    {"010160-1234", "[cpr]", NULL},
    {"Mit nummer er 0101601234.", "Mit nummer er [cpr].", NULL},
    /* Links and profiles */
    {"Se www.annaholm.dk", "Se [link]", NULL},
    {"https://example.dk/cv?x=1#a", "[link]", NULL},
    {"linkedin.com/in/anna-holm", "[link]", NULL},
    {"annaholm.dk er min side", "[link] er min side", NULL},
    {"på annaholm.de", "på [link]", NULL},
    {"annaholm punktum dk", "[link]", NULL},
    {"@annaholm", "[link]", NULL},
    {"LinkedIn: Anna Holm", "LinkedIn: [link]", NULL},
    {"Find mig på Facebook som Anna Holm", "Find mig på Facebook som [link]", NULL},
    {"Skype-navn: annaholm72", "Skype-navn: [link]", NULL},
    {"=?utf-8?B?QW5uYSBIb2xt?=", "[link]", NULL},
    {"<a href=\"mailto:anna@example.dk\">mig</a>", "<a [address]>", NULL},
    {"Hej\n-----BEGIN PGP PUBLIC KEY BLOCK-----\nabc\n-----END PGP PUBLIC KEY BLOCK-----\nTak",
     "Hej\n\nTak", NULL},
    {"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\nJeg kommer.\n-----BEGIN PGP "
     "SIGNATURE-----\nabc\n-----END PGP SIGNATURE-----",
     "Jeg kommer.", NULL},
    {"BEGIN:VCARD\nFN:Anna\nEND:VCARD", "", NULL},
    /* What stays */
    {"Jeg bor i 2300 København S", "Jeg bor i 2300 København S", NULL},
    {"postnr. 2100 2200", "postnr. 2100 2200", NULL},
    {"2100, 2200 og 2300", "2100, 2200 og 2300", NULL},
    {"den 24-12-2013", "den 24-12-2013", NULL},
    {"24.12.2013 og 2013-12-24", "24.12.2013 og 2013-12-24", NULL},
    {"2010-2015 kok, 2015 - 2020 bager", "2010-2015 kok, 2015 - 2020 bager", NULL},
    {"kl. 8-16, 20.00-22.30", "kl. 8-16, 20.00-22.30", NULL},
    {"08.00-16.00", "08.00-16.00", NULL},
    {"25 timer, 30-37 timer", "25 timer, 30-37 timer", NULL},
    {"25 000 000 kr.", "25 000 000 kr.", NULL},
    {"Jeg håber, at I kan bruge mig.", "Jeg håber, at I kan bruge mig.", NULL},
    {"Sæt punktum. Og så videre.", "Sæt punktum. Og så videre.", NULL},
    {"Jeg kender huset.De er flinke.", "Jeg kender huset.De er flinke.", NULL},
    {"f.eks. kl.10 bl.a. m.m.", "f.eks. kl.10 bl.a. m.m.", NULL},
    {"Jeg bruger Facebook og LinkedIn i mit arbejde.",
     "Jeg bruger Facebook og LinkedIn i mit arbejde.", NULL},
    {"5 stk @ 20 kr", "5 stk @ 20 kr", NULL},
    {"Mandag til fredag, 3 gange 2 timer", "Mandag til fredag, 3 gange 2 timer", NULL},
    /* The end of a letter */
    {"Jeg kan komme på tirsdag.\n\nMvh Anna", "Jeg kan komme på tirsdag.", ANNA},
    {"Jeg kan komme på tirsdag.\n\nVenlig hilsen\nAnna Holm", "Jeg kan komme på tirsdag.", ANNA},
    {"Jeg kan komme.\n\nAnna Holm", "Jeg kan komme.", ANNA},
    {"Hej\n\nDet lyder godt. Hvornår skal jeg komme?",
     "Hej\n\nDet lyder godt. Hvornår skal jeg komme?", ANNA},
};

static void masks(void **state)
{
    const struct row *row = *state;
    SCOPED(redacted) struct redacted *redacted = redact(language, row->text, row->name);
    assert_string_equal(redacted->text, row->open);
}

static void test_counts(void **state)
{
    (void)state;
    SCOPED(redacted)
    struct redacted *redacted =
        redact(language, "Ring 20112233 eller 20 11 22 34, anna@example.dk, cpr 010160-1234", NULL);
    assert_int_equal(redacted->counts[REDACT_PHONE], 2);
    assert_int_equal(redacted->counts[REDACT_ADDRESS], 1);
    assert_int_equal(redacted->counts[REDACT_CPR], 1);
    assert_int_equal(redacted->counts[REDACT_LINK], 0);
}

/* One word without end, and a great many signs: it must not take long. */
static void test_long(void **state)
{
    (void)state;
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 50000; i++) {
        g_string_append(text, "a@b4.");
    }
    SCOPED(redacted) struct redacted *redacted = redact(language, text->str, NULL);
    assert_null(strchr(redacted->text, '@'));
    g_string_truncate(text, 0);
    for (int i = 0; i < 50000; i++) {
        g_string_append(text, "æ1 ");
    }
    SCOPED(redacted) struct redacted *other = redact(language, text->str, ANNA);
    assert_true(g_utf8_validate(other->text, -1, NULL));
}

/* What nobody has looked at is not passed on. */
static void test_many_words(void **state)
{
    (void)state;
    GString *text = g_string_new(NULL);
    for (unsigned i = 0; i < 70000; i++) {
        g_string_append(text, "a ");
    }
    g_string_append(text, "anna.holm@example.dk");
    SCOPED(redacted) struct redacted *open = redact(language, text->str, NULL);
    assert_null(strchr(open->text, '@'));
    assert_true(strlen(open->text) > 100000);
    g_string_free(text, TRUE);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(rows) + 3] = {{0}};
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        tests[at] = (struct CMUnitTest){.name = rows[at].text,
                                        .test_func = masks,
                                        .initial_state = (void *)(uintptr_t)&rows[at]};
    }
    tests[G_N_ELEMENTS(rows)] = (struct CMUnitTest)cmocka_unit_test(test_counts);
    tests[G_N_ELEMENTS(rows) + 1] = (struct CMUnitTest)cmocka_unit_test(test_long);
    tests[G_N_ELEMENTS(rows) + 2] = (struct CMUnitTest)cmocka_unit_test(test_many_words);
    return cmocka_run_group_tests_name("understand/redact", tests, load, unload);
}
