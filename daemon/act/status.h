/* STATUS: somebody's whole case in plain words. What mails they get, their profile or jobs, how far
 * each match has come and whose turn it is, the next meeting, and what we wait for. Nobody gets it
 * but the person, proved.
 */
#pragma once

#include "act/matter.h"

/* Answers it. */
bool status_tell(struct matter *matter, GError **error);

/* What is said of the matches of a person's listings (GPtrArray of struct listing), and what the
 * person is asked, a line each. Between the files of the status only. */
bool status_matches(const struct office *office, const struct person *person,
                    const GPtrArray *listings, GString *lines, GString *asked, GError **error);
