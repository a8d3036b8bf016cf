/* Looking at an issue before anybody gets it: made-up people, previews, and a proof mail that can
 * never reach the list.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "act/office.h"
#include "compose/templates.h"
#include "store/event.h"
#include "store/person.h"

/* Made-up people who show what can go wrong: Karen, the longest name, nothing known, æøå. GPtrArray
 * of struct person. The caller owns it. */
GPtrArray *proof_made_up(enum person_role role);

/* The issue as this person gets it. False without an error in `gets_it` when the person's role gets
 * none. The form is compiled anew from the template, so that a changed paragraph shows at once. */
bool proof_render(const struct office *office, const char *issue, const struct person *person,
                  struct rendered *rendered, bool *gets_it, GError **error);

/* Queues a proof to `address`, one mail for each role that gets the issue, marked in its subject.
 * It concerns nobody: its addresses carry tokens of no person. */
bool proof_send(const struct office *office, const char *issue, const char *address,
                unsigned *mails, GError **error);

/* The same to every member of staff, with a letter that says how to answer: OK approves the issue
 * as it is now (act/proofing). `mails` is counted up. Inside a transaction. */
bool proof_send_staff(const struct office *office, const struct cause *cause, const char *issue,
                      unsigned *mails, GError **error);
