/* Pictures in a compiled issue: the copy as a reader of mail finds it, and the preview of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "compose/form.h"
#include "mail/mime_read.h"
#include "mail/picture.h"
#include "support/templates.h"

#define HOUSE "hus.png.2c6642ffdaece6c5@seniorjob.example"

#define RELATED "multipart/related; type=\"multipart/alternative\""

static const char issue[] =
    "---\nemne: Prøve\nmodtagere: alle\n---\n# Prøve\n\n![Et hus](billeder/hus.png \"32\")\n\n"
    "{{#arbejdsgiver}}\n\n![En mark](billeder/mark.jpg)\n\n{{/arbejdsgiver}}\n\n"
    "{{#fornavn}}\n\n![Til {{fornavn}}](billeder/hus.png)\n\n{{/fornavn}}\n\nSvar AFMELD.\n";

static struct bench folder_open(void)
{
    struct bench bench = bench_open();
    g_autofree char *pictures = g_build_filename(bench.directory, "billeder", NULL);
    copy_folder("tests/data/pictures", pictures);
    put(&bench, "newsletter/proeve.md", issue);
    return bench;
}

static struct form *compile(const struct bench *bench, enum person_role role)
{
    g_autoptr(GError) error = NULL;
    SCOPED(templates) struct templates *templates = open_templates(bench);
    struct form *form = form_compile(templates, "proeve", role, bench->site, &error);
    if (form == NULL) {
        fail_msg("%s", error->message);
    }
    return form;
}

static GBytes *slots_of(const struct form *form)
{
    json_t *values = json_object();
    for (const struct field *field = fields_all(); field->name != NULL; field++) {
        json_object_set_new(values, field->name, json_string(field->example));
    }
    GBytes *slots = form_slots(form, values);
    json_decref(values);
    return slots;
}

/* Read as mail; `type`: how its Content-Type begins. */
static struct message *copy_of(const struct form *form, const char *type)
{
    g_autoptr(GBytes) slots = slots_of(form);
    g_autoptr(GString) raw = g_string_new(NULL);
    assert_true(form_run(form, slots, raw));
    g_autofree char *line = g_strdup_printf("\r\nContent-Type: %s;", type);
    const char *body = strstr(raw->str, "\r\n\r\n");
    assert_true(strstr(raw->str, line) != NULL && strstr(raw->str, line) < body);
    size_t column = 0;
    for (size_t i = (size_t)(body - raw->str); i < raw->len; i++) {
        column = raw->str[i] == '\n' ? 0 : column + 1;
        assert_true((unsigned char)raw->str[i] < 0x80 && column <= 78);
    }
    return mime_read(raw->str, raw->len);
}

static void assert_picture(const struct message_part *part, const char *type, const char *id,
                           const char *file)
{
    g_autofree char *path = g_build_filename("tests/data/pictures", file, NULL);
    g_autofree char *octets = NULL;
    gsize length;
    assert_true(g_file_get_contents(path, &octets, &length, NULL));
    assert_string_equal(part->type, type);
    assert_true(g_str_has_prefix(part->id, id));
    assert_string_equal(part->filename, file);
    assert_int_equal(part->octets->len, length);
    assert_memory_equal(part->octets->data, octets, length);
}

static void test_a_copy_has_its_pictures(void **state)
{
    (void)state;
    struct bench bench = folder_open();
    SCOPED(form) struct form *form = compile(&bench, PERSON_EMPLOYER);
    SCOPED(message) struct message *message = copy_of(form, RELATED);
    assert_false(message->malformed);
    assert_int_equal(message->warnings->len, 0);
    assert_int_equal(message->parts->len, 4);
    const struct message_part *plain = message->parts->pdata[0], *html = message->parts->pdata[1];
    assert_string_equal(plain->type, "text/plain");
    assert_non_null(strstr(plain->text, "[Billede: Et hus]\n\n[Billede: En mark]\n\n"
                                        "[Billede: Til Karen]\n"));
    assert_string_equal(html->type, "text/html");
    assert_non_null(strstr(html->text, "<img src=\"cid:" HOUSE "\" alt=\"Et hus\" width=\"32\" "
                                       "height=\"24\" style=\"display: block; max-width: 100%;"));
    assert_non_null(strstr(html->text, "<img src=\"cid:" HOUSE "\" alt=\"Til Karen\""));
    assert_picture(message->parts->pdata[2], "image/png", HOUSE, "hus.png");
    assert_picture(message->parts->pdata[3], "image/jpeg", "mark.jpg.", "mark.jpg");
    g_autofree char *source =
        g_strdup_printf("src=\"cid:%s\"", ((struct message_part *)message->parts->pdata[3])->id);
    assert_non_null(strstr(html->text, source));
    bench_close(&bench);
}

/* Who does not see a picture does not get it, and without any the copy is as it always was. */
static void test_only_what_is_seen(void **state)
{
    (void)state;
    struct bench bench = folder_open();
    SCOPED(form) struct form *form = compile(&bench, PERSON_SEEKER);
    SCOPED(message) struct message *message = copy_of(form, RELATED);
    assert_int_equal(message->parts->len, 3);
    assert_picture(message->parts->pdata[2], "image/png", HOUSE, "hus.png");
    put(&bench, "newsletter/proeve.md",
        "---\nemne: Prøve\nmodtagere: alle\n---\n# Prøve\n\n{{#arbejdsgiver}}\n"
        "![En mark](billeder/mark.jpg)\n{{/arbejdsgiver}}\n\nSvar AFMELD.\n");
    SCOPED(form) struct form *none = compile(&bench, PERSON_SEEKER);
    SCOPED(message) struct message *bare = copy_of(none, "multipart/alternative");
    assert_int_equal(bare->parts->len, 2);
    bench_close(&bench);
}

static void test_preview(void **state)
{
    (void)state;
    struct bench bench = folder_open();
    SCOPED(form) struct form *form = compile(&bench, PERSON_EMPLOYER);
    g_autoptr(GBytes) slots = slots_of(form);
    struct rendered mail = {0};
    assert_true(form_preview(form, slots, &mail));
    assert_int_equal(mail.pictures->len, 2);
    const struct picture *picture = mail.pictures->pdata[0];
    assert_string_equal(picture->id, HOUSE);
    assert_string_equal(picture->name, "hus.png");
    assert_int_equal(picture->width, 64);
    assert_non_null(strstr(mail.html, "\"cid:" HOUSE "\""));
    g_autofree char *page = pictures_in_page(mail.html, mail.pictures);
    assert_null(strstr(page, "cid:"));
    assert_non_null(strstr(page, "src=\"data:image/png;base64,iVBORw0KGgo"));
    assert_non_null(strstr(page, "src=\"data:image/jpeg;base64,/9j/4AAQ"));
    rendered_clear(&mail);
    bench_close(&bench);
}

/* The frozen form holds the octets: another picture is another approval, and changes no copy. */
static void test_frozen_with_its_octets(void **state)
{
    (void)state;
    struct bench bench = folder_open();
    SCOPED(form) struct form *form = compile(&bench, PERSON_SEEKER);
    g_autoptr(GBytes) frozen = form_freeze(form);
    g_autofree char *hash = form_hash(frozen);
    SCOPED(form) struct form *again = compile(&bench, PERSON_SEEKER);
    g_autoptr(GBytes) frozen_again = form_freeze(again);
    assert_true(g_bytes_equal(frozen, frozen_again));

    g_autofree char *house = g_build_filename(bench.directory, "billeder", "hus.png", NULL);
    g_autofree char *octets = NULL;
    gsize length;
    assert_true(g_file_get_contents(house, &octets, &length, NULL));
    octets[length - 1] ^= 1;
    assert_true(g_file_set_contents(house, octets, (gssize)length, NULL));
    SCOPED(form) struct form *changed = compile(&bench, PERSON_SEEKER);
    g_autoptr(GBytes) frozen_changed = form_freeze(changed);
    g_autofree char *hash_changed = form_hash(frozen_changed);
    assert_string_not_equal(hash, hash_changed);

    SCOPED(form) struct form *thawed = form_thaw(frozen, NULL);
    SCOPED(message) struct message *message = copy_of(thawed, RELATED);
    assert_picture(message->parts->pdata[2], "image/png", HOUSE, "hus.png");
    bench_close(&bench);
}

/* Damaged forms with pictures: refused or shown, never a crash. */
static void test_damaged(void **state)
{
    (void)state;
    struct bench bench = folder_open();
    SCOPED(form) struct form *form = compile(&bench, PERSON_EMPLOYER);
    g_autoptr(GBytes) frozen = form_freeze(form);
    g_autoptr(GBytes) slots = slots_of(form);
    gsize length;
    const uint8_t *good = g_bytes_get_data(frozen, &length);
    g_autoptr(GRand) random = g_rand_new_with_seed(2013);
    for (int i = 0; i < 1000; i++) {
        g_autofree uint8_t *bad = g_memdup2(good, length);
        for (int j = g_rand_int_range(random, 1, 30); j > 0; j--) {
            /* mostly in the pictures */
            gsize from = i % 4 == 0 ? 0 : length - 1500;
            bad[from + (gsize)g_rand_int_range(random, 0, (int)(length - from))] =
                (uint8_t)g_rand_int_range(random, 0, 256);
        }
        g_autoptr(GBytes) bytes = g_bytes_new(bad, length);
        SCOPED(form) struct form *thawed = form_thaw(bytes, NULL);
        struct rendered mail = {0};
        if (thawed != NULL && form_preview(thawed, slots, &mail)) {
            g_autofree char *page = pictures_in_page(mail.html, mail.pictures);
            assert_non_null(page);
        }
        rendered_clear(&mail);
    }
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_copy_has_its_pictures),
        cmocka_unit_test(test_only_what_is_seen),
        cmocka_unit_test(test_preview),
        cmocka_unit_test(test_frozen_with_its_octets),
        cmocka_unit_test(test_damaged),
    };
    mime_read_start();
    return cmocka_run_group_tests_name("compose/form_preview", tests, NULL, NULL);
}
