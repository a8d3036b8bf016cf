/* Contrast by WCAG 2: (lighter + 0.05) / (darker + 0.05). Only what our own pages use is
 * understood: colours as #rrggbb, inline or in bgcolor, and for the dark page the simple selectors
 * (.class, element, ".class element") of its media query. */
#include "compose/check_rules.h"

#include <math.h>
#include <string.h>

#include "compose/html_scan.h"

#define LIGHT_LEAST 7.0
#define DARK_LEAST 4.5
#define SMALLEST_TYPE 16

struct rule {
    char **selectors; /* each: one or more simple selectors separated by blanks */
    char *color, *background;
};

struct element {
    char name[16];
    char *classes; /* " kort luft " */
    char *color, *background;
    int size; /* of the type in px */
};

static void rule_free(struct rule *rule)
{
    g_strfreev(rule->selectors);
    g_free(rule->color);
    g_free(rule->background);
    g_free(rule);
}

static void element_free(struct element *element)
{
    g_free(element->classes);
    g_free(element->color);
    g_free(element->background);
    g_free(element);
}

static double channel(unsigned value)
{
    double part = value / 255.0;
    return part <= 0.03928 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4);
}

static double luminance(const char *color)
{
    guint64 value = g_ascii_strtoull(color + 1, NULL, 16);
    return 0.2126 * channel((unsigned)(value >> 16 & 255)) +
           0.7152 * channel((unsigned)(value >> 8 & 255)) +
           0.0722 * channel((unsigned)(value & 255));
}

static double contrast(const char *a, const char *b)
{
    double first = luminance(a);
    double second = luminance(b);
    return (MAX(first, second) + 0.05) / (MIN(first, second) + 0.05);
}

/* "#1f2a33" of "#1f2a33 !important", NULL for anything else. The caller owns it. */
static char *color_of(const char *value)
{
    bool plain =
        value != NULL && value[0] == '#' && strspn(value + 1, "0123456789abcdefABCDEF") >= 6;
    return plain ? g_strndup(value, 7) : NULL;
}

static char *style_color(const char *style, const char *property)
{
    g_autofree char *value = style != NULL ? html_style(style, property) : NULL;
    return color_of(value);
}

/* The rules inside `@media (prefers-color-scheme: dark) { ... }`. */
static GPtrArray *dark_rules(const char *html)
{
    GPtrArray *rules = g_ptr_array_new_with_free_func((GDestroyNotify)rule_free);
    const char *at = strstr(html, "(prefers-color-scheme: dark)");
    at = at != NULL ? strchr(at, '{') : NULL;
    while (at != NULL) {
        at += 1 + strspn(at + 1, " \t\n");
        const char *open = at + strcspn(at, "{}");
        const char *close = *open == '{' ? strchr(open, '}') : NULL;
        if (close == NULL) {
            break;
        }
        g_autofree char *selectors = g_strndup(at, (size_t)(open - at));
        g_autofree char *style = g_strndup(open + 1, (size_t)(close - open - 1));
        struct rule *rule = g_new0(struct rule, 1);
        rule->selectors = g_strsplit(g_strstrip(selectors), ",", -1);
        rule->color = style_color(style, "color");
        rule->background = style_color(style, "background-color");
        g_ptr_array_add(rules, rule);
        at = close;
    }
    return rules;
}

static bool matches_one(const struct element *element, const char *simple)
{
    if (*simple != '.') {
        return strcmp(element->name, simple) == 0;
    }
    g_autofree char *wanted = g_strdup_printf(" %s ", simple + 1);
    return strstr(element->classes, wanted) != NULL;
}

/* Whether ".kort a" is the innermost element of the stack. */
static bool matches(const GPtrArray *stack, const char *selector)
{
    g_auto(GStrv) parts = g_strsplit(selector, " ", -1);
    unsigned left = g_strv_length(parts);
    unsigned depth = stack->len;
    bool innermost = true;
    while (left > 0 && depth > 0) {
        bool hit = matches_one(g_ptr_array_index(stack, depth - 1), parts[left - 1]);
        if (innermost && !hit) {
            return false;
        }
        left -= hit ? 1 : 0;
        innermost = false;
        depth--;
    }
    return left == 0;
}

static void set(char **place, const char *value)
{
    if (value != NULL) {
        g_free(*place);
        *place = g_strdup(value);
    }
}

static void apply_rules(const GPtrArray *rules, const GPtrArray *stack, struct element *element)
{
    for (unsigned i = 0; i < rules->len; i++) {
        const struct rule *rule = g_ptr_array_index(rules, i);
        for (char **selector = rule->selectors; *selector != NULL; selector++) {
            if (matches(stack, g_strstrip(*selector))) {
                set(&element->color, rule->color);
                set(&element->background, rule->background);
            }
        }
    }
}

/* A new innermost element: what it inherits, then its own. */
static void push(GPtrArray *stack, const struct html_tag *tag, const GPtrArray *rules)
{
    const struct element *parent = stack->len > 0 ? g_ptr_array_index(stack, stack->len - 1) : NULL;
    struct element *element = g_new0(struct element, 1);
    g_autofree char *style = html_attribute(tag, "style");
    g_autofree char *classes = html_attribute(tag, "class");
    g_autofree char *bgcolor = html_attribute(tag, "bgcolor");
    g_autofree char *color = style_color(style, "color");
    g_autofree char *background = style_color(style, "background-color");
    g_autofree char *size = style != NULL ? html_style(style, "font-size") : NULL;
    g_strlcpy(element->name, tag->name, sizeof element->name);
    element->classes = g_strdup_printf(" %s ", classes != NULL ? classes : "");
    element->size = parent != NULL ? parent->size : SMALLEST_TYPE;
    element->size = size != NULL ? (int)g_ascii_strtoll(size, NULL, 10) : element->size;
    set(&element->color, parent != NULL ? parent->color : "#000000");
    set(&element->background, parent != NULL ? parent->background : "#ffffff");
    set(&element->background, bgcolor);
    set(&element->background, background);
    set(&element->color, color);
    g_ptr_array_add(stack, element);
    apply_rules(rules, stack, element);
}

static bool is_hidden(const struct html_tag *tag)
{
    g_autofree char *style = html_attribute(tag, "style");
    return style != NULL && strstr(style, "display: none") != NULL;
}

static void check_text(struct check *check, const GPtrArray *stack, const struct html_tag *tag,
                       double least)
{
    const char *at = tag->text;
    while (at < tag->text_end && g_ascii_isspace(*at)) {
        at++;
    }
    if (at == tag->text_end || stack->len == 0) {
        return;
    }
    const struct element *element = g_ptr_array_index(stack, stack->len - 1);
    double ratio = contrast(element->color, element->background);
    if (ratio < least) {
        g_autofree char *count = g_strdup_printf("%.1f", ratio);
        g_autofree char *limit = g_strdup_printf("%g", least);
        check_report(check, false, 0, 0, "contrast", "text", element->color, "value",
                     element->background, "count", count, "limit", limit, NULL);
    }
    if (element->size < SMALLEST_TYPE) {
        g_autofree char *count = g_strdup_printf("%d", element->size);
        check_report(check, false, 0, 0, "small-type", "count", count, NULL);
    }
}

/* Closing tags that we leave out ourselves (none) would upset this; it unwinds to the name. */
static void pop(GPtrArray *stack, const char *name)
{
    for (unsigned depth = stack->len; depth > 0; depth--) {
        const struct element *element = g_ptr_array_index(stack, depth - 1);
        if (strcmp(element->name, name) == 0) {
            g_ptr_array_set_size(stack, (int)depth - 1);
            return;
        }
    }
}

static void check_scheme(struct check *check, const char *html, const GPtrArray *rules,
                         double least)
{
    g_autoptr(GPtrArray) stack = g_ptr_array_new_with_free_func((GDestroyNotify)element_free);
    const char *body = strstr(html, "<body");
    const char *cursor = body != NULL ? body : html;
    struct html_tag tag;
    unsigned hidden = 0; /* depth of the stack below which nothing is seen */
    while (html_next(&cursor, &tag)) {
        if (hidden == 0) {
            check_text(check, stack, &tag, least);
        }
        if (tag.closing) {
            pop(stack, tag.name);
            hidden = stack->len < hidden ? 0 : hidden;
        } else if (!html_is_void(tag.name)) {
            push(stack, &tag, rules);
            hidden = hidden == 0 && is_hidden(&tag) ? stack->len : hidden;
        }
    }
}

void check_contrast(struct check *check, const char *html)
{
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    g_autoptr(GPtrArray) dark = dark_rules(html);
    check_scheme(check, html, none, LIGHT_LEAST);
    check_scheme(check, html, dark, DARK_LEAST);
}
