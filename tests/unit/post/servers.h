/* For the tests of this room: a folder of one's own, smtp-sink, and a watch that remembers what it
 * was told. Included by one program each, so everything is static.
 */
#pragma once

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "post/lane.h"
#include "support/listener.h"

#define SMTP_SINK "/usr/sbin/smtp-sink"

/* A new folder below the temporary one that everybody may write to. */
static inline char *own_folder(void)
{
    g_autoptr(GError) error = NULL;
    char *path = g_dir_make_tmp("moedested-post-XXXXXX", &error);
    g_assert_no_error(error);
    chmod(path, 0777);
    return path;
}

static inline void remove_folder(const char *path)
{
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    const char *name = NULL;
    while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
        g_autofree char *child = g_build_filename(path, name, NULL);
        if (g_file_test(child, G_FILE_TEST_IS_DIR) && !g_file_test(child, G_FILE_TEST_IS_SYMLINK)) {
            remove_folder(child);
        } else {
            g_unlink(child);
        }
    }
    g_rmdir(path);
}

static inline int free_port(void)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    g_assert(bind(fd, (struct sockaddr *)&address, size) == 0);
    g_assert(getsockname(fd, (struct sockaddr *)&address, &size) == 0);
    close(fd);
    return ntohs(address.sin_port);
}

static inline bool port_answers(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
                                  .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    bool fine = connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
    close(fd);
    return fine;
}

static inline pid_t spawn(const char *const *words)
{
    pid_t parent = getpid();
    pid_t pid = fork();
    g_assert(pid >= 0);
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent) {
            _exit(1);
        }
        /* A server that outlives a failed test must not hold our output open. */
        int null = open("/dev/null", O_RDWR);
        dup2(null, STDIN_FILENO);
        dup2(null, STDOUT_FILENO);
        dup2(null, STDERR_FILENO);
        union {
            const char *const *in;
            char *const *out;
        } same = {.in = words};
        execv(words[0], same.out);
        _exit(127);
    }
    return pid;
}

/* smtp-sink changes its user, which takes the death signal away: the end of main ends it. */
static pid_t sinks[64];
static unsigned sink_count;

static inline void end_process(pid_t pid)
{
    for (unsigned i = 0; i < sink_count; i++) {
        sinks[i] = sinks[i] == pid ? 0 : sinks[i];
    }
    kill(pid, SIGTERM);
    waitpid(pid, NULL, 0);
}

static inline void end_sinks(void)
{
    for (unsigned i = 0; i < sink_count; i++) {
        if (sinks[i] > 0) {
            end_process(sinks[i]);
        }
    }
}

static inline pid_t only_child(void)
{
    g_autofree char *path = g_strdup_printf("/proc/self/task/%d/children", getpid());
    g_autofree char *list = NULL;
    g_assert(g_file_get_contents(path, &list, NULL, NULL));
    return (pid_t)g_ascii_strtoll(list, NULL, 10);
}

static inline bool have_sink(void)
{
    return g_file_test(SMTP_SINK, G_FILE_TEST_IS_EXECUTABLE);
}

/* smtp-sink with up to four more words (NULL for none) on a free port. */
static inline pid_t sink_start(int *port, const char *option, const char *value,
                               const char *option2, const char *value2)
{
    *port = free_port();
    g_autofree char *address = g_strdup_printf("127.0.0.1:%d", *port);
    GPtrArray *words = g_ptr_array_new();
    g_ptr_array_add(words, (gpointer)(uintptr_t)SMTP_SINK);
    const char *const user[] = {"-u", "nobody"};
    for (unsigned i = 0; i < 2 && geteuid() == 0; i++) {
        g_ptr_array_add(words, (gpointer)(uintptr_t)user[i]);
    }
    const char *const more[] = {option, value, option2, value2};
    for (unsigned i = 0; i < 4; i++) {
        if (more[i] != NULL) {
            g_ptr_array_add(words, (gpointer)(uintptr_t)more[i]);
        }
    }
    g_ptr_array_add(words, address);
    g_ptr_array_add(words, (gpointer)(uintptr_t) "100");
    g_ptr_array_add(words, NULL);
    pid_t pid = spawn((const char *const *)words->pdata);
    g_ptr_array_free(words, TRUE);
    g_assert(sink_count < G_N_ELEMENTS(sinks));
    sinks[sink_count++] = pid;
    for (int i = 0; i < 500 && !port_answers(*port); i++) {
        g_usleep(10000);
    }
    return pid;
}

static inline bool in_file(const char *path, const char *text, unsigned *hits)
{
    g_autofree char *octets = NULL;
    gsize length = 0;
    if (!g_file_get_contents(path, &octets, &length, NULL)) {
        return false;
    }
    bool found = false;
    for (const char *at = octets; (at = strstr(at, text)) != NULL; at += strlen(text)) {
        found = true;
        (*hits)++;
    }
    return found;
}

/* How often a text stands in the files of a folder. */
static inline unsigned count_in_folder(const char *path, const char *text)
{
    unsigned hits = 0;
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    const char *name = NULL;
    while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
        g_autofree char *child = g_build_filename(path, name, NULL);
        in_file(child, text, &hits);
    }
    return hits;
}

static inline unsigned count_files(const char *path)
{
    unsigned count = 0;
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    while (folder != NULL && g_dir_read_name(folder) != NULL) {
        count++;
    }
    return count;
}

/* What a watch was told about one mail. */
struct told {
    enum ledger_result result;
    unsigned times;
    bool handed;
    char *status, *answer;
    char *before; /* the status of the mark before the body */
};

struct memory {
    GHashTable *told;  /* id -> struct told */
    int64_t refuse_id; /* the mark before the body says no to this one */
    unsigned calls;    /* of mark */
    bool ends, gone;
};

static inline void told_free(void *data)
{
    struct told *told = data;
    g_free(told->status);
    g_free(told->answer);
    g_free(told->before);
    g_free(told);
}

static inline struct told *told_of(struct memory *memory, int64_t id)
{
    struct told *told = g_hash_table_lookup(memory->told, GINT_TO_POINTER((int)id));
    if (told == NULL) {
        told = g_new0(struct told, 1);
        g_hash_table_insert(memory->told, GINT_TO_POINTER((int)id), told);
    }
    return told;
}

static inline bool memory_mark(struct ledger_mark *marks, unsigned count, void *context)
{
    struct memory *memory = context;
    errno = EIO; /* what a lane finds in errno afterwards must not matter to it */
    for (unsigned i = 0; i < count; i++) {
        struct told *told = told_of(memory, marks[i].id);
        if (marks[i].result == 0) {
            told->handed = true;
            g_free(told->before);
            told->before = g_strdup(marks[i].status);
            marks[i].go = marks[i].id != memory->refuse_id;
            continue;
        }
        g_free(told->status);
        g_free(told->answer);
        told->result = marks[i].result;
        told->times++;
        told->status = g_strdup(marks[i].status);
        told->answer = g_strdup(marks[i].answer);
    }
    memory->calls++;
    return !memory->gone;
}

/* The mails of these tests are composed already. */
static inline bool memory_compose(struct lane_mail *mail, GString *room, void *context)
{
    (void)context;
    g_string_truncate(room, 0);
    g_string_append_len(room, mail->octets, (gssize)mail->length);
    return true;
}

static inline bool memory_ends(void *context)
{
    return ((struct memory *)context)->ends;
}

static inline struct lane_watch memory_watch(struct memory *memory)
{
    memory->told = g_hash_table_new_full(NULL, NULL, NULL, told_free);
    return (struct lane_watch){memory_mark, memory_compose, memory_ends, memory};
}

/* `count` mails with ids from 1; recipients person1@seniorjob.example ... */
/* The child of a process that has this name, or 0. */
static inline pid_t child_of(pid_t parent, const char *name)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/task/%d/children", parent, parent);
    g_autofree char *list = NULL;
    if (!g_file_get_contents(path, &list, NULL, NULL)) {
        return 0;
    }
    g_auto(GStrv) pids = g_strsplit(g_strchomp(list), " ", -1);
    for (unsigned i = 0; pids[i] != NULL; i++) {
        g_autofree char *comm = g_strdup_printf("/proc/%s/comm", pids[i]);
        g_autofree char *found = NULL;
        if (g_file_get_contents(comm, &found, NULL, NULL) && strcmp(g_strchomp(found), name) == 0) {
            return (pid_t)g_ascii_strtoll(pids[i], NULL, 10);
        }
    }
    return 0;
}

static inline struct lane_mail *make_mails(unsigned count, size_t body)
{
    struct lane_mail *mails = g_new0(struct lane_mail, count);
    g_autoptr(GString) line = g_string_new("");
    while (line->len < body) {
        g_string_append(line, "Ny linje om et seniorjob i Valby.\r\n.punktum\r\n");
    }
    for (unsigned i = 0; i < count; i++) {
        unsigned id = i + 1;
        mails[i].id = id;
        mails[i].sender = g_strdup_printf("seniorjob+b%u@seniorjob.example", id);
        mails[i].recipient = g_strdup_printf("person%u@example.dk", id);
        mails[i].message_id = g_strdup_printf("mail%u@seniorjob.example", id);
        mails[i].octets = g_strdup_printf("Date: Tue, 02 Apr 2013 09:00:00 +0200\r\n"
                                          "From: Seniorjob <seniorjob@seniorjob.example>\r\n"
                                          "To: person%u@example.dk\r\n"
                                          "Message-ID: <mail%u@seniorjob.example>\r\n"
                                          "Subject: Seniorjobberen\r\n\r\n"
                                          "Hej %u\r\n%s",
                                          id, id, id, line->str);
        mails[i].length = strlen(mails[i].octets);
    }
    return mails;
}

static inline void free_mails(struct lane_mail *mails, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        g_free((gpointer)(uintptr_t)mails[i].sender);
        g_free((gpointer)(uintptr_t)mails[i].recipient);
        g_free((gpointer)(uintptr_t)mails[i].message_id);
        g_free((gpointer)(uintptr_t)mails[i].octets);
    }
    g_free(mails);
}

static inline struct lane_settings smtp_settings(int port)
{
    static char empty[] = "", host[] = "127.0.0.1", helo[] = "test.seniorjob.example";
    return (struct lane_settings){.type = LANE_SECURED,
                                  .path = empty,
                                  .host = host,
                                  .port = port,
                                  .ca_file = empty,
                                  .user = empty,
                                  .password = empty,
                                  .timeout = 2,
                                  .helo = helo,
                                  .sessions = 1,
                                  .archive = empty};
}

/* Takes a connection and says what `say` does. */
static inline pid_t talking_relay(void (*say)(int fd), int *port)
{
    int listener = listener_open(port);
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        signal(SIGPIPE, SIG_IGN);
        say(accept(listener, NULL, NULL));
        _exit(0);
    }
    close(listener);
    return pid;
}

/* One letter each half second, for a while. */
static inline void drip(int fd)
{
    for (int i = 0; i < 20 && write(fd, i < 3 ? &"220"[i] : "-", 1) == 1; i++) {
        g_usleep(500000);
    }
}

/* "250" to whatever it hears. */
static inline void agree(int fd)
{
    FILE *in = fdopen(fd, "r");
    char line[2000];
    g_assert(write(fd, "220 hi\r\n", 8) == 8);
    while (fgets(line, sizeof line, in) != NULL && write(fd, "250 ok\r\n", 8) == 8) {
    }
}
