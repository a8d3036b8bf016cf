/* A configuration with tables of days, written by a test.
 *
 *     SCOPED(site) struct site *site = site_new("[meeting]\nweek = 2\n", "2026-07 = cancelled\n");
 */
#pragma once

#include "../base/scratch.h"
#include "calendar/meeting_dates.h"

struct site {
    struct scratch *scratch;
    struct config *config;
    struct meeting_dates *dates; /* NULL: `error` says why */
    GError *error;
};

static inline void site_free(struct site *site)
{
    meeting_dates_free(site->dates);
    g_clear_error(&site->error);
    config_free(site->config);
    scratch_free(site->scratch);
    g_free(site);
}
SCOPE_DEFINE(site, site_free)

/* `meeting`: lines for [meeting]; `overrides`: the table, NULL for none. */
static inline struct site *site_new(const char *meeting, const char *overrides)
{
    struct site *site = g_new0(struct site, 1);
    site->scratch = scratch_new();
    if (overrides != NULL) {
        g_free(scratch_file(site->scratch, "changed", overrides, strlen(overrides)));
    }
    g_autofree char *text =
        g_strconcat("[meeting]\n", overrides != NULL ? "overrides = changed\n" : "", meeting, NULL);
    g_autofree char *path = scratch_file(site->scratch, "moedested.conf", text, strlen(text));
    site->config = config_load(path, &site->error);
    if (site->config != NULL) {
        site->dates = meeting_dates_load(site->config, &site->error);
    }
    return site;
}
