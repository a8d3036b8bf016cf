/* A reply to the relay in the form of each mail program of tests/data/clients, and of some more,
 * with its writer's address, number, name and CPR number in its words and in what it quotes: none
 * of them is in what the other side gets, neither in its octets nor in any decoded part. Both
 * directions. */
#include "support/talk.h"

#include "base/text.h"

#define CLIENTS "tests/data/clients"
#define HOURS_BETWEEN 2

/* What is said, in turns. */
static const char *const answers[] = {
    "Jeg kan komme på torsdag.",
    "Jeg kan komme på torsdag. Ring på 20 11 22 33 eller skriv til kirsten@example.dk.\n\n"
    "Mit cpr-nummer er 010160-1234. Mvh Kirsten Sørensen",
    "Jeg kan komme på torsdag. Mail: kirsten snabel-a example punktum dk, tlf. +45 20112233, "
    "Kirsten Sørensen, cpr 0101601234",
    "Jeg kan komme på torsdag. Se mailto:kirsten%40example.dk, kirsten(at)example(dot)dk og 2011 "
    "2233. Kirsten\n Sørensen",
};

static const char quoted[] = "Fra: Seniorjob <seniorjob@seniorjob.example>\n"
                             "Til: Kirsten Sørensen <kirsten@example.dk>\n"
                             "Tlf. 20 11 22 33, cpr 010160-1234\nEmne: Samtale\n\n"
                             "Kære Kirsten Sørensen\n\n";

/* Mails that are no files of that folder: TO, ID and SVAR are filled in. */
static const char *const own_forms[] = {
    "From: =?utf-8?Q?Kirsten_S=C3=B8rensen?= <kirsten@example.dk>\nSender: kirsten@example.dk\n"
    "Reply-To: Kirsten <kirsten@example.dk>\nOrganization: Kirsten Sørensen, 20112233\n"
    "X-Sender: kirsten@example.dk\nTo: <TO>\nMessage-ID: <ID>\nSubject: Kirsten Sørensen 20112233\n"
    "Content-Type: text/plain; charset=utf-8\n\nSVAR\n",
    "From: kirsten@example.dk\nTo: Kirsten Sørensen <TO>\nMessage-ID: <ID>\nMIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=utf-8; format=flowed\n\nSVAR\n-- \nKirsten Sørensen\n"
    "20112233 kirsten@example.dk\n",
    "From: kirsten@example.dk\nTo: <TO>\nMessage-ID: <ID>\nMIME-Version: 1.0\n"
    "Content-Type: text/html; charset=utf-8\n\n<p>SVAR</p><p>kirsten&#64;example&#46;dk "
    "<a href=\"mailto:kirsten%40example.dk?subject=Kirsten\">skriv</a> <a href=\"tel:+4520112233\">"
    "ring</a></p><!-- kirsten@example.dk --><img alt=\"Kirsten S&oslash;rensen\" "
    "src=\"https://example.dk/kirsten@example.dk.png\">\n",
    "From: kirsten@example.dk\nTo: <TO>\nMessage-ID: <ID>\nMIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    "Jeg kan komme p=C3=A5 torsdag. kirs=\nten=40exam=\nple.dk 20=20112=\n233, Kirsten "
    "S=C3=B8ren=\n"
    "sen\n",
    "From: kirsten@example.dk\nTo: <TO>\nMessage-ID: <ID>\nMIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    "SmVnIGthbiBrb21tZSBww6UgdG9yc2RhZy4ga2lyc3RlbkBleGFtcGxlLmRrIDIwMTEyMjMzIEtpcnN0ZW4gU8O4cmVu\n"
    "c2VuIDAxMDE2MC0xMjM0Cg==\n",
    "From: kirsten@example.dk\nTo: <TO>\nMessage-ID: <ID>\nMIME-Version: 1.0\n"
    "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; "
    "charset=utf-8\n\nSVAR\n--b\nContent-Type: text/html; charset=utf-8\n\n<b>kirsten@example.dk "
    "SVAR</b>\n--b--\n",
    "From: kirsten@example.dk\nTo: <TO>\nMessage-ID: <ID>\nMIME-Version: 1.0\n"
    "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; "
    "charset=utf-8\n\nSVAR\n--b\nContent-Type: text/vcard; name=\"Kirsten.vcf\"\n"
    "Content-Disposition: attachment; filename=\"Kirsten Sorensen 20112233.vcf\"\n\n"
    "BEGIN:VCARD\nFN:Kirsten Sørensen\nEND:VCARD\n--b\nContent-Type: application/pgp-keys\n"
    "Content-Disposition: attachment; filename=kirsten@example.dk.asc\n\nkirsten@example.dk\n--b\n"
    "Content-Type: message/rfc822\n\nFrom: Kirsten Sørensen "
    "<kirsten@example.dk>\n\n20112233\n--b--\n",
    "From: kirsten@example.dk\nTo: <TO>\nMessage-ID: <ID>\nMIME-Version: 1.0\n"
    "Content-Type: multipart/signed; boundary=b\n\n--b\nContent-Type: text/plain; "
    "charset=utf-8\n\nSVAR\n--b\nContent-Type: application/pkcs7-signature; name=smime.p7s\n\n"
    "kirsten@example.dk\n--b--\n",
    "From: kirsten@example.dk\nTo: <TO>\nMessage-ID: <ID>\nMIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=utf-8\n\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\n"
    "SVAR\n-----BEGIN PGP SIGNATURE-----\nComment: kirsten@example.dk\n\nabc\n"
    "-----END PGP SIGNATURE-----\n",
    "From: kirsten@example.dk\nTo: <TO>\nMessage-ID: <ID>\nMIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=utf-8\n\nSVAR\nk\xE2\x80\x8Birsten@\xE2\x80\x8B"
    "example.dk 20\xC2\xA0"
    "11\xC2\xA0"
    "22\xC2\xA0"
    "33 =?utf-8?B?S2lyc3RlbiBTw7hyZW5zZW4=?=\n",
    "From: kirsten@example.dk\nTo: <TO>\nMessage-ID: <ID>\nMIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=utf-8\n\nSVAR\n\nTil: Kirsten Sørensen "
    "<kirsten@example.dk>; 20112233\nKirsten Sørensen\nLyngvej 3\nMobil 20 11 22 33\n",
};

struct ground {
    struct talk talk;
    enum pair_side writer;
    int64_t moment;
    char *text, *html; /* what is quoted */
    unsigned passed;
    int64_t seen; /* the newest row that was looked at */
};

static struct ground grounds[2];

/* Undoes percent signs and soft breaks, so that nothing hides behind them. */
static char *unescaped(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *at = text; *at != '\0';) {
        if (g_str_has_prefix(at, "=\r\n")) {
            at += 3;
        } else if ((*at == '%' || *at == '=') && g_ascii_isxdigit(at[1]) &&
                   g_ascii_isxdigit(at[2])) {
            g_string_append_c(
                out, (char)(g_ascii_xdigit_value(at[1]) * 16 + g_ascii_xdigit_value(at[2])));
            at += 3;
        } else {
            g_string_append_c(out, *at++);
        }
    }
    return g_string_free(out, FALSE);
}

static char *digits_of(const char *text)
{
    GString *out = g_string_new(NULL);
    for (const char *at = text; *at != '\0'; at++) {
        if (g_ascii_isdigit(*at)) {
            g_string_append_c(out, *at);
        }
    }
    return g_string_free(out, FALSE);
}

/* What of the writer stands in the text, or NULL. */
static const char *leak_in(const char *text, bool seeker)
{
    static const char *const words[] = {"kirsten@",  "@example.dk", "example.dk",
                                        "soerensen", "sorensen",    "kirsten soerensen"};
    g_autofree char *plain = unescaped(text);
    g_autofree char *clean = text_clean(plain, -1);
    g_autofree char *folded = text_fold(clean);
    g_autofree char *digits = digits_of(clean);
    for (size_t at = 0; at < G_N_ELEMENTS(words); at++) {
        if (strstr(folded, words[at]) != NULL) {
            return words[at];
        }
    }
    if (seeker && strstr(folded, "kirsten") != NULL) {
        return "kirsten";
    }
    return strstr(digits, "20112233") != NULL     ? "20112233"
           : strstr(digits, "0101601234") != NULL ? "0101601234"
                                                  : NULL;
}

static void look_at(const char *form, const char *where, const char *text, bool seeker)
{
    const char *leak = text != NULL ? leak_in(text, seeker) : NULL;
    if (leak != NULL) {
        fail_msg("%s: %s leaks %s:\n%s", form, where, leak, text);
    }
}

/* The octets, every header and every part of one mail to the reader. */
static void look_at_mail(struct ground *ground, const char *form, int64_t row)
{
    bool seeker = ground->writer == PAIR_SEEKER;
    SCOPED(ledger_mail) struct ledger_mail *mail = NULL;
    SCOPED(message) struct message *message = talk_read(&ground->talk, row, &mail);
    gsize length = 0;
    const char *octets = g_bytes_get_data(mail->composed, &length);
    g_autofree char *raw = g_strndup(octets, length);
    look_at(form, "raw", raw, seeker);
    look_at(form, "message-id", mail->message_id, seeker);
    look_at(form, "envelope", mail->sender, seeker);
    for (guint at = 0; at < message->headers->len; at++) {
        const struct message_header *header = message->headers->pdata[at];
        look_at(form, header->name, header->value, seeker);
    }
    for (guint at = 0; at < message->parts->len; at++) {
        const struct message_part *part = message->parts->pdata[at];
        look_at(form, part->type, part->text, seeker);
        look_at(form, "file name", part->filename, seeker);
        assert_false(part->attached);
    }
    const struct message_part *text = message_part(message, "text/plain");
    assert_non_null(text);
    ground->passed += strstr(text->text, "torsdag") != NULL ? 1 : 0;
}

struct fresh {
    int64_t after;
    GArray *rows;
    int64_t reader, newest;
};

static bool take_fresh(const struct ledger_mail *mail, void *data)
{
    struct fresh *fresh = data;
    if (mail->id > fresh->after && mail->person == fresh->reader) {
        g_array_append_val(fresh->rows, mail->id);
    }
    fresh->newest = MAX(fresh->newest, mail->id);
    /* Nobody but the two and staff gets anything. */
    assert_true(strcmp(mail->recipient, "kirsten@example.dk") == 0 ||
                strcmp(mail->recipient, "ole@vest.example") == 0 ||
                strcmp(mail->recipient, "mette@kk.example") == 0);
    return true;
}

static void send_mail(struct ground *ground, const char *form, const char *mail)
{
    struct talk *talk = &ground->talk;
    ground->moment += HOURS_BETWEEN * 60 * 60;
    clock_set(talk->test->clock, ground->moment, false);
    int64_t row = talk_last(talk, ground->writer,
                            ground->writer == PAIR_SEEKER ? "relay-open" : "relay-open-employer");
    inbound_free(talk_mail(talk, ground->writer, row, mail, strlen(mail)));
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(int64_t));
    struct fresh fresh = {
        .after = ground->seen, .rows = rows, .reader = talk->people[pair_other(ground->writer)]};
    assert_true(ledger_each(talk->test->office.store, NULL, 0, 0, take_fresh, &fresh, NULL));
    ground->seen = fresh.newest;
    for (guint at = 0; at < rows->len; at++) {
        look_at_mail(ground, form, g_array_index(rows, int64_t, at));
    }
}

static char *replaced(char *text, const char *word, const char *by)
{
    g_autofree char *before = text;
    g_autoptr(GString) out = g_string_new(before);
    g_string_replace(out, word, by, 0);
    return g_strdup(out->str);
}

static char *as_html(const char *text)
{
    g_autofree char *escaped = g_markup_escape_text(text, -1);
    return replaced(g_steal_pointer(&escaped), "\n", "<br>\n");
}

/* What stands before BREV in its line stands before each line of the letter. */
static char *with_letter(char *form, const char *letter)
{
    char *at;
    while ((at = strstr(form, "BREV")) != NULL) {
        char *start = at;
        while (start > form && start[-1] != '\n') {
            start--;
        }
        g_autofree char *prefix = g_strndup(start, (gsize)(at - start));
        g_autofree char *line = g_strdup_printf("\n%s", prefix);
        g_autofree char *lines = replaced(g_strdup(letter), "\n", line);
        g_autofree char *before = g_strndup(form, (gsize)(at - form));
        char *whole = g_strconcat(before, lines, at + strlen("BREV"), NULL);
        g_free(form);
        form = whole;
    }
    return form;
}

static char *mail_of(struct ground *ground, const char *name, const char *answer)
{
    bool html = g_str_has_suffix(name, ".html");
    g_autofree char *path = g_build_filename(CLIENTS, name, NULL);
    char *body = NULL;
    assert_true(g_file_get_contents(path, &body, NULL, NULL));
    g_autofree char *said = html ? as_html(answer) : g_strdup(answer);
    body = replaced(body, "SVARP", said);
    body = replaced(body, "SVAR", said);
    body = html ? replaced(body, "BREV", ground->html) : with_letter(body, ground->text);
    g_autofree char *whole = body;
    return g_strdup_printf("From: Kirsten Sørensen <kirsten@example.dk>\n"
                           "To: Seniorjob <seniorjob@seniorjob.example>\nSubject: SV: Samtale\n"
                           "Message-ID: <%s-%u@example.dk>\nMIME-Version: 1.0\n"
                           "Content-Type: text/%s; charset=utf-8\n"
                           "Content-Transfer-Encoding: 8bit\n\n%s",
                           name, ground->talk.mails, html ? "html" : "plain", whole);
}

static void test_client(void **state)
{
    const char *name = *state;
    for (size_t side = 0; side < G_N_ELEMENTS(grounds); side++) {
        unsigned before = grounds[side].passed;
        for (size_t at = 0; at < G_N_ELEMENTS(answers); at++) {
            g_autofree char *mail = mail_of(&grounds[side], name, answers[at]);
            send_mail(&grounds[side], name, mail);
        }
        assert_int_equal(grounds[side].passed - before, G_N_ELEMENTS(answers));
    }
}

static void test_own_form(void **state)
{
    for (size_t side = 0; side < G_N_ELEMENTS(grounds); side++) {
        unsigned before = grounds[side].passed;
        for (size_t at = 0; at < G_N_ELEMENTS(answers); at++) {
            struct ground *ground = &grounds[side];
            g_autofree char *id = g_strdup_printf("own-%u@example.dk>", ground->talk.mails);
            char *mail = replaced(g_strdup(*state), "<TO>", "<seniorjob@seniorjob.example>");
            mail = replaced(mail, "ID>", id);
            g_autofree char *whole = replaced(mail, "SVAR", answers[at]);
            send_mail(ground, "own", whole);
        }
        assert_true(grounds[side].passed > before);
    }
}

/* The test is no better than its eye. */
static void test_leaks_are_seen(void **state)
{
    (void)state;
    static const char *const leaks[] = {
        "Kirsten S\xC3\xB8rensen",      "KIRSTEN@example.dk", "kirsten%40example%2Edk",
        "kirst=\r\nen@exa=\r\nmple.dk", "20 11-22.33",        "010160 1234"};
    for (size_t at = 0; at < G_N_ELEMENTS(leaks); at++) {
        assert_non_null(leak_in(leaks[at], false));
    }
    assert_non_null(leak_in("Kirsten", true));
    assert_null(leak_in("Ole Bruun, 33 44 55 66", true));
}

/* The letters that stand below the answers: the last one of ours, under lines that name all. */
static void open_ground(struct ground *ground, bool swapped)
{
    ground->talk = talk_open(swapped);
    ground->writer = swapped ? PAIR_EMPLOYER : PAIR_SEEKER;
    ground->moment = clock_now(ground->talk.test->clock);
    g_autofree char *letter =
        talk_text(&ground->talk, ground->writer, swapped ? "relay-open-employer" : "relay-open");
    ground->text = g_strconcat(quoted, letter, NULL);
    ground->html = as_html(ground->text);
    g_autofree char *said = talk_say(&ground->talk, pair_other(ground->writer), NULL, "", "Hej");
    (void)said;
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(int64_t));
    struct fresh fresh = {.rows = rows};
    assert_true(ledger_each(ground->talk.test->office.store, NULL, 0, 0, take_fresh, &fresh, NULL));
    ground->seen = fresh.newest;
}

static int open_all(void **state)
{
    if (load(state) != 0) {
        return 1;
    }
    open_ground(&grounds[0], false);
    open_ground(&grounds[1], true);
    return 0;
}

static int close_all(void **state)
{
    for (size_t at = 0; at < G_N_ELEMENTS(grounds); at++) {
        talk_close(&grounds[at].talk);
        g_free(grounds[at].text);
        g_free(grounds[at].html);
    }
    return unload(state);
}

static void add_test(GArray *tests, const char *name, CMUnitTestFunction function, void *initial)
{
    struct CMUnitTest test = {.name = name, .test_func = function, .initial_state = initial};
    g_array_append_val(tests, test);
}

int main(void)
{
    GArray *tests = g_array_new(FALSE, TRUE, sizeof(struct CMUnitTest));
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = g_dir_open(CLIENTS, 0, NULL);
    const char *file;
    while (dir != NULL && (file = g_dir_read_name(dir)) != NULL) {
        if (g_str_has_suffix(file, ".txt") || g_str_has_suffix(file, ".html")) {
            char *name = g_strdup(file);
            g_ptr_array_add(names, name);
            add_test(tests, name, test_client, name);
        }
    }
    add_test(tests, "leaks are seen", test_leaks_are_seen, NULL);
    for (size_t at = 0; at < G_N_ELEMENTS(own_forms); at++) {
        add_test(tests, "own form", test_own_form, (void *)(uintptr_t)own_forms[at]);
    }
    int failed =
        names->len < 100 ||
        _cmocka_run_group_tests("act/relay_leaks", (struct CMUnitTest *)(gpointer)tests->data,
                                tests->len, open_all, close_all);
    g_array_free(tests, TRUE);
    return failed;
}
