/* moedested receive: messages as if they had arrived, for delivery through a pipe. */
#include <stdio.h>

#include "base/file.h"
#include "commands/list.h"
#include "mail/address.h"
#include "mail/precheck.h"
#include "store/inbound.h"

/* More than the parser takes: what is too large for it still waits for a human, whole. */
enum { RECEIVE_LIMIT = 60 * 1024 * 1024 };

static int receive(const struct site *site, const char *file, const char *recipient)
{
    g_autoptr(GError) error = NULL;
    size_t length = 0;
    g_autofree char *raw = file_read(file, RECEIVE_LIMIT, &length, &error);
    if (raw == NULL) {
        return command_fail(error);
    }
    if (length == 0) {
        fprintf(stderr, "moedested: %s: empty; no message was taken\n", file);
        return EXIT_FINDINGS;
    }
    g_autofree char *unique = g_uuid_string_random();
    g_autofree char *source = g_strdup_printf("receive:%s", unique);
    int64_t id = 0;
    bool fresh = false;
    if (!inbound_keep(site->house->office.store, clock_now(site->clock), source, recipient, raw,
                      length, &id, &fresh, &error)) {
        fprintf(stderr, "moedested: %s was not stored: %s\n", file, error->message);
        return EXIT_TRY_AGAIN;
    }
    fprintf(stderr, "%s: %s as %" G_GINT64_FORMAT "\n", file,
            fresh ? "received" : "was received before", id);
    return EXIT_DONE;
}

int command_receive(const struct invocation *invocation, int argc, char **argv)
{
    g_autofree char *recipient = NULL;
    const GOptionEntry entries[] = {{"recipient", 0, 0, G_OPTION_ARG_STRING, &recipient,
                                     "the envelope recipient, when the mail server knows it",
                                     "ADDRESS"},
                                    {NULL, 0, 0, 0, NULL, NULL, NULL}};
    int status = EXIT_DONE;
    if (!command_options("receive", entries, &argc, &argv, &status)) {
        return status;
    }
    g_autoptr(GError) error = NULL;
    if (recipient != NULL) {
        g_autofree char *parsed = address_parse(recipient, &error);
        if (parsed == NULL) { /* a mail server may know better, and would send the mail back */
            fprintf(stderr, "moedested: --recipient: %s; the mail is taken without it\n",
                    error->message);
            g_clear_pointer(&recipient, g_free);
        }
    }
    struct site site;
    status = site_open(invocation, HOUSE_NOTE, "receive", &site);
    if (status != EXIT_DONE) {
        /* A mail server must keep the mail whatever is wrong here (sysexits EX_TEMPFAIL). */
        return status == EXIT_USAGE ? status : EXIT_TRY_AGAIN;
    }
    if (argc == 1) {
        status = receive(&site, "-", recipient);
    }
    bool taken = false;
    for (int at = 1; at < argc; at++) {
        int one = receive(&site, argv[at], recipient);
        taken = taken || one == EXIT_DONE;
        status = one > status ? one : status;
    }
    if (taken && status != EXIT_DONE && status != EXIT_TRY_AGAIN) {
        status = EXIT_FINDINGS; /* partly done */
    }
    site_close(&site);
    return status;
}
