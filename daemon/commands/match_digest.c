#include "commands/match_digest.h"

#include <inttypes.h>
#include <stdio.h>

#include "act/digest_timer.h"
#include "process/house.h"

enum { DUE_MOST = 100000 };

static bool print_one(const struct office *office, int64_t id, unsigned items, GError **error)
{
    SCOPED(listing) struct listing *listing = listing_get(office->store, id, error);
    SCOPED(person)
    struct person *person =
        listing != NULL ? person_get(office->store, listing->person, error) : NULL;
    if (person == NULL) {
        return false;
    }
    printf("%8" PRId64 "  %-8s %-32s %u new\n", id,
           listing->kind == LISTING_PROFILE ? "profile" : "job", person_address(person), items);
    return true;
}

static bool show(const struct office *office, GError **error)
{
    int64_t slot = digest_slot(office);
    unsigned lists = 0;
    g_autoptr(GArray) due = digest_due(office->store, slot, DUE_MOST, error);
    for (guint at = 0; due != NULL && at < due->len; at++) {
        int64_t id = g_array_index(due, int64_t, at);
        unsigned items = 0;
        if (!digest_would(office, id, slot, &items, error) ||
            (items > 0 && !print_one(office, id, items, error))) {
            return false;
        }
        lists += items > 0 ? 1 : 0;
    }
    if (due != NULL) {
        printf("would queue %u lists\n", lists);
    }
    return due != NULL;
}

static bool queue(const struct office *office, GError **error)
{
    int64_t before = 0, after = 0;
    bool more = true;
    if (!digest_total(office->store, &before, error)) {
        return false;
    }
    while (more) {
        if (!digest_queue(office, &more, error)) {
            return false;
        }
    }
    if (!digest_total(office->store, &after, error)) {
        return false;
    }
    printf("queued %" PRId64 " lists\n", after - before);
    return true;
}

int match_digest_run(const struct invocation *invocation, bool dry_run)
{
    SCOPED(config) struct config *config = NULL;
    SCOPED(clock) struct clock *clock = NULL;
    g_autoptr(GError) error = NULL;
    if (!command_site(invocation, &config, &clock, &error)) {
        return command_fail(error);
    }
    SCOPED(house)
    struct house *house = house_open(config, clock, dry_run ? HOUSE_READ : HOUSE_NOTE,
                                     "moedested match digest", &error);
    if (house == NULL || !(dry_run ? show : queue)(&house->office, &error)) {
        return command_fail(error);
    }
    return EXIT_DONE;
}
