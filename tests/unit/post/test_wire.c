/* What stands on the wire, octet by octet, from both SMTP writers: lines that begin with a dot are
 * doubled, every line ends with CRLF, nothing else ends a mail (RFC 5321 4.5.2, SMTP smuggling). */
#include "unit/post/servers.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#define HEAD                                                                             \
    "Date: Tue, 02 Apr 2013 09:00:00 +0200\r\nFrom: Seniorjob <s@seniorjob.example>\r\n" \
    "To: p@example.dk\r\nMessage-ID: <m@x.example>\r\nSubject: x\r\n\r\n"

static const char *const bodies[] = {
    ".\r\n",
    ".\r\n.\r\n.\r\n",
    "..\r\n",
    "...x\r\n",
    "Hej\r\n.\r\nMAIL FROM:<evil@post.example>\r\nRCPT TO:<x@post.example>\r\nDATA\r\n",
    "From here\r\n>From there\r\n",
    ".leading\r\nmiddle.\r\n.last\r\n",
    "\r\n\r\n.\r\n\r\n",
    "",
};

static const struct row {
    const char *name;
    enum lane_type type;
    const char *ehlo;
} rows[] = {
    {"plain, with PIPELINING", LANE_PLAIN, "250-sink\r\n250 PIPELINING\r\n"},
    {"plain, step by step", LANE_PLAIN, "250 sink\r\n"},
    {"secured, with PIPELINING", LANE_SECURED, "250-sink\r\n250 PIPELINING\r\n"},
    {"secured, step by step", LANE_SECURED, "250 sink\r\n"},
};

static void say(int fd, const char *text)
{
    g_assert(write(fd, text, strlen(text)) > 0);
}

/* The answer to a command, and whether a mail follows. */
static const char *answer_to(const char *line, const struct row *row, bool *data)
{
    *data = g_ascii_strncasecmp(line, "DATA", 4) == 0;
    if (g_ascii_strncasecmp(line, "EHLO", 4) == 0) {
        return row->ehlo;
    }
    return *data ? "354 go on\r\n"
                 : (g_ascii_strncasecmp(line, "QUIT", 4) == 0 ? "221 bye\r\n" : "250 2.0.0 ok\r\n");
}

/* One connection; all octets go to a file. */
static void converse(int fd, const struct row *row, FILE *heard)
{
    g_autoptr(GString) line = g_string_new(NULL);
    bool data = false;
    char octet;
    say(fd, "220 sink\r\n");
    while (read(fd, &octet, 1) == 1) {
        fputc(octet, heard);
        fflush(heard);
        g_string_append_c(line, octet);
        if (octet != '\n') {
            continue;
        }
        if (!data) {
            say(fd, answer_to(line->str, row, &data));
        } else if (strcmp(line->str, ".\r\n") == 0) {
            data = false;
            say(fd, "250 2.0.0 taken\r\n");
        }
        g_string_truncate(line, 0);
    }
    close(fd);
}

static pid_t capture_start(int *port, const char *path, const struct row *row)
{
    int listener = listener_open(port);
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        FILE *heard = fopen(path, "w");
        for (;;) {
            converse(accept(listener, NULL, NULL), row, heard);
        }
    }
    close(listener);
    return pid;
}

/* What has to stand between DATA and the end of the mail. */
static char *stuffed(const char *octets)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (const char *at = octets; *at != '\0'; at++) {
        if (*at == '.' && (at == octets || at[-1] == '\n')) {
            g_string_append_c(out, '.');
        }
        g_string_append_c(out, *at);
    }
    g_string_append(out, ".\r\n");
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static void has_only_whole_line_ends(const char *heard)
{
    for (const char *at = heard; *at != '\0'; at++) {
        assert_true(*at != '\r' || at[1] == '\n');
        assert_true(*at != '\n' || (at > heard && at[-1] == '\r'));
    }
}

static void octets_are_right(void **state)
{
    const struct row *row = *state;
    g_autofree char *folder = own_folder();
    g_autofree char *path = g_build_filename(folder, "heard", NULL);
    struct lane_settings settings = smtp_settings(0);
    pid_t relay = capture_start(&settings.port, path, row);
    settings.type = row->type;
    g_autoptr(GError) error = NULL;
    struct lane *lane = lane_open(&settings, &error);
    assert_null(error);
    struct memory memory = {0};
    struct lane_watch watch = memory_watch(&memory);
    struct lane_mail mails[G_N_ELEMENTS(bodies)];
    char *octets[G_N_ELEMENTS(bodies)];
    for (unsigned at = 0; at < G_N_ELEMENTS(bodies); at++) {
        octets[at] = g_strconcat(HEAD, bodies[at], NULL);
        mails[at] = (struct lane_mail){at + 1,
                                       "b@seniorjob.example",
                                       "p@example.dk",
                                       "m@x.example",
                                       octets[at],
                                       strlen(octets[at]),
                                       0};
    }
    lane_deliver(lane, mails, G_N_ELEMENTS(mails), &watch);
    lane_close(lane);
    end_process(relay);
    for (unsigned at = 0; at < G_N_ELEMENTS(bodies); at++) {
        assert_int_equal(told_of(&memory, at + 1)->result, LEDGER_ACCEPTED);
    }
    g_autofree char *heard = NULL;
    assert_true(g_file_get_contents(path, &heard, NULL, NULL));
    has_only_whole_line_ends(heard);
    const char *from = heard;
    for (unsigned at = 0; at < G_N_ELEMENTS(bodies); at++) {
        g_autofree char *body = stuffed(octets[at]);
        g_autofree char *wanted = g_strconcat("DATA\r\n", body, NULL);
        from = strstr(from, "DATA\r\n" HEAD);
        assert_non_null(from);
        g_autofree char *got = g_strndup(from, strlen(wanted));
        assert_string_equal(got, wanted);
        from += strlen(wanted);
        g_free(octets[at]);
    }
    assert_null(strstr(from, "DATA\r\n"));
    g_hash_table_unref(memory.told);
    remove_folder(folder);
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    struct CMUnitTest tests[G_N_ELEMENTS(rows)];
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        tests[i] = (struct CMUnitTest){rows[i].name, octets_are_right, NULL, NULL,
                                       (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("post/wire", tests, NULL, NULL);
}
