#include "compose/check_rules.h"

#include <string.h>

#include "compose/html_scan.h"

#define HTML_WARNING (60u * 1024u)
#define HTML_LIMIT (80u * 1024u)
#define WIDTH_LIMIT 600

static void check_size(struct check *check, const char *html)
{
    size_t length = strlen(html);
    g_autofree char *count = g_strdup_printf("%zu", (length + 1023) / 1024);
    if (length > HTML_LIMIT) {
        check_report(check, true, 0, 0, "size-much", "count", count, NULL);
    } else if (length > HTML_WARNING) {
        check_report(check, false, 0, 0, "size", "count", count, NULL);
    }
}

static void check_image(struct check *check, const struct html_tag *tag)
{
    g_autofree char *alt = html_attribute(tag, "alt");
    g_autofree char *width = html_attribute(tag, "width");
    if (alt == NULL) {
        check_report(check, false, 0, 0, "no-alt", NULL);
    }
    if (width != NULL && g_ascii_strtoll(width, NULL, 10) > WIDTH_LIMIT) {
        check_report(check, false, 0, 0, "image-width", "count", width, NULL);
    }
}

/* Whether the tag says which language the page is in. */
static bool says_language(const struct html_tag *tag, const char *language)
{
    g_autofree char *lang = html_attribute(tag, "lang");
    return lang != NULL && strcmp(lang, language) == 0;
}

static void check_page(struct check *check, const struct check_document *document, const char *html)
{
    const char *cursor = html;
    struct html_tag tag;
    unsigned headings = 0;
    bool page_lang = false;
    bool wrapper_lang = false; /* web mail drops <html> */
    while (html_next(&cursor, &tag)) {
        if (tag.closing) {
            continue;
        }
        if (strcmp(tag.name, "img") == 0) {
            check_image(check, &tag);
        } else if (strcmp(tag.name, "h1") == 0) {
            headings++;
        } else if (strcmp(tag.name, "html") == 0) {
            page_lang = says_language(&tag, document->language);
        } else if (strcmp(tag.name, "div") == 0 || strcmp(tag.name, "td") == 0) {
            wrapper_lang = wrapper_lang || says_language(&tag, document->language);
        } else if (strcmp(tag.name, "table") == 0) {
            g_autofree char *role = html_attribute(&tag, "role");
            g_autofree char *spacing = html_attribute(&tag, "cellspacing");
            bool of_data = g_str_has_prefix(cursor, "<thead");
            if (role == NULL && spacing != NULL && !of_data) {
                check_report(check, false, 0, 0, "no-role", NULL);
            }
        }
    }
    if (!page_lang || !wrapper_lang) {
        check_report(check, false, 0, 0, "no-lang", "language", document->language, NULL);
    }
    if (headings != 1) {
        g_autofree char *count = g_strdup_printf("%u", headings);
        check_report(check, false, 0, 0, "headings", "count", count, NULL);
    }
}

/* What has to stand in both parts of a mail. */
static void check_parts(struct check *check, const struct check_document *document,
                        const struct rendered *mail, const json_t *values)
{
    const char *const parts[] = {"HTML", mail->html, "tekst", mail->text, NULL};
    const char *staff = json_string_value(json_object_get(values, "medarbejder"));
    bool to_staff = staff != NULL && *staff != '\0'; /* they need not call themselves */
    const char *phone = to_staff ? NULL : json_string_value(json_object_get(values, "telefon"));
    for (const char *const *part = parts; *part != NULL; part += 2) {
        if (document->kind == CHECK_ISSUE && strstr(part[1], "AFMELD") == NULL) {
            check_report(check, true, 0, 0, "no-unsubscribe", "part", part[0], NULL);
        }
        if (phone != NULL && strstr(part[1], phone) == NULL) {
            check_report(check, false, 0, 0, "no-phone", "part", part[0], NULL);
        }
    }
    if (document->kind == CHECK_ISSUE && strstr(mail->html, "href=\"mailto:") == NULL) {
        check_report(check, true, 0, 0, "no-unsubscribe-link", NULL);
    }
}

void check_mail(struct check *check, const struct check_document *document,
                const struct rendered *mail, const json_t *values)
{
    check_size(check, mail->html);
    check_page(check, document, mail->html);
    check_parts(check, document, mail, values);
    check_contrast(check, mail->html);
    if (mail->text[strspn(mail->text, " \t\r\n")] == '\0') {
        check_report(check, true, 0, 0, "no-text", NULL);
    }
}
