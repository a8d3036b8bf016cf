#include "post/fetcher.h"

#include <poll.h>
#include <signal.h>

#include "base/failure.h"
#include "base/frame.h"
#include "post/maildir_in.h"

struct fetcher {
    int fd;
    struct maildir_in *in;
    bool gone;  /* main is */
    bool woken; /* main knows that there is mail */
};

static void say(struct fetcher *fetcher, enum fetcher_frame type, const GByteArray *body)
{
    fetcher->gone =
        fetcher->gone || !frame_write(fetcher->fd, (uint8_t)type, body == NULL ? NULL : body->data,
                                      body == NULL ? 0 : body->len, NULL);
}

static void say_skipped(struct fetcher *fetcher, const char *name, const GError *why)
{
    g_autoptr(GByteArray) body = g_byte_array_new();
    frame_put_text(body, name);
    frame_put_text(body, why->message);
    say(fetcher, FETCHER_SKIPPED, body);
}

/* Hands one file to main; false: main ends the round. */
static bool hand_in(struct fetcher *fetcher, const char *name)
{
    g_autoptr(GError) problem = NULL;
    size_t length = 0;
    g_autofree char *octets = maildir_in_read(fetcher->in, name, &length, &problem);
    if (octets == NULL) {
        if (problem->code == FAILURE_INPUT) {
            say_skipped(fetcher, name, problem);
        }
        return !fetcher->gone;
    }
    g_autoptr(GByteArray) body = g_byte_array_sized_new((guint)length + 300);
    frame_put_text(body, name);
    frame_put_bytes(body, octets, length);
    say(fetcher, FETCHER_MAIL, body);
    uint8_t type = 0;
    size_t size = 0;
    g_autofree char *answer =
        fetcher->gone ? NULL : frame_read(fetcher->fd, -1, &type, &size, NULL);
    fetcher->gone = answer == NULL;
    if (type != FETCHER_KEPT) {
        return false;
    }
    if (!maildir_in_done(fetcher->in, name, &problem)) {
        say_skipped(fetcher, name, problem);
    }
    return !fetcher->gone;
}

static void make_round(struct fetcher *fetcher)
{
    fetcher->woken = false;
    maildir_in_drain(fetcher->in); /* before the listing: what comes after it wakes again */
    g_autoptr(GError) problem = NULL;
    g_autoptr(GPtrArray) names = maildir_in_names(fetcher->in, &problem);
    if (names == NULL) {
        say_skipped(fetcher, "new", problem);
    }
    for (unsigned i = 0; names != NULL && i < names->len; i++) {
        if (!hand_in(fetcher, g_ptr_array_index(names, i))) {
            break;
        }
    }
    say(fetcher, FETCHER_END, NULL);
}

/* Waits for main or for mail; tells main of mail once. True when main has something to say. */
static bool main_speaks(struct fetcher *fetcher)
{
    struct pollfd watched[] = {
        {.fd = fetcher->fd, .events = POLLIN},
        {.fd = fetcher->woken ? -1 : maildir_in_fd(fetcher->in), .events = POLLIN},
    };
    if (poll(watched, G_N_ELEMENTS(watched), -1) <= 0) {
        return false;
    }
    if (watched[0].revents != 0) {
        return true;
    }
    fetcher->woken = true;
    say(fetcher, FETCHER_ARRIVED, NULL);
    return false;
}

int fetcher_body(int fd, void *path)
{
    signal(SIGTERM, SIG_IGN); /* main ends this process by closing the pair */
    signal(SIGIO, SIG_IGN);   /* a lease of maildir_in_read that somebody breaks */
    g_autoptr(GError) error = NULL;
    SCOPED(maildir_in) struct maildir_in *in = maildir_in_open(path, &error);
    if (in == NULL) {
        return 1;
    }
    struct fetcher fetcher = {.fd = fd, .in = in};
    while (!fetcher.gone) {
        if (!main_speaks(&fetcher)) {
            continue;
        }
        uint8_t type = 0;
        size_t length = 0;
        g_autofree char *body = frame_read(fd, -1, &type, &length, NULL);
        if (body == NULL) {
            break;
        }
        if (type == FETCHER_ROUND) {
            make_round(&fetcher);
        }
    }
    return 0;
}
