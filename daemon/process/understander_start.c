#include <signal.h>

#include "base/failure.h"
#include "base/frame.h"
#include "base/log.h"
#include "process/nursery.h"
#include "process/understander_inner.h"

#define START_MILLISECONDS 30000

/* Libraries take 64 MiB of addresses that they do not use: 256 MiB are left for memory. With what
 * main and the nursery do for it, a mail is through within 2 s. */
static const struct understander_limits usual_limits = {
    .address_space = 312u * 1024u * 1024u, .cpu_milliseconds = 1700, .wall_milliseconds = 5000};

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

void understander_end_worker(struct understander *understander)
{
    kill(understander->worker->pid, SIGKILL);
    g_clear_pointer(&understander->worker, worker_free);
}

bool understander_wake(struct understander *understander, GError **error)
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
        understander_end_worker(understander);
    }
    return understander->awake;
}

bool understander_is_final(const GError *error)
{
    return error->domain == PROCESS_ERROR && error->code == FAILURE_CONFIGURATION;
}

bool understander_ready(struct understander *understander, GError **error)
{
    g_autoptr(GError) failure = NULL;
    if (understander_wake(understander, &failure)) {
        return true;
    }
    if (understander_is_final(failure)) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    log_warning("process died name=understand deaths=1");
    return understander_wake(understander, error);
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

pid_t understander_pid(const struct understander *understander)
{
    return understander->worker != NULL ? understander->worker->pid : 0;
}
