/* moedested parse: what each message means, one JSON object a line. */
#include <stdio.h>

#include "commands/list.h"
#include "commands/reading.h"

/* As many files are held at once as the understander takes in two batches. */
#define FILES_AT_ONCE 32
#define OCTETS_AT_ONCE (32u * 1024u * 1024u)

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
    json_dumpf(json, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(json);
}

/* Understands and prints what was gathered, in the order given. */
static bool flush(struct group *group, const struct reading *reading, GError **error)
{
    bool understood = group->count == 0 ||
                      understander_read(reading->understander, group->mails, group->count, error);
    for (unsigned i = 0; i < group->count; i++) {
        if (understood) {
            print_verdict(&group->mails[i], reading->full);
        }
        verdict_free(group->mails[i].verdict);
        g_bytes_unref(group->raws[i]);
    }
    *group = (struct group){0};
    return understood;
}

static void gather(struct group *group, GBytes *raw, const struct reading *reading)
{
    struct understander_mail *mail = &group->mails[group->count];
    *mail = (struct understander_mail){
        .replying_to = reading->replying_to, .today = reading->today, .full = reading->full};
    mail->raw = g_bytes_get_data(raw, &mail->length);
    group->octets += mail->length;
    group->raws[group->count++] = raw;
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
    struct group group = {0};
    g_autoptr(GError) failure = NULL;
    for (int i = 0; i < count && failure == NULL; i++) {
        g_autoptr(GError) unread = NULL;
        GBytes *raw = reading_file(files[i], &unread);
        if (raw == NULL) {
            status = command_fail(unread);
            continue;
        }
        gather(&group, raw, &reading);
        if (group.count == FILES_AT_ONCE || group.octets > OCTETS_AT_ONCE) {
            flush(&group, &reading, &failure);
        }
    }
    if (failure == NULL) {
        flush(&group, &reading, &failure);
    }
    reading_end(&reading);
    if (fflush(stdout) != 0 && failure == NULL) {
        return EXIT_FINDINGS;
    }
    return failure != NULL ? command_fail(failure) : status;
}
