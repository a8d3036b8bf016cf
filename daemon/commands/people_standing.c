#include "commands/people_standing.h"

#include <stdio.h>

#include "store/address_change.h"
#include "store/away.h"
#include "store/pause.h"
#include "store/rating.h"

/* All of it. */
struct standing {
    struct pause pause;
    int64_t away;
    struct address_change *change; /* NULL: none waits */
    GArray *ratings;
};

static void standing_clear(struct standing *standing)
{
    address_change_free(standing->change);
    g_clear_pointer(&standing->ratings, g_array_unref);
}

static bool read_standing(const struct site *site, const struct person *person,
                          struct standing *standing, GError **error)
{
    struct store *store = site->house->office.store;
    int64_t now = clock_now(site->clock);
    g_autoptr(GError) failure = NULL;
    *standing = (struct standing){0};
    standing->change = address_change_waiting(store, person->id, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    standing->ratings = rating_list(store, person->id, error);
    return standing->ratings != NULL && pause_of(store, person->id, now, &standing->pause, error) &&
           away_until(store, person->id, now, &standing->away, error);
}

/* A civil day. The caller owns it. */
static char *day_of(const struct site *site, int64_t moment)
{
    g_autoptr(GDateTime) civil = clock_civil(site->clock, moment);
    return g_date_time_format(civil, "%Y-%m-%d");
}

static void print_lines(const struct site *site, const struct standing *standing)
{
    if (standing->pause.until != 0) {
        printf("  pause           until %s, mail %" G_GINT64_FORMAT "\n", standing->pause.day,
               standing->pause.inbound);
    }
    if (standing->away != 0) {
        g_autofree char *day = day_of(site, standing->away);
        printf("  away            until %s\n", day);
    }
    if (standing->change != NULL) {
        g_autofree char *asked = clock_format(site->clock, standing->change->asked);
        printf("  new address     %s, asked %s, mail %" G_GINT64_FORMAT "\n", standing->change->new,
               asked, standing->change->inbound);
    }
    for (guint at = 0; at < standing->ratings->len; at++) {
        const struct rating *rating = &g_array_index(standing->ratings, struct rating, at);
        g_autofree char *given = clock_format(site->clock, rating->at);
        printf("  mark            %d of 5, given %s, mail %" G_GINT64_FORMAT "\n", rating->value,
               given, rating->inbound);
    }
}

bool people_print_standing(const struct site *site, const struct person *person, GError **error)
{
    struct standing standing;
    bool read = read_standing(site, person, &standing, error);
    if (read) {
        print_lines(site, &standing);
    }
    standing_clear(&standing);
    return read;
}

static void add_fields(const struct site *site, const struct standing *standing, json_t *row)
{
    if (standing->pause.until != 0) {
        json_object_set_new(row, "pause", json_string(standing->pause.day));
    }
    if (standing->away != 0) {
        g_autofree char *day = day_of(site, standing->away);
        json_object_set_new(row, "away", json_string(day));
    }
    if (standing->change != NULL) {
        json_object_set_new(row, "new_address", json_string(standing->change->new));
    }
    json_t *marks = json_array();
    for (guint at = 0; at < standing->ratings->len; at++) {
        const struct rating *rating = &g_array_index(standing->ratings, struct rating, at);
        json_array_append_new(marks, json_integer(rating->value));
    }
    json_object_set_new(row, "marks", marks);
}

bool people_add_standing(const struct site *site, const struct person *person, json_t *row,
                         GError **error)
{
    struct standing standing;
    bool read = read_standing(site, person, &standing, error);
    if (read) {
        add_fields(site, &standing, row);
    }
    standing_clear(&standing);
    return read;
}
