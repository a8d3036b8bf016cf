/* What libcurl's SMTP does with the mails of bench_deliver: the same copies, composed one by one in
 * the sending process, over STARTTLS with AUTH; N processes, each with a connection that it keeps.
 * It has no ledger: nothing is written down before or after a mail.
 *
 *   curl_smtp N CA USER PASSWORD HOST PORT COUNT
 *
 * Prints: libcurl mails=N seconds=N mails/s=N us/mail=N (CPU of all processes) and its version.
 */
#include <sys/resource.h>
#include <sys/wait.h>

#include <curl/curl.h>

#include "bench/site.h"
#include "store/ledger.h"

struct target {
    unsigned processes;
    const char *ca, *user, *password;
    char *url;
};

struct copies {
    struct store *store;
    GPtrArray *mails; /* struct ledger_mail */
    struct form *form;
};

/* The message on its way. */
struct reading {
    const char *at;
    size_t left;
};

static bool take_copy(const struct ledger_mail *mail, void *data)
{
    struct copies *copies = data;
    g_autoptr(GError) error = NULL;
    struct ledger_mail *whole = ledger_get(copies->store, mail->id, &error);
    site_check(whole != NULL, error);
    g_ptr_array_add(copies->mails, whole);
    return true;
}

static struct copies read_copies(const struct site *site)
{
    g_autoptr(GError) error = NULL;
    struct copies copies = {.store = site_open_store(site), .mails = g_ptr_array_new()};
    site_check(ledger_each(copies.store, SITE_ISSUE, 0, 0, take_copy, &copies, &error), error);
    g_autoptr(GBytes) frozen = issue_compiled(copies.store, SITE_ISSUE, PERSON_SEEKER, &error);
    copies.form = frozen != NULL ? form_thaw(frozen, &error) : NULL;
    site_check(copies.form != NULL, error);
    g_clear_pointer(&copies.store, store_close);
    return copies;
}

static size_t read_on(char *buffer, size_t size, size_t count, void *data)
{
    struct reading *reading = data;
    size_t length = MIN(size * count, reading->left);
    memcpy(buffer, reading->at, length);
    reading->at += length;
    reading->left -= length;
    return length;
}

static CURL *open_handle(const struct target *target)
{
    CURL *handle = curl_easy_init();
    site_check(handle != NULL, NULL);
    curl_easy_setopt(handle, CURLOPT_URL, target->url);
    curl_easy_setopt(handle, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
    curl_easy_setopt(handle, CURLOPT_CAINFO, target->ca);
    curl_easy_setopt(handle, CURLOPT_USERNAME, target->user);
    curl_easy_setopt(handle, CURLOPT_PASSWORD, target->password);
    curl_easy_setopt(handle, CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN");
    curl_easy_setopt(handle, CURLOPT_SASL_IR, 1L);
    curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(handle, CURLOPT_READFUNCTION, read_on);
    return handle;
}

static void send_copy(CURL *handle, const struct ledger_mail *mail, const GString *message)
{
    struct reading reading = {message->str, message->len};
    struct curl_slist *recipients = curl_slist_append(NULL, mail->recipient);
    curl_easy_setopt(handle, CURLOPT_MAIL_FROM, mail->sender);
    curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(handle, CURLOPT_READDATA, &reading);
    curl_easy_setopt(handle, CURLOPT_INFILESIZE_LARGE, (curl_off_t)message->len);
    CURLcode outcome = curl_easy_perform(handle);
    curl_slist_free_all(recipients);
    if (outcome != CURLE_OK) {
        fprintf(stderr, "curl_smtp: %s\n", curl_easy_strerror(outcome));
        exit(1);
    }
}

/* Every mail whose turn is `share`. */
static void send_share(const struct target *target, const struct copies *copies, unsigned share)
{
    CURL *handle = open_handle(target);
    g_autoptr(GString) message = g_string_new("");
    for (unsigned i = share; i < copies->mails->len; i += target->processes) {
        const struct ledger_mail *mail = g_ptr_array_index(copies->mails, i);
        g_string_truncate(message, 0);
        site_check(form_run(copies->form, mail->slots, message), NULL);
        send_copy(handle, mail, message);
    }
    curl_easy_cleanup(handle);
}

static bool send_all(const struct target *target, const struct copies *copies)
{
    for (unsigned share = 0; share < target->processes; share++) {
        pid_t pid = fork();
        site_check(pid >= 0, NULL);
        if (pid == 0) {
            send_share(target, copies, share);
            _exit(0);
        }
    }
    bool all = true;
    for (unsigned share = 0; share < target->processes; share++) {
        int status = 0;
        all = wait(&status) > 0 && status == 0 && all;
    }
    return all;
}

static double cpu_of_children(void)
{
    struct rusage used;
    getrusage(RUSAGE_CHILDREN, &used);
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * G_USEC_PER_SEC +
           (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
}

int main(int argc, char **argv)
{
    if (argc != 8) {
        fprintf(stderr, "usage: curl_smtp N CA USER PASSWORD HOST PORT COUNT\n");
        return 2;
    }
    struct target target = {(unsigned)strtoul(argv[1], NULL, 10), argv[2], argv[3], argv[4],
                            g_strdup_printf("smtp://%s:%s/localhost", argv[5], argv[6])};
    struct site *site = site_new("type = discard");
    site_fill(site, (unsigned)strtoul(argv[7], NULL, 10));
    site_queue(site);
    struct copies copies = read_copies(site);
    site_free(site);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    int64_t start = clock_stopwatch();
    double before = cpu_of_children();
    bool all = send_all(&target, &copies);
    double seconds = site_seconds(start), mails = copies.mails->len;
    printf("libcurl mails=%u seconds=%.2f mails/s=%.0f us/mail=%.0f version=\"%s\"\n",
           copies.mails->len, seconds, mails / seconds, (cpu_of_children() - before) / mails,
           curl_version());
    for (unsigned i = 0; i < copies.mails->len; i++) {
        ledger_mail_free(g_ptr_array_index(copies.mails, i));
    }
    g_ptr_array_unref(copies.mails);
    form_free(copies.form);
    g_free(target.url);
    curl_global_cleanup();
    return all ? 0 : 1;
}
