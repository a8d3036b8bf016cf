#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "post/lane.h"
#include "unit/post/servers.h"

struct place {
    char *folder, *path, *fresh, *cur, *tmp;
    struct lane_settings settings;
    struct lane *lane;
};

static struct place place_new(void)
{
    struct place place = {.folder = own_folder()};
    place.path = g_build_filename(place.folder, "deep", "outbox", NULL);
    place.fresh = g_build_filename(place.path, "new", NULL);
    place.cur = g_build_filename(place.path, "cur", NULL);
    place.tmp = g_build_filename(place.path, "tmp", NULL);
    place.settings = smtp_settings(0);
    place.settings.type = LANE_MAILDIR;
    place.settings.path = place.path;
    g_autoptr(GError) error = NULL;
    place.lane = lane_open(&place.settings, &error);
    assert_null(error);
    return place;
}

static void place_clear(struct place *place)
{
    lane_close(place->lane);
    remove_folder(place->folder);
    g_free(place->folder);
    g_free(place->path);
    g_free(place->fresh);
    g_free(place->cur);
    g_free(place->tmp);
}

static struct memory deliver(struct place *place, struct lane_mail *mails, unsigned count,
                             int64_t refuse_id)
{
    struct memory memory = {.refuse_id = refuse_id};
    struct lane_watch watch = memory_watch(&memory);
    lane_deliver(place->lane, mails, count, &watch);
    for (unsigned i = 0; i < count; i++) {
        assert_int_equal(told_of(&memory, mails[i].id)->times, 1);
    }
    return memory;
}

static void mails_arrive_whole(void **state G_GNUC_UNUSED)
{
    struct place place = place_new();
    struct lane_mail *mails = make_mails(5, 300);
    struct memory memory = deliver(&place, mails, 5, 3);
    for (int64_t id = 1; id <= 5; id++) {
        assert_int_equal(told_of(&memory, id)->result,
                         id == 3 ? LEDGER_NOT_TRIED : LEDGER_ACCEPTED);
    }
    assert_int_equal(count_files(place.fresh), 4);
    assert_int_equal(count_files(place.tmp), 0);
    assert_int_equal(count_in_folder(place.fresh, "\r"), 0);
    assert_int_equal(count_in_folder(place.fresh, "Return-Path: <seniorjob+b2@seniorjob.example>\n"
                                                  "Delivered-To: person2@example.dk\nDate: "),
                     1);
    assert_int_equal(count_in_folder(place.fresh, "Hej 3\n"), 0);
    struct stat about;
    assert_int_equal(stat(place.path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0700);
    g_hash_table_unref(memory.told);
    free_mails(mails, 5);
    place_clear(&place);
}

static void repeat_leaves_one(void **state G_GNUC_UNUSED)
{
    struct place place = place_new();
    struct lane_mail *mails = make_mails(2, 10);
    for (int i = 0; i < 3; i++) {
        struct memory memory = deliver(&place, mails, 2, 0);
        g_hash_table_unref(memory.told);
    }
    assert_int_equal(count_files(place.fresh), 2);
    free_mails(mails, 2);
    place_clear(&place);
}

static void arrived_is_known(void **state G_GNUC_UNUSED)
{
    struct place place = place_new();
    struct lane_mail *mails = make_mails(2, 10);
    bool known = false;
    assert_false(lane_has(place.lane, mails[0].message_id, &known));
    assert_true(known);
    struct memory memory = deliver(&place, mails, 1, 0);
    assert_true(lane_has(place.lane, mails[0].message_id, &known));
    assert_false(lane_has(place.lane, mails[1].message_id, &known));
    /* A reader opens it. */
    g_autoptr(GDir) folder = g_dir_open(place.fresh, 0, NULL);
    const char *name = g_dir_read_name(folder);
    g_autofree char *from = g_build_filename(place.fresh, name, NULL);
    g_autofree char *seen = g_strconcat(name, ":2,S", NULL);
    g_autofree char *to = g_build_filename(place.cur, seen, NULL);
    assert_int_equal(g_rename(from, to), 0);
    assert_true(lane_has(place.lane, mails[0].message_id, &known));
    g_hash_table_unref(memory.told);
    free_mails(mails, 2);
    place_clear(&place);
}

/* The folder vanishes while the lane is open (a disk that is not mounted any more). */
static void lost_folder_is_told(void **state G_GNUC_UNUSED)
{
    struct place place = place_new();
    remove_folder(place.path);
    struct lane_mail *mails = make_mails(3, 10);
    struct memory memory = deliver(&place, mails, 3, 0);
    for (int64_t id = 1; id <= 3; id++) {
        assert_int_equal(told_of(&memory, id)->result, LEDGER_NOT_TRIED);
        assert_non_null(strstr(told_of(&memory, id)->answer, "cannot write"));
    }
    g_hash_table_unref(memory.told);
    free_mails(mails, 3);
    place_clear(&place);
}

static void impossible_place_is_refused(void **state G_GNUC_UNUSED)
{
    char path[] = "/proc/self/cmdline/outbox";
    struct lane_settings settings = smtp_settings(0);
    settings.type = LANE_MAILDIR;
    settings.path = path;
    g_autoptr(GError) error = NULL;
    assert_null(lane_open(&settings, &error));
    assert_non_null(strstr(error->message, path));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mails_arrive_whole),
        cmocka_unit_test(repeat_leaves_one),
        cmocka_unit_test(arrived_is_known),
        cmocka_unit_test(lost_folder_is_told),
        cmocka_unit_test(impossible_place_is_refused),
    };
    return cmocka_run_group_tests_name("post/lane_maildir", tests, NULL, NULL);
}
