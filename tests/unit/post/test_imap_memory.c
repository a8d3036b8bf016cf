/* What is known of mails that do not come, from one `moedested tick` to the next. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "store/setting.h"
#include "unit/post/imap_odd.h"

#define NOW 1364886000
#define MAIL_7 "* 1 FETCH (UID 7 BODY[] {14}\r\nSubject: 7\r\n\r\n)\r\n"
#define MAIL_8 "* 2 FETCH (UID 8 BODY[] {14}\r\nSubject: x\r\n\r\n)\r\n"

struct house {
    struct oddity *odd;
    pid_t server;
    struct imap_office office;
};

static struct house house_new(const struct oddity *odd)
{
    struct house house = {.odd = odd_share(odd)};
    int port = 0;
    house.server = odd_server(house.odd, &port);
    house.office = imap_office_new("127.0.0.1", port, "tls = none\ntimeout = 5 seconds");
    return house;
}

static void house_clear(struct house *house)
{
    imap_office_clear(&house->office);
    kill(house->server, SIGKILL);
    waitpid(house->server, NULL, 0);
    munmap(house->odd, sizeof *house->odd);
}

static unsigned tick(struct house *house)
{
    imap_office_restart(&house->office);
    return imap_take(&house->office);
}

/* The mail that breaks the line is given up after three ticks; it has its turn again later. */
static void one_holds_up_nobody(void **state)
{
    struct house house = house_new(&(struct oddity){.seventh = *state});
    for (unsigned ticks = 0; ticks < 3; ticks++) {
        assert_int_equal(tick(&house), ticks == 2 ? 1 : 0);
    }
    assert_int_equal(tick(&house), 0);
    assert_null(retrieve_problem(house.office.retrieve));
    assert_int_equal(retrieve_left(house.office.retrieve), 1);
    clock_set(house.office.clock, NOW + 599, false);
    assert_int_equal(tick(&house), 0);
    assert_null(retrieve_problem(house.office.retrieve));
    clock_set(house.office.clock, NOW + 601, false);
    assert_int_equal(tick(&house), 0);
    assert_non_null(retrieve_problem(house.office.retrieve));
    house.odd->seventh = MAIL_7 MAIL_8 "%s OK done\r\n"; /* somebody has mended it */
    clock_set(house.office.clock, NOW + 3600, false);
    assert_int_equal(tick(&house), 1);
    assert_int_equal(retrieve_left(house.office.retrieve), 0);
    house_clear(&house);
}

/* The same numbers in a folder that was made anew are other mails. */
static void another_folder_has_other_mails(void **state G_GNUC_UNUSED)
{
    struct house house = house_new(&(struct oddity){.seventh = "%s NO cannot convert it\r\n"});
    assert_int_equal(tick(&house), 1);
    house.odd->seventh = MAIL_7 MAIL_8 "%s OK done\r\n";
    assert_int_equal(tick(&house), 0);
    assert_int_equal(retrieve_left(house.office.retrieve), 1);
    house.odd->select = "* 2 EXISTS\r\n* OK [UIDVALIDITY 4] ok\r\n%s OK [READ-WRITE] done\r\n";
    assert_int_equal(tick(&house), 1);
    assert_int_equal(retrieve_left(house.office.retrieve), 0);
    house_clear(&house);
}

/* An inbox that hands out nothing is a problem at each tick, or no alarm would ever last its hour.
 */
static void a_problem_lasts(void **state G_GNUC_UNUSED)
{
    struct house house =
        house_new(&(struct oddity){.fetch = "* 1 FETCH (UID 7 BODY[] NIL)\r\n%s OK done\r\n"});
    for (unsigned ticks = 1; ticks <= 5; ticks++) {
        assert_int_equal(tick(&house), 0);
        assert_int_equal(retrieve_problem(house.office.retrieve) != NULL, ticks >= 3);
    }
    house_clear(&house);
}

/* What was copied and could not be marked is not copied at each tick. */
static void what_was_copied_is_left(void **state G_GNUC_UNUSED)
{
    struct house house = house_new(&(struct oddity){.seventh = MAIL_7 MAIL_8 "%s OK done\r\n",
                                                    .store = "%s NO read-only\r\n"});
    assert_int_equal(tick(&house), 2);
    assert_int_equal(house.odd->copies, 1);
    clock_set(house.office.clock, NOW + 30 * 24 * 3600, false);
    assert_int_equal(tick(&house), 0);
    assert_int_equal(tick(&house), 0);
    assert_int_equal(house.odd->copies, 1);
    assert_int_equal(retrieve_left(house.office.retrieve), 2);
    house_clear(&house);
}

static void write_setting(struct store *store, const char *value)
{
    assert_true(store_begin(store, NULL));
    assert_true(setting_set(store, "inbox-memory", value, NULL));
    assert_true(store_commit(store, NULL));
}

/* What another version wrote, or what was learned of another account, is no obstacle. */
static void what_is_not_understood_is_not_known(void **state G_GNUC_UNUSED)
{
    static const char others[] =
        "1364886000 ('inbox@127.0.0.1:1/INBOX', 3, 0, 0, 'no', (0, [(7, 3, true, 0, 0, "
        "9223372036854775807, 'no'), (8, 3, true, 0, 0, 9223372036854775807, 'no')]))";
    static const char *const values[] = {"", "1364886000", "1364886000 (",
                                         "1364886000 ('inbox', 3)", others};
    for (size_t at = 0; at < G_N_ELEMENTS(values); at++) {
        struct house house = house_new(&(struct oddity){.seventh = MAIL_7 MAIL_8 "%s OK done\r\n"});
        write_setting(house.office.store, values[at]);
        assert_int_equal(tick(&house), 2);
        assert_null(retrieve_problem(house.office.retrieve));
        assert_int_equal(retrieve_left(house.office.retrieve), 0);
        g_autofree char *kept = setting_get(house.office.store, "inbox-memory", NULL);
        assert_null(kept);
        house_clear(&house);
    }
}

static void kill_last_child(void)
{
    g_autofree char *path = g_strdup_printf("/proc/self/task/%d/children", getpid());
    g_autofree char *list = NULL;
    g_assert(g_file_get_contents(path, &list, NULL, NULL));
    pid_t victim = (pid_t)g_ascii_strtoll(strrchr(g_strchomp(list), ' ') + 1, NULL, 10);
    if (fork() == 0) {
        g_usleep(500000);
        kill(victim, SIGKILL);
        _exit(0);
    }
}

/* A mail that ends the process, or keeps it until it is ended, is to blame as well. */
static void one_that_kills_holds_up_nobody(void **state G_GNUC_UNUSED)
{
    struct house house =
        house_new(&(struct oddity){.seventh = "* 1 FETCH (UID 7 BODY[] {500}\r\n%s"});
    for (unsigned ticks = 0; ticks < 3; ticks++) {
        imap_office_restart(&house.office);
        kill_last_child();
        assert_int_equal(imap_take(&house.office), ticks == 2 ? 1 : 0);
        wait(NULL); /* the one that killed */
    }
    assert_int_equal(tick(&house), 0);
    assert_null(retrieve_problem(house.office.retrieve));
    assert_int_equal(retrieve_left(house.office.retrieve), 1);
    house_clear(&house);
}

int main(void)
{
    static char broken[] = "* 1 FETCH (UID 7 BODY[] {500}\r\nhal";
    static char larger[] = "* 1 FETCH (UID 7 BODY[] {9000000}\r\nhal";
    const struct CMUnitTest tests[] = {
        {"a mail that breaks the line", one_holds_up_nobody, NULL, NULL, broken},
        {"a mail that is larger than was said", one_holds_up_nobody, NULL, NULL, larger},
        cmocka_unit_test(another_folder_has_other_mails),
        cmocka_unit_test(a_problem_lasts),
        cmocka_unit_test(what_was_copied_is_left),
        cmocka_unit_test(what_is_not_understood_is_not_known),
        cmocka_unit_test(one_that_kills_holds_up_nobody),
    };
    return cmocka_run_group_tests_name("post/imap_memory", tests, NULL, NULL);
}
