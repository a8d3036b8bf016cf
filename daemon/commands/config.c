/* moedested config: what the daemon goes by. */
#include "base/config.h"

#include <stdio.h>

#include "commands/command.h"
#include "commands/list.h"

static int print(const struct config *config, bool changed_only, bool commented)
{
    g_autofree char *text = config_render(config, changed_only, commented);
    fputs(text, stdout);
    return EXIT_DONE;
}

int command_config(const struct invocation *invocation, int argc, char **argv)
{
    gboolean changed = FALSE, sample = FALSE;
    const GOptionEntry entries[] = {
        {"changed", 0, 0, G_OPTION_ARG_NONE, &changed, "only what differs from the defaults", NULL},
        {"sample", 0, 0, G_OPTION_ARG_NONE, &sample, "every key explained, with its default", NULL},
        G_OPTION_ENTRY_NULL,
    };
    int status = EXIT_DONE;
    if (!command_options("config", entries, &argc, &argv, &status)) {
        return status;
    }
    if (argc > 1) {
        return command_misused("config", "\"%s\" is one word too many", argv[1]);
    }
    if (changed && sample) {
        return command_misused("config", "take either --changed or --sample");
    }
    if (sample) {
        SCOPED(config) struct config *defaults = config_defaults(".");
        return print(defaults, false, true);
    }
    SCOPED(config) struct config *config = NULL;
    SCOPED(clock) struct clock *clock = NULL;
    g_autoptr(GError) error = NULL;
    if (!command_site(invocation, &config, &clock, &error)) {
        return command_fail(error);
    }
    return print(config, changed, false);
}
