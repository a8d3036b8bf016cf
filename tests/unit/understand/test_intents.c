/* What Danish replies mean: one row, one sentence a person could write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/language.h"

#include "mail/mime_read.h"
#include "understand/understand.h"

struct row {
    const char *replying_to, *text, *meant;
};

#define NEWS "newsletter"
#define INVITE "invitation"
#define CONFIRM "confirmation"
#define NEW "none"

static const struct row rows[] = {
    /* the taught word, and how it is mistyped */
    {NEWS, "AFMELD", "unsubscribe newsletter"},
    {NEWS, "afmeld", "unsubscribe newsletter"},
    {NEWS, "Afmeld.", "unsubscribe newsletter"},
    {NEWS, "\"AFMELD\"", "unsubscribe newsletter"},
    {INVITE, "Afmeld", "unsubscribe invitations"},
    {NEW, "afmeld", "unsubscribe all"},
    {NEWS, "afmled", "unsubscribe newsletter"},
    {NEWS, "Afmedl", "unsubscribe newsletter"},
    {NEWS, "amfeld", "unsubscribe newsletter"},
    {NEWS, "stop", "unsubscribe newsletter"},
    {NEWS, "Stop!", "unsubscribe newsletter"},
    {NEWS, "Afmeld mig venligst", "unsubscribe newsletter"},
    {NEWS, "Hej\n\nAfmeld mig venligst.\n\nMvh\nKirsten Testesen", "unsubscribe newsletter"},
    {NEWS, "Afmeld\n\nKirsten", "unsubscribe newsletter"},
    {NEWS, "AFMELD\nKirsten Testesen", "unsubscribe newsletter"},
    {NEWS, "afmelding", "unsubscribe newsletter"},
    {NEWS, "Afmeld nyhedsbrevet tak", "unsubscribe newsletter"},
    {NEWS, "Afmeld alle mails", "unsubscribe all"},
    {NEWS, "unsubscribe", "unsubscribe newsletter"},
    {NEWS, "Stop venligst", "unsubscribe newsletter"},
    /* whole sentences */
    {NEWS, "jeg vil gerne framelde mig nyhedsbrevet", "unsubscribe newsletter"},
    {NEWS, "Jeg vil gerne afmeldes.", "unsubscribe newsletter"},
    {NEWS, "Jeg ønsker at blive afmeldt jeres nyhedsbrev.", "unsubscribe newsletter"},
    {NEWS, "Jeg oensker at blive frameldt nyhedsbrevet paa mail", "unsubscribe newsletter"},
    {NEWS, "Vil gerne afmelde mig", "unsubscribe newsletter"},
    {NEWS, "Ønskes afmeldt", "unsubscribe newsletter"},
    {NEWS, "Hermed afmelder jeg mig nyhedsbrevet.", "unsubscribe newsletter"},
    {NEWS, "I må gerne afmelde mig.", "unsubscribe newsletter"},
    {NEWS, "I bedes venligst afmelde mig fra nyhedsbrevet.", "unsubscribe newsletter"},
    {NEWS, "Jeg vil bede jer om at afmelde mig.", "unsubscribe newsletter"},
    {NEWS, "Vær venlig at afmelde mig", "unsubscribe newsletter"},
    {NEWS, "send mig ikke flere mails", "unsubscribe all"},
    {NEWS, "Send ikke flere mails til mig", "unsubscribe all"},
    {NEWS, "Jeg vil ikke have flere mails fra jer.", "unsubscribe all"},
    {NEWS, "Jeg ønsker ikke længere at modtage jeres nyhedsbrev", "unsubscribe newsletter"},
    {NEWS, "Jeg ønsker ikke at modtage flere nyhedsbreve.", "unsubscribe newsletter"},
    {NEWS, "I må ikke sende mig flere mails", "unsubscribe all"},
    {NEWS, "Ingen flere mails tak", "unsubscribe all"},
    {NEWS, "Stop med at sende mig mails", "unsubscribe newsletter"},
    {NEWS, "Fjern mig fra listen", "unsubscribe newsletter"},
    {NEWS, "Slet mig venligst fra jeres mailliste.", "unsubscribe newsletter"},
    {NEWS, "Jeg har fået job, så I må gerne afmelde mig nu. Tak for hjælpen!",
     "unsubscribe newsletter"},
    {NEWS, "Jeg har ikke tid mere, så afmeld mig venligst.", "unsubscribe newsletter"},
    {NEWS, "Jeg er ikke længere ledig.\nAfmeld mig venligst.", "unsubscribe newsletter"},
    {NEWS, "Jeg er gået på pension, afmeld mig venligst nyhedsbrevet", "unsubscribe newsletter"},
    {NEWS, "Vil I ikke nok afmelde mig?", "unsubscribe newsletter"},
    {NEWS, "Kan I afmelde mig?", "unsubscribe newsletter"},
    {NEWS, "Kan jeg blive slettet fra listen?", "unsubscribe newsletter"},
    {NEWS, "Afmeld mig fra alt", "unsubscribe all"},
    {NEWS, "Afmeld mig både nyhedsbrevet og invitationerne", "unsubscribe all"},
    {NEWS, "Afmeld mig invitationerne", "unsubscribe invitations"},
    {NEWS, "Jeg vil gerne afmeldes. Send mig ikke flere nyhedsbreve.", "unsubscribe newsletter"},
    {NEWS, "Afmeld mig nyhedsbrevet, men jeg vil gerne have invitationer.",
     "unsubscribe newsletter; subscribe invitations"},
    {NEWS, "Hej Seniorjob København,\nhermed vil jeg gerne framelde mig jeres nyhedsbrev.\nVh Bent",
     "unsubscribe newsletter"},
    {NEWS, "Meld mig fra nyhedsbrevet", "unsubscribe newsletter"},
    {NEWS, "Nej tak til flere nyhedsbreve", "unsubscribe newsletter"},
    {NEWS, "Jeg vil gerne have slettet min mail fra jeres liste", "unsubscribe newsletter"},
    {NEWS, "Jeg ønsker ikke at modtage denne mail", "unsubscribe all"},
    {NEWS, "Jeg gider ikke jeres nyhedsbrev", "unsubscribe newsletter"},
    {NEWS, "I kan godt slette mig fra listen", "unsubscribe newsletter"},
    {NEWS, "Ingen nyhedsbreve, tak", "unsubscribe newsletter"},
    {NEWS, "jeg skal ikk ha flere mails", "unsubscribe all"},
    {NEWS, "Jeg er nu i arbejde og ønsker derfor ikke at modtage jeres nyhedsbrev længere",
     "unsubscribe newsletter"},
    {NEWS, "Da jeg er startet i job, ønsker jeg ikke længere at modtage nyhedsbrevet.",
     "unsubscribe newsletter"},
    {NEWS, "Jeg frabeder mig flere mails", "unsubscribe all"},
    {NEWS, "Jeg har prøvet at afmelde mig tre gange. Afmeld mig nu!", "unsubscribe newsletter"},
    {NEWS, "Tak for nyhedsbrevet, men jeg vil gerne afmeldes", "unsubscribe newsletter"},
    {NEWS, "Kan jeg blive afmeldt nyhedsbrevet?", "unsubscribe newsletter"},
    {NEWS, "AFMELD\nJeg har fået job :-)", "unsubscribe newsletter"},
    {NEWS, "Afmeld, tak for denne gang", "unsubscribe newsletter"},
    {NEWS, "Jeg har ikke bedt om dette. Stop.", "unsubscribe newsletter"},
    {NEWS, "Nej tak, afmeld mig", "unsubscribe newsletter"},
    {NEWS, "I behøver ikke sende mig flere nyhedsbreve", "unsubscribe newsletter"},
    /* what must not unsubscribe */
    {NEWS, "Kirsten er død, afmeld venligst", ""},
    {NEWS, "Hvis I ikke afmelder mig, klager jeg", ""},
    {NEWS, "Jeg skriver AFMELD", ""},
    {NEWS, "Jeg prøver at afmelde mig men det virker ikke", ""},
    {NEWS, "Jeg vil ikke have at I stopper med nyhedsbrevet", ""},
    {NEWS, "Jeg vil ikke have nyhedsbrevet på papir, men på mail", ""},
    {NEWS, "Jeg ønsker ikke at modtage nyhedsbrevet to gange", ""},
    {NEWS, "Jeg kan desværre ikke komme, afmeld mig", ""},
    {INVITE, "Jeg er forhindret den 2. april. Afmeld mig.", ""},
    {NEWS, "Jeg kommer ikke mere, afmeld mig nyhedsbrevet", "unsubscribe newsletter"},
    {NEWS, "Jeg har ikke modtaget jeres nyhedsbrev", ""},
    {NEWS, "Jeg kunne aldrig finde på at afmelde mig", ""},
    {NEWS, "Nej, jeg vil ikke afmeldes. Jeg trykkede forkert.", ""},
    {NEWS, "Stop ikke nyhedsbrevet", ""},
    {NEWS, "Jeg vil ikke undvære nyhedsbrevet", ""},
    {NEWS, "Slet mig", ""},
    {NEWS, "Afmeld min gamle mail", ""},
    {NEWS, "Er jeg afmeldt nu?", "question"},
    {NEWS, "Kan man blive afmeldt?", "question"},
    {NEWS, "I skal ikke afmelde mig", ""},
    {NEWS, "jeg vil ikke afmeldes", ""},
    {NEWS, "Jeg vil IKKE afmeldes nyhedsbrevet!", ""},
    {NEWS, "Afmeld mig ikke", ""},
    {NEWS, "Afmeld mig endelig ikke", ""},
    {NEWS, "Jeg vil ikke, at I afmelder mig.", ""},
    {NEWS, "Jeg vil ikke\nafmeldes", ""},
    {NEWS, "I må ikke tro, jeg vil afmeldes.", ""},
    {NEWS, "Jeg har aldrig bedt om at blive afmeldt", ""},
    {NEWS, "Jeg overvejer at afmelde mig", ""},
    {NEWS, "Hvis det fortsætter, vil jeg gerne afmeldes.", ""},
    {NEWS, "Afmeld mig, når jeg har fået job.", ""},
    {NEWS, "Måske skal I afmelde mig", ""},
    {NEWS, "Hvordan afmelder jeg mig?", "question"},
    {NEWS, "Skal jeg afmelde mig?", "question"},
    {NEWS, "Hvorfor er jeg blevet afmeldt?", "question"},
    {NEWS, "Jeg er ved en fejl blevet afmeldt.", ""},
    {NEWS, "I skriver \"Svar AFMELD\", men jeg forstår det ikke.", ""},
    {NEWS, "Afmeld mig fra mødet den 2. april", ""},
    {NEWS, "Afmeld min mand", ""},
    {NEWS, "Min kone vil gerne afmeldes", ""},
    {NEWS, "Afmeld mig fra a-kassen", ""},
    {NEWS, "Undlad at afmelde mig", ""},
    {NEWS, "Stop mig hvis jeg tager fejl", ""},
    {NEWS, "STOP MAIL", ""},
    {NEWS, "Man kan afmelde sig på hjemmesiden.", ""},
    {NEWS, "Anmeld ham!", ""},
    {NEWS, "Jeg kan ikke finde ud af at afmelde mig", ""},
    {NEWS, "Tak fordi I afmeldte mig", ""},
    {NEWS, "Afmeld? Nej, jeg vil gerne have nyhedsbrevet.", "question; subscribe newsletter"},
    {NEWS, "Jeg vil gerne have nyhedsbrevet afmeldt", "unsubscribe newsletter"},
    {NEWS, "Nej tak", ""},
    /* the way back */
    {CONFIRM, "FORTRYD", "command undo"},
    {NEWS, "fortryd", "command undo"},
    {NEWS, "FORTRYD - det var en fejl", "command undo"},
    {NEWS, "Hej\nFORTRYD\nMvh Hans", "command undo"},
    {NEWS, "Jeg vil gerne fortryde min afmelding", ""},
    /* wants it */
    {NEW, "tilmeld", "subscribe newsletter"},
    {NEW, "TILMELD", "subscribe newsletter"},
    {NEW, "Tilmeld mig venligst nyhedsbrevet", "subscribe newsletter"},
    {NEW, "Jeg vil gerne have nyhedsbrevet", "subscribe newsletter"},
    {NEW, "Hej. Jeg vil gerne modtage jeres nyhedsbrev. Venlig hilsen Grethe",
     "subscribe newsletter"},
    {NEW, "jeg vil gerne tilmelde mig nyhedsbrevet", "subscribe newsletter"},
    {NEW, "Må jeg få jeres nyhedsbrev?", "subscribe newsletter"},
    {NEW, "Jeg vil gerne tilmeldes både nyhedsbrevet og invitationerne", "subscribe all"},
    {NEW, "Jeg vil gerne have invitationer til møderne", "subscribe invitations"},
    {NEW, "Jeg vil ikke tilmeldes", ""},
    {INVITE, "Tilmeld mig mødet den 2. april", ""},
    /* a human */
    {NEWS, "Ring til mig", "human"},
    {NEWS, "ring til mig på 12 34 56 78", "human"},
    {NEWS, "jeg vil tale med et menneske", "human"},
    {NEWS, "Kan I ringe til mig?", "human"},
    {NEWS, "Jeg vil gerne kontaktes.", "human"},
    {NEWS, "Jeg vil hellere ringes op", "human"},
    {NEWS, "Vil gerne tale med en medarbejder", "human"},
    {NEWS, "I skal ikke ringe til mig", ""},
    {NEWS, "I må gerne ringe på mobil 12345678", "human"},
    /* questions */
    {NEWS, "Hvornår er mødet?", "question"},
    {NEWS, "Hvornår er næste møde", "question"},
    {NEWS, "Kan jeg tage min kone med?", "question"},
    {NEWS, "Hej, hvad er løn på et seniorjob?\nMvh Ole", "question"},
    {NEWS, "Jeg vil gerne vide, om jeg kan få seniorjob", "question"},
    {NEWS, "Er der parkering", "question"},
    {NEWS, "Tak for mailen. Hvor finder jeg jobbanken?", "question"},
    {NEWS, "Afmeld mig. Hvorfor fik jeg den?", "unsubscribe newsletter; question"},
    /* nothing to do */
    {NEWS, "Tak for mailen", "none"},
    {NEWS, "Tak!", "none"},
    {NEWS, "Tak for nyhedsbrevet, det var hyggeligt at læse", "none"},
    {NEWS, "Hej\nMange tak for nyhedsbrevet.\nGod weekend\nMvh Hanne", "none"},
    {NEWS, "Ok tak", "none"},
    {NEWS, "Det lyder godt", "none"},
    {NEWS, "Tusind tak for hjælpen, god sommer", "none"},
    {NEWS, "Modtaget", "none"},
    {NEWS, "Hvordan går det?", "none"},
    /* what a human must read */
    {NEWS, "", ""},
    {NEWS, "Jeg har fået nyt arbejde", ""},
    {NEWS, "Ja", ""},
    {NEWS, "Hej Hanne", ""},
    /* answers to "is this right?" */
    {CONFIRM, "Ja", "confirm yes"},
    {CONFIRM, "ja tak", "confirm yes"},
    {CONFIRM, "JA", "confirm yes"},
    {CONFIRM, "Hej. Ja, det er rigtigt. Mvh Ole", "confirm yes"},
    {CONFIRM, "Det er korrekt", "confirm yes"},
    {CONFIRM, "Jeg bekræfter hermed", "confirm yes"},
    {CONFIRM, "ok", "confirm yes"},
    {CONFIRM, "Nej", "confirm no"},
    {CONFIRM, "Nej, det er forkert", "confirm no"},
    {CONFIRM, "Ja, men ikke om mandagen", ""},
    {CONFIRM, "Det er ikke rigtigt", "confirm no"},
    {CONFIRM, "Hej\n\nTak for mailen\n\nMvh\nJa", "none"},
    {CONFIRM, "Ja, jeg vil gerne have nyhedsbrevet", "confirm yes; subscribe newsletter"},
    {CONFIRM, "Ja?", "question"},
    {CONFIRM, "Ja, hvis det er gratis", ""},
    {CONFIRM, "Ja og nej", ""},
    {CONFIRM, "Ja, jeg har ikke tilmeldt mig", "confirm no"},
    {CONFIRM, "Ja, jeg vil ikke have det", ""},
    {CONFIRM, "Nej, jeg har ikke bedt om det", "confirm no"},
    {CONFIRM, "Nej, det er ikke mig der har skrevet", "confirm no"},
    {CONFIRM, "Måske", ""},
    {CONFIRM, "Hej, FORTRYD", "command undo"},
    {CONFIRM, "I skriver svar FORTRYD", ""},
};

static char *meaning_of(const struct verdict *verdict)
{
    GString *meant = g_string_new(NULL);
    for (guint i = 0; i < verdict->intents->len; i++) {
        const struct verdict_intent *intent = g_ptr_array_index(verdict->intents, i);
        g_string_append_printf(meant, "%s%s", i > 0 ? "; " : "", intent->name);
        const char *slot;
        json_t *value;
        json_object_foreach(intent->slots, slot, value)
        {
            g_autofree char *said = json_is_string(value)
                                        ? g_strdup(json_string_value(value))
                                        : json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
            g_string_append_printf(meant, " %s", said);
        }
    }
    return g_string_free(meant, FALSE);
}

static void check(const char *subject, const struct row *row)
{
    g_autofree char *raw = g_strdup_printf(
        "From: Kirsten Testesen <kirsten@example.org>\r\nTo: a@moedested.example\r\n"
        "Subject: %s\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n",
        subject, row->text);
    struct understand_context context = {.replying_to = row->replying_to, .today = "2013-04-02"};
    SCOPED(verdict)
    struct verdict *verdict = understand(language, &context, raw, strlen(raw));
    g_autofree char *meant = meaning_of(verdict);
    if (strcmp(meant, row->meant) != 0) {
        print_error("\"%s\" (subject \"%s\")\n", row->text, subject);
    }
    assert_string_equal(meant, row->meant);
}

static void test_row(void **state)
{
    check("SV: Seniorjobberen april", *state);
}

static const struct row subjects[] = {
    {NEW, "AFMELD", "unsubscribe all"},
    {NEW, "Afmeld nyhedsbrev", "unsubscribe newsletter"},
    {NEW, "TILMELD", "subscribe newsletter"},
    {NEWS, "SV: AFMELD", ""},
    {NEWS, "Re: Afmeld mig", ""},
    {NEW, "Hvornår er mødet?", "question"},
    {NEW, "Jeg vil ikke afmeldes", ""},
    {NEW, "FORTRYD", "command undo"},
};

static void test_subject(void **state)
{
    const struct row *row = *state;
    struct row empty = {row->replying_to, "", row->meant};
    check(row->text, &empty);
    struct row signed_only = {row->replying_to, "Mvh\nKirsten", row->meant};
    check(row->text, &signed_only);
}

int main(void)
{
    GArray *tests = g_array_new(FALSE, TRUE, sizeof(struct CMUnitTest));
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct CMUnitTest test = {.name = rows[i].text,
                                  .test_func = test_row,
                                  .initial_state = (void *)(uintptr_t)&rows[i]};
        g_array_append_val(tests, test);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(subjects); i++) {
        struct CMUnitTest test = {.name = subjects[i].text,
                                  .test_func = test_subject,
                                  .initial_state = (void *)(uintptr_t)&subjects[i]};
        g_array_append_val(tests, test);
    }
    int failed = _cmocka_run_group_tests(
        "understand/intents", (struct CMUnitTest *)(gpointer)tests->data, tests->len, load, unload);
    g_array_free(tests, TRUE);
    return failed;
}
