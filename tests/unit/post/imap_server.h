/* A real Dovecot (tests/support/dovecot), and an office whose inbox it is. Included by one program
 * each, so everything is static.
 */
#pragma once

#include <poll.h>

#include "base/clock.h"
#include "post/retrieve.h"
#include "unit/post/servers.h"

struct dovecot {
    char *folder;
    pid_t pid;
    int port, tls_port;
};

static inline bool have_dovecot(void)
{
    return g_file_test("/usr/sbin/dovecot", G_FILE_TEST_IS_EXECUTABLE) &&
           g_file_test("tests/support/dovecot", G_FILE_TEST_EXISTS);
}

/* Starts it, the first time or again, and waits until it answers. */
static inline void dovecot_run(struct dovecot *server)
{
    g_autofree char *port = g_strdup_printf("%d", server->port);
    g_autofree char *tls_port = g_strdup_printf("%d", server->tls_port);
    const char *const words[] = {
        "/bin/bash", "tests/support/dovecot", server->folder, port, tls_port, NULL};
    server->pid = spawn(words);
    for (int i = 0; i < 1000 && !port_answers(server->tls_port); i++) {
        g_usleep(10000);
    }
}

/* In this folder, which it owns from now on; with its certificate when there is one. */
static inline struct dovecot dovecot_start_in(char *folder)
{
    struct dovecot server = {.folder = g_steal_pointer(&folder), .port = free_port()};
    do {
        server.tls_port = free_port();
    } while (server.tls_port == server.port);
    dovecot_run(&server);
    return server;
}

static inline struct dovecot dovecot_start(void)
{
    return dovecot_start_in(own_folder());
}

static inline void dovecot_stop(struct dovecot *server)
{
    end_process(server->pid);
    remove_folder(server->folder);
    g_free(server->folder);
}

static inline int connect_to_port(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
                                  .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    g_assert(connect(fd, (struct sockaddr *)&address, sizeof address) == 0);
    return fd;
}

/* Says one line and reads until one that begins with `until`. The caller owns all that was heard.
 */
static inline char *imap_ask(int fd, const char *line, const char *until)
{
    GString *heard = g_string_new("\n");
    g_autofree char *mark = g_strconcat("\n", until, NULL);
    g_assert(write(fd, line, strlen(line)) == (ssize_t)strlen(line));
    char octet;
    while (strstr(heard->str, mark) == NULL || heard->str[heard->len - 1] != '\n') {
        g_assert(read(fd, &octet, 1) == 1);
        g_string_append_c(heard, octet);
    }
    return g_string_free(heard, FALSE);
}

/* Logs in as `inbox` and says these lines, each after the answer to the one before. The caller owns
 * the answer to the last. */
static inline char *imap_say(const struct dovecot *server, const char *const *lines)
{
    int fd = connect_to_port(server->port);
    g_free(imap_ask(fd, "", "* OK"));
    g_free(imap_ask(fd, "a LOGIN inbox hemmeligt\r\n", "a OK"));
    char *last = NULL;
    for (unsigned at = 0; lines[at] != NULL; at++) {
        g_autofree char *line = g_strdup_printf("b%u %s\r\n", at, lines[at]);
        g_autofree char *tag = g_strdup_printf("b%u ", at);
        g_free(last);
        last = imap_ask(fd, line, tag);
    }
    close(fd);
    return last;
}

/* Delivers into a folder of `inbox` ("" is INBOX, ".Jobs" is Jobs). */
static inline void imap_deliver(const struct dovecot *server, const char *folder, const char *id)
{
    static unsigned count;
    g_autofree char *fresh = g_build_filename(server->folder, "mail/inbox", folder, "new", NULL);
    g_mkdir_with_parents(fresh, 0777);
    for (const char *const *part = (const char *const[]){"", "new", "cur", "tmp", NULL};
         *part != NULL; part++) {
        g_autofree char *path = g_build_filename(server->folder, "mail/inbox", folder, *part, NULL);
        g_mkdir_with_parents(path, 0777);
        chmod(path, 0777);
    }
    g_autofree char *top = g_build_filename(server->folder, "mail/inbox", NULL);
    chmod(top, 0777);
    g_autofree char *name = g_strdup_printf("%s/%u.%d", fresh, 1364886000u + count++, getpid());
    g_autofree char *text =
        g_strdup_printf("From: Karen <karen@post.example>\nTo: seniorjob@seniorjob.example\n"
                        "Message-ID: <%s@post.example>\nSubject: hej\n\nHej %s\n",
                        id, id);
    FILE *file = fopen(name, "w");
    g_assert(file != NULL);
    fputs(text, file);
    fclose(file);
    chmod(name, 0666);
}

static inline unsigned imap_files(const struct dovecot *server, const char *folder)
{
    g_autofree char *fresh = g_build_filename(server->folder, "mail/inbox", folder, "new", NULL);
    g_autofree char *seen = g_build_filename(server->folder, "mail/inbox", folder, "cur", NULL);
    return count_files(fresh) + count_files(seen);
}

/* An office with an inbox on a server: a configuration, a store, and the fetching process. */
struct imap_office {
    char *folder;
    struct config *config;
    struct clock *clock;
    struct store *store;
    struct retrieve *retrieve;
};

static inline struct imap_office imap_office_new(const char *host, int port, const char *more)
{
    struct imap_office office = {.folder = own_folder()};
    g_autofree char *path = g_build_filename(office.folder, "moedested.conf", NULL);
    g_autofree char *password = g_build_filename(office.folder, "password", NULL);
    g_autofree char *text = g_strdup_printf("[inbox]\ntype = imap\nhost = %s\nport = %d\n"
                                            "user = inbox\npassword-file = password\n%s\n",
                                            host, port, more);
    g_assert(g_file_set_contents(path, text, -1, NULL));
    g_assert(g_file_set_contents(password, "hemmeligt\n", -1, NULL) && chmod(password, 0600) == 0);
    g_autoptr(GError) error = NULL;
    office.config = config_load(path, &error);
    g_assert_no_error(error);
    office.clock = clock_new("Europe/Copenhagen");
    clock_set(office.clock, 1364886000, false);
    office.retrieve = retrieve_start(office.config, &error);
    g_assert_no_error(error);
    office.store = store_open(":memory:", STORE_CREATE, &error);
    g_assert_no_error(error);
    return office;
}

static inline void imap_office_clear(struct imap_office *office)
{
    retrieve_stop(office->retrieve);
    store_close(office->store);
    config_free(office->config);
    clock_free(office->clock);
    remove_folder(office->folder);
    g_free(office->folder);
}

/* Another process that knows what is in the store, as for the next `moedested tick`. */
static inline void imap_office_restart(struct imap_office *office)
{
    retrieve_stop(office->retrieve);
    g_autoptr(GError) error = NULL;
    office->retrieve = retrieve_start(office->config, &error);
    g_assert_no_error(error);
}

static inline unsigned imap_take(struct imap_office *office)
{
    unsigned kept = 0;
    g_autoptr(GError) error = NULL;
    bool fine = retrieve_round(office->retrieve, office->store, office->clock, &kept, &error);
    g_assert_no_error(error);
    g_assert(fine);
    return kept;
}

static inline bool imap_count_row(const struct inbound *inbound G_GNUC_UNUSED, void *data)
{
    ++*(unsigned *)data;
    return true;
}

static inline unsigned imap_rows(const struct imap_office *office)
{
    unsigned count = 0;
    g_assert(inbound_each(office->store, 0, imap_count_row, &count, NULL));
    return count;
}

/* Whether main is woken within so many milliseconds. */
static inline bool imap_wakes(const struct imap_office *office, int milliseconds)
{
    struct pollfd wake = {.fd = retrieve_wake_fd(office->retrieve), .events = POLLIN};
    return poll(&wake, 1, milliseconds) > 0;
}
