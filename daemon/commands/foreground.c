#include "commands/foreground.h"

#include <stdio.h>
#include <sys/signalfd.h>
#include <unistd.h>

struct foreground {
    int signals;
    sigset_t before;
    volatile bool stop;
    void (*progress)(const struct round *round, void *data); /* of the caller */
    void *data;
};

int foreground_signals(bool hangup, sigset_t *before)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    if (hangup) {
        sigaddset(&set, SIGHUP);
    }
    if (sigprocmask(SIG_BLOCK, &set, before) != 0) {
        return -1;
    }
    int signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (signals < 0) {
        sigprocmask(SIG_UNBLOCK, &set, NULL);
    }
    return signals;
}

static bool one_came(const struct foreground *foreground)
{
    struct signalfd_siginfo info;
    return read(foreground->signals, &info, sizeof info) == sizeof info;
}

static void look(const struct round *round, void *data)
{
    struct foreground *foreground = data;
    if (foreground->progress != NULL) {
        foreground->progress(round, foreground->data);
    }
    if (!foreground->stop && one_came(foreground)) {
        foreground->stop = true;
        fputs("\nmoedested: stopping when what is on its way has been answered; once more ends it "
              "at once\n",
              stderr);
        sigprocmask(SIG_SETMASK, &foreground->before, NULL);
    }
}

bool foreground_round(struct house *house, struct round *round, bool *stopped, GError **error)
{
    struct foreground foreground = {.progress = round->progress, .data = round->data};
    foreground.signals = foreground_signals(false, &foreground.before);
    if (foreground.signals < 0) { /* then they end us as ever */
        *stopped = false;
        return round_all(house, round, NULL, error);
    }
    round->progress = look;
    round->data = &foreground;
    bool done = round_all(house, round, &foreground.stop, error);
    round->progress = foreground.progress;
    round->data = foreground.data;
    *stopped = foreground.stop || one_came(&foreground); /* it came too late to end anything */
    close(foreground.signals);
    sigprocmask(SIG_SETMASK, &foreground.before, NULL);
    return done;
}
