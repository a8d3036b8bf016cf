/* Stores on the disk that fails: one that is made once and put back before each try.
 */
#pragma once

#include "../unit/store/fixture.h"

#include "store/connection.h"
#include "store/statement.h"
#include "support/faulty_vfs.h"

struct faulty_store {
    char *folder, *path;
    char *content; /* the store file as each try finds it */
    gsize length;
};

static inline void faulty_store_begin(struct faulty_store *place)
{
    place->folder = fixture_folder();
    place->path = g_build_filename(place->folder, "moedested.db", NULL);
}

static inline void faulty_store_keep(struct faulty_store *place)
{
    assert_true(g_file_get_contents(place->path, &place->content, &place->length, NULL));
}

static inline void faulty_store_end(struct faulty_store *place)
{
    fixture_remove(place->folder);
    g_free(place->folder);
    g_free(place->path);
    g_free(place->content);
}

static inline void faulty_store_reset(const struct faulty_store *place)
{
    static const char *const beside[] = {"-wal", "-shm", "-journal"};
    for (size_t at = 0; at < G_N_ELEMENTS(beside); at++) {
        g_autofree char *path = g_strconcat(place->path, beside[at], NULL);
        g_remove(path);
    }
    assert_true(g_file_set_contents_full(place->path, place->content, (gssize)place->length,
                                         G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static inline int64_t faulty_store_number(struct store *store, const char *sql)
{
    sqlite3_stmt *ask = NULL;
    assert_int_equal(sqlite3_prepare_v2(store->db, sql, -1, &ask, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(ask), SQLITE_ROW);
    int64_t number = sqlite3_column_int64(ask, 0);
    sqlite3_finalize(ask);
    return number;
}

/* A fresh connection; the store is whole. The caller owns it. */
static inline struct store *faulty_store_look(const char *path)
{
    g_autoptr(GError) error = NULL;
    struct store *store = store_open(path, STORE_WRITE, &error);
    if (store == NULL) {
        fail_msg("%s", error->message);
        abort(); /* never: fail_msg does not return, which the analyzer does not know */
    }
    assert_int_equal(faulty_store_number(store, "SELECT count(*) FROM pragma_integrity_check "
                                                "WHERE integrity_check <> 'ok'"),
                     0);
    assert_int_equal(faulty_store_number(store, "SELECT count(*) FROM pragma_foreign_key_check"),
                     0);
    return store;
}

/* What a disk can do. */
static const struct faulty_kind {
    const char *name;
    unsigned calls;
    bool full, lasting;
} faulty_kinds[] = {
    {"one read fails", FAULTY_READ, false, false},
    {"one write fails", FAULTY_WRITE, false, false},
    {"one sync fails", FAULTY_SYNC, false, false},
    {"one truncate fails", FAULTY_TRUNCATE, false, false},
    {"every call fails from one on", FAULTY_ALL, false, true},
    {"full for one write", FAULTY_WRITE | FAULTY_TRUNCATE, true, false},
    {"full from one write on", FAULTY_WRITE | FAULTY_TRUNCATE, true, true},
};

/* Runs it again and again, with the fault one call later each time, until there is no such call.
 * `run` works on the store at the path until something fails and says whether all went well;
 * `look` judges what is there then. */
static inline void faulty_store_sweep(const struct faulty_store *place,
                                      const struct faulty_kind *kind,
                                      bool (*run)(const char *path, void *data),
                                      void (*look)(const char *path, bool fine, void *data),
                                      void *data, unsigned *told)
{
    bool reached = true;
    for (unsigned number = 1; reached; number++) {
        assert_true(number < 5000);
        faulty_store_reset(place);
        faulty_vfs_arm(kind->calls, number, kind->full, kind->lasting);
        bool fine = run(place->path, data);
        reached = faulty_vfs_disarm();
        assert_true(reached || fine);
        *told += fine ? 0 : 1;
        look(place->path, fine, data);
    }
}
