#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <utime.h>

#include "base/clock.h"
#include "base/failure.h"
#include "post/archive.h"
#include "unit/post/servers.h"

#define NOW 1364886000

struct place {
    char *folder;
    struct config *config;
    struct archive *archive;
};

static struct place place_new(void)
{
    struct place place = {.folder = own_folder()};
    g_autofree char *path = g_build_filename(place.folder, "moedested.conf", NULL);
    assert_true(g_file_set_contents(path, "[archive]\npath = archive\n", -1, NULL));
    place.config = config_load(path, NULL);
    assert_non_null(place.config);
    assert_true(archive_prepare(place.config, NULL));
    place.archive = archive_open(place.config, NULL);
    assert_non_null(place.archive);
    return place;
}

static void place_clear(struct place *place)
{
    archive_close(place->archive);
    config_free(place->config);
    remove_folder(place->folder);
    g_free(place->folder);
}

static void deliver(const struct place *place, const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(place->folder, "archive", name, NULL);
    assert_true(g_file_set_contents(path, text, -1, NULL));
    const struct utimbuf when = {NOW, NOW};
    assert_int_equal(utime(path, &when), 0);
}

static bool has(const struct place *place, const char *id)
{
    bool found = false;
    g_autoptr(GError) error = NULL;
    assert_true(archive_has(place->archive, id, &found, &error));
    return found;
}

static void copies_are_known_by_their_header(void **state G_GNUC_UNUSED)
{
    struct place place = place_new();
    assert_false(has(&place, "1@x"));
    deliver(&place, "new/a", "Return-Path: <m@x>\nMessage-ID: <1@x>\nTo: <t@x>\n\nhej\n");
    deliver(&place, "cur/b:2,S", "message-id:\r\n <2@x>\r\nTo: <t@x>\r\n\r\nMessage-ID: <3@x>\r\n");
    deliver(&place, "new/c", "To: <t@x>\n\nMessage-ID: <4@x>\n");
    deliver(&place, "new/empty", "");
    assert_true(has(&place, "1@x"));
    assert_true(has(&place, "2@x"));
    assert_false(has(&place, "3@x")); /* stands in a body */
    assert_false(has(&place, "4@x"));
    assert_false(has(&place, "@x")); /* a part of an id is none */
    deliver(&place, "new/d", "Message-ID: <5@x>\n\n");
    assert_true(has(&place, "5@x"));
    place_clear(&place);
}

static void a_long_header_is_read(void **state G_GNUC_UNUSED)
{
    struct place place = place_new();
    g_autofree char *padding = g_strnfill(20000, 'x');
    g_autofree char *mail = g_strdup_printf("X-Long: %s\nMessage-ID: <long@x>\n\nhej\n", padding);
    deliver(&place, "new/a", mail);
    assert_true(has(&place, "long@x"));
    place_clear(&place);
}

static void old_copies_are_removed(void **state G_GNUC_UNUSED)
{
    struct place place = place_new();
    unsigned removed = 0;
    deliver(&place, "new/a", "Message-ID: <1@x>\n\n");
    deliver(&place, "cur/b:2,", "Message-ID: <2@x>\n\n");
    assert_true(archive_purge(place.archive, NOW, &removed, NULL));
    assert_int_equal(removed, 0);
    assert_true(has(&place, "1@x"));
    assert_true(archive_purge(place.archive, NOW + 1, &removed, NULL));
    assert_int_equal(removed, 2);
    assert_false(has(&place, "1@x"));
    place_clear(&place);
}

/* A restored backup, or a mail server that was set up anew. While there is none nobody can say what
 * arrived. */
static void another_folder_in_its_place_is_read(void **state G_GNUC_UNUSED)
{
    struct place place = place_new();
    struct place other = place_new();
    deliver(&place, "new/a", "Message-ID: <1@x>\n\n");
    assert_true(has(&place, "1@x"));
    deliver(&other, "new/b", "Message-ID: <2@x>\n\n");
    g_autofree char *to = g_build_filename(place.folder, "archive", NULL);
    remove_folder(to);
    bool found = false;
    g_autoptr(GError) error = NULL;
    assert_false(archive_has(place.archive, "2@x", &found, &error));
    assert_int_equal(error->code, FAILURE_TEMPORARY);
    g_autofree char *from = g_build_filename(other.folder, "archive", NULL);
    assert_int_equal(rename(from, to), 0);
    assert_true(has(&place, "2@x"));
    unsigned removed = 0;
    assert_true(archive_purge(place.archive, NOW + 1, &removed, NULL));
    assert_int_equal(removed, 1);
    place_clear(&other);
    place_clear(&place);
}

/* 64 mails in doubt after a crash, in an archive of 10,000. */
static void many_copies_are_no_trouble(void **state G_GNUC_UNUSED)
{
    struct place place = place_new();
    for (int at = 0; at < 10000; at++) {
        g_autofree char *path =
            g_strdup_printf("%s/archive/%s/%d.x", place.folder, at % 2 ? "new" : "cur", at);
        g_autofree char *mail = g_strdup_printf("Message-ID: <%d@x>\n\nhej\n", at);
        FILE *file = fopen(path, "w");
        fputs(mail, file);
        fclose(file);
    }
    int64_t start = clock_stopwatch();
    for (int at = 0; at < 64; at++) {
        g_autofree char *there = g_strdup_printf("%d@x", at * 100);
        g_autofree char *not_there = g_strdup_printf("%d@y", at);
        assert_true(has(&place, there));
        assert_false(has(&place, not_there));
    }
    int64_t took = clock_stopwatch() - start;
    print_message("64 found and 64 not found among 10,000: %d ms\n", (int)(took / 1000));
    assert_true(took < 10 * G_USEC_PER_SEC);
    place_clear(&place);
}

static void an_impossible_one_is_refused(void **state G_GNUC_UNUSED)
{
    g_autofree char *folder = own_folder();
    g_autofree char *path = g_build_filename(folder, "moedested.conf", NULL);
    assert_true(g_file_set_contents(path, "[archive]\npath = moedested.conf\n", -1, NULL));
    struct config *config = config_load(path, NULL);
    g_autoptr(GError) error = NULL;
    assert_false(archive_prepare(config, &error));
    assert_int_equal(error->code, FAILURE_CONFIGURATION);
    config_free(config);
    remove_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(copies_are_known_by_their_header),
        cmocka_unit_test(a_long_header_is_read),
        cmocka_unit_test(old_copies_are_removed),
        cmocka_unit_test(another_folder_in_its_place_is_read),
        cmocka_unit_test(many_copies_are_no_trouble),
        cmocka_unit_test(an_impossible_one_is_refused),
    };
    return cmocka_run_group_tests_name("post/archive", tests, NULL, NULL);
}
