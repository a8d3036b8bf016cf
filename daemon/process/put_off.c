#include "process/put_off.h"

#include "act/alarm.h"
#include "post/discreet.h"
#include "store/ledger_failed.h"

/* With one relay for all, it is the one for open mail. */
struct relay {
    const char *alarm, *name;
    char *words; /* NULL: it puts nothing off */
    bool stuck;
    int64_t seen_taken;
};

struct put_off {
    struct relay relays[LEDGER_CONFIDENTIAL + 1]; /* by class */
    char *words;
};

struct put_off *put_off_new(void)
{
    struct put_off *put_off = g_new0(struct put_off, 1);
    put_off->relays[LEDGER_OPEN] = (struct relay){.alarm = ALARM_STUCK, .name = "the relay"};
    put_off->relays[LEDGER_CONFIDENTIAL] =
        (struct relay){.alarm = ALARM_SECRET_STUCK, .name = "the confidential relay"};
    return put_off;
}

void put_off_free(struct put_off *put_off)
{
    if (put_off != NULL) {
        g_free(put_off->relays[LEDGER_OPEN].words);
        g_free(put_off->relays[LEDGER_CONFIDENTIAL].words);
        g_free(put_off->words);
        g_free(put_off);
    }
}

void put_off_begin(struct put_off *put_off)
{
    put_off->relays[LEDGER_OPEN].seen_taken = 0;
    put_off->relays[LEDGER_CONFIDENTIAL].seen_taken = 0;
}

bool put_off_note_taken(struct put_off *put_off, const struct office *office,
                        const struct deliver_tally *out, GError **error)
{
    for (size_t class = LEDGER_OPEN; class <= LEDGER_CONFIDENTIAL; class ++) {
        struct relay *relay = &put_off->relays[class];
        bool takes = out->taken[class] > relay->seen_taken;
        relay->seen_taken = out->taken[class];
        if (takes && !alarm_clear(office, relay->alarm, error)) {
            return false;
        }
    }
    return true;
}

/* A relay that puts off one mail or another (grey lists do) is no fault: it is said, and that is
 * all. One that has taken nothing for an hour of tries somebody has to look at. */
static bool look_at(const struct house *house, int64_t class, struct relay *relay, GError **error)
{
    struct ledger_later later = {0};
    bool sent = true;
    struct store *store = house->office.store;
    if (!ledger_later(store, class, &later, error)) {
        return false;
    }
    bool looked = !later.several || later.last < later.since + ALARM_HOUR ||
                  ledger_sent_since(store, class, later.last - ALARM_HOUR, &sent, error);
    g_clear_pointer(&relay->words, g_free);
    relay->stuck = !sent;
    if (later.count > 0) {
        g_autofree char *since = clock_format(house->clock, later.since);
        g_autofree char *said = g_strdup_printf("%s %s", later.status, later.answer);
        g_autofree char *answer = discreet(g_strstrip(said));
        relay->words = g_strdup_printf("%" G_GINT64_FORMAT " put off by %s since %s, last with: %s",
                                       later.count, relay->name, since, answer);
    }
    ledger_later_clear(&later);
    return looked;
}

bool put_off_look(struct put_off *put_off, const struct house *house, GError **error)
{
    bool separate = deliver_is_separate(house->deliver);
    struct relay *open = &put_off->relays[LEDGER_OPEN];
    struct relay *secret = &put_off->relays[LEDGER_CONFIDENTIAL];
    if (!look_at(house, separate ? LEDGER_OPEN : 0, open, error) ||
        (separate && !look_at(house, LEDGER_CONFIDENTIAL, secret, error))) {
        return false;
    }
    if (!separate) { /* since a reload, perhaps */
        secret->stuck = false;
        g_clear_pointer(&secret->words, g_free);
    }
    g_free(put_off->words);
    put_off->words = open->words != NULL && secret->words != NULL
                         ? g_strdup_printf("%s; %s", open->words, secret->words)
                         : g_strdup(open->words != NULL ? open->words : secret->words);
    return true;
}

bool put_off_alarm(const struct put_off *put_off, const struct office *office, GError **error)
{
    for (size_t class = LEDGER_OPEN; class <= LEDGER_CONFIDENTIAL; class ++) {
        const struct relay *relay = &put_off->relays[class];
        if (relay->stuck && !alarm_raise(office, relay->alarm, 0, relay->words, error)) {
            return false;
        }
    }
    return true;
}

const char *put_off_words(const struct put_off *put_off, bool *stuck)
{
    *stuck = put_off->relays[LEDGER_OPEN].stuck || put_off->relays[LEDGER_CONFIDENTIAL].stuck;
    return put_off->words;
}
