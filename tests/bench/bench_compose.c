/* How many personalised mails a second one core composes into memory: an issue of 30 KB with ten
 * slots, compiled once. Prints one line: compose mails/s=N bytes=N
 */
#include <stdio.h>
#include <string.h>

#include <glib/gstdio.h>

#include "base/clock.h"
#include "compose/form.h"

#define MAIL_BYTES 30000u
#define READERS 1000u
#define SECONDS 2

static void put(const char *folder, const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *parent = g_path_get_dirname(path);
    g_mkdir_with_parents(parent, 0700);
    g_assert(g_file_set_contents(path, text, -1, NULL));
}

/* Ten slots, two of them in sections, and text up to the size of a long issue. */
static void write_issue(const char *folder)
{
    g_autoptr(GString) text =
        g_string_new("---\nemne: Seniorjobberen til {{fornavn}}{{^fornavn}}dig{{/fornavn}}\n"
                     "modtagere: alle\n---\n# Kære {{fornavn}}{{^fornavn}}læser{{/fornavn}}\n\n"
                     "{{#arbejdssted}}\nDu er på {{arbejdssted}}.\n{{/arbejdssted}}\n\n"
                     "Vi skriver til {{mailadresse}}, {{postnummer}}.\n\n"
                     "[Tilmeld](mailto:{{svaradresse}}?subject=Ja \"knap\")\n\n");
    while (text->len < MAIL_BYTES * 2 / 5) {
        g_string_append(text, "Her er det første møde på Bispebjerg Bibliotek, hvor søgere og "
                              "arbejdsgivere mødes over en kop kaffe.\n\n");
    }
    g_string_append(text, "[Afmeld]({{afmeldlink}})\n");
    put(folder, "newsletter/1.md", text->str);
    put(folder, "words.conf", "[da.lists]\nseeker = Seniorjobberen for søgende\n");
    put(folder, "layout/styles.conf", "p = margin: 0 0 16px\n");
    put(folder, "layout/mail.html.mustache",
        "<html lang=\"da\"><title>{{emne}}</title>{{$indhold}}{{/indhold}}\n"
        "<a href=\"{{afmeldlink}}\">Afmeld</a></html>\n");
    put(folder, "layout/mail.text.mustache", "{{$indhold}}{{/indhold}}\n{{afmeldlink}}\n");
}

static void remove_folder(const char *folder)
{
    static const char *const names[] = {"newsletter/1.md",
                                        "words.conf",
                                        "layout/styles.conf",
                                        "layout/mail.html.mustache",
                                        "layout/mail.text.mustache",
                                        "newsletter",
                                        "layout",
                                        ""};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(folder, names[i], NULL);
        g_remove(path);
    }
}

static GBytes *reader(const struct form *form, unsigned number)
{
    static const char *const names[] = {"Åse Ærø", "Karen Sørensen", "Bent Holm", ""};
    json_t *values = json_object();
    g_autofree char *token = g_strdup_printf("seniorjob+%026u@seniorjob.example", number);
    g_autofree char *link = g_strdup_printf("mailto:%s?subject=afmeld", token);
    const char *const pairs[] = {"navn",          names[number % 4],
                                 "fornavn",       number % 4 == 3 ? "" : "Karen",
                                 "mailadresse",   "karen@mail.example",
                                 "postnummer",    "2400",
                                 "arbejdssted",   number % 2 == 0 ? "Børnehaven Ørn" : "",
                                 "svaradresse",   token,
                                 "afmeldadresse", token,
                                 "afmeldlink",    link,
                                 "beskedid",      token,
                                 "datolinje",     "Tue, 05 Mar 2013 09:00:00 +0100"};
    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i += 2) {
        json_object_set_new(values, pairs[i], json_string(pairs[i + 1]));
    }
    GBytes *slots = form_slots(form, values);
    json_decref(values);
    return slots;
}

int main(void)
{
    g_autofree char *folder = g_dir_make_tmp("moedested-bench-XXXXXX", NULL);
    g_autoptr(GError) error = NULL;
    write_issue(folder);
    SCOPED(templates) struct templates *templates = templates_open(folder, &error);
    json_t *site = json_pack("{s:s,s:s,s:s}", "center", "Seniorjob", "afsender",
                             "seniorjob@seniorjob.example", "domaene", "seniorjob.example");
    SCOPED(form)
    struct form *form =
        templates == NULL ? NULL : form_compile(templates, "1", PERSON_SEEKER, site, &error);
    remove_folder(folder);
    if (form == NULL) {
        fprintf(stderr, "%s\n", error->message);
        return 1;
    }
    g_autoptr(GPtrArray) readers = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    for (unsigned i = 0; i < READERS; i++) {
        g_ptr_array_add(readers, reader(form, i));
    }
    g_autoptr(GString) message = g_string_sized_new(65536);
    uint64_t mails = 0, bytes = 0;
    int64_t start = clock_stopwatch(), spent = 0;
    for (; spent < SECONDS * G_USEC_PER_SEC; spent = clock_stopwatch() - start) {
        for (unsigned i = 0; i < READERS; i++, mails++) {
            g_string_truncate(message, 0);
            g_assert(form_run(form, g_ptr_array_index(readers, i), message));
            bytes += message->len;
        }
    }
    printf("compose mails/s=%.0f bytes=%" G_GUINT64_FORMAT "\n",
           (double)mails * G_USEC_PER_SEC / (double)spent, bytes / mails);
    json_decref(site);
    return 0;
}
