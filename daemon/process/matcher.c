#include "process/matcher.h"

#include <malloc.h>
#include <signal.h>
#include <string.h>

#include "base/failure.h"
#include "base/frame.h"
#include "base/log.h"
#include "base/worker.h"
#include "match/desk.h"

#define ATTEMPTS 2u                       /* one that died since the last question is no fault */
#define CPU_MILLISECONDS (36000u * 1000u) /* ten hours; then another process takes over */

#define ADDRESSES ((size_t)2 << 30)
#define ANSWER_MILLISECONDS 30000

enum { MATCHER_QUESTION = 1, MATCHER_ANSWER, MATCHER_FAILED };

struct matcher {
    char *taxonomy, *words, *fillers, *travel;
    int patience;          /* milliseconds, for an answer */
    struct worker *worker; /* NULL: not started, or it died */
    bool died;             /* of the last question */
};

/* ---- the process ------------------------------------------------------------------------------
 */

static bool refuse(int fd, const GError *failure)
{
    g_autoptr(GByteArray) body = g_byte_array_new();
    frame_put_number(body, failure->code);
    frame_put_text(body, failure->message);
    frame_write(fd, MATCHER_FAILED, body->data, body->len, NULL);
    return false;
}

/* The index, and then no files any more. */
static bool settle(const struct matcher *matcher, struct desk **desk, int fd)
{
    g_autoptr(GError) error = NULL;
    const struct desk_places places = {.taxonomy = matcher->taxonomy,
                                       .word_list = matcher->words,
                                       .fillers = matcher->fillers,
                                       .travel = matcher->travel};
    *desk = desk_new(&places, &error);
    return (*desk != NULL && worker_confine(ADDRESSES, CPU_MILLISECONDS, &error)) ||
           refuse(fd, error);
}

static bool answer(struct desk *desk, const char *frame, size_t length, int fd)
{
    json_auto_t *question = json_loadb(frame, length, 0, NULL);
    json_auto_t *said = desk_answer(desk, question);
    char *text = said != NULL ? json_dumps(said, JSON_COMPACT) : NULL;
    bool told = text != NULL && frame_write(fd, MATCHER_ANSWER, text, strlen(text), NULL);
    free(text);
    return told;
}

static int run(int fd, void *data)
{
    struct desk *desk = NULL;
    for (bool goes_on = true; goes_on;) {
        uint8_t type = 0;
        size_t length = 0;
        g_autofree char *frame = frame_read(fd, -1, &type, &length, NULL);
        goes_on = frame != NULL && type == MATCHER_QUESTION &&
                  (desk != NULL || settle(data, &desk, fd)) && answer(desk, frame, length, fd);
    }
    return 0; /* the index ends with the process */
}

/* ---- main's side ------------------------------------------------------------------------------
 */

struct matcher *matcher_new(const struct config *config)
{
    struct matcher *matcher = g_new0(struct matcher, 1);
    g_autofree char *language = config_path(config, CONFIG_SITE_LANGUAGE, "config/language");
    matcher->taxonomy = config_path(config, CONFIG_SITE_TAXONOMY, "config/taxonomy");
    matcher->words = config_path(config, CONFIG_MATCH_WORDS, NULL);
    matcher->fillers = g_build_filename(language, "fyldord.txt", NULL);
    matcher->travel = g_build_filename(language, "rejsetid.tsv", NULL);
    matcher->patience = ANSWER_MILLISECONDS;
    return matcher;
}

void matcher_stop(struct matcher *matcher)
{
    if (matcher != NULL) {
        worker_free(matcher->worker);
        g_free(matcher->taxonomy);
        g_free(matcher->words);
        g_free(matcher->fillers);
        g_free(matcher->travel);
        g_free(matcher);
    }
}

bool matcher_start(struct matcher *matcher, GError **error)
{
    g_assert(matcher->worker == NULL);
    matcher->worker = worker_start("match", run, matcher, error);
    return matcher->worker != NULL;
}

/* What the process says of why it cannot work. */
static void take_refusal(const char *frame, size_t length, GError **error)
{
    struct frame_cursor cursor = {.at = frame, .left = length};
    int64_t code = frame_take_number(&cursor);
    const char *why = frame_take_text(&cursor);
    bool sound = why != NULL && code >= FAILURE_INPUT && code <= FAILURE_NOT_FOUND;
    g_set_error(error, PROCESS_ERROR, sound ? (int)code : FAILURE_PERMANENT, "%s",
                sound ? why : "the matching process cannot work");
}

/* `gone`: out, whether the process died: another one may do better. */
static json_t *exchange(const struct matcher *matcher, const char *text, bool *gone, GError **error)
{
    uint8_t type = 0;
    size_t length = 0;
    int fd = matcher->worker->fd;
    *gone = !frame_write(fd, MATCHER_QUESTION, text, strlen(text), error);
    if (*gone) {
        return NULL;
    }
    g_autoptr(GError) failure = NULL;
    g_autofree char *frame = frame_read(fd, matcher->patience, &type, &length, &failure);
    if (frame == NULL) {
        *gone = failure->code == FAILURE_PERMANENT;
        g_propagate_error(error, g_steal_pointer(&failure));
        return NULL;
    }
    if (type == MATCHER_FAILED) {
        take_refusal(frame, length, error);
        return NULL;
    }
    json_t *said = type == MATCHER_ANSWER ? json_loadb(frame, length, 0, NULL) : NULL;
    if (said == NULL) {
        g_set_error_literal(error, PROCESS_ERROR, FAILURE_PERMANENT,
                            "the matching process answers what it was not asked");
    }
    return said;
}

static void bury(struct matcher *matcher)
{
    kill(matcher->worker->pid, SIGKILL);
    g_clear_pointer(&matcher->worker, worker_free);
}

json_t *matcher_ask(struct matcher *matcher, const json_t *question, GError **error)
{
    char *text = json_dumps(question, JSON_COMPACT);
    json_t *said = NULL;
    matcher->died = false;
    for (unsigned attempt = 1; said == NULL; attempt++) {
        g_autoptr(GError) failure = NULL;
        if (matcher->worker == NULL && !matcher_start(matcher, error)) {
            break;
        }
        bool gone = false;
        said = exchange(matcher, text, &gone, &failure);
        if (said != NULL) {
            break;
        }
        bury(matcher);
        if (failure->domain == PROCESS_ERROR) { /* it said so itself */
            log_warning("refused name=match reason=\"%s\"", failure->message);
            g_propagate_error(error, g_steal_pointer(&failure));
            break;
        }
        log_warning("process died name=match deaths=%u reason=\"%s\"", attempt, failure->message);
        if (attempt == ATTEMPTS || !gone) {
            matcher->died = true;
            g_set_error(error, PROCESS_ERROR, FAILURE_TEMPORARY,
                        "the process \"match\" gave no answer (%s); it is started again for the "
                        "next question",
                        failure->message);
            break;
        }
    }
    free(text);
    return said;
}

static json_t *desk_ask(void *desk, const json_t *question, GError **error)
{
    return matcher_ask(desk, question, error);
}

static void desk_end(void *desk)
{
    matcher_stop(desk);
}

static bool desk_died(void *desk)
{
    return ((const struct matcher *)desk)->died;
}

struct market_desk matcher_desk(struct matcher *matcher)
{
    return (struct market_desk){
        .desk = matcher, .ask = desk_ask, .free = desk_end, .died = desk_died};
}

pid_t matcher_pid(const struct matcher *matcher)
{
    return matcher->worker != NULL ? matcher->worker->pid : 0;
}

void matcher_wait(struct matcher *matcher, int milliseconds)
{
    matcher->patience = milliseconds;
}
