/* moedested explain: what a message means and by which rule, for a person to read. */
#include <stdio.h>

#include "commands/list.h"
#include "commands/reading.h"

static void print_field(const char *name, const char *value)
{
    if (value != NULL && *value != '\0') {
        printf("%-12s %s\n", name, value);
    }
}

static void print_intent(const struct verdict_intent *intent)
{
    printf("  %s", intent->name);
    const char *slots[] = {intent->scope, intent->command, intent->answer};
    for (size_t i = 0; i < G_N_ELEMENTS(slots); i++) {
        if (slots[i] != NULL) {
            printf(" %s", slots[i]);
        }
    }
    printf("\n    because of   \"%s\"\n    by the rule  %s\n",
           intent->words == NULL ? "" : intent->words, intent->rule == NULL ? "" : intent->rule);
}

static void print_findings(const struct verdict *verdict)
{
    printf("intents\n");
    for (guint i = 0; i < verdict->intents->len; i++) {
        print_intent(g_ptr_array_index(verdict->intents, i));
    }
    if (verdict->intents->len == 0) {
        printf("  none with confidence: %s\n",
               verdict->automatic ? "a machine sent it, so nothing is done" : "a human reads it");
    }
    for (guint i = 0; i < verdict->bounces->len; i++) {
        const struct verdict_bounce *bounce = g_ptr_array_index(verdict->bounces, i);
        printf("bounce       %s: %s %s, %s\n", bounce->address,
               bounce->action == NULL ? "failed" : bounce->action,
               bounce->status == NULL ? "without a status" : bounce->status,
               bounce->hard ? "for good" : "perhaps for now");
    }
    for (guint i = 0; i < verdict->attachments->len; i++) {
        const struct verdict_attachment *file = g_ptr_array_index(verdict->attachments, i);
        printf("attachment   %s (%s, %zu octets)\n",
               file->filename == NULL ? "without a name" : file->filename, file->type, file->size);
    }
    for (guint i = 0; i < verdict->warnings->len; i++) {
        printf("warning      %s\n", (const char *)g_ptr_array_index(verdict->warnings, i));
    }
}

static void print_verdict(const struct verdict *verdict)
{
    print_field("kind", verdict_kind_name(verdict->kind));
    print_field("from", verdict->from_address);
    print_field("subject", verdict->subject);
    print_field("date", verdict->date);
    if (verdict->automatic) {
        print_field("answer", "never: it is automatic, bulk or from a robot");
    }
    if (verdict->ours) {
        print_field("ours", "yes: it is our own mail that came back");
    }
    if (verdict->cpr) {
        print_field("cpr", "a personal number stands in it");
    }
    print_findings(verdict);
    printf("own words\n");
    g_auto(GStrv) lines = g_strsplit(verdict->text, "\n", -1);
    for (size_t i = 0; lines[i] != NULL; i++) {
        printf("  | %s\n", lines[i]);
    }
}

static int explain(const struct reading *reading, const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) raw = reading_file(path, &error);
    if (raw == NULL) {
        return command_fail(error);
    }
    struct understander_mail mail = {
        .replying_to = reading->replying_to, .today = reading->today, .full = true};
    mail.raw = g_bytes_get_data(raw, &mail.length);
    if (!understander_read(reading->understander, &mail, 1, &error)) {
        return command_fail(error);
    }
    if (mail.verdict == NULL) {
        printf("kind         malformed\nwarning      the reading process was %s; the daemon keeps "
               "the mail for a human\n",
               mail.died);
        return EXIT_DONE;
    }
    SCOPED(verdict) struct verdict *verdict = mail.verdict;
    print_verdict(verdict);
    return EXIT_DONE;
}

int command_explain(const struct invocation *invocation, int argc, char **argv)
{
    struct reading reading;
    int status = EXIT_DONE;
    if (!reading_begin("explain", invocation, &argc, &argv, &reading, &status)) {
        return status;
    }
    if (argc != 2) {
        status = command_misused("explain", "one FILE is wanted (- for standard input)");
    } else {
        status = explain(&reading, argv[1]);
    }
    reading_end(&reading);
    return status;
}
