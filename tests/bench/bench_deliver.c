/* How fast an issue goes to a relay: COUNT copies of 30 KB, each composed for its person, are
 * queued beforehand; then the delivery loop alone is timed, with the durable ledger.
 *
 *   bench_deliver [--sessions N] [--tls CA --user U --password-file F] [--archive ADDRESS] \
 *                 [--save FILE] HOST PORT COUNT          HOST "discard": to nowhere
 *
 * Prints: deliver mails=N seconds=N mails/s=N us/mail=N (CPU of all processes) main=N (of it in
 * ours) pss=N (MiB, of the largest sending process) pss-all=N commits=N
 * and:    queue copies/s=N us/copy=N
 */
#include <inttypes.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "bench/site.h"
#include "post/deliver.h"

#define SAMPLE_EVERY (G_USEC_PER_SEC / 5)

struct options {
    int sessions;
    char *ca, *user, *password_file, *archive, *save;
};

struct memory {
    int64_t next;               /* stopwatch */
    int64_t sampling;           /* microseconds of CPU that looking cost */
    unsigned long largest, all; /* KiB */
};

static int64_t cpu_of(int who)
{
    struct rusage used;
    getrusage(who, &used);
    return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * G_USEC_PER_SEC + used.ru_utime.tv_usec +
           used.ru_stime.tv_usec;
}

static int count_commit(void *data)
{
    int64_t *commits = data;
    ++*commits;
    return 0;
}

/* The store that is opened next counts its commits here. */
static int64_t commits;

static int watch_commits(sqlite3 *handle, const char **problem G_GNUC_UNUSED,
                         const struct sqlite3_api_routines *routines G_GNUC_UNUSED)
{
    sqlite3_commit_hook(handle, count_commit, &commits);
    return SQLITE_OK;
}

static unsigned long pss_of(pid_t pid)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/smaps_rollup", (int)pid);
    g_autofree char *text = NULL;
    unsigned long kib = 0;
    if (g_file_get_contents(path, &text, NULL, NULL)) {
        const char *line = strstr(text, "\nPss:");
        kib = line != NULL ? strtoul(line + strlen("\nPss:"), NULL, 10) : 0;
    }
    return kib;
}

/* Adds the children of a process, and theirs: here they are all sending processes. */
static unsigned long sample_below(pid_t pid, unsigned long *largest)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/task/%d/children", (int)pid, (int)pid);
    g_autofree char *text = NULL;
    unsigned long all = 0;
    if (!g_file_get_contents(path, &text, NULL, NULL)) {
        return 0;
    }
    g_auto(GStrv) children = g_strsplit(g_strstrip(text), " ", -1);
    for (unsigned i = 0; children[i] != NULL && *children[i] != '\0'; i++) {
        pid_t child = (pid_t)strtol(children[i], NULL, 10);
        unsigned long kib = pss_of(child);
        *largest = MAX(*largest, kib);
        all += kib + sample_below(child, largest);
    }
    return all;
}

static void sample(struct memory *memory)
{
    int64_t now = clock_stopwatch();
    if (now < memory->next) {
        return;
    }
    int64_t before = cpu_of(RUSAGE_SELF);
    memory->next = now + SAMPLE_EVERY;
    unsigned long all = sample_below(getpid(), &memory->largest);
    memory->all = MAX(memory->all, all);
    memory->sampling += cpu_of(RUSAGE_SELF) - before;
}

/* In a process of its own, so that the sending processes are forked from one that has not seen the
 * people: as in the daemon, where they come first. */
static void fill_apart(struct site *site, unsigned count)
{
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        site_fill(site, count);
        int64_t start = clock_stopwatch(), before = cpu_of(RUSAGE_SELF);
        site_queue(site);
        printf("queue   copies/s=%.0f us/copy=%.0f\n", count / site_seconds(start),
               (double)(cpu_of(RUSAGE_SELF) - before) / count);
        exit(0);
    }
    int status = 0;
    site_check(pid > 0 && waitpid(pid, &status, 0) == pid && status == 0, NULL);
}

static void run(const struct site *site, struct deliver *deliver, struct store *store,
                struct deliver_tally *tally, struct memory *memory)
{
    g_autoptr(GError) error = NULL;
    bool more = true;
    while (more) {
        site_check(deliver_step(deliver, store, site->clock, tally, &more, &error), error);
        sample(memory);
    }
}

static bool measure(const struct site *site, unsigned count)
{
    g_autoptr(GError) error = NULL;
    struct deliver_tally tally = {0};
    struct memory memory = {.next = clock_stopwatch() + SAMPLE_EVERY / 4};
    int64_t self = cpu_of(RUSAGE_SELF), children = cpu_of(RUSAGE_CHILDREN);
    struct deliver *deliver = deliver_start(site->config, &error);
    site_check(deliver != NULL, error);
    store_close(site_open_store(site)); /* it says how SQLite is used, before anything else does */
    sqlite3_auto_extension((void (*)(void))watch_commits);
    struct store *store = site_open_store(site);
    commits = 0;
    int64_t start = clock_stopwatch();
    run(site, deliver, store, &tally, &memory);
    double seconds = site_seconds(start);
    int64_t in_loop = commits;
    deliver_stop(deliver);
    store_close(store);
    self = cpu_of(RUSAGE_SELF) - self - memory.sampling;
    children = cpu_of(RUSAGE_CHILDREN) - children;
    if (tally.sent != count) {
        fprintf(stderr,
                "bench: sent=%" PRId64 " of %u failed=%" PRId64 " later=%" PRId64 " doubt=%" PRId64
                " fault: %s\n",
                tally.sent, count, tally.failed, tally.later, tally.doubt,
                tally.our_fault != NULL ? tally.our_fault : "none");
    }
    double sent = (double)MAX(tally.sent, 1);
    printf("deliver mails=%" PRId64 " seconds=%.2f mails/s=%.0f us/mail=%.0f main=%.0f pss=%.1f "
           "pss-all=%.1f commits=%" PRId64 "\n",
           tally.sent, seconds, (double)tally.sent / seconds, (double)(self + children) / sent,
           (double)self / sent, (double)memory.largest / 1024, (double)memory.all / 1024, in_loop);
    bool all = tally.sent == count;
    deliver_tally_clear(&tally);
    return all;
}

/* Lines end as smtp-source -F wants them. */
static void save_copy(struct site *site, const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) copy = site_copy(site);
    g_string_replace(copy, "\r\n", "\n", 0);
    site_check(g_file_set_contents(path, copy->str, (gssize)copy->len, &error), error);
}

/* The lines below [relay]. The caller owns them. */
static char *relay_of(const struct options *options, const char *host, const char *port)
{
    GString *relay = g_string_new("");
    if (strcmp(host, "discard") == 0) {
        g_string_append(relay, "type = discard\n");
        return g_string_free(relay, FALSE);
    }
    g_string_append_printf(relay, "type = smtp\nhost = %s\nport = %s\nsessions = %d\n", host, port,
                           options->sessions);
    if (options->ca != NULL) {
        g_string_append_printf(relay, "tls = required\nca-file = %s\n", options->ca);
    }
    if (options->user != NULL) {
        g_string_append_printf(relay, "user = %s\npassword-file = %s\n", options->user,
                               options->password_file);
    }
    if (options->archive != NULL) {
        g_string_append_printf(relay, "archive = %s\n", options->archive);
    }
    return g_string_free(relay, FALSE);
}

int main(int argc, char **argv)
{
    struct options options = {.sessions = 4};
    const GOptionEntry entries[] = {
        {"sessions", 0, 0, G_OPTION_ARG_INT, &options.sessions, "connections at a time", "N"},
        {"tls", 0, 0, G_OPTION_ARG_FILENAME, &options.ca, "STARTTLS; whom to trust", "CA"},
        {"user", 0, 0, G_OPTION_ARG_STRING, &options.user, "log in", "NAME"},
        {"password-file", 0, 0, G_OPTION_ARG_FILENAME, &options.password_file, "", "FILE"},
        {"archive", 0, 0, G_OPTION_ARG_STRING, &options.archive, "second recipient", "ADDRESS"},
        {"save", 0, 0, G_OPTION_ARG_FILENAME, &options.save, "write a copy, for smtp-source",
         "FILE"},
        {0}};
    g_autoptr(GError) error = NULL;
    g_autoptr(GOptionContext) context = g_option_context_new("HOST PORT COUNT");
    g_option_context_add_main_entries(context, entries, NULL);
    site_check(g_option_context_parse(context, &argc, &argv, &error), error);
    if (argc != 4) {
        fprintf(stderr, "usage: bench_deliver [OPTION...] HOST PORT COUNT (or: discard 0 COUNT)\n");
        return 2;
    }
    unsigned count = (unsigned)strtoul(argv[3], NULL, 10);
    g_autofree char *relay = relay_of(&options, argv[1], argv[2]);
    struct site *site = site_new(relay);
    if (options.save != NULL) {
        save_copy(site, options.save);
    }
    fill_apart(site, count);
    bool all = measure(site, count);
    site_free(site);
    return all ? 0 : 1;
}
