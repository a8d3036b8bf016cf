/* One mail about a meeting to one person, with or without the object that their calendar reads
 * (RFC 6047): when, where, and what they answered are in its fields, a reply to it is about that
 * meeting, and it is noted so that it does not go out twice.
 */
#pragma once

#include "act/letter.h"
#include "act/office.h"
#include "store/guest.h"
#include "store/meeting.h"

struct meeting_letter {
    const char *name;      /* of the template */
    const char *what;      /* of meeting_mail: "invitation", "reminder-5", "confirmed" ... */
    const char *method;    /* "REQUEST", "CANCEL"; NULL: no object for their calendar */
    bool keeps_answer;     /* the object shows what they answered; else it asks anew */
    const char *recipient; /* NULL: the person's main address */
    const char *answers;   /* Message-ID of the mail that it answers, and the subject of that ... */
    const char *subject;   /* ... as in struct letter; NULL: none */
    const char *replies;   /* what a reply to it answers; NULL: "invitation" */
    json_t *more;          /* further fields, borrowed; NULL: none */
    int64_t *queued;       /* out: its row, 0 when it goes nowhere; NULL: not wanted */
};

/* Queues it, due now, and notes it. With an object, guest->sequence becomes the meeting's, also in
 * the store: the guest must be there already. Inside a transaction. */
bool meeting_letter_send(const struct office *office, const struct cause *cause,
                         const struct meeting *meeting, struct guest *guest,
                         const struct meeting_letter *letter, GError **error);

/* The fields of every letter about a meeting: titel, moededag, moedekort, moedestart, moedetid,
 * sted, adgang, frist; of the guest (NULL: none) svaretja, svaretmaaske, svaretnej, ledsagere,
 * venteliste, onlinelink. New reference. */
json_t *meeting_letter_fields(const struct office *office, const struct meeting *meeting,
                              const struct guest *guest, const char *language);

/* Sets `inviteres`: whether they get the invitations to the next meetings. */
bool meeting_letter_invited(const struct office *office, int64_t person, json_t *fields,
                            GError **error);

/* The secret part of the UID of a person's event: for guest_add. */
void meeting_letter_token(const struct office *office, const struct meeting *meeting,
                          int64_t person, char token[TOKEN_LENGTH + 1]);
