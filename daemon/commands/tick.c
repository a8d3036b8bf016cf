/* moedested tick: one round, until nothing more is due now. */
#include <stdio.h>

#include "commands/foreground.h"
#include "commands/list.h"
#include "process/round.h"
#include "process/watch.h"

/* What waits, and why: the status file says the same. */
static int tell_waiting(const struct watch *watch)
{
    bool stuck = false;
    const char *held = watch_held(watch), *later = watch_later(watch, &stuck);
    if (held != NULL) {
        fprintf(stderr, "moedested: issue held: %s; staff decide\n", held);
    }
    if (later != NULL) {
        fprintf(stderr, "moedested: mail waits: %s\n", later);
    }
    return stuck ? EXIT_TRY_AGAIN : held != NULL ? EXIT_FINDINGS : EXIT_DONE;
}

int command_tick(const struct invocation *invocation, int argc, char **argv)
{
    int status = EXIT_DONE;
    if (!command_options("tick", NULL, &argc, &argv, &status)) {
        return status;
    }
    if (argc != 1) {
        return command_misused("tick", "it takes no other words");
    }
    struct site site;
    status = site_open(invocation, HOUSE_WORK, "moedested tick", &site);
    if (status != EXIT_DONE) {
        return status;
    }
    g_autoptr(GError) error = NULL;
    struct round round = {0};
    bool stopped = false;
    bool done = foreground_round(site.house, &round, &stopped, &error) &&
                watch_status(site.house->watch, site.house, true, &error);
    const struct deliver_tally *out = &round.delivered;
    fprintf(stderr,
            "received=%u understood=%u quarantined=%u sent=%" G_GINT64_FORMAT
            " failed=%" G_GINT64_FORMAT " later=%" G_GINT64_FORMAT " doubt=%" G_GINT64_FORMAT "\n",
            round.received, round.understood, round.quarantined, out->sent, out->failed, out->later,
            out->doubt);
    status = tell_waiting(site.house->watch);
    if (stopped) {
        fprintf(stderr, "moedested: stopped; the next tick goes on\n");
        status = EXIT_FINDINGS;
    }
    if (out->our_fault != NULL) {
        fprintf(stderr, "moedested: mail waits that cannot be delivered: %s\n", out->our_fault);
        status = EXIT_TRY_AGAIN;
    }
    if (retrieve_problem(site.house->retrieve) != NULL) {
        fprintf(stderr, "moedested: no mail can be read: %s\n",
                retrieve_problem(site.house->retrieve));
        status = EXIT_TRY_AGAIN;
    }
    if (!done) {
        status = command_fail(error);
    }
    round_clear(&round);
    site_close(&site);
    return status;
}
