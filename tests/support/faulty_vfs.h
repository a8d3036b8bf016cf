/* A disk for tests: an SQLite VFS in front of the real one that fails a chosen call, or loses the
 * power at it.
 *
 * It counts the calls of the kinds that are asked for, over all files (the store, its WAL and its
 * journals). After a cut every call fails, and faulty_vfs_image gives what the platters hold: what
 * was synced, and of the writes since then none, all, or some (torn in sectors as well).
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum faulty_calls {
    FAULTY_READ = 1,
    FAULTY_WRITE = 2,
    FAULTY_SYNC = 4,
    FAULTY_TRUNCATE = 8,
    FAULTY_ALL = 15
};

/* Makes it the one that sqlite3_open takes; once a program. */
void faulty_vfs_install(void);

/* The `number`-th call of these kinds from now on (1: the next) gives an error: SQLITE_FULL when
 * `full` and it writes, else the SQLITE_IOERR of the call. `lasting`: all later ones as well. */
void faulty_vfs_arm(unsigned calls, unsigned number, bool full, bool lasting);

/* The power goes before the `number`-th write, sync or truncate. */
void faulty_vfs_cut(unsigned number);

/* Everything works again. Whether the fault was reached. */
bool faulty_vfs_disarm(void);

enum faulty_rest { FAULTY_REST_LOST, FAULTY_REST_KEPT, FAULTY_REST_SOME };

/* After a cut: the files as they lie on the disk, written into `folder` under their own names.
 * `seed` chooses the writes that FAULTY_REST_SOME keeps. Then the files are forgotten. */
void faulty_vfs_image(const char *folder, enum faulty_rest rest, unsigned seed);
