/* Whose fault a lost line is (losses.h). */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "post/losses.h"

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

/* Ten times a timeout would be an hour. */
static void two_silences_are_the_relay(void **state G_GNUC_UNUSED)
{
    struct losses losses = {.works = false};
    struct lane_mail mails[2] = {{.id = 1}, {.id = 2}};
    assert_int_equal(losses_judge(&losses, &mails[0], true, true), LOSS_PUT_OFF);
    assert_int_equal(losses_judge(&losses, &mails[1], true, true), LOSS_STOP);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_mail_alone_says_nothing_of_an_unknown_relay),
        cmocka_unit_test(one_mail_alone_at_a_relay_that_works),
        cmocka_unit_test(others_go_first),
        cmocka_unit_test(ten_mails_are_the_relay),
        cmocka_unit_test(many_in_a_row_do_not_come_again),
        cmocka_unit_test(two_silences_are_the_relay),
    };
    return cmocka_run_group_tests_name("post/losses", tests, NULL, NULL);
}
