/* The list of guests: each has a number that stays, staff get it before the meeting and answer it
 * with the numbers of those who came.
 */
#pragma once

#include <glib.h>

#include "act/office.h"
#include "base/scope.h"
#include "store/guest.h"
#include "store/meeting.h"
#include "store/person.h"

#define MEETING_LIST_LETTER "staff-guests"

/* In meeting_mail; the second is the reminder. */
#define MEETING_LIST "list"
#define MEETING_LIST_AFTER "list-after"

enum list_part { LIST_COMING, LIST_MAYBE, LIST_WAITING, LIST_REST };

struct listed {
    enum list_part part;
    struct guest *guest;
    struct person *person;
};

void meeting_listed_free(gpointer listed);

/* Everybody of the meeting, part by part: first those who have a number, by it, then the others in
 * the order of their names. GPtrArray of struct listed, which the caller owns. */
GPtrArray *meeting_list_read(const struct office *office, const struct meeting *meeting,
                             GError **error);

/* Gives numbers to those who have none: to all but LIST_REST. Inside a transaction. */
bool meeting_list_number(const struct office *office, const struct cause *cause, GPtrArray *list,
                         GError **error);

/* Adds a line: "3. Karen Sørensen, jobsøger, + 1 ledsager: Jeg sidder i kørestol". */
void meeting_list_line(const struct office *office, GString *lines, const struct listed *listed);

/* How a person is called: the name, else the address. Borrowed. */
const char *meeting_list_name(const struct person *person);

/* Sends it to all staff who have not had it; `afterwards`: once more, when the meeting is over and
 * nobody has said who came. Inside a transaction. */
bool meeting_list_send(const struct office *office, const struct cause *cause,
                       const struct meeting *meeting, bool afterwards, GError **error);
