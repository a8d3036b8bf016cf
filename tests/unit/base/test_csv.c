/* Sheets as Danish offices save them. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>
#include <string.h>

#include "base/csv.h"

static struct csv *read_text(const char *text)
{
    return csv_read("people.csv", text, strlen(text), NULL);
}

static void quotes_and_line_ends(void **state)
{
    (void)state;
    SCOPED(csv)
    struct csv *csv = read_text("\xEF\xBB\xBFName,Address\r\n\"Hansen, "
                                "\"\"Bob\"\"\",a@b.dk\r\n\r\n\"two\nlines\" , c@d.dk");
    assert_non_null(csv);
    assert_int_equal(csv->rows->len, 2);
    const struct csv_row *first = csv->rows->pdata[0];
    const struct csv_row *second = csv->rows->pdata[1];
    assert_string_equal(csv_field(csv, first, "name"), "Hansen, \"Bob\"");
    assert_string_equal(csv_field(csv, first, "address"), "a@b.dk");
    assert_string_equal(csv_field(csv, first, "phone"), "");
    assert_int_equal(first->line, 2);
    assert_string_equal(csv_field(csv, second, "name"), "two\nlines");
    assert_int_equal(second->line, 4);
}

static void semicolons_and_latin1(void **state)
{
    (void)state;
    SCOPED(csv) struct csv *csv = read_text("name;address\nS\xF8ren \xC5, \x96 x;a@b.dk\n");
    assert_non_null(csv);
    assert_string_equal(csv_field(csv, csv->rows->pdata[0], "name"), "Søren Å, – x");
}

static void bad_sheets(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t length;
        const char *says;
    } rows[] = {
        {"name,address\n\"open,a@b.dk\n", 24, "people.csv:2: a quote"},
        {"", 0, "people.csv:1: the first line"},
        {" , \n", 4, "people.csv:1: the first line"},
        {"sep=;\nname;address\n", 19, "people.csv:1: this line is for a spreadsheet"},
        {"\"SEP=;\"\r\nname;address\r\n", 23, "people.csv:1: this line is for a spreadsheet"},
        {"name\taddress\nN\ta@b.dk\n", 22, "people.csv:1: there are tabs"},
        {"name\0,x", 7, "zero octets"},
    };
    for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
        g_autoptr(GError) error = NULL;
        assert_null(csv_read("people.csv", rows[at].text, rows[at].length, &error));
        assert_non_null(strstr(error->message, rows[at].says));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotes_and_line_ends),
        cmocka_unit_test(semicolons_and_latin1),
        cmocka_unit_test(bad_sheets),
    };
    return cmocka_run_group_tests_name("base/csv", tests, NULL, NULL);
}
