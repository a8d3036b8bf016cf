/* The body of the fetching process: it has the inbox and nothing else. retrieve.c is the other end.
 *
 * Main says                     The process says
 *   round: the first one with     mail: name, place, octets
 *     what was learned and its age
 *   kept (all of the group)       group: those before it, to be committed; waits for kept or stop
 *   stop (the round)              places: count, each; waits for known
 *   known: an octet for each      skipped: name, why        (it stays where it is)
 *                                 learned: text or NULL     (what main shall say to the next one)
 *                                 problem: text or NULL     (why nothing can be read; it is over)
 *                                 end (of the round): whether all that is left was named
 *                                 arrived                   once between two rounds
 */
#pragma once

#include "post/source.h"

enum fetcher_frame {
    FETCHER_ROUND = 'R',
    FETCHER_KEPT = 'K',
    FETCHER_STOP = 'S',
    FETCHER_KNOWN = 'N',
    FETCHER_MAIL = 'M',
    FETCHER_GROUP = 'G',
    FETCHER_PLACES = 'L',
    FETCHER_SKIPPED = 'X',
    FETCHER_LEARNED = 'W',
    FETCHER_PROBLEM = 'P',
    FETCHER_END = 'E',
    FETCHER_ARRIVED = 'A'
};

/* For worker_start; `setup`: const struct source_setup *. Leaves when main is gone. */
int fetcher_body(int fd, void *setup);
