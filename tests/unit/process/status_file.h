/* The status file of a site, and its clock. Included by one program each, so everything is static.
 */
#pragma once

#include "unit/process/site.h"

#include "process/watch.h"

static inline void at(struct site *site, const char *when)
{
    int64_t moment = 0;
    assert_true(clock_parse(site->clock, when, &moment, NULL));
    clock_set(site->clock, moment, false);
}

/* The status file says this. */
static inline void says(struct site *site, const char *folder, const char *line)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(folder, "moedested.status", NULL), *text = NULL;
    if (!watch_status(site->house->watch, site->house, true, &error)) {
        fail_msg("%s", error->message);
    }
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_autofree char *whole = g_strdup_printf("\n%s\n", line);
    if (strstr(text, whole) == NULL) {
        fail_msg("no %s in %s", line, text);
    }
}
