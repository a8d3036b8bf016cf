/* What we write ourselves is what GMime writes: the same octets for every shape of mail and for
 * texts of all sorts, all our letters among them. Only a dot at the beginning of a line (which a
 * transport would have to double) and a blank at its end (which may not make it longer than 76) are
 * written otherwise, and read the same.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "support/gmime_writer.h"

#include "mail/mime_read.h"

enum { RANDOM_MAILS = 4000, LETTERS_AT_LEAST = 60 };

/* As much of a PNG as is looked at. */
static const uint8_t png[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I',
                              'H',  'D', 'R', 0,   0,    0,    1,    0,    0, 0, 1, 8,  6};

static const char *const calendars[] = {"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:M\xc3\xb8"
                                        "de\r\nEND:VCALENDAR\r\n",
                                        "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n"};
static const char *const methods[] = {"REQUEST", "CANCEL"};

static struct mail_draft ordinary(void)
{
    return (struct mail_draft){.from = {"Seniorjob København", "seniorjob@seniorjob.example"},
                               .to = {"Karen Sørensen", "karen@mail.example"},
                               .subject = "Du er tilmeldt",
                               .date = 1364886000,
                               .offset = 7200,
                               .message_id = "svar.17@seniorjob.example",
                               .auto_submitted = "auto-replied",
                               .language = "da",
                               .text = "Kære Karen\n",
                               .html = "<p>Kære Karen</p>\n"};
}

/* The caller owns it. */
static char *text_of(GBytes *mail)
{
    return g_strndup(g_bytes_get_data(mail, NULL), g_bytes_get_size(mail));
}

static void assert_same(const struct mail_draft *draft)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) ours = mail_write(draft, &error);
    assert_null(error);
    g_autoptr(GBytes) theirs = gmime_write(draft);
    g_autofree char *is = text_of(ours);
    g_autofree char *wanted = text_of(theirs);
    assert_string_equal(is, wanted);
    assert_true(g_bytes_equal(ours, theirs));
}

/* Each shape of mail with this text. */
static void each_shape(struct mail_draft *draft, const char *text,
                       void (*check)(const struct mail_draft *draft))
{
    draft->text = text;
    draft->html = NULL;
    check(draft);
    draft->html = text;
    check(draft);
    for (size_t at = 0; at < G_N_ELEMENTS(methods); at++) {
        draft->calendar = calendars[at];
        draft->method = methods[at];
        check(draft);
    }
    draft->calendar = NULL;
}

static struct message *read_back(GBytes *mail)
{
    gsize length;
    const char *data = g_bytes_get_data(mail, &length);
    return mime_read(data, length);
}

static void assert_lines(const char *mail)
{
    g_auto(GStrv) lines = g_strsplit(mail, "\r\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        assert_true(**line != '.' && strlen(*line) <= 78);
    }
}

static void assert_reads_the_same(const struct mail_draft *draft)
{
    g_autoptr(GBytes) ours = mail_write(draft, NULL);
    g_autoptr(GBytes) theirs = gmime_write(draft);
    g_autofree char *text = text_of(ours);
    assert_lines(text);
    SCOPED(message) struct message *is = read_back(ours);
    SCOPED(message) struct message *wanted = read_back(theirs);
    assert_int_equal(is->parts->len, wanted->parts->len);
    for (guint at = 0; at < is->parts->len; at++) {
        const struct message_part *one = is->parts->pdata[at], *other = wanted->parts->pdata[at];
        assert_string_equal(one->type, other->type);
        g_autofree char *ends = g_strchomp(g_strdup(one->text != NULL ? one->text : ""));
        g_autofree char *same = g_strchomp(g_strdup(other->text != NULL ? other->text : ""));
        assert_string_equal(ends, same);
    }
}

static void test_lines(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "",      "\n",       "Hej",      "Hej\n",     "a \n",         "a\t\nb\n", "From nu\n",
        "æøå€😀", "=\n=20\n", "a\rb\r\n", "--=_x--\n", "a\n\n\n\nb\n", "\x7f\x01", "\n leads\n"};
    struct mail_draft draft = ordinary();
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        each_shape(&draft, rows[at], assert_same);
    }
    static const char *const others[] = {".\n..\n.a\n", " ", "\t", "a\r", "a \r\n b\r "};
    for (size_t at = 0; at < G_N_ELEMENTS(others); at++) {
        each_shape(&draft, others[at], assert_reads_the_same);
    }
}

/* Around the ends of lines, and of what GMime reads at once. */
static void test_lengths(void **state)
{
    (void)state;
    static const int lengths[] = {24, 72, 73, 74, 75, 76, 77, 150, 4095, 4096, 4097, 9000};
    static const char *const pieces[] = {"x", "å", "=", " x", "yå", ". ", " "};
    struct mail_draft draft = ordinary();
    for (size_t at = 0; at < G_N_ELEMENTS(lengths) * G_N_ELEMENTS(pieces); at++) {
        g_autoptr(GString) line = g_string_new(NULL);
        const char *piece = pieces[at % G_N_ELEMENTS(pieces)];
        for (int count = lengths[at / G_N_ELEMENTS(pieces)]; count > 0; count--) {
            g_string_append(line, piece);
        }
        g_string_append_c(line, '\n');
        bool otherwise = *piece == '.' || strcmp(piece, " ") == 0;
        each_shape(&draft, line->str, otherwise ? assert_reads_the_same : assert_same);
    }
}

/* The caller owns it. */
static char *random_text(GRand *dice, const char *const *pieces, int count, int limit,
                         const char *end)
{
    GString *text = g_string_new("K");
    for (int left = g_rand_int_range(dice, 0, limit); left > 0; left--) {
        g_string_append(text, pieces[g_rand_int_range(dice, 0, count)]);
    }
    return g_string_free(g_string_append(text, end), FALSE);
}

static void random_picture(GRand *dice, GPtrArray *pictures)
{
    static const char *const names[] = {NULL, "x.png",
                                        "med_et_langt-navn.som_GMime_bryder-i_flere_linjer-fordi_"
                                        "det_ikke_kan_staa_i_een_af_dem.png",
                                        "et navn; \"x\".jpg"};
    g_autoptr(GBytes) octets = g_bytes_new_static(png, sizeof png);
    struct picture *picture = picture_new(octets);
    assert_non_null(picture);
    picture->name = g_strdup(names[g_rand_int_range(dice, 0, G_N_ELEMENTS(names))]);
    picture->id = g_strdup_printf("p%u@seniorjob.example", pictures->len);
    g_ptr_array_add(pictures, picture);
}

static void test_random_mails(void **state)
{
    (void)state;
    static const char *const bodies[] = {"æ",  "Ø",      "e",        "n",         "\n",   "=",
                                         " a", "\tb",    "a",        "€",         "\r\n", "\n\n",
                                         "K",  "😀",      " From x",  "From ikke", "-",    "<br />",
                                         "x",  "jobbet", "seniorjob"};
    static const char *const names[] = {
        "æ", "Ø", "e", "n",  " ",         "\"", ",", "=?utf-8?Q?x?=",
        ".", "(", "€", "Bo", "Sørensen ", "<",  "-", "et langt ord"};
    static const char *const heads[] = {"List-Id", "Jobbet <s.seniorjob.example>", "X-A",
                                        "på dansk med mange ord, så linjen bliver brudt", NULL};
    g_autoptr(GRand) dice = g_rand_new_with_seed(2045);
    for (int count = 0; count < RANDOM_MAILS; count++) {
        struct mail_draft draft = ordinary();
        g_autofree char *text = random_text(dice, bodies, G_N_ELEMENTS(bodies), 400, "\n");
        g_autofree char *html = random_text(dice, bodies, G_N_ELEMENTS(bodies), 800, "\n");
        g_autofree char *name = random_text(dice, names, G_N_ELEMENTS(names), 30, "");
        g_autofree char *subject = random_text(dice, names, G_N_ELEMENTS(names), 60, "");
        g_autofree char *id = g_strdup_printf("x.%d@seniorjob.example", count);
        g_autoptr(GPtrArray) pictures = pictures_new();
        int method = g_rand_int_range(dice, -2, G_N_ELEMENTS(methods));
        for (int left = g_rand_int_range(dice, -3, 3); left > 0; left--) {
            random_picture(dice, pictures);
        }
        draft.text = text;
        draft.html = method >= 0 || g_rand_int_range(dice, 0, 4) > 0 ? html : NULL;
        draft.to.name = g_rand_boolean(dice) ? name : NULL;
        draft.subject = subject;
        draft.message_id = id;
        draft.in_reply_to = g_rand_boolean(dice) ? "et-svar@post.example" : NULL;
        draft.reply_to.address = g_rand_boolean(dice) ? "svar@seniorjob.example" : NULL;
        draft.auto_submitted = g_rand_boolean(dice) ? "auto-generated" : NULL;
        draft.language = g_rand_boolean(dice) ? "en" : NULL;
        draft.headers = g_rand_boolean(dice) ? heads : NULL;
        draft.calendar = method >= 0 ? calendars[method] : NULL;
        draft.method = method >= 0 ? methods[method] : NULL;
        draft.pictures = pictures;
        assert_same(&draft);
    }
}

static void test_letters(void **state)
{
    (void)state;
    g_autoptr(GDir) folder = g_dir_open("templates/letters", 0, NULL);
    assert_non_null(folder);
    struct mail_draft draft = ordinary();
    int letters = 0;
    for (const char *name; (name = g_dir_read_name(folder)) != NULL; letters++) {
        g_autofree char *path = g_build_filename("templates/letters", name, NULL);
        g_autofree char *text = NULL;
        assert_true(g_file_get_contents(path, &text, NULL, NULL));
        each_shape(&draft, text, assert_reads_the_same);
        g_strdelimit(text, ".", ',');
        each_shape(&draft, text, assert_same);
    }
    assert_true(letters >= LETTERS_AT_LEAST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_lengths),
        cmocka_unit_test(test_random_mails),
        cmocka_unit_test(test_letters),
    };
    return cmocka_run_group_tests_name("mail/mime_body", tests, NULL, NULL);
}
