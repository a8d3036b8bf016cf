#include "post/fetcher.h"

#include <poll.h>
#include <signal.h>
#include <string.h>

#include "base/clock.h"
#include "base/frame.h"

struct fetcher {
    int fd;
    const struct source_kind *kind;
    void *source;
    struct source_main main;
    bool gone;    /* main is */
    bool woken;   /* main knows that there is mail */
    bool trouble; /* main may know that nothing can be read */
};

static void say(struct fetcher *fetcher, enum fetcher_frame type, const GByteArray *body)
{
    fetcher->gone =
        fetcher->gone || !frame_write(fetcher->fd, (uint8_t)type, body == NULL ? NULL : body->data,
                                      body == NULL ? 0 : body->len, NULL);
}

/* What main answers, or NULL: it is gone. The caller owns it. */
static char *hear(struct fetcher *fetcher, uint8_t *type, size_t *length)
{
    char *answer = fetcher->gone ? NULL : frame_read(fetcher->fd, -1, type, length, NULL);
    fetcher->gone = answer == NULL;
    return answer;
}

static void say_skipped(void *data, const char *name, const char *why)
{
    g_autoptr(GByteArray) body = g_byte_array_new();
    frame_put_text(body, name);
    frame_put_text(body, why);
    say(data, FETCHER_SKIPPED, body);
}

static void say_learned(void *data, const char *memory)
{
    g_autoptr(GByteArray) body = g_byte_array_new();
    frame_put_text(body, memory);
    say(data, FETCHER_LEARNED, body);
}

/* Each trouble, and once that it is over; waiting for the next try is neither. */
static void say_how_it_is(struct fetcher *fetcher, const GError *problem)
{
    if (problem == NULL && !(fetcher->trouble && fetcher->kind->well(fetcher->source))) {
        return;
    }
    fetcher->trouble = problem != NULL;
    g_autoptr(GByteArray) body = g_byte_array_new();
    frame_put_text(body, problem != NULL ? problem->message : NULL);
    say(fetcher, FETCHER_PROBLEM, body);
}

static bool ask_known(void *data, const GPtrArray *places, bool *known)
{
    struct fetcher *fetcher = data;
    g_autoptr(GByteArray) body = g_byte_array_new();
    frame_put_number(body, places->len);
    for (guint at = 0; at < places->len; at++) {
        frame_put_text(body, places->pdata[at]);
    }
    say(fetcher, FETCHER_PLACES, body);
    uint8_t type = 0;
    size_t length = 0;
    g_autofree char *answer = hear(fetcher, &type, &length);
    if (answer == NULL || type != FETCHER_KNOWN || length != places->len) {
        return false;
    }
    for (guint at = 0; at < places->len; at++) {
        known[at] = answer[at] != 0;
    }
    return true;
}

/* Hands a group to main; false: main ends the round. */
static bool hand_in(struct fetcher *fetcher, const GPtrArray *mails)
{
    for (guint at = 0; at < mails->len; at++) {
        const struct source_mail *mail = mails->pdata[at];
        g_autoptr(GByteArray) body = g_byte_array_sized_new((guint)mail->length + 500);
        frame_put_text(body, mail->name);
        frame_put_text(body, mail->place);
        frame_put_bytes(body, mail->octets, mail->length);
        say(fetcher, FETCHER_MAIL, body);
    }
    if (mails->len == 0) {
        return true; /* all of them are in the store */
    }
    say(fetcher, FETCHER_GROUP, NULL);
    uint8_t type = 0;
    size_t length = 0;
    g_autofree char *answer = hear(fetcher, &type, &length);
    return answer != NULL && type == FETCHER_KEPT;
}

static bool take_all(struct fetcher *fetcher, GError **error)
{
    const struct source_kind *kind = fetcher->kind;
    if (!kind->begin(fetcher->source, error)) {
        return false;
    }
    for (;;) {
        g_autoptr(GPtrArray) mails = g_ptr_array_new_with_free_func(source_mail_free);
        enum source_more more = kind->take(fetcher->source, &fetcher->main, mails, error);
        if (more != SOURCE_MORE) {
            return more == SOURCE_END;
        }
        if (!hand_in(fetcher, mails)) {
            return true;
        }
        if (!kind->settle(fetcher->source, &fetcher->main, error)) {
            return false;
        }
    }
}

static void make_round(struct fetcher *fetcher)
{
    fetcher->woken = false;
    fetcher->trouble = true; /* main may have noted one of its own: that this is slow */
    g_autoptr(GError) problem = NULL;
    if (take_all(fetcher, &problem)) {
        fetcher->kind->end(fetcher->source, &problem);
    }
    say_how_it_is(fetcher, problem);
    g_autoptr(GByteArray) body = g_byte_array_new();
    frame_put_number(body, problem == NULL ? 1 : 0);
    say(fetcher, FETCHER_END, body);
}

/* The first round says what the process before this one has learned. */
static void recall(struct fetcher *fetcher, const char *body, size_t length)
{
    struct frame_cursor cursor = {.at = body, .left = length};
    int64_t age = length > 0 ? frame_take_number(&cursor) : 0;
    const char *memory = length > 0 ? frame_take_text(&cursor) : NULL;
    if (memory != NULL && fetcher->kind->recall != NULL) {
        fetcher->kind->recall(fetcher->source, memory, age);
    }
}

static void look(struct fetcher *fetcher)
{
    g_autoptr(GError) problem = NULL;
    fetcher->woken = fetcher->kind->look(fetcher->source, &problem);
    say_how_it_is(fetcher, problem);
    if (fetcher->woken) {
        say(fetcher, FETCHER_ARRIVED, NULL);
    }
}

/* Milliseconds until `due` of the stopwatch. */
static int milliseconds_to(int64_t due)
{
    if (due == INT64_MAX) {
        return -1;
    }
    return (int)CLAMP((due - clock_stopwatch() + 999) / 1000, 0, G_MAXINT);
}

/* Waits for main or for mail. True when main has something to say. */
static bool main_speaks(struct fetcher *fetcher)
{
    const struct source_kind *kind = fetcher->kind;
    struct pollfd watched[] = {
        {.fd = fetcher->fd, .events = POLLIN},
        {.fd = fetcher->woken ? -1 : kind->fd(fetcher->source), .events = POLLIN},
    };
    int wait = fetcher->woken ? -1 : milliseconds_to(kind->due(fetcher->source));
    int ready = poll(watched, G_N_ELEMENTS(watched), wait);
    if (ready < 0 || watched[0].revents != 0) {
        return ready > 0;
    }
    look(fetcher);
    return false;
}

int fetcher_body(int fd, void *data)
{
    signal(SIGTERM, SIG_IGN); /* main ends this process by closing the pair */
    signal(SIGIO, SIG_IGN);   /* a lease of maildir_in_read that somebody breaks */
    const struct source_setup *setup = data;
    g_autoptr(GError) error = NULL;
    /* Until the first success: main may remember the trouble of the process before. */
    struct fetcher fetcher = {.fd = fd, .kind = setup->kind, .trouble = true};
    fetcher.source = setup->kind->open(setup, &error);
    if (fetcher.source == NULL) {
        return 1;
    }
    fetcher.main = (struct source_main){&fetcher, ask_known, say_skipped, say_learned};
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
            recall(&fetcher, body, length);
            make_round(&fetcher);
        }
    }
    setup->kind->close(fetcher.source);
    return 0;
}
