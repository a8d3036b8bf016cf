/* Whose the lines are, where the whole mails of tests/data/replies do not show it. */
#include "support/language.h"

#include "mail/html_text.h"
#include "understand/visible.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct row {
    const char *name, *text, *visible;
};

static const struct row rows[] = {
    {"nothing", "", ""},
    {"own words alone", "hej\n\n\n\nder\n", "hej\n\nder"},
    {"quotation marks", "hej\n> du\n>> der\nigen\n", "hej\n\nigen"},
    {"not a quotation", "5 > 3\n", "5 > 3"},
    {"introduction over three lines",
     "ja\n\nDen 24. nov. 2025 kl. 10.00 skrev\nNavn Navnesen\n<a@b.dk>:\n\nhej\n", "ja"},
    {"introduction with a dash date", "ja\nDen 02-04-2013 09:14, skrev Hans:\n> x\n", "ja"},
    {"introduction of Gmail in 2013", "ja\n\n2013/3/20 Seniorjob <seniorjob@b.dk>\n\nAfmeld\n",
     "ja"},
    {"own words about writing", "Den 3. februar 2013 skrev jeg til jer:\nse selv\n",
     "Den 3. februar 2013 skrev jeg til jer:\nse selv"},
    {"any language", "ja\n\nEl 19/03/2014 11:34, Juan <j@m.com> escribió:\n\nx\n", "ja"},
    {"own words with an address and numbers", "Jeg skrev den 2. april kl. 10 til hans@b.dk:\nhej\n",
     "Jeg skrev den 2. april kl. 10 til hans@b.dk:\nhej"},
    {"header block", "ja\n\nFra: a\nSendt: i dag\nTil: b\nEmne: c\n\nx\n", "ja"},
    {"header block in bold", "ja\n\n*Fra:* a\n*Sendt:* i dag\n*Til:* b\n*Emne:* c\n\nx\n", "ja"},
    {"own Fra and Til", "Fra: 1. april kan jeg\nTil: 30. juni\n",
     "Fra: 1. april kan jeg\nTil: 30. juni"},
    {"own Emne", "Emne: mit cv\nhej\n", "Emne: mit cv\nhej"},
    {"separator", "ja\n----- Oprindelig besked -----\nx\n", "ja"},
    {"dashes without the words", "ja\n-----\nnej\n", "ja\n-----\nnej"},
    {"forwarded", "se\nStart på videresendt besked:\nx\n", "se"},
    {"device line", "ja\nSendt fra min iPhone\n", "ja"},
    {"device line as a sentence", "sendt fra min gamle arbejdsplads\n",
     "sendt fra min gamle arbejdsplads"},
    {"signature", "ja\n-- \nHans\nNej til reklamer\n", "ja"},
    {"signature above a quotation", "ja\n--\nHans\n> x\nnej\n", "ja\n\nnej"},
    {"contact block", "ja\n\nMvh\nHans\nKonsulent\nTlf. 12345678\n", "ja\n\nMvh\nHans"},
    {"contact block without a name", "ja\nMed venlig hilsen\nTlf. 12345678\n",
     "ja\nMed venlig hilsen"},
    {"PS below the name", "ja\nMvh\nHans\n\nPS. Husk kaffen\n", "ja\nMvh\nHans\n\nPS. Husk kaffen"},
    {"footer", "ja\n\nDenne e-mail er fortrolig.\nSlet den.\n", "ja"},
    {"marks of HTML",
     "ja\n\x01"
     "citat\n\x03"
     "Hans\n",
     "ja"},
    {"cut of HTML", "ja\n\x02\nVon: x\nnej\n", "ja"},
    {"an indented paragraph",
     "hej\n\x05"
     "jeg kommer\nmvh\n",
     "hej\njeg kommer\nmvh"},
    {"nothing but an indented paragraph",
     "\x05"
     "jeg kommer\n",
     "jeg kommer"},
    {"a bare blockquote below an introduction",
     "ja\nDen 02-04-2013 09:14, skrev Hans:\n\n\x05"
     "x\n\x05\n\x05"
     "y\n",
     "ja"},
    {"a bare blockquote below a name that wrote",
     "ja\n\nHans skrev:\n\x05"
     "x\n",
     "ja"},
    {"a bare blockquote below a header block",
     "ja\n\nFra: a\nSendt: i dag\nTil: b\nEmne: c\n\n\x05"
     "x\n",
     "ja"},
    {"a bare blockquote with a header block in it",
     "ja\n\n\x05"
     "Fra: a\n\x05"
     "Sendt: i dag\n\x05"
     "Til: b\n\x05"
     "Emne: c\n\x05\n\x05"
     "x\n",
     "ja"},
    {"a bare blockquote around our letter",
     "ja\n\n\x05"
     "Hej\n\x05\n\x05"
     "Svar AFMELD, hvis du ikke vil have nyhedsbrevet.\n",
     "ja"},
    {"a signature mark on the first line", "-- \nKan I ringe til mig? Jeg er ny her.\n",
     "Kan I ringe til mig? Jeg er ny her."},
    {"nothing but a signature", "-- \nHans Jensen\nTlf. 12345678\n", ""},
    {"signature marks between sections",
     "CV\n-- \nTømrer 1975\n-- \nSprog\nEngelsk og tysk\n-- \nOle\n",
     "CV\n\nTømrer 1975\n\nSprog\nEngelsk og tysk"},
    {"a footer below a signature", "ja\n-- \nHans\nTlf. 12345678\n-- \nSendt fra jobnet\n", "ja"},
    {"Outlook's rule goes, too",
     "ja\n________________________________\nFra: a\nSendt: b\nTil: c\nEmne: d\n", "ja"},
};

/* A mail of tests/data/visible. */
struct mail {
    char *name, *body, *wanted;
    bool html;
};

static char *said_lines(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    GString *out = g_string_new(NULL);
    for (size_t i = 0; lines[i] != NULL; i++) {
        g_strstrip(lines[i]);
        if (*lines[i] != '\0') {
            g_string_append_printf(out, "%s\n", lines[i]);
        }
    }
    return g_string_free(out, FALSE);
}

static void test_mail(void **state)
{
    const struct mail *mail = *state;
    g_autofree char *marked = mail->html ? html_text(mail->body) : NULL;
    g_autofree char *visible = visible_text(language, mail->html ? marked : mail->body, NULL);
    g_autofree char *got = said_lines(visible), *wanted = said_lines(mail->wanted);
    assert_string_equal(got, wanted);
}

static void mail_clear(gpointer data)
{
    struct mail *mail = data;
    g_free(mail->name);
    g_free(mail->body);
    g_free(mail->wanted);
    g_free(mail);
}

/* "@@ name", the mail, "@@ =>", what its sender wrote. */
static void read_mails(GPtrArray *mails, const char *path, bool html)
{
    g_autofree char *text = NULL;
    if (!g_file_get_contents(path, &text, NULL, NULL)) {
        return;
    }
    g_auto(GStrv) pieces = g_strsplit(text, "\n@@ ", -1);
    for (size_t i = 1; pieces[i] != NULL && pieces[i + 1] != NULL; i += 2) {
        const char *body = strchr(pieces[i], '\n'), *wanted = strchr(pieces[i + 1], '\n');
        struct mail *mail = g_new0(struct mail, 1);
        mail->name = g_strndup(pieces[i], strcspn(pieces[i], "\n"));
        mail->body = g_strdup(body == NULL ? "" : body + 1);
        mail->wanted = g_strdup(wanted == NULL ? "" : wanted + 1);
        mail->html = html;
        g_ptr_array_add(mails, mail);
    }
}

static void test_row(void **state)
{
    const struct row *row = *state;
    g_autofree char *visible = visible_text(language, row->text, NULL);
    assert_string_equal(visible, row->visible);
}

int main(void)
{
    g_autoptr(GPtrArray) mails = g_ptr_array_new_with_free_func(mail_clear);
    read_mails(mails, "tests/data/visible/tekst.liste", false);
    read_mails(mails, "tests/data/visible/html.liste", true);
    g_autofree struct CMUnitTest *tests =
        g_new0(struct CMUnitTest, G_N_ELEMENTS(rows) + mails->len);
    size_t count = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[count++] = (struct CMUnitTest){.name = rows[i].name,
                                             .test_func = test_row,
                                             .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    for (guint i = 0; i < mails->len; i++) {
        struct mail *mail = g_ptr_array_index(mails, i);
        tests[count++] =
            (struct CMUnitTest){.name = mail->name, .test_func = test_mail, .initial_state = mail};
    }
    return mails->len < 120 ||
           _cmocka_run_group_tests("understand/visible", tests, count, load, unload);
}
