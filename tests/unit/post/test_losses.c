/* Whose fault a lost line is (losses.h): by itself, and in a plain lane whose relay ends lines. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "post/losses.h"
#include "unit/post/relay.h"
#include "unit/post/wire.h"

static enum loss lose(struct losses *losses, struct lane_mail *mail, bool others)
{
    return losses_judge(losses, mail, false, others);
}

static void one_mail_alone_says_nothing_of_an_unknown_relay(void **state G_GNUC_UNUSED)
{
    struct losses losses = {.works = false};
    struct lane_mail mail = {.id = 1};
    assert_int_equal(lose(&losses, &mail, false), LOSS_STOP);
}

/* The relay took another mail yesterday: two lines are enough. */
static void one_mail_alone_at_a_relay_that_works(void **state G_GNUC_UNUSED)
{
    struct losses losses = {.works = false};
    struct lane_mail mail = {.id = 1};
    losses_answered(&losses);
    assert_int_equal(lose(&losses, &mail, false), LOSS_PUT_OFF);
    assert_int_equal(lose(&losses, &mail, false), LOSS_SETTLE);
}

static void others_go_first(void **state G_GNUC_UNUSED)
{
    struct losses losses = {.works = false};
    struct lane_mail mail = {.id = 1};
    assert_int_equal(lose(&losses, &mail, true), LOSS_PUT_OFF);
    losses_answered(&losses);
    assert_int_equal(lose(&losses, &mail, false), LOSS_SETTLE);
}

static void ten_mails_are_the_relay(void **state G_GNUC_UNUSED)
{
    struct losses losses = {.works = false};
    struct lane_mail mails[10] = {{.id = 1}};
    for (unsigned i = 0; i < 9; i++) {
        assert_int_equal(lose(&losses, &mails[i], true), LOSS_PUT_OFF);
    }
    assert_int_equal(lose(&losses, &mails[9], true), LOSS_STOP);
}

/* At a relay that worked, the tenth and those behind it are out of the way at once, so that the
 * next batch begins with others. The twentieth is the end all the same. */
static void many_in_a_row_do_not_come_again(void **state G_GNUC_UNUSED)
{
    struct losses losses = {.works = false};
    struct lane_mail mails[20] = {{.id = 1}};
    losses_answered(&losses);
    for (unsigned i = 0; i < 19; i++) {
        assert_int_equal(lose(&losses, &mails[i], true), i < 9 ? LOSS_PUT_OFF : LOSS_SETTLE);
    }
    assert_int_equal(lose(&losses, &mails[19], true), LOSS_STOP);
    assert_false(losses.works);
}

static void order_is(const struct losses *losses, struct lane_mail mails[5], const int64_t ids[5])
{
    g_autoptr(GPtrArray) order = losses_order(losses, mails, 5);
    assert_int_equal(order->len, 5);
    for (unsigned i = 0; i < 5; i++) {
        const struct lane_mail *mail = g_ptr_array_index(order, i);
        assert_int_equal(mail->id, ids[i]);
        assert_int_equal(mails[i].id, i + 1); /* and stays where it is */
    }
}

/* The next batch begins with others, until the relay answers. */
static void lost_ones_go_last_next_time(void **state G_GNUC_UNUSED)
{
    struct losses losses = {.works = false};
    struct lane_mail mails[5] = {{.id = 1}, {.id = 2}, {.id = 3}, {.id = 4}, {.id = 5}};
    lose(&losses, &mails[0], true);
    lose(&losses, &mails[2], true);
    assert_int_equal(lose(&losses, &mails[2], false), LOSS_STOP);
    static const int64_t behind[] = {2, 4, 5, 1, 3}, as_they_were[] = {1, 2, 3, 4, 5};
    order_is(&losses, mails, behind);
    losses_answered(&losses);
    order_is(&losses, mails, as_they_were);
}

/* Ten times a timeout would be an hour. */
static void two_silences_are_the_relay(void **state G_GNUC_UNUSED)
{
    struct losses losses = {.works = false};
    struct lane_mail mails[2] = {{.id = 1}, {.id = 2}};
    assert_int_equal(losses_judge(&losses, &mails[0], true, true), LOSS_PUT_OFF);
    assert_int_equal(losses_judge(&losses, &mails[1], true, true), LOSS_STOP);
}

/* `lines`: how many there were. */
static struct memory deliver_to(const struct script *script, unsigned count, unsigned sessions,
                                unsigned *lines)
{
    g_autofree char *folder = own_folder();
    g_autofree char *heard = g_build_filename(folder, "heard", NULL);
    int port = 0;
    pid_t relay = relay_start(script, heard, &port);
    struct lane_settings settings = plain_lane(port);
    settings.sessions = sessions;
    alarm(60);
    struct memory memory = deliver_with(&settings, count, 10, 0);
    alarm(0);
    end_process(relay);
    g_autofree char *text = NULL;
    assert_true(g_file_get_contents(heard, &text, NULL, NULL));
    g_auto(GStrv) parts = g_strsplit(text, "EHLO ", -1);
    *lines = g_strv_length(parts) - 1;
    remove_folder(folder);
    return memory;
}

/* A relay that ends the line at some recipients, each time. */
static struct memory deliver_dropped(const char *dropped, unsigned count, unsigned sessions)
{
    const struct script script = {.ehlo = "250-PIPELINING\r\n", .refused = dropped, .refusal = ""};
    unsigned lines = 0;
    return deliver_to(&script, count, sessions, &lines);
}

/* A relay that lets more than two lines begin, and ends them at MAIL: two do the work, and that no
 * mail is to blame shows in time. */
static void two_lines_are_enough(void **state G_GNUC_UNUSED)
{
    const struct script script = {.ehlo = "250-PIPELINING\r\n", .lines = 2};
    unsigned lines = 0;
    struct memory memory = deliver_to(&script, 100, 4, &lines);
    assert_in_range(lines, 1, 8); /* not one for each mail */
    for (unsigned i = 1; i <= 100; i++) {
        assert_int_equal(told_of(&memory, i)->result, LEDGER_ACCEPTED);
    }
    g_hash_table_unref(memory.told);
}

/* Mails 1 and 10 to 19, so the first of the batch and many in a row: all others go, and these wait
 * their turn as if the relay had said so. */
static void mails_that_end_each_line_are_for_later(void **state)
{
    unsigned sessions = *(unsigned *)*state;
    struct memory memory = deliver_dropped("<person1", 30, sessions);
    for (unsigned i = 1; i <= 30; i++) {
        bool dropped = i == 1 || i / 10 == 1;
        const struct told *told = told_of(&memory, i);
        assert_int_equal(told->result, dropped ? LEDGER_LATER : LEDGER_ACCEPTED);
        assert_int_equal(told->handed, !dropped);
    }
    g_hash_table_unref(memory.told);
}

static void one_mail_that_ends_each_line_is_for_later(void **state)
{
    unsigned sessions = *(unsigned *)*state;
    struct memory memory = deliver_dropped("<person1@", 30, sessions);
    assert_int_equal(told_of(&memory, 1)->result, LEDGER_LATER);
    assert_non_null(strstr(told_of(&memory, 1)->answer, "drops the line at this mail"));
    for (unsigned i = 2; i <= 30; i++) {
        assert_int_equal(told_of(&memory, i)->result, LEDGER_ACCEPTED);
    }
    g_hash_table_unref(memory.told);
}

/* Then it is the relay, and nobody's mail. */
static void a_relay_that_ends_every_line_is_unwell(void **state)
{
    unsigned sessions = *(unsigned *)*state;
    struct memory memory = deliver_dropped("<person", 30, sessions);
    for (unsigned i = 1; i <= 30; i++) {
        assert_int_equal(told_of(&memory, i)->result, LEDGER_NOT_TRIED);
        assert_non_null(strstr(told_of(&memory, i)->answer, "closed the line"));
    }
    g_hash_table_unref(memory.told);
}

/* Ten in front of all others are the relay at first sight, and this one has not worked yet. No
 * sessions: the secured lane. */
static void ten_in_front_hold_up_one_batch(void **state)
{
    const struct script script = {
        .ehlo = "250-PIPELINING\r\n", .refused = "<person10", .refusal = ""};
    g_autofree char *folder = own_folder();
    g_autofree char *heard = g_build_filename(folder, "heard", NULL);
    unsigned sessions = *(unsigned *)*state;
    struct lane_settings settings = sessions == 0 ? smtp_settings(0) : plain_lane(0);
    pid_t relay = relay_start(&script, heard, &settings.port);
    settings.sessions = MAX(sessions, 1);
    SCOPED(lane) struct lane *lane = lane_open(&settings, NULL);
    struct lane_mail *mails = make_mails(130, 10);
    for (unsigned round = 0; round < 2; round++) {
        struct memory memory = {.refuse_id = 0};
        struct lane_watch watch = memory_watch(&memory);
        struct lane_mail *batch = g_memdup2(&mails[99], 31 * sizeof *mails);
        lane_deliver(lane, batch, 31, &watch);
        g_free(batch);
        for (unsigned i = 100; i <= 130; i++) {
            enum ledger_result second = i < 110 ? LEDGER_LATER : LEDGER_ACCEPTED;
            enum ledger_result result = told_of(&memory, i)->result;
            /* Of four lines one may have done something before the tenth is lost. */
            bool ahead = round == 0 && sessions > 1 && result == second;
            assert_true(ahead || result == (round == 0 ? LEDGER_NOT_TRIED : second));
        }
        g_hash_table_unref(memory.told);
    }
    free_mails(mails, 130);
    end_process(relay);
    remove_folder(folder);
}

int main(void)
{
    static unsigned none = 0, one = 1, four = 4;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_mail_alone_says_nothing_of_an_unknown_relay),
        cmocka_unit_test(one_mail_alone_at_a_relay_that_works),
        cmocka_unit_test(others_go_first),
        cmocka_unit_test(ten_mails_are_the_relay),
        cmocka_unit_test(many_in_a_row_do_not_come_again),
        cmocka_unit_test(lost_ones_go_last_next_time),
        cmocka_unit_test(two_silences_are_the_relay),
        cmocka_unit_test(two_lines_are_enough),
        {"one mail ends each line", one_mail_that_ends_each_line_is_for_later, NULL, NULL, &one},
        {"and each of four", one_mail_that_ends_each_line_is_for_later, NULL, NULL, &four},
        {"several mails end each line", mails_that_end_each_line_are_for_later, NULL, NULL, &one},
        {"and each of four, too", mails_that_end_each_line_are_for_later, NULL, NULL, &four},
        {"all mails end each line", a_relay_that_ends_every_line_is_unwell, NULL, NULL, &one},
        {"and all of four", a_relay_that_ends_every_line_is_unwell, NULL, NULL, &four},
        {"ten in front", ten_in_front_hold_up_one_batch, NULL, NULL, &one},
        {"ten in front, secured", ten_in_front_hold_up_one_batch, NULL, NULL, &none},
        {"ten in front of four lines", ten_in_front_hold_up_one_batch, NULL, NULL, &four},
    };
    return cmocka_run_group_tests_name("post/losses", tests, NULL, NULL);
}
