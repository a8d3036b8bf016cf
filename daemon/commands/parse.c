/* moedested parse: what each message means, one JSON object a line. */
#include <stdio.h>

#include "commands/list.h"
#include "commands/print.h"
#include "commands/reading.h"

/* One batch of the understander. */
#define FILES_AT_ONCE 1024
#define OCTETS_AT_ONCE (8u * 1024u * 1024u)

struct group {
    struct understander_mail mails[FILES_AT_ONCE];
    GBytes *raws[FILES_AT_ONCE];
    unsigned count;
    size_t octets;
};

static void print_verdict(const struct understander_mail *mail, bool full)
{
    json_t *json = NULL;
    if (mail->verdict != NULL) {
        json = verdict_to_json(mail->verdict, full);
    } else {
        SCOPED(verdict) struct verdict *verdict = verdict_new();
        verdict->kind = VERDICT_MALFORMED;
        verdict->automatic = true;
        g_ptr_array_add(verdict->warnings, g_strdup(mail->died));
        json = verdict_to_json(verdict, full);
    }
    print_row(json);
    json_decref(json);
}

static void group_clear(struct group *group)
{
    for (unsigned i = 0; i < group->count; i++) {
        verdict_free(group->mails[i].verdict);
        g_bytes_unref(group->raws[i]);
    }
    group->count = 0;
    group->octets = 0;
}

/* Two groups take turns: one is understood while the files of the other are read and, before that,
 * its verdicts printed. */
struct stream {
    const struct reading *reading;
    struct group groups[2];
    unsigned filling;
};

/* Prints the verdicts of the group that is being understood and sends off the one that is full. */
static bool turn(struct stream *stream, GError **error)
{
    struct understander *understander = stream->reading->understander;
    struct group *full = &stream->groups[stream->filling];
    struct group *sent = &stream->groups[1 - stream->filling];
    if (sent->count > 0 && !understander_read(understander, sent->mails, sent->count, error)) {
        return false;
    }
    if (full->count > 0) {
        understander_ahead(understander, full->mails, full->count);
    }
    for (unsigned i = 0; i < sent->count; i++) {
        print_verdict(&sent->mails[i], stream->reading->full);
    }
    group_clear(sent);
    stream->filling = 1 - stream->filling;
    return true;
}

static bool gather(struct stream *stream, GBytes *raw, GError **error)
{
    const struct reading *reading = stream->reading;
    struct group *group = &stream->groups[stream->filling];
    struct understander_mail *mail = &group->mails[group->count];
    *mail = (struct understander_mail){.replying_to = reading->replying_to,
                                       .today = reading->today,
                                       .full = reading->full,
                                       .terse = !reading->full,
                                       .unmasked = true};
    mail->raw = g_bytes_get_data(raw, &mail->length);
    group->octets += mail->length;
    group->raws[group->count++] = raw;
    return (group->count < FILES_AT_ONCE && group->octets < OCTETS_AT_ONCE) || turn(stream, error);
}

int command_parse(const struct invocation *invocation, int argc, char **argv)
{
    struct reading reading;
    int status = EXIT_DONE;
    if (!reading_begin("parse", invocation, &argc, &argv, &reading, &status)) {
        return status;
    }
    static char standard_input[] = "-";
    char *standard[] = {standard_input};
    char **files = argc > 1 ? argv + 1 : standard;
    int count = argc > 1 ? argc - 1 : 1;
    g_autofree struct stream *stream = g_new0(struct stream, 1);
    stream->reading = &reading;
    g_autoptr(GError) failure = NULL;
    for (int i = 0; i < count && failure == NULL; i++) {
        g_autoptr(GError) unread = NULL;
        GBytes *raw = reading_file(files[i], &unread);
        if (raw == NULL) {
            status = command_fail(unread);
            continue;
        }
        gather(stream, raw, &failure);
    }
    if (failure == NULL && turn(stream, &failure)) {
        turn(stream, &failure);
    }
    group_clear(&stream->groups[0]);
    group_clear(&stream->groups[1]);
    reading_end(&reading);
    if (fflush(stdout) != 0 && failure == NULL) {
        return EXIT_FINDINGS;
    }
    return failure != NULL ? command_fail(failure) : status;
}
