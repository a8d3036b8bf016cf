#include "support/faulty_vfs.h"

#include <sqlite3.h>
#include <string.h>

#define SECTOR 512u

/* A write since the last sync; `octets` NULL: the file was cut to `offset`. */
struct write {
    gint64 offset;
    GBytes *octets;
};

/* What a power cut leaves of a file. */
struct platter {
    GByteArray *synced;
    GPtrArray *since; /* struct write */
};

struct file {
    sqlite3_file base;
    struct platter *platter; /* NULL: a file that SQLite keeps for itself */
    sqlite3_file *real;
};

static struct {
    sqlite3_vfs vfs;
    sqlite3_vfs *real;
    GHashTable *platters; /* path -> struct platter */
    unsigned calls, number, seen;
    bool full, lasting, cut, reached;
} disk;

static void write_free(void *data)
{
    struct write *write = data;
    g_clear_pointer(&write->octets, g_bytes_unref);
    g_free(write);
}

static void platter_free(void *data)
{
    struct platter *platter = data;
    g_byte_array_unref(platter->synced);
    g_ptr_array_unref(platter->since);
    g_free(platter);
}

static struct file *file_of(sqlite3_file *file)
{
    return (struct file *)file;
}

static sqlite3_file *real_of(sqlite3_file *file)
{
    return file_of(file)->real;
}

/* SQLITE_OK, or how this call fails. */
static int fault(unsigned kind, int code)
{
    if ((disk.calls & kind) == 0) {
        return SQLITE_OK;
    }
    disk.seen++;
    bool hit = disk.seen == disk.number || (disk.lasting && disk.seen > disk.number);
    disk.reached = disk.reached || hit;
    if (!hit) {
        return SQLITE_OK;
    }
    return disk.full && (kind & (FAULTY_WRITE | FAULTY_TRUNCATE)) != 0 ? SQLITE_FULL : code;
}

/* Behind a cut nothing is read either. */
static bool dark(void)
{
    return disk.cut && disk.reached;
}

static void put(GByteArray *content, gint64 offset, const void *octets, size_t length)
{
    size_t end = (size_t)offset + length, before = content->len;
    if (end > before) {
        g_byte_array_set_size(content, (guint)end);
        memset(content->data + before, 0, end - before);
    }
    memcpy(content->data + offset, octets, length);
}

static void apply(GByteArray *content, const struct write *write)
{
    if (write->octets == NULL) {
        g_byte_array_set_size(content, MIN(content->len, (guint)write->offset));
        return;
    }
    size_t length = 0;
    const void *octets = g_bytes_get_data(write->octets, &length);
    put(content, write->offset, octets, length);
}

/* Each sector of a write reaches the platter or not. */
static void apply_some(GByteArray *content, const struct write *write, GRand *chance)
{
    if (write->octets == NULL) {
        if (g_rand_boolean(chance)) {
            apply(content, write);
        }
        return;
    }
    size_t length = 0;
    const guint8 *octets = g_bytes_get_data(write->octets, &length);
    for (size_t at = 0; at < length; at += SECTOR) {
        if (g_rand_boolean(chance)) {
            put(content, write->offset + (gint64)at, octets + at, MIN(SECTOR, length - at));
        }
    }
}

static void note(sqlite3_file *file, gint64 offset, const void *octets, int length)
{
    struct platter *platter = file_of(file)->platter;
    if (platter != NULL && disk.cut) {
        struct write *write = g_new0(struct write, 1);
        write->offset = offset;
        write->octets = octets != NULL ? g_bytes_new(octets, (gsize)length) : NULL;
        g_ptr_array_add(platter->since, write);
    }
}

static int close_file(sqlite3_file *file)
{
    int status = real_of(file)->pMethods->xClose(real_of(file));
    g_free(real_of(file));
    return status;
}

static int read_file(sqlite3_file *file, void *into, int length, sqlite3_int64 offset)
{
    int status = dark() ? SQLITE_IOERR_READ : fault(FAULTY_READ, SQLITE_IOERR_READ);
    return status != SQLITE_OK
               ? status
               : real_of(file)->pMethods->xRead(real_of(file), into, length, offset);
}

static int write_file(sqlite3_file *file, const void *octets, int length, sqlite3_int64 offset)
{
    int status = fault(FAULTY_WRITE, SQLITE_IOERR_WRITE);
    if (status == SQLITE_OK) {
        note(file, offset, octets, length);
        status = real_of(file)->pMethods->xWrite(real_of(file), octets, length, offset);
    }
    return status;
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size)
{
    int status = fault(FAULTY_TRUNCATE, SQLITE_IOERR_TRUNCATE);
    if (status == SQLITE_OK) {
        note(file, size, NULL, 0);
        status = real_of(file)->pMethods->xTruncate(real_of(file), size);
    }
    return status;
}

static int sync_file(sqlite3_file *file, int flags)
{
    int status = fault(FAULTY_SYNC, SQLITE_IOERR_FSYNC);
    if (status != SQLITE_OK) {
        return status;
    }
    struct platter *platter = file_of(file)->platter;
    if (platter != NULL && disk.cut) {
        for (guint at = 0; at < platter->since->len; at++) {
            apply(platter->synced, platter->since->pdata[at]);
        }
        g_ptr_array_set_size(platter->since, 0);
    }
    (void)flags;
    return SQLITE_OK; /* the real disk keeps its power */
}

static int size_of_file(sqlite3_file *file, sqlite3_int64 *size)
{
    return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int lock_file(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int unlock_file(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int is_reserved(sqlite3_file *file, int *reserved)
{
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), reserved);
}

static int control_file(sqlite3_file *file, int what, void *argument)
{
    return real_of(file)->pMethods->xFileControl(real_of(file), what, argument);
}

static int sector_size(sqlite3_file *file)
{
    (void)file;
    return (int)SECTOR;
}

/* None: a torn write is what is tested. */
static int characteristics(sqlite3_file *file)
{
    (void)file;
    return 0;
}

static int shared_map(sqlite3_file *file, int page, int size, int extend, void volatile **at)
{
    return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, at);
}

static int shared_lock(sqlite3_file *file, int offset, int count, int flags)
{
    return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}

static void shared_barrier(sqlite3_file *file)
{
    real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int shared_unmap(sqlite3_file *file, int remove)
{
    return real_of(file)->pMethods->xShmUnmap(real_of(file), remove);
}

static const sqlite3_io_methods methods = {.iVersion = 2,
                                           .xClose = close_file,
                                           .xRead = read_file,
                                           .xWrite = write_file,
                                           .xTruncate = truncate_file,
                                           .xSync = sync_file,
                                           .xFileSize = size_of_file,
                                           .xLock = lock_file,
                                           .xUnlock = unlock_file,
                                           .xCheckReservedLock = is_reserved,
                                           .xFileControl = control_file,
                                           .xSectorSize = sector_size,
                                           .xDeviceCharacteristics = characteristics,
                                           .xShmMap = shared_map,
                                           .xShmLock = shared_lock,
                                           .xShmBarrier = shared_barrier,
                                           .xShmUnmap = shared_unmap};

/* What is there already lies on the platter. */
static struct platter *platter_of(const char *path)
{
    struct platter *platter = g_hash_table_lookup(disk.platters, path);
    if (platter == NULL) {
        platter = g_new0(struct platter, 1);
        platter->synced = g_byte_array_new();
        platter->since = g_ptr_array_new_with_free_func(write_free);
        g_autofree char *content = NULL;
        gsize length = 0;
        if (g_file_get_contents(path, &content, &length, NULL)) {
            g_byte_array_append(platter->synced, (const guint8 *)content, (guint)length);
        }
        g_hash_table_insert(disk.platters, g_strdup(path), platter);
    }
    return platter;
}

static int open_file(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *got)
{
    (void)vfs;
    struct file *mine = file_of(file);
    mine->real = g_malloc0((gsize)disk.real->szOsFile);
    int status = disk.real->xOpen(disk.real, path, mine->real, flags, got);
    if (status != SQLITE_OK) {
        g_free(mine->real);
        mine->base.pMethods = NULL;
        return status;
    }
    mine->platter = path != NULL && disk.cut ? platter_of(path) : NULL;
    mine->base.pMethods = &methods;
    return SQLITE_OK;
}

static int delete_file(sqlite3_vfs *vfs, const char *path, int flush)
{
    (void)vfs;
    if (dark()) {
        return SQLITE_IOERR_DELETE;
    }
    g_hash_table_remove(disk.platters, path);
    return disk.real->xDelete(disk.real, path, flush);
}

void faulty_vfs_install(void)
{
    g_assert(disk.real == NULL);
    disk.real = sqlite3_vfs_find(NULL);
    disk.vfs = *disk.real;
    disk.vfs.zName = "faulty";
    disk.vfs.szOsFile = (int)sizeof(struct file);
    disk.vfs.xOpen = open_file;
    disk.vfs.xDelete = delete_file;
    disk.platters = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, platter_free);
    int status = sqlite3_vfs_register(&disk.vfs, 1);
    g_assert(status == SQLITE_OK);
}

static void arm(unsigned calls, unsigned number)
{
    disk.calls = calls;
    disk.number = number;
    disk.seen = 0;
    disk.full = disk.lasting = disk.cut = disk.reached = false;
}

void faulty_vfs_arm(unsigned calls, unsigned number, bool full, bool lasting)
{
    arm(calls, number);
    disk.full = full;
    disk.lasting = lasting;
}

void faulty_vfs_cut(unsigned number)
{
    arm(FAULTY_WRITE | FAULTY_SYNC | FAULTY_TRUNCATE, number);
    disk.lasting = disk.cut = true;
}

bool faulty_vfs_disarm(void)
{
    bool reached = disk.reached;
    arm(0, 0);
    return reached;
}

void faulty_vfs_image(const char *folder, enum faulty_rest rest, unsigned seed)
{
    g_autoptr(GRand) chance = g_rand_new_with_seed(seed);
    GHashTableIter all;
    void *path = NULL, *value = NULL;
    g_hash_table_iter_init(&all, disk.platters);
    while (g_hash_table_iter_next(&all, &path, &value)) {
        const struct platter *platter = value;
        for (guint at = 0; at < platter->since->len; at++) {
            if (rest == FAULTY_REST_KEPT) {
                apply(platter->synced, platter->since->pdata[at]);
            } else if (rest == FAULTY_REST_SOME) {
                apply_some(platter->synced, platter->since->pdata[at], chance);
            }
        }
        g_autofree char *name = g_path_get_basename(path);
        g_autofree char *image = g_build_filename(folder, name, NULL);
        g_file_set_contents_full(image, (const char *)platter->synced->data,
                                 (gssize)platter->synced->len, G_FILE_SET_CONTENTS_NONE, 0600,
                                 NULL);
    }
    g_hash_table_remove_all(disk.platters);
}
