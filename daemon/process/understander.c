#include "process/understander.h"

#include <signal.h>
#include <string.h>

#include "base/failure.h"
#include "base/frame.h"
#include "base/log.h"
#include "base/worker.h"
#include "mail/precheck.h"
#include "process/nursery.h"
#include "understand/verdict_frame.h"

#define START_MILLISECONDS 30000
#define RESTART_LIMIT 3u /* in a row; then it is no accident */

/* Libraries take 64 MiB of addresses that they do not use: 256 MiB are left for memory. With what
 * main and the nursery do for it, a mail is through within 2 s. */
static const struct understander_limits usual_limits = {
    .address_space = 312u * 1024u * 1024u, .cpu_milliseconds = 1700, .wall_milliseconds = 5000};

struct understander {
    char *language_directory, *taxonomy, *site_domain;
    struct understander_limits limits;
    struct worker *worker;                 /* NULL: it died and was not started again yet */
    bool awake;                            /* it has read the tables */
    int answer_milliseconds;               /* the longest that the nursery may be silent */
    const struct understander_mail *ahead; /* sent before they were asked for; NULL: none */
};

static bool wait_until_ready(const struct worker *worker, GError **error)
{
    uint8_t type = 0;
    size_t length = 0;
    g_autofree char *frame = frame_read(worker->fd, START_MILLISECONDS, &type, &length, error);
    if (frame == NULL) {
        g_prefix_error(error, "the understanding process did not start: ");
        return false;
    }
    if (type == NURSERY_READY) {
        return true;
    }
    struct frame_cursor cursor = {.at = frame, .left = length};
    const char *why = frame_take_text(&cursor);
    g_set_error_literal(error, PROCESS_ERROR, FAILURE_CONFIGURATION,
                        why == NULL ? "the understanding process did not start" : why);
    return false;
}

/* Forks the nursery, which sleeps. */
static bool launch(struct understander *understander, GError **error)
{
    struct nursery_start start = {.language_directory = understander->language_directory,
                                  .taxonomy = understander->taxonomy,
                                  .site_domain = understander->site_domain,
                                  .limits = understander->limits};
    understander->worker = worker_start("understand", nursery_run, &start, error);
    understander->awake = false;
    return understander->worker != NULL;
}

static void end_worker(struct understander *understander)
{
    kill(understander->worker->pid, SIGKILL);
    g_clear_pointer(&understander->worker, worker_free);
}

/* A nursery that has read the tables. */
static bool wake(struct understander *understander, GError **error)
{
    if (understander->worker == NULL && !launch(understander, error)) {
        return false;
    }
    if (!understander->awake) {
        understander->awake =
            frame_write(understander->worker->fd, NURSERY_BEGIN, NULL, 0, error) &&
            wait_until_ready(understander->worker, error);
    }
    if (!understander->awake) {
        end_worker(understander);
    }
    return understander->awake;
}

/* What the nursery itself says about the tables is final; when it dies there is another. */
static bool is_final(const GError *error)
{
    return error->domain == PROCESS_ERROR && error->code == FAILURE_CONFIGURATION;
}

bool understander_ready(struct understander *understander, GError **error)
{
    g_autoptr(GError) failure = NULL;
    if (wake(understander, &failure)) {
        return true;
    }
    if (is_final(failure)) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    log_warning("process died name=understand deaths=1");
    return wake(understander, error);
}

/* Takes over what is told to the nursery. */
static struct understander *begin(struct understander *fresh,
                                  const struct understander_limits *limits, GError **error)
{
    SCOPED(understander) struct understander *understander = fresh;
    understander->limits = *limits;
    /* At worst the batch stalls at its last mail, and that one again. */
    understander->answer_milliseconds = limits->wall_milliseconds * 3 + START_MILLISECONDS;
    return launch(understander, error) ? g_steal_pointer(&understander) : NULL;
}

struct understander *understander_start_with(const char *language_directory,
                                             const char *site_domain,
                                             const struct understander_limits *limits,
                                             GError **error)
{
    struct understander *fresh = g_new0(struct understander, 1);
    fresh->language_directory = g_strdup(language_directory);
    fresh->site_domain = g_strdup(site_domain);
    SCOPED(understander) struct understander *understander = begin(fresh, limits, error);
    bool ready = understander != NULL && understander_ready(understander, error);
    return ready ? g_steal_pointer(&understander) : NULL;
}

struct understander *understander_start_for(const struct config *config, GError **error)
{
    struct understander *understander = g_new0(struct understander, 1);
    understander->language_directory = config_path(config, CONFIG_SITE_LANGUAGE, "config/language");
    understander->taxonomy = config_path(config, CONFIG_SITE_TAXONOMY, "config/taxonomy");
    understander->site_domain = g_strdup(config_text(config, CONFIG_SITE_DOMAIN));
    return begin(understander, &usual_limits, error);
}

struct understander *understander_start(const char *language_directory, const char *site_domain,
                                        GError **error)
{
    return understander_start_with(language_directory, site_domain, &usual_limits, error);
}

void understander_stop(struct understander *understander)
{
    if (understander == NULL) {
        return;
    }
    worker_free(understander->worker);
    g_free(understander->language_directory);
    g_free(understander->taxonomy);
    g_free(understander->site_domain);
    g_free(understander);
}

/* What a mail weighs on its way to the nursery: one octet too many is enough for the verdict that
 * it is too large. */
static size_t weight(const struct understander_mail *mail)
{
    return MIN(mail->length, (size_t)PRECHECK_MESSAGE_LIMIT + 1);
}

/* How many of the mails make the next batch. */
static unsigned batch_size(const struct understander_mail *mails, unsigned count)
{
    size_t octets = 0;
    unsigned size = 0;
    while (size < count && size < NURSERY_BATCH) {
        octets += weight(&mails[size]);
        if (size > 0 && octets > NURSERY_BATCH_OCTETS) {
            break;
        }
        size++;
    }
    return size;
}

static bool send_batch(const struct understander *understander,
                       const struct understander_mail *mails, unsigned count, GError **error)
{
    g_autoptr(GByteArray) body = g_byte_array_new();
    frame_put_number(body, count);
    for (unsigned i = 0; i < count; i++) {
        const struct understander_mail *mail = &mails[i];
        frame_put_bytes(body, mail->raw, weight(mail));
        frame_put_text(body, mail->replying_to == NULL ? "none" : mail->replying_to);
        frame_put_text(body, mail->today == NULL ? "" : mail->today);
        frame_put_number(body, mail->full);
        frame_put_number(body, mail->terse);
    }
    return frame_write(understander->worker->fd, NURSERY_BATCH_IN, body->data, body->len, error);
}

static const char *death_name(int64_t death)
{
    switch (death) {
    case DEATH_UNBORN:
        return NULL;
    case DEATH_TIME:
    case DEATH_KILLED:
        return "out of time";
    case DEATH_MEMORY:
        return "out of memory";
    default:
        return "crashed";
    }
}

/* Whether the mail was asked about and has no answer yet. */
static bool is_open(const struct understander_mail *mails, unsigned count, int64_t index)
{
    return index >= 0 && index < count && mails[index].verdict == NULL && mails[index].died == NULL;
}

/* The next of the answers in a frame; false when there is none that was asked for. */
static bool take_answer(struct frame_cursor *cursor, uint8_t type, struct understander_mail *mails,
                        unsigned count)
{
    int64_t index = frame_take_number(cursor);
    if (!is_open(mails, count, index)) {
        return false;
    }
    struct understander_mail *mail = &mails[index];
    if (type == NURSERY_DIED) {
        mail->died = death_name(frame_take_number(cursor));
        return true;
    }
    size_t length = 0;
    const char *bytes = frame_take_bytes(cursor, &length);
    struct frame_cursor inner = {.at = bytes, .left = length, .broken = bytes == NULL};
    mail->verdict = verdict_frame_take(&inner, !mail->unmasked);
    mail->died = mail->verdict == NULL ? death_name(DEATH_CRASHED) : NULL;
    return true;
}

/* How many answers came, all of one frame; 0: the nursery died or cannot be believed. */
static unsigned take_answers(const struct understander *understander,
                             struct understander_mail *mails, unsigned count, GError **error)
{
    uint8_t type = 0;
    size_t length = 0;
    g_autofree char *frame = frame_read(understander->worker->fd, understander->answer_milliseconds,
                                        &type, &length, error);
    if (frame == NULL) {
        g_prefix_error(error, "the understanding process: ");
        return 0;
    }
    struct frame_cursor cursor = {.at = frame, .left = length};
    unsigned taken = 0;
    bool fits = type == NURSERY_VERDICTS || type == NURSERY_DIED;
    while (fits && !cursor.broken && (cursor.left > 0 || taken == 0)) {
        fits = take_answer(&cursor, type, mails, count);
        taken++;
    }
    if (!fits || cursor.broken) {
        g_set_error_literal(error, PROCESS_ERROR, FAILURE_PERMANENT,
                            "the understanding process answers what it was not asked");
        return 0;
    }
    return taken;
}

/* One attempt: false when the nursery died or cannot be believed. */
static bool read_batch(struct understander *understander, struct understander_mail *mails,
                       unsigned count, GError **error)
{
    bool sent = understander->ahead != NULL;
    g_assert(!sent || understander->ahead == mails);
    understander->ahead = NULL;
    if (!sent && !(wake(understander, error) && send_batch(understander, mails, count, error))) {
        return false;
    }
    for (unsigned answers = 0; answers < count;) {
        unsigned more = take_answers(understander, mails, count, error);
        if (more == 0) {
            return false;
        }
        answers += more;
    }
    return true;
}

static void clear(struct understander_mail *mails, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        g_clear_pointer(&mails[i].verdict, verdict_free);
        mails[i].died = NULL;
    }
}

/* Repeats the batch with another nursery when it dies. The mails are innocent: it only passes them
 * on, their own children read them. */
static bool insist(struct understander *understander, struct understander_mail *mails,
                   unsigned count, GError **error)
{
    for (unsigned deaths = 0; deaths < RESTART_LIMIT; deaths++) {
        g_autoptr(GError) problem = NULL;
        if (read_batch(understander, mails, count, &problem)) {
            return true;
        }
        if (is_final(problem)) {
            g_propagate_error(error, g_steal_pointer(&problem));
            return false;
        }
        log_error("process died name=understand deaths=%u reason=\"%s\"", deaths + 1,
                  problem->message);
        clear(mails, count);
        if (understander->worker != NULL) {
            end_worker(understander);
        }
    }
    g_set_error(error, PROCESS_ERROR, FAILURE_TEMPORARY,
                "the process \"understand\" died %u times in a row; the log says more",
                RESTART_LIMIT);
    return false;
}

bool understander_read(struct understander *understander, struct understander_mail *mails,
                       unsigned count, GError **error)
{
    for (unsigned i = 0; i < count; i++) {
        mails[i].verdict = NULL;
        mails[i].died = NULL;
    }
    for (unsigned at = 0; at < count;) {
        unsigned size = batch_size(mails + at, count - at);
        if (!insist(understander, mails + at, size, error)) {
            return false;
        }
        at += size;
    }
    return true;
}

void understander_ahead(struct understander *understander, const struct understander_mail *mails,
                        unsigned count)
{
    g_assert(understander->ahead == NULL);
    if (batch_size(mails, count) == count && wake(understander, NULL) &&
        send_batch(understander, mails, count, NULL)) {
        understander->ahead = mails;
    }
}

/* The verdicts would come in between others: another nursery has none. */
void understander_forget(struct understander *understander)
{
    if (understander->ahead != NULL) {
        understander->ahead = NULL;
        end_worker(understander);
    }
}

pid_t understander_pid(const struct understander *understander)
{
    return understander->worker != NULL ? understander->worker->pid : 0;
}
