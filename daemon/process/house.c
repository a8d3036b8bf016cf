#include "process/house.h"

#include <string.h>

#include "base/failure.h"

struct workers {
    struct understander *understander;
    struct retrieve *retrieve;
    struct deliver *deliver;
};

static void workers_end(struct workers *workers)
{
    g_clear_pointer(&workers->understander, understander_stop);
    g_clear_pointer(&workers->retrieve, retrieve_stop);
    g_clear_pointer(&workers->deliver, deliver_stop);
}

static bool workers_start(struct workers *workers, const struct config *config, GError **error)
{
    g_autofree char *language = config_path(config, CONFIG_SITE_LANGUAGE, "config/language");
    workers->understander =
        understander_start(language, config_text(config, CONFIG_SITE_DOMAIN), error);
    if (workers->understander == NULL) {
        return false;
    }
    workers->retrieve = retrieve_start(config, error);
    workers->deliver = workers->retrieve != NULL ? deliver_start(config, error) : NULL;
    if (workers->deliver == NULL) {
        workers_end(workers);
        return false;
    }
    return true;
}

static bool open_papers(struct office *office, const struct config *config,
                        const struct clock *clock, GError **error)
{
    g_autofree char *templates = config_path(config, CONFIG_SITE_TEMPLATES, "templates");
    g_autofree char *key = config_path(config, CONFIG_STORE_KEY, "moedested.key");
    office->config = config;
    office->clock = clock;
    office->templates = templates_open(templates, error);
    office->key = office->templates != NULL ? token_key_load(key, error) : NULL;
    return office->key != NULL;
}

static void close_papers(struct office *office)
{
    g_clear_pointer(&office->templates, templates_free);
    g_clear_pointer(&office->key, token_key_free);
}

static void take_workers(struct house *house, const struct workers *workers)
{
    house->understander = workers->understander;
    house->retrieve = workers->retrieve;
    house->deliver = workers->deliver;
}

/* The writer lock, and what an interrupted run left. */
static bool take_over(struct house *house, const char *who, GError **error)
{
    g_autofree char *since = clock_format(house->clock, clock_now(house->clock));
    return store_lock(house->office.store, who, since, error) &&
           deliver_recover(house->deliver, house->office.store, house->clock, &house->doubtful,
                           error);
}

struct house *house_open(const struct config *config, const struct clock *clock, enum house_use use,
                         const char *who, GError **error)
{
    SCOPED(house) struct house *house = g_new0(struct house, 1);
    house->config = config;
    house->clock = clock;
    if (use == HOUSE_WORK) {
        struct workers workers = {0};
        if (!workers_start(&workers, config, error)) {
            return NULL;
        }
        take_workers(house, &workers);
    }
    if (!open_papers(&house->office, config, clock, error)) {
        return NULL;
    }
    g_autofree char *path = config_path(config, CONFIG_STORE_PATH, "moedested.db");
    house->office.store = store_open(path, use == HOUSE_READ ? STORE_READ : STORE_CREATE, error);
    if (house->office.store == NULL || (use == HOUSE_WORK && !take_over(house, who, error))) {
        return NULL;
    }
    return g_steal_pointer(&house);
}

void house_close(struct house *house)
{
    struct workers workers = {house->understander, house->retrieve, house->deliver};
    workers_end(&workers);
    g_clear_pointer(&house->doubtful, g_ptr_array_unref);
    g_clear_pointer(&house->office.store, store_close);
    close_papers(&house->office);
    g_free(house);
}

static bool same_path(const struct config *a, const struct config *b)
{
    g_autofree char *first = config_path(a, CONFIG_STORE_PATH, "moedested.db");
    g_autofree char *second = config_path(b, CONFIG_STORE_PATH, "moedested.db");
    return strcmp(first, second) == 0;
}

bool house_reload(struct house *house, const struct config *config, GError **error)
{
    if (!same_path(house->config, config)) {
        g_set_error(error, PROCESS_ERROR, FAILURE_CONFIGURATION,
                    "store.path cannot change while running; stop the daemon and start it again");
        return false;
    }
    if (strcmp(config_text(house->config, CONFIG_SITE_TIMEZONE),
               config_text(config, CONFIG_SITE_TIMEZONE)) != 0) {
        g_set_error(
            error, PROCESS_ERROR, FAILURE_CONFIGURATION,
            "site.timezone cannot change while running; stop the daemon and start it again");
        return false;
    }
    struct office office = {.store = house->office.store};
    struct workers workers = {0};
    if (!open_papers(&office, config, house->clock, error) ||
        !workers_start(&workers, config, error)) {
        close_papers(&office);
        return false;
    }
    struct workers old = {house->understander, house->retrieve, house->deliver};
    workers_end(&old);
    close_papers(&house->office);
    house->config = config;
    house->office = office;
    take_workers(house, &workers);
    return true;
}
