#include "post/imap_memory.h"

#include <string.h>

#include "base/clock.h"

/* Account, UIDVALIDITY, now, came, barren, reluctant; times of the stopwatch. */
#define TEXT "(suxxms" RELUCTANT_SAVED ")"
#define LOST "the process that reads it ended while it waited for it"

void imap_memory_init(struct imap_memory *memory)
{
    *memory = (struct imap_memory){.reluctant = reluctant_new()};
}

void imap_memory_clear(struct imap_memory *memory)
{
    reluctant_free(memory->reluctant);
    g_free(memory->barren);
}

void imap_memory_failed(struct imap_memory *memory, uint32_t uid, bool certain, const char *why)
{
    int64_t since = reluctant_add(memory->reluctant, uid, clock_stopwatch(), certain, why);
    if (since > memory->came) {
        g_free(memory->barren);
        memory->barren = g_strdup(why);
    }
}

void imap_memory_came(struct imap_memory *memory, uint32_t uid)
{
    memory->came = clock_stopwatch();
    g_clear_pointer(&memory->barren, g_free);
    if (reluctant_rank(memory->reluctant, uid) >= RELUCTANT_WORST) {
        reluctant_hope(memory->reluctant, memory->came);
    }
}

char *imap_memory_write(const struct imap_memory *memory, const char *account, const uint32_t *uids,
                        unsigned count)
{
    int64_t now = clock_stopwatch();
    SCOPED(reluctant) struct reluctant *feared = reluctant_new();
    g_autoptr(GVariant) known = g_variant_ref_sink(reluctant_save(memory->reluctant));
    reluctant_load(feared, known, 0);
    for (unsigned at = 0; at < count; at++) {
        reluctant_add(feared, uids[at], now, false, LOST);
    }
    if (memory->barren == NULL && reluctant_is_empty(feared)) {
        return NULL;
    }
    g_autoptr(GVariant) all = g_variant_ref_sink(
        g_variant_new("(suxxms@" RELUCTANT_SAVED ")", account, memory->validity, now, memory->came,
                      memory->barren, reluctant_save(feared)));
    return g_variant_print(all, FALSE);
}

void imap_memory_read(struct imap_memory *memory, const char *account, const char *text,
                      int64_t age)
{
    g_autoptr(GVariant) all = g_variant_parse(G_VARIANT_TYPE(TEXT), text, NULL, NULL, NULL);
    if (all == NULL) {
        return; /* another version's: they fail once more */
    }
    g_autoptr(GVariant) saved = NULL;
    g_autofree char *barren = NULL;
    const char *whose = NULL;
    int64_t then = 0, came = 0;
    uint32_t validity = 0;
    g_variant_get(all, "(&suxxms@" RELUCTANT_SAVED ")", &whose, &validity, &then, &came, &barren,
                  &saved);
    if (strcmp(whose, account) != 0 || (memory->validity != 0 && memory->validity != validity)) {
        return;
    }
    int64_t later = clock_stopwatch() - age - then;
    memory->validity = validity;
    memory->came = came + later;
    g_free(memory->barren);
    memory->barren = g_steal_pointer(&barren);
    reluctant_load(memory->reluctant, saved, later);
}
