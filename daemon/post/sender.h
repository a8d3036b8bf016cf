/* The body of the sending process: it has one lane and nothing else, and does what main's frames
 * say. sending.h is the other end.
 *
 * Main says                                    The process says
 *   form:  key, octets of a frozen form          marks: id, result, status, answer of each; result
 * 0 forget                                              asks before the body and waits for go
 *   batch: mails                                 end (of the batch)
 *   ask:   Message-ID                            known: whether it can know, whether it has it
 *   go: an octet for each that asked
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
    SENDER_MARKS = 'M',
    SENDER_END = 'E',
    SENDER_KNOWN = 'K'
};

/* The octets of SENDER_GO. */
enum sender_go {
    SENDER_GO_NO,    /* it was taken back */
    SENDER_GO_YES,   /* the body may leave */
    SENDER_GO_FINISH /* no, and nothing else of this batch may begin */
};

/* For worker_start; `settings`: const struct lane_settings. Leaves when main is gone. */
int sender_body(int fd, void *settings);
