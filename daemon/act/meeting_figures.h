/* What came of a meeting, in numbers: in all, and for each administration.
 */
#pragma once

#include <glib.h>
#include <jansson.h>

#include "act/office.h"
#include "base/scope.h"
#include "store/meeting.h"

struct figures {
    int invited, delivered; /* by mail; of these the mail was sent and did not come back */
    int yes, maybe, no;     /* to the time that it has now */
    int silent;             /* invited, and no answer to that time */
    int waiting, companions;
    int came, absent;
    int marks, mark_sum; /* the survey: so many answered, the sum of 1 to 5 */
};

struct meeting_figures {
    struct figures all;
    GPtrArray *administrations; /* struct administration_figures, in Danish order, "" last */
};

struct administration_figures {
    char *name; /* "": not known */
    struct figures figures;
};

void meeting_figures_free(struct meeting_figures *figures);
SCOPE_DEFINE(meeting_figures, meeting_figures_free)

/* The caller owns it. */
struct meeting_figures *meeting_figures_count(const struct office *office,
                                              const struct meeting *meeting, GError **error);

/* Under the names of struct figures; "mean" is null when nobody gave a mark. New reference. */
json_t *meeting_figures_json(const struct figures *figures);
