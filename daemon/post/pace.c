#include "post/pace.h"

#include <string.h>

#include "base/failure.h"
#include "base/file.h"
#include "mail/address.h"

#define FILE_LIMIT (1024 * 1024)
#define NUMBER_LIMIT 100000000

/* "200" within its bounds, up to `end`. */
static bool read_number(const char *text, const char *end, int64_t *number)
{
    int64_t sum = 0;
    for (const char *at = text; at < end; at++) {
        if (!g_ascii_isdigit(*at) || sum > NUMBER_LIMIT) {
            return false;
        }
        sum = sum * 10 + (*at - '0');
    }
    *number = sum;
    return sum > 0 && sum <= NUMBER_LIMIT;
}

/* "200/hour" */
static bool read_limit(const char *word, struct quota_limit *limit)
{
    const char *slash = strchr(word, '/');
    int64_t number = 0;
    if (slash == NULL || !read_number(word, slash, &number)) {
        return false;
    }
    bool hour = strcmp(slash, "/hour") == 0;
    int64_t *place = hour ? &limit->hour : &limit->day;
    if ((!hour && strcmp(slash, "/day") != 0) || *place != 0) {
        return false;
    }
    *place = number;
    return true;
}

/* As the ledger writes it: lower case, A-labels. NULL: it is none. */
static char *read_domain(const char *word)
{
    g_autofree char *address = g_strconcat("x@", word, NULL);
    g_autofree char *parsed = address_parse(address, NULL);
    return parsed != NULL ? g_utf8_strdown(parsed + 2, -1) : NULL;
}

/* What is wrong with the line, NULL: nothing. */
static const char *read_line(struct quota *quota, char *line)
{
    line[strcspn(line, "#")] = '\0';
    g_auto(GStrv) words = g_strsplit_set(g_strstrip(line), " \t", -1);
    struct quota_limit limit = {0};
    g_autofree char *domain = NULL;
    for (char **word = words; *word != NULL; word++) {
        if (**word == '\0') {
            continue;
        }
        if (domain == NULL) {
            domain = read_domain(*word);
            if (domain == NULL) {
                return "it must begin with a domain, such as gmail.com";
            }
        } else if (!read_limit(*word, &limit)) {
            return "write the limits as 200/hour or 2000/day or both, each once";
        }
    }
    if (domain == NULL) {
        return NULL;
    }
    if (limit.hour + limit.day == 0) {
        return "the domain needs a limit, such as 200/hour or 2000/day";
    }
    return quota_limit_domain(quota, domain, limit) ? NULL
                                                    : "the domain is there already; remove one";
}

static bool read_file(struct quota *quota, const char *path, GError **error)
{
    g_autofree char *text = file_read_text(path, FILE_LIMIT, error);
    if (text == NULL) {
        return false;
    }
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (unsigned at = 0; lines[at] != NULL; at++) {
        const char *problem = read_line(quota, lines[at]);
        if (problem != NULL) {
            g_set_error(error, POST_ERROR, FAILURE_CONFIGURATION, "%s:%u: %s", path, at + 1,
                        problem);
            return false;
        }
    }
    return true;
}

static bool read_steps(struct quota *quota, const struct config *config, GError **error)
{
    const char *text = config_text(config, CONFIG_NEWSLETTER_WARM_UP);
    g_auto(GStrv) words = g_strsplit_set(text, " \t,", -1);
    for (char **word = words; *word != NULL; word++) {
        int64_t step = 0;
        if (**word == '\0') {
            continue;
        }
        if (!read_number(*word, *word + strlen(*word), &step)) {
            return config_refuse(config, CONFIG_NEWSLETTER_WARM_UP, error,
                                 "\"%s\" is no number of copies; write the steps with blanks "
                                 "between them, such as 200 500 1000 2000",
                                 *word);
        }
        quota_add_step(quota, step);
    }
    return true;
}

struct quota *pace_read(const struct config *config, GError **error)
{
    SCOPED(quota) struct quota *quota = quota_new();
    quota_limit_all(quota, (struct quota_limit){config_number(config, CONFIG_NEWSLETTER_PER_HOUR),
                                                config_number(config, CONFIG_NEWSLETTER_PER_DAY)});
    quota_limit_each(quota,
                     (struct quota_limit){config_number(config, CONFIG_NEWSLETTER_DOMAIN_PER_HOUR),
                                          config_number(config, CONFIG_NEWSLETTER_DOMAIN_PER_DAY)});
    g_autofree char *path = config_path(config, CONFIG_NEWSLETTER_DOMAIN_LIMITS, NULL);
    if (!read_steps(quota, config, error)) {
        return NULL;
    }
    if (path != NULL && !read_file(quota, path, error)) {
        config_blame(config, CONFIG_NEWSLETTER_DOMAIN_LIMITS, error);
        return NULL;
    }
    return g_steal_pointer(&quota);
}
