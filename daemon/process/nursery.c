#include "process/nursery.h"

#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/failure.h"
#include "base/frame.h"
#include "base/heap.h"
#include "base/worker.h"
#include "mail/charset.h"
#include "mail/mime_read.h"
#include "process/converter.h"
#include "process/nursery_files.h"
#include "process/nursery_outbox.h"

#define TABLES_SIZE (16 << 20) /* of the language of this tree, with its occupations */

struct job {
    const char *raw;
    size_t length;
    struct understand_context context;
    bool done;
};

struct batch {
    char *frame; /* the jobs point into it */
    struct job jobs[NURSERY_BATCH];
    unsigned count;
    bool careful; /* a child of it has died: each verdict leaves at once */
};

struct nursery {
    int main; /* main's socket */
    const struct nursery_start *start;
    struct language *language;
    void *holes; /* memory that nobody uses */
};

struct child {
    pid_t pid;
    int fd;
    unsigned files;   /* that it has had converted */
    int64_t cpu_left; /* milliseconds for the files of the mail that it is at */
};

/* Touches what libraries load late (converters, tables of GLib, libxml2, GMime), because a confined
 * child can load nothing. */
static void warm_up(const struct nursery *nursery)
{
    static const char mail[] =
        "From: =?iso-8859-1?Q?S=F8ren?= <soeren@example.dk>\r\n"
        "Subject: =?koi8-r?B?8NLJ18XU?= =?iso-2022-jp?B?GyRCJDMbKEI=?= =?gb2312?B?xOO6ww==?=\r\n"
        "Date: Tue, 2 Apr 2013 09:00:00 +0200\r\n"
        "MIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=x\r\n\r\n"
        "--x\r\nContent-Type: text/html; charset=windows-1252\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        "<p>bl=E5b=E6r &aring; &euro;</p>\r\n"
        "--x\r\nContent-Type: text/plain; name*=utf-8''%C3%A5.txt\r\n"
        "Content-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        "aGVq\r\n--x--\r\n";
    static const struct understand_context context = {
        .replying_to = "none", .today = "2013-04-02", .full = true};
    charset_preload();
    SCOPED(verdict)
    struct verdict *verdict = understand(nursery->language, &context, mail, sizeof mail - 1);
    json_t *json = verdict_to_json(verdict, true);
    char *text = json_dumps(json, JSON_COMPACT);
    free(text);
    json_decref(json);
}

/* The child: the only process that looks at what strangers wrote. */
static int understand_all(const struct nursery *nursery, const struct batch *batch, int fd)
{
    const struct understander_limits *limits = &nursery->start->limits;
    g_autoptr(GError) error = NULL;
    if (!worker_confine(limits->address_space, limits->cpu_milliseconds, &error)) {
        return 1;
    }
    SCOPED(outbox) struct outbox *outbox = outbox_new(fd);
    const struct file_converter converter = outbox_converter(outbox);
    for (unsigned i = 0; i < batch->count; i++) {
        const struct job *job = &batch->jobs[i];
        if (job->done) {
            continue;
        }
        struct understand_context context = job->context;
        context.converter = &converter;
        SCOPED(verdict)
        struct verdict *verdict = understand(nursery->language, &context, job->raw, job->length);
        if (!outbox_add(outbox, i, verdict) || (batch->careful && !outbox_send(outbox))) {
            return 1;
        }
    }
    return outbox_send(outbox) ? 0 : 1;
}

static bool fork_child(const struct nursery *nursery, const struct batch *batch,
                       struct child *child)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        return false;
    }
    pid_t nursery_pid = getpid();
    pid_t pid = fork();
    if (pid < 0) {
        close(ends[0]);
        close(ends[1]);
        return false;
    }
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(ends[0]);
        close(nursery->main);
        _exit(getppid() == nursery_pid ? understand_all(nursery, batch, ends[1]) : 1);
    }
    close(ends[1]);
    *child = (struct child){.pid = pid, .fd = ends[0], .cpu_left = CONVERTER_CPU};
    return true;
}

/* Ends the child and says what it died of. The kill changes nothing for one that is dying already;
 * one that only hung up is not waited for. */
static enum nursery_death bury(const struct child *child, bool stalled)
{
    int status = 0;
    kill(child->pid, SIGKILL);
    while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR) {
    }
    close(child->fd);
    int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    if (stalled || number == SIGPROF || number == SIGXCPU) {
        return DEATH_TIME;
    }
    if (number == SIGKILL) {
        return DEATH_KILLED;
    }
    /* GLib ends a process that gets no memory with SIGTRAP. */
    return number == SIGTRAP ? DEATH_MEMORY : DEATH_CRASHED;
}

static void tell_death(const struct nursery *nursery, unsigned index, enum nursery_death death)
{
    g_autoptr(GByteArray) body = g_byte_array_new();
    frame_put_number(body, index);
    frame_put_number(body, death);
    frame_write(nursery->main, NURSERY_DIED, body->data, body->len, NULL);
}

/* Passes on verdicts from the child, which come in the order of their mails; main does not believe
 * them. */
static bool pass_on(const struct nursery *nursery, struct batch *batch, const char *frame,
                    size_t length)
{
    bool has[NURSERY_BATCH] = {false};
    if (!outbox_look(frame, length, has, batch->count)) {
        return false;
    }
    for (unsigned i = 0; i < batch->count; i++) {
        if (has[i] && batch->jobs[i].done) {
            return false;
        }
    }
    for (unsigned i = 0; i < batch->count; i++) {
        batch->jobs[i].done = batch->jobs[i].done || has[i];
    }
    return frame_write(nursery->main, NURSERY_VERDICTS, frame, length, NULL);
}

static bool all_done(const struct batch *batch)
{
    for (unsigned i = 0; i < batch->count; i++) {
        if (!batch->jobs[i].done) {
            return false;
        }
    }
    return true;
}

/* Whether the frame of a child is one that it may send; does what it asks for. */
static bool heed(const struct nursery *nursery, struct batch *batch, struct child *child,
                 uint8_t type, const char *frame, size_t length)
{
    if (type == NURSERY_FILE) {
        return child->files++ < batch->count * FILES_CONVERTED_LIMIT &&
               nursery_convert(child->fd, frame, length, &child->cpu_left);
    }
    child->cpu_left = CONVERTER_CPU; /* the next mail */
    return type == NURSERY_VERDICTS && pass_on(nursery, batch, frame, length);
}

/* One child for every job of the batch that is not done. */
static enum nursery_death run_child(const struct nursery *nursery, struct batch *batch)
{
    struct child child;
    if (!fork_child(nursery, batch, &child)) {
        return DEATH_UNBORN;
    }
    bool stalled = false;
    while (!all_done(batch)) {
        uint8_t type = 0;
        size_t length = 0;
        g_autoptr(GError) error = NULL;
        g_autofree char *frame =
            frame_read(child.fd, nursery->start->limits.wall_milliseconds, &type, &length, &error);
        if (frame == NULL || !heed(nursery, batch, &child, type, frame, length)) {
            stalled = frame != NULL || error->code == FAILURE_TEMPORARY;
            break;
        }
    }
    return bury(&child, stalled || all_done(batch));
}

/* One job alone. A child that somebody else killed (an administrator, the kernel in want of memory)
 * says nothing about its mail, so there is a second one. */
static enum nursery_death run_alone(const struct nursery *nursery, struct batch *alone)
{
    enum nursery_death death = run_child(nursery, alone);
    return death == DEATH_KILLED && !all_done(alone) ? run_child(nursery, alone) : death;
}

/* The first job of which no child has told, alone. */
static void run_next(const struct nursery *nursery, struct batch *batch)
{
    unsigned next = 0;
    while (batch->jobs[next].done) {
        next++;
    }
    struct batch *alone = g_memdup2(batch, sizeof *batch);
    for (unsigned i = 0; i < alone->count; i++) {
        alone->jobs[i].done = i != next;
    }
    enum nursery_death death = run_alone(nursery, alone);
    if (!alone->jobs[next].done) {
        tell_death(nursery, next, death);
    }
    batch->jobs[next].done = true;
    g_free(alone);
}

/* When a child dies the others go on without the mail that it was at, which is tried again alone.
 * Which one that was is known for sure only of a child that tells each verdict at once. */
static void run_batch(const struct nursery *nursery, struct batch *batch)
{
    while (!all_done(batch)) {
        if (batch->count > 1) {
            run_child(nursery, batch);
            batch->careful = true;
        }
        if (!all_done(batch)) {
            run_next(nursery, batch);
        }
    }
}

static bool read_batch(const struct nursery *nursery, struct batch *batch)
{
    uint8_t type = 0;
    size_t length = 0;
    *batch = (struct batch){0};
    batch->frame = frame_read(nursery->main, -1, &type, &length, NULL);
    if (batch->frame == NULL || type != NURSERY_BATCH_IN) {
        return false;
    }
    struct frame_cursor cursor = {.at = batch->frame, .left = length};
    int64_t count = frame_take_number(&cursor);
    batch->count = (unsigned)CLAMP(count, 0, (int64_t)NURSERY_BATCH);
    for (unsigned i = 0; i < batch->count; i++) {
        struct job *job = &batch->jobs[i];
        job->raw = frame_take_bytes(&cursor, &job->length);
        job->context.replying_to = frame_take_text(&cursor);
        job->context.today = frame_take_text(&cursor);
        job->context.full = frame_take_number(&cursor) != 0;
        job->context.terse = frame_take_number(&cursor) != 0;
        job->context.site_domain = nursery->start->site_domain;
    }
    return !cursor.broken;
}

/* How a child without any mail ends, as waitpid says it; -1: there was none. */
static int trial(const struct nursery *nursery)
{
    struct batch none = {0};
    struct child child;
    if (!fork_child(nursery, &none, &child)) {
        return -1;
    }
    int status = 0;
    while (waitpid(child.pid, &status, 0) < 0 && errno == EINTR) {
    }
    close(child.fd);
    return status;
}

/* Without a sandbox every mail would seem to crash; better to say at the start what is missing. A
 * child that somebody killed says nothing about the sandbox. */
static bool can_confine(const struct nursery *nursery)
{
    int status = trial(nursery);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) {
        status = trial(nursery);
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool refuse(const struct nursery *nursery, const char *why)
{
    g_autoptr(GByteArray) body = g_byte_array_new();
    frame_put_text(body, why);
    frame_write(nursery->main, NURSERY_FAILED, body->data, body->len, NULL);
    return false;
}

/* Takes the holes that are strewn over the heap, for good: every child would use them up first, and
 * each lies in another page, which would have to be copied for it. */
static void fill_holes(struct nursery *nursery)
{
    enum { HOLE = 24, AT_ONCE = 64 };
    struct mallinfo2 heap = mallinfo2();
    size_t most = heap.fordblks / HOLE; /* a malloc that counts in another way ends it too */
    for (size_t at = 0; at < most && heap.fordblks > heap.keepcost + HOLE * AT_ONCE; at++) {
        void **hole = g_malloc(HOLE);
        *hole = nursery->holes;
        nursery->holes = hole;
        if (at % AT_ONCE == 0) {
            heap = mallinfo2();
        }
    }
}

static bool is_told_to_begin(const struct nursery *nursery)
{
    uint8_t type = 0;
    size_t length = 0;
    g_autofree char *frame = frame_read(nursery->main, -1, &type, &length, NULL);
    return frame != NULL && type == NURSERY_BEGIN;
}

static bool begin(struct nursery *nursery)
{
    g_autoptr(GError) error = NULL;
    /* Reading mail makes and drops many small blocks between large ones, and at each large one
     * malloc would clear its fast bins: without them it is quicker. */
    mallopt(M_MXFAST, 0);
    heap_reserve(TABLES_SIZE);
    mime_read_start();
    nursery->language =
        language_load_with(nursery->start->language_directory, nursery->start->taxonomy, &error);
    if (nursery->language == NULL) {
        return refuse(nursery, error->message);
    }
    warm_up(nursery);
    fill_holes(nursery);
    if (!can_confine(nursery)) {
        return refuse(nursery, "Mail cannot be read safely here: the kernel refuses a process "
                               "without files and network (seccomp, resource limits). In a "
                               "container, allow seccomp");
    }
    return frame_write(nursery->main, NURSERY_READY, NULL, 0, NULL);
}

int nursery_run(int fd, void *data)
{
    struct nursery nursery = {.main = fd, .start = data};
    if (!is_told_to_begin(&nursery)) {
        return 0;
    }
    if (!begin(&nursery)) {
        return 1;
    }
    struct batch batch;
    while (read_batch(&nursery, &batch)) {
        run_batch(&nursery, &batch);
        g_free(batch.frame);
    }
    g_free(batch.frame);
    return 0; /* the tables end with the process: to free them one by one takes longer */
}
