/* moedested run: the daemon, in the foreground. */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include "act/newsletter.h"
#include "base/log.h"
#include "commands/foreground.h"
#include "commands/list.h"
#include "process/round.h"
#include "process/watch.h"

enum { LOOK_AGAIN = 1000 }; /* milliseconds: other processes may have left something in the store */

/* The daemon between two rounds. */
struct daemon {
    const struct invocation *invocation;
    struct site site;
    struct config *older; /* what a reload replaced: the house may still speak of it */
    struct newsletter_looks *looks;
    int signals;
    volatile bool stop;
};

/* A daemon waits for everything at once. */
static void hurry(struct daemon *daemon)
{
    struct house *house = daemon->site.house;
    house->office.looks = daemon->looks;
    retrieve_do_not_wait(house->retrieve);
    deliver_hurry(house->deliver);
}

/* A wrong new configuration is refused, the old one stays. */
static void reload(struct daemon *daemon)
{
    sd_notify(0, "RELOADING=1");
    g_autoptr(GError) error = NULL;
    SCOPED(config) struct config *fresh = NULL;
    SCOPED(clock) struct clock *unused = NULL;
    if (command_site(daemon->invocation, &fresh, &unused, &error) &&
        house_reload(daemon->site.house, fresh, &error)) {
        g_clear_pointer(&daemon->older, config_free);
        daemon->older = daemon->site.config;
        daemon->site.config = g_steal_pointer(&fresh);
        hurry(daemon);
        log_notice("reloaded");
    } else {
        log_error("reload refused, the old configuration stays: %s", error->message);
    }
    sd_notify(0, "READY=1");
}

static void take_signals(struct daemon *daemon)
{
    struct signalfd_siginfo info;
    while (read(daemon->signals, &info, sizeof info) == (ssize_t)sizeof info) {
        if (info.ssi_signo == SIGHUP) {
            reload(daemon);
        } else {
            daemon->stop = true;
        }
    }
}

static void look_for_stop(const struct round *round, void *data)
{
    struct daemon *daemon = data;
    (void)round;
    struct pollfd fd = {.fd = daemon->signals, .events = POLLIN};
    if (poll(&fd, 1, 0) > 0) {
        daemon->stop =
            true; /* ends the round between two groups; the signal itself is read below */
    }
    sd_notifyf(0, "WATCHDOG=1\nSTATUS=%s", watch_line(daemon->site.house->watch));
}

static void tell(const struct round *round)
{
    const struct deliver_tally *out = &round->delivered;
    if (round->received + round->understood > 0 || out->sent + out->failed + out->later > 0) {
        log_notice("round received=%u understood=%u quarantined=%u sent=%" G_GINT64_FORMAT
                   " failed=%" G_GINT64_FORMAT " later=%" G_GINT64_FORMAT,
                   round->received, round->understood, round->quarantined, out->sent, out->failed,
                   out->later);
    }
    sd_notify(0, "WATCHDOG=1");
}

/* For whoever watches us. */
static bool show_status(struct daemon *daemon, GError **error)
{
    struct watch *watch = daemon->site.house->watch;
    if (!watch_status(watch, daemon->site.house, false, error)) {
        return false;
    }
    sd_notifyf(0, "STATUS=%s", watch_line(watch));
    return true;
}

static bool one_round(struct daemon *daemon, GError **error)
{
    struct round round = {.progress = look_for_stop, .data = daemon};
    bool done = round_all(daemon->site.house, &round, &daemon->stop, error);
    tell(&round);
    round_clear(&round);
    return done && show_status(daemon, error);
}

/* Sleeps until mail, a signal, another process or the clock gives us something to do. */
static bool wait_for_work(struct daemon *daemon, GError **error)
{
    while (!daemon->stop) {
        struct pollfd fds[] = {
            {.fd = daemon->signals, .events = POLLIN},
            {.fd = retrieve_wake_fd(daemon->site.house->retrieve), .events = POLLIN}};
        int ready = poll(fds, G_N_ELEMENTS(fds), LOOK_AGAIN);
        take_signals(daemon);
        sd_notify(0, "WATCHDOG=1");
        if (daemon->stop || (ready > 0 && fds[1].revents != 0) ||
            store_changed_by_others(daemon->site.house->office.store)) {
            return true;
        }
        int64_t next = INT64_MAX;
        if (!show_status(daemon, error) || !round_next(daemon->site.house, &next, error)) {
            return false;
        }
        if (next <= clock_now(daemon->site.clock)) {
            return true;
        }
    }
    return true;
}

static int serve(struct daemon *daemon)
{
    g_autoptr(GError) error = NULL;
    if (!understander_ready(daemon->site.house->understander, &error)) {
        return command_fail(error);
    }
    sd_notifyf(0, "READY=1\nMAINPID=%d", (int)getpid());
    log_notice("started pid=%d", (int)getpid());
    while (!daemon->stop) {
        if (!one_round(daemon, &error)) {
            break;
        }
        daemon->stop = false; /* a waiting signal only cut the round short: it is read now */
        take_signals(daemon);
        if (!daemon->stop && !wait_for_work(daemon, &error)) {
            break;
        }
    }
    sd_notify(0, "STOPPING=1");
    log_notice("stopped");
    return error != NULL ? command_fail(error) : EXIT_DONE;
}

int command_run(const struct invocation *invocation, int argc, char **argv)
{
    int status = EXIT_DONE;
    if (!command_options("run", NULL, &argc, &argv, &status)) {
        return status;
    }
    if (argc != 1) {
        return command_misused("run", "it takes no other words");
    }
    struct daemon daemon = {.invocation = invocation, .signals = foreground_signals(true, NULL)};
    if (daemon.signals < 0) {
        fprintf(stderr, "moedested: cannot watch signals\n");
        return EXIT_TRY_AGAIN;
    }
    status = site_open(invocation, HOUSE_WORK, "moedested run", &daemon.site);
    if (status == EXIT_DONE) {
        daemon.looks = newsletter_looks_new();
        hurry(&daemon);
        if (invocation->at != NULL) { /* time goes on from there */
            clock_set(daemon.site.clock, clock_now(daemon.site.clock), true);
        }
        status = serve(&daemon);
        site_close(&daemon.site);
    }
    g_clear_pointer(&daemon.looks, newsletter_looks_free);
    g_clear_pointer(&daemon.older, config_free);
    close(daemon.signals);
    return status;
}
