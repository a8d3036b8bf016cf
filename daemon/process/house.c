#include "process/house.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/failure.h"
#include "compose/check.h"
#include "compose/fields.h"
#include "post/pace.h"
#include "process/matcher.h"
#include "process/watch.h"

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

/* The processes read these when the first mail comes, too late to stop the start. */
static bool has_folder(const struct config *config, enum config_key key, const char *fallback,
                       GError **error)
{
    g_autofree char *path = config_path(config, key, fallback);
    return g_file_test(path, G_FILE_TEST_IS_DIR) ||
           config_refuse(config, key, error, "%s: there is no such folder", path);
}

static bool workers_start(struct workers *workers, const struct config *config, GError **error)
{
    if (!has_folder(config, CONFIG_SITE_LANGUAGE, "config/language", error) ||
        !has_folder(config, CONFIG_SITE_TAXONOMY, "config/taxonomy", error)) {
        return false;
    }
    workers->understander = understander_start_for(config, error);
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

char *house_store_path(const struct config *config, GError **error)
{
    g_autofree char *path = config_path(config, CONFIG_STORE_PATH, "moedested.db");
    g_autofree char *folder = g_path_get_dirname(path);
    struct stat found;
    bool there = stat(folder, &found) == 0;
    if (!there && errno == ENOENT) {
        config_refuse(config, CONFIG_STORE_PATH, error,
                      "the folder %s of the store does not exist; make it (or mount its disk), or "
                      "name another",
                      folder);
        return NULL;
    }
    if (there ? !S_ISDIR(found.st_mode) : errno == ENOTDIR) {
        config_refuse(config, CONFIG_STORE_PATH, error,
                      "%s is not a folder, so no store can be in it; name another", folder);
        return NULL;
    }
    return g_steal_pointer(&path); /* what else is wrong the store says */
}

static struct token_key *load_key(const struct config *config, const char *path, GError **error)
{
    struct token_key *key = token_key_load(path, error);
    if (key == NULL) {
        config_blame(config, CONFIG_STORE_KEY, error);
    }
    return key;
}

/* The key of our reply addresses. A new place gets a new one; one that was lost is not replaced in
 * silence, because every address in a mail already sent was made with it. */
static struct token_key *open_key(const struct config *config, enum house_use use, GError **error)
{
    g_autofree char *key = config_path(config, CONFIG_STORE_KEY, "moedested.key");
    g_autofree char *store = config_path(config, CONFIG_STORE_PATH, "moedested.db");
    if (g_file_test(key, G_FILE_TEST_EXISTS)) {
        return load_key(config, key, error);
    }
    if (g_file_test(store, G_FILE_TEST_EXISTS)) {
        config_refuse(config, CONFIG_STORE_KEY, error,
                      "%s: the key of our reply addresses is missing; restore it from a copy "
                      "(without it answers to mails already sent cannot be understood)",
                      key);
        return NULL;
    }
    if (use == HOUSE_READ) {
        g_set_error(error, PROCESS_ERROR, FAILURE_NOT_FOUND,
                    "%s: there is no such file yet; the first `moedested import`, `tick` or `run` "
                    "makes it and the store",
                    key);
        return NULL;
    }
    if (!token_key_create(key, error)) {
        config_blame(config, CONFIG_STORE_KEY, error);
        return NULL;
    }
    return load_key(config, key, error);
}

static bool open_papers(struct office *office, const struct config *config,
                        const struct clock *clock, enum house_use use, GError **error)
{
    office->config = config;
    office->clock = clock;
    office->templates = templates_of(config, error);
    office->dates = office->templates != NULL ? meeting_dates_load(config, error) : NULL;
    office->key = office->dates != NULL ? open_key(config, use, error) : NULL;
    return office->key != NULL;
}

/* The market of a house, whose office it borrows; its process is forked now when it has to begin
 * before the store is opened. NULL: that failed. */
static struct market *open_market(struct house *house, const struct config *config, bool now,
                                  GError **error)
{
    SCOPED(matcher) struct matcher *matcher = matcher_new(config);
    if (now && !matcher_start(matcher, error)) {
        return NULL;
    }
    const struct market_desk desk = matcher_desk(g_steal_pointer(&matcher));
    return market_new(&house->office, &desk);
}

/* A letter that cannot be written would be found out by the mail that needs it. */
static bool papers_are_sound(const struct office *office, GError **error)
{
    json_auto_t *site = fields_site(office->config);
    g_autoptr(GPtrArray) findings = check_templates(office->templates, office->clock, site);
    for (guint at = 0; at < findings->len; at++) {
        const struct finding *finding = findings->pdata[at];
        bool draft = strstr(finding->file, "newsletter/") != NULL; /* stops only its approval */
        if (finding->stops && !draft) {
            g_set_error(error, PROCESS_ERROR, FAILURE_CONFIGURATION, "%s:%u:%u: %s", finding->file,
                        finding->line, finding->column, finding->text);
            return false;
        }
    }
    return true;
}

static void close_papers(struct office *office)
{
    g_clear_pointer(&office->templates, templates_free);
    g_clear_pointer(&office->key, token_key_free);
    g_clear_pointer(&office->dates, meeting_dates_free);
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
    struct quota *pace = pace_read(house->config, error);
    if (pace == NULL) {
        return false;
    }
    quota_apply(house->office.store, pace);
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
    g_autofree char *path = house_store_path(config, error);
    if (path == NULL) {
        return NULL;
    }
    if (use == HOUSE_WORK) {
        struct workers workers = {0};
        if (!workers_start(&workers, config, error)) {
            return NULL;
        }
        take_workers(house, &workers);
        house->watch = watch_new();
    }
    house->office.market = open_market(house, config, use == HOUSE_WORK, error);
    if (house->office.market == NULL) {
        return NULL;
    }
    if (!open_papers(&house->office, config, clock, use, error)) {
        return NULL;
    }
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
    g_clear_pointer(&house->watch, watch_free);
    g_clear_pointer(&house->doubtful, g_ptr_array_unref);
    g_clear_pointer(&house->office.market, market_free);
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
    SCOPED(quota) struct quota *pace = pace_read(config, error);
    if (pace == NULL || !open_papers(&office, config, house->clock, HOUSE_READ, error) ||
        !papers_are_sound(&office, error) || !workers_start(&workers, config, error)) {
        close_papers(&office);
        return false;
    }
    office.market = understander_ready(workers.understander, error)
                        ? open_market(house, config, true, error)
                        : NULL;
    if (office.market == NULL) {
        workers_end(&workers);
        close_papers(&office);
        return false;
    }
    quota_apply(office.store, g_steal_pointer(&pace));
    struct workers old = {house->understander, house->retrieve, house->deliver};
    workers_end(&old);
    market_free(house->office.market);
    close_papers(&house->office);
    house->config = config;
    house->office = office;
    take_workers(house, &workers);
    return true;
}
