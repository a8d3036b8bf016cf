/* What the fetching process says to main, of a source that is as it is told. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "base/failure.h"
#include "base/frame.h"
#include "base/worker.h"
#include "post/fetcher.h"

/* Its second round fails. */
static void *fake_open(const struct source_setup *setup G_GNUC_UNUSED, GError **error G_GNUC_UNUSED)
{
    return g_new0(unsigned, 1);
}

static int fake_fd(const void *state G_GNUC_UNUSED)
{
    return -1;
}

static int64_t fake_due(const void *state G_GNUC_UNUSED)
{
    return INT64_MAX;
}

static bool fake_begin(void *state, GError **error)
{
    if (++*(unsigned *)state == 2) {
        g_set_error_literal(error, POST_ERROR, FAILURE_TEMPORARY, "no");
        return false;
    }
    return true;
}

static enum source_more fake_take(void *state G_GNUC_UNUSED,
                                  const struct source_main *main G_GNUC_UNUSED,
                                  GPtrArray *mails G_GNUC_UNUSED, GError **error G_GNUC_UNUSED)
{
    return SOURCE_END;
}

static bool fake_end(void *state G_GNUC_UNUSED, GError **error G_GNUC_UNUSED)
{
    return true;
}

static bool fake_well(const void *state G_GNUC_UNUSED)
{
    return true;
}

static const struct source_kind fake = {.open = fake_open,
                                        .close = g_free,
                                        .fd = fake_fd,
                                        .due = fake_due,
                                        .begin = fake_begin,
                                        .take = fake_take,
                                        .end = fake_end,
                                        .well = fake_well};

static void expect_frame(const struct worker *worker, enum fetcher_frame expected,
                         struct frame_cursor *cursor, char **body)
{
    uint8_t type = 0;
    g_free(*body);
    *body = frame_read(worker->fd, 10000, &type, &cursor->left, NULL);
    assert_non_null(*body);
    assert_int_equal(type, expected);
    cursor->at = *body;
}

/* Main may have noted a trouble of its own, that the process was slow, say: each round tells it how
 * things are. */
static void each_round_says_how_it_is(void **state G_GNUC_UNUSED)
{
    static const char *const problems[] = {NULL, "no", NULL, NULL};
    const struct source_setup setup = {.kind = &fake};
    struct worker *worker = worker_start("fetch", fetcher_body, (void *)(uintptr_t)&setup, NULL);
    g_autofree char *body = NULL;
    for (size_t at = 0; at < G_N_ELEMENTS(problems); at++) {
        struct frame_cursor cursor = {0};
        assert_true(frame_write(worker->fd, FETCHER_ROUND, NULL, 0, NULL));
        expect_frame(worker, FETCHER_PROBLEM, &cursor, &body);
        const char *problem = frame_take_text(&cursor);
        assert_int_equal(g_strcmp0(problem, problems[at]), 0);
        expect_frame(worker, FETCHER_END, &cursor, &body);
        assert_int_equal(frame_take_number(&cursor), problems[at] == NULL);
    }
    worker_free(worker);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_round_says_how_it_is)};
    return cmocka_run_group_tests_name("post/fetcher", tests, NULL, NULL);
}
