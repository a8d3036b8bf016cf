/* All coming meetings as a calendar that one subscribes to (METHOD:PUBLISH, RFC 5546 3.2.1, RFC
 * 7986): a series by rule, and for 24 months what differs from it. Nobody is invited by it, and it
 * names no person.
 */
#pragma once

#include <stdint.h>

#include "calendar/meeting_dates.h"

/* All borrowed. */
struct feed {
    const struct meeting_dates *dates;
    int today;                      /* number of base/days.h: earlier meetings are left out */
    enum meeting_audience audience; /* whose: MEETING_SEEKERS has those for both, too; MEETING_BOTH:
                                       all meetings */
    int64_t stamp;                  /* when it is made */
    const char *zone;               /* IANA */
    const char *domain;             /* behind the @ of each UID */
    const char *organizer_name, *organizer_address;
    const char *name;              /* of the calendar */
    const char *summary;           /* of a meeting without a title of its own */
    const char *description, *url; /* NULL or empty: left out */
};

/* The object, lines with CRLF. The caller owns it. */
char *feed_write(const struct feed *feed);
