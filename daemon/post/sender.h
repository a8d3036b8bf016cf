/* The body of the sending process: it has one lane and nothing else, and does what main's frames
 * say. sending.h is the other end.
 *
 * Main says                                    The process says
 *   form:  key, octets of a frozen form          handing: id, and waits for go or leave
 *   forget                                       result: id, result, status, answer
 *   batch: mails                                 end (of the batch)
 *   ask:   Message-ID                            known: whether it can know, whether it has it
 *   go / leave
 *
 * A mail of a batch: id, sender, recipient, Message-ID, key of its form (none: composed), slots or
 * octets.
 */
#pragma once

enum sender_frame {
    SENDER_FORM = 'F',
    SENDER_FORGET = 'O',
    SENDER_BATCH = 'B',
    SENDER_ASK = 'Q',
    SENDER_GO = 'G',
    SENDER_LEAVE = 'L',
    SENDER_HANDING = 'H',
    SENDER_RESULT = 'R',
    SENDER_END = 'E',
    SENDER_KNOWN = 'K'
};

/* For worker_start; `settings`: const struct lane_settings. Leaves when main is gone. */
int sender_body(int fd, void *settings);
