/* Mails of an IMAP inbox that weigh another amount than the server says. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include "post/maildir_in.h"
#include "post/reluctant.h"
#include "unit/post/imap_scene.h"

#define MIB ((size_t)1024 * 1024)

static const struct weight {
    const char *name;
    size_t said, octets, taken;
} weights[] = {
    {"said a little less than it weighs", 47 * MIB, 48 * MIB, 48 * MIB},
    {"said a little less, and weighs too much", 47 * MIB, 55 * MIB, MAILDIR_IN_PART},
    {"said next to nothing", 500, 48 * MIB, 48 * MIB},
    {"said next to nothing, and weighs too much", 500, 48 * MIB + 1, MAILDIR_IN_PART},
    {"said next to nothing, and is huge", 0, 100 * MIB, MAILDIR_IN_PART},
    {"said a little more than it weighs", 49 * MIB, 40 * MIB, 40 * MIB},
    {"said more than it weighs, which is too much", 60 * MIB, 49 * MIB, MAILDIR_IN_PART},
    {"said far more than it weighs", 900 * MIB, 14, 14},
};

/* What a server says of the weight of a mail is no reason to leave it, or to cut it. */
static void a_wrong_weight_is_no_trouble(void **state)
{
    const struct weight *weight = *state;
    struct scene *scene =
        scene_new(&(struct oddity){.said = weight->said, .octets = weight->octets});
    unsigned kept = 0;
    for (unsigned looks = 0; looks < RELUCTANT_WORST && kept == 0; looks++) {
        look(scene, &kept);
    }
    assert_int_equal(kept, 1);
    assert_int_equal(scene->length, weight->taken);
    assert_int_equal(scene->skipped->len, 0);
    scene_free(scene);
}

int main(void)
{
    struct CMUnitTest tests[G_N_ELEMENTS(weights)] = {0};
    for (size_t at = 0; at < G_N_ELEMENTS(weights); at++) {
        tests[at] = (struct CMUnitTest){.name = weights[at].name,
                                        .test_func = a_wrong_weight_is_no_trouble,
                                        .initial_state = (void *)(uintptr_t)&weights[at]};
    }
    return cmocka_run_group_tests_name("post/imap_weight", tests, NULL, NULL);
}
