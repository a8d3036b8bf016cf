#include "act/absence.h"

#include "act/pausing.h"
#include "store/away.h"

bool absence_note(struct matter *matter, GError **error)
{
    const char *day = matter->verdict->away_until;
    int64_t until = 0;
    /* Whoever has our token had our mail; a From line proves nothing. */
    if (matter->person == NULL || matter->proof == NULL || day == NULL ||
        !pausing_day(matter, day, &until)) {
        return true;
    }
    return away_note(matter->office->store, &matter->cause, matter->person->id, until, day, error);
}
