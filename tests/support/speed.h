/* How quick this machine is at this moment, so that a limit of time means the same on all of them:
 * beside others that use its caches the same work takes two or three times as long.
 */
#pragma once

#include <sqlite3.h>
#include <stdio.h>
#include <time.h>

/* Seconds of the processor that the measure took where the limits were set: two quiet cores. */
#define MEASURE_SECONDS 0.08

/* Asks the processor, its caches and malloc for what a store and letters ask for. */
static inline double measure_once(void)
{
    enum { ROWS = 20000 };
    clock_t begun = clock();
    sqlite3 *db = NULL;
    sqlite3_stmt *put = NULL, *get = NULL;
    sqlite3_open(":memory:", &db);
    sqlite3_exec(db, "CREATE TABLE t (k TEXT PRIMARY KEY, v TEXT)", NULL, NULL, NULL);
    sqlite3_prepare_v2(
        db, "INSERT INTO t VALUES (hex(?1 * 2654435761 % 1000003), printf('%0100d', ?1))", -1, &put,
        NULL);
    sqlite3_prepare_v2(db, "SELECT v FROM t WHERE k = hex(?1 * 2654435761 % 1000003)", -1, &get,
                       NULL);
    for (int round = 0; round < 2 * ROWS; round++) {
        sqlite3_stmt *each = round < ROWS ? put : get;
        sqlite3_bind_int(each, 1, round % ROWS);
        sqlite3_step(each);
        sqlite3_reset(each);
    }
    sqlite3_finalize(put);
    sqlite3_finalize(get);
    sqlite3_close(db);
    return (double)(clock() - begun) / CLOCKS_PER_SEC;
}

/* 1: as quick as there, or quicker; 2: half as quick. */
static inline double slowness(void)
{
    double took = measure_once() / MEASURE_SECONDS;
    return took > 1 ? took : 1;
}
