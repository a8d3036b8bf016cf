#include "post/way.h"

#include "base/clock.h"
#include "post/relay_settings.h"

#define REST (60 * G_USEC_PER_SEC)
#define ALONE 64u         /* mails: a process has so many in hand at most when it dies */
#define BEHIND_CULPRIT 1u /* batch: when its mail kills too, another death is enough to show it */
#define PLAIN_GROUPS 4u   /* in one batch: a plain lane has all its connections in one process */

static unsigned process_count(const struct lane_settings *settings)
{
    return settings->type == LANE_SECURED ? settings->sessions : 1;
}

bool way_start(struct way *way, const char *name, const struct config *config, bool confidential,
               GError **error)
{
    SCOPED(lane_settings)
    struct lane_settings *settings = relay_settings(config, confidential, error);
    if (settings == NULL) {
        return false;
    }
    way->repeats = relay_repeats(config, confidential);
    way->archives = *settings->archive != '\0';
    way->connections = settings->sessions;
    way->groups = settings->type == LANE_SECURED ? 1 : PLAIN_GROUPS;
    way->count = process_count(settings);
    way->couriers = g_new0(struct courier, way->count);
    for (unsigned i = 0; i < way->count; i++) {
        struct lane_settings *own = relay_settings(config, confidential, error);
        way->couriers[i].sending = own != NULL ? sending_start(name, own, error) : NULL;
        if (way->couriers[i].sending == NULL) {
            return false;
        }
    }
    return true;
}

void way_clear(struct way *way)
{
    for (unsigned i = 0; i < way->count; i++) {
        struct courier *courier = &way->couriers[i];
        g_clear_pointer(&courier->sending, sending_stop);
        g_clear_pointer(&courier->current, batch_free);
        g_clear_pointer(&courier->ahead, batch_free);
    }
    g_clear_pointer(&way->couriers, g_free);
    g_clear_pointer(&way->fault, g_free);
    way->count = 0;
}

void way_rest(struct way *way, const char *fault)
{
    way->rests_until = clock_stopwatch() + REST;
    g_free(way->fault);
    way->fault = g_strdup(fault);
    way->failed = true;
}

int64_t way_rest_left(struct way *way)
{
    int64_t left = MAX(way->rests_until - clock_stopwatch(), 0);
    if (left == 0) {
        g_clear_pointer(&way->fault, g_free);
    }
    return left;
}

bool way_is_failing(const struct way *way)
{
    bool failing = false;
    for (unsigned i = 0; i < way->count; i++) {
        const struct batch *current = way->couriers[i].current;
        failing = failing || (current != NULL && current->fault != NULL);
    }
    return failing;
}

void way_note_death(struct way *way, int64_t first_again, unsigned count)
{
    if (first_again != 0 && first_again == way->first_again) {
        way->alone = MIN(count, ALONE);
    }
    way->first_again = first_again;
}

void way_note_culprit(struct way *way)
{
    way->alone = MIN(way->alone, BEHIND_CULPRIT);
}

bool way_rest_alone(struct way *way, struct courier *courier)
{
    bool others = false;
    courier->works = false;
    for (unsigned i = 0; i < way->count; i++) {
        others = others || way->couriers[i].works;
    }
    courier->rests_until = others ? clock_stopwatch() + REST : 0;
    return others;
}

bool way_courier_rests(const struct courier *courier)
{
    return courier->rests_until > clock_stopwatch();
}

bool way_ask(struct way *way, const struct ledger_mail *mail, enum ledger_state *state,
             GError **error)
{
    for (unsigned i = 0; i < way->count; i++) {
        if (way->couriers[i].current != NULL) {
            continue;
        }
        bool known = false, has = false;
        if (!sending_ask(way->couriers[i].sending, mail->message_id, &known, &has, error)) {
            return false;
        }
        if (known) {
            *state = has ? LEDGER_SENT : LEDGER_QUEUED;
        }
        return true;
    }
    return true;
}
