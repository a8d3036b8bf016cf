#include "match/travel.h"

#include <math.h>
#include <stdbool.h>

#include "base/failure.h"
#include "base/file.h"

/* Door to door: the way to the stop, and then 20 km an hour as the crow flies. */
#define START_MINUTES 10.0
#define MINUTES_A_KM 3.0
#define KM_A_DEGREE 111.3
#define POSTCODES 10000
#define FILE_LIMIT (1024u * 1024u)

enum { COLUMN_POSTCODES, COLUMN_LATITUDE, COLUMN_LONGITUDE, COLUMNS };

struct place {
    double latitude, longitude; /* degrees; latitude 0: not known */
};

struct travel {
    struct place places[POSTCODES];
};

/* Four digits; -1: it is none. */
static int postcode_of(const char *text, const char **end)
{
    char *behind = NULL;
    guint64 number = g_ascii_strtoull(text, &behind, 10);
    *end = behind;
    return behind == text + 4 && g_ascii_isdigit(*text) ? (int)number : -1;
}

static bool degrees_of(const char *text, double *degrees)
{
    char *behind = NULL;
    *degrees = g_ascii_strtod(text, &behind);
    return behind != text && *behind == '\0' && *degrees > 0 && *degrees < 90;
}

static bool take_row(struct travel *travel, char **row)
{
    const char *end = NULL;
    struct place place;
    int first = postcode_of(row[COLUMN_POSTCODES], &end);
    int last = first;
    if (first >= 0 && *end == '-') {
        last = postcode_of(end + 1, &end);
    }
    if (first < 0 || last < first || *end != '\0' ||
        !degrees_of(row[COLUMN_LATITUDE], &place.latitude) ||
        !degrees_of(row[COLUMN_LONGITUDE], &place.longitude)) {
        return false;
    }
    for (int at = first; at <= last; at++) {
        travel->places[at] = place;
    }
    return true;
}

struct travel *travel_read(const char *path, GError **error)
{
    g_autofree char *text = file_read_text(path, FILE_LIMIT, error);
    if (text == NULL) {
        return NULL;
    }
    SCOPED(travel) struct travel *travel = g_new0(struct travel, 1);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (unsigned at = 0; lines[at] != NULL; at++) {
        if (*lines[at] == '\0' || *lines[at] == '#') {
            continue;
        }
        g_auto(GStrv) row = g_strsplit(lines[at], "\t", -1);
        if (g_strv_length(row) != COLUMNS || !take_row(travel, row)) {
            g_set_error(error, BASE_ERROR, FAILURE_CONFIGURATION,
                        "%s:%u: no postcode or range (2200, 1000-1499), latitude and longitude "
                        "(55.696, 12.549) with a tab between them",
                        path, at + 1);
            return NULL;
        }
    }
    return g_steal_pointer(&travel);
}

void travel_free(struct travel *travel)
{
    g_free(travel);
}

/* NULL: not known. */
static const struct place *place_of(const struct travel *travel, const char *text)
{
    const char *end = NULL;
    int number = text != NULL ? postcode_of(text, &end) : -1;
    if (number < 0 || *end != '\0' || travel->places[number].latitude <= 0) {
        return NULL;
    }
    return &travel->places[number];
}

int travel_minutes(const struct travel *travel, const char *from, const char *to)
{
    const struct place *a = place_of(travel, from), *b = place_of(travel, to);
    if (a == NULL || b == NULL) {
        return -1;
    }
    double north = (a->latitude - b->latitude) * KM_A_DEGREE;
    double narrower = cos((a->latitude + b->latitude) / 2 * G_PI / 180);
    double east = (a->longitude - b->longitude) * KM_A_DEGREE * narrower;
    double minutes = START_MINUTES + MINUTES_A_KM * hypot(north, east);
    return (int)round(minutes / 5) * 5;
}
