/* The nursery: a process that reads the language tables when it is told to begin, and forks a
 * confined child for each batch of mails. Between understander.c and nursery.c only.
 */
#pragma once

#include <stdint.h>

#include "process/understander.h"

#define NURSERY_BATCH 1024u
#define NURSERY_BATCH_OCTETS (8u * 1024u * 1024u)

enum nursery_frame {
    NURSERY_BEGIN = 1, /* from main: read the tables */
    NURSERY_READY,     /* they are read */
    NURSERY_FAILED,    /* text: why not */
    NURSERY_BATCH_IN,  /* number of mails; each: bytes, replying_to, today, full, terse */
    NURSERY_VERDICTS,  /* of each: index, bytes of verdict_frame_put */
    NURSERY_DIED,      /* index, number of enum nursery_death */
    NURSERY_FILE,      /* child to nursery: number of enum file_kind, bytes to be converted */
    NURSERY_FILE_SAID  /* the answer: number of enum conversion, bytes */
};

/* DEATH_UNBORN: there is no child to be had now; the mail is not to blame. DEATH_KILLED: by
 * SIGKILL, twice; the hard limit of its time ends a child in that way too. */
enum nursery_death { DEATH_CRASHED, DEATH_TIME, DEATH_MEMORY, DEATH_UNBORN, DEATH_KILLED };

struct nursery_start {
    const char *language_directory;
    const char *taxonomy; /* NULL: beside the tables */
    const char *site_domain;
    struct understander_limits limits;
};

/* Body of the worker; `data` is a struct nursery_start. Returns when main closes its end. */
int nursery_run(int fd, void *data);
