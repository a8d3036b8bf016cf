/* The body of the fetching process: it has the inbox Maildir and nothing else. retrieve.c is the
 * other end.
 *
 * Main says                     The process says
 *   round                         mail: name, octets        and waits for kept or stop
 *   kept (of the mail)            skipped: name, why        (it stays where it is)
 *   stop (the round)              end (of the round)
 *                                 arrived                   once between two rounds
 */
#pragma once

enum fetcher_frame {
    FETCHER_ROUND = 'R',
    FETCHER_KEPT = 'K',
    FETCHER_STOP = 'S',
    FETCHER_MAIL = 'M',
    FETCHER_SKIPPED = 'X',
    FETCHER_END = 'E',
    FETCHER_ARRIVED = 'A'
};

/* For worker_start; `path`: const char *, the Maildir. Leaves when main is gone. */
int fetcher_body(int fd, void *path);
