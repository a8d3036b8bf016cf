#include <stdbool.h>
#include <string.h>

#include "compose/document_tree.h"

static void cut_tag_free(void *data)
{
    struct cut_tag *tag = data;
    g_free(tag->word);
    g_free(tag->name);
    g_free(tag);
}

void cut_free(struct cut *cut)
{
    if (cut != NULL) {
        g_ptr_array_unref(cut->tags);
        g_string_free(cut->text, TRUE);
        g_array_unref(cut->lines);
        g_free(cut);
    }
}

/* A prefix of three letters that the text does not have: 23 * 26 * 26 of them. */
static void choose_prefix(struct cut *cut, const char *markdown)
{
    for (unsigned i = 0;; i++) {
        char prefix[4] = {'q', (char)('a' + (25 + i / 26) % 26), (char)('a' + (12 + i) % 26), '\0'};
        if (strstr(markdown, prefix) == NULL || i == 26 * 26) {
            memcpy(cut->prefix, prefix, sizeof prefix);
            return;
        }
    }
}

const struct cut_tag *cut_find(const struct cut *cut, const char *text)
{
    size_t start = *text == '=' ? 1 : 0;
    if (strncmp(text + start, cut->prefix, 3) != 0 || strlen(text) < CUT_WORD_LENGTH) {
        return NULL;
    }
    g_autofree char *digits = g_strndup(text + start + 3, 4);
    guint64 number = g_ascii_strtoull(digits, NULL, 10);
    if (number >= cut->tags->len) {
        return NULL;
    }
    const struct cut_tag *tag = g_ptr_array_index(cut->tags, number);
    return strncmp(tag->word, text, CUT_WORD_LENGTH) == 0 ? tag : NULL;
}

char *cut_restore(const struct cut *cut, const char *text)
{
    g_autoptr(GString) out = g_string_new(NULL);
    while (*text != '\0') {
        const struct cut_tag *tag = cut_find(cut, text);
        if (tag == NULL) {
            g_string_append_c(out, *text++);
            continue;
        }
        char sigil[2] = {tag->sigil, '\0'};
        g_string_append_printf(out, "{{%s%s}}", sigil, tag->name);
        text += CUT_WORD_LENGTH;
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}

const struct cut_tag *cut_alone(const struct cut *cut, const char *text)
{
    text += strspn(text, " \t");
    const struct cut_tag *tag = cut_find(cut, text);
    bool section = tag != NULL && tag->sigil != '\0';
    return section && text[CUT_WORD_LENGTH + strspn(text + CUT_WORD_LENGTH, " \t\n")] == '\0'
               ? tag
               : NULL;
}

bool cut_is_address(const struct cut_tag *tag)
{
    bool street = strcmp(tag->name, "postadresse") == 0;
    return (g_str_has_suffix(tag->name, "adresse") && !street) ||
           strcmp(tag->name, "afsender") == 0;
}

/* What letters and issues may have: values, sections, comments. */
static bool check_sigil(const struct words_place *place, char sigil, const char *name,
                        GError **error)
{
    if (sigil == '{' || sigil == '&') {
        words_error(place, error, "raw",
                    "{{{{name}}}} sætter værdien ind uden at sikre den. "
                    "Skriv {{{name}}}",
                    "name", name, NULL);
        return false;
    }
    if (sigil != '\0' && strchr("><$=", sigil) != NULL) {
        char text[2] = {sigil, '\0'};
        words_error(place, error, "layout-tag", "{{{sigil}...}} kan kun stå i et layout", "sigil",
                    text, NULL);
        return false;
    }
    return true;
}

/* What replaces the tag: its word, nothing for a comment, a link for <{{hjemmeside}}>. */
static void put_word(struct cut *cut, GString *out, struct cut_tag *tag, bool linked)
{
    if (linked) {
        g_string_truncate(out, out->len - 1);
        g_string_append_printf(out, "[%s](%s%s)", tag->word, cut_is_address(tag) ? "mailto:" : "",
                               tag->word);
    } else {
        g_string_append(out, tag->word);
    }
    g_ptr_array_add(cut->tags, tag);
}

/* One tag at `at` ("{{..."), which ends (the text was parsed before). Returns behind it. */
static const char *take_tag(struct cut *cut, const struct words_place *place, const char *at,
                            GString *out, GError **error)
{
    char sigil = strchr("#^/&{!><$=", at[2]) != NULL ? at[2] : '\0';
    const char *close = strstr(at, sigil == '{' ? "}}}" : "}}");
    const char *start = at + (sigil == '\0' ? 2 : 3);
    g_autofree char *name = g_strstrip(g_strndup(start, (size_t)(close - start)));
    if (!check_sigil(place, sigil, name, error)) {
        return NULL;
    }
    if (sigil == '!') {
        for (; at < close; at++) {
            g_string_append(out, *at == '\n' ? "\n" : "");
        }
        return close + 2;
    }
    if (cut->tags->len == 9999) {
        words_error(place, error, "too-many", "der er for mange felter i filen", NULL);
        return NULL;
    }
    struct cut_tag *tag = g_new0(struct cut_tag, 1);
    tag->word =
        g_strdup_printf(sigil == '\0' ? "%s%04uzq" : "=%s%04u=", cut->prefix, cut->tags->len);
    tag->sigil = sigil;
    tag->name = g_steal_pointer(&name);
    tag->line = place->line;
    tag->column = place->column;
    bool linked = sigil == '\0' && close[2] == '>' && out->len > 0 && out->str[out->len - 1] == '<';
    put_word(cut, out, tag, linked);
    return close + (linked ? 3 : 2);
}

/* The Markdown with words for tags; the same number of lines. */
static GString *take_tags(struct cut *cut, const struct words_place *first, const char *markdown,
                          GError **error)
{
    g_autoptr(GString) out = g_string_new(NULL);
    struct words_place place = *first;
    const char *counted = markdown;
    place.column = 1;
    const char *at = markdown;
    for (const char *tag = strstr(at, "{{"); tag != NULL; tag = strstr(at, "{{")) {
        g_string_append_len(out, at, tag - at);
        for (; counted < tag; counted++) {
            place.line += *counted == '\n';
            place.column = *counted == '\n' ? 1 : place.column + ((*counted & 0xC0) != 0x80);
        }
        at = take_tag(cut, &place, tag, out, error);
        if (at == NULL) {
            return NULL;
        }
    }
    g_string_append(out, at);
    return g_steal_pointer(&out);
}

static bool is_blank(const char *line)
{
    return line[strspn(line, " \t\r")] == '\0';
}

static bool is_delimiter_row(const char *line)
{
    return strchr(line, '-') != NULL && strchr(line, '|') != NULL &&
           line[strspn(line, " \t\r|:-")] == '\0';
}

/* Whether the section that opens in table row `i` is closed before the table ends. */
static bool closes_in_table(const struct cut *cut, char **lines, unsigned i)
{
    unsigned depth = 0;
    for (; lines[i] != NULL && !is_blank(lines[i]); i++) {
        const struct cut_tag *tag = cut_alone(cut, lines[i]);
        depth += tag != NULL && tag->sigil != '/';
        depth -= tag != NULL && tag->sigil == '/' && depth > 0;
        if (depth == 0) {
            return true;
        }
    }
    return false;
}

static void add_line(struct cut *cut, const char *line, unsigned number)
{
    g_string_append(cut->text, line);
    g_string_append_c(cut->text, '\n');
    g_array_append_val(cut->lines, number);
}

/* Puts blank lines around section tags that have a line of their own, so that Markdown makes
 * paragraphs of them, which the writers know again. */
static void isolate_sections(struct cut *cut, const char *text, unsigned first_line)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    bool table = false;
    unsigned depth = 0; /* of sections within the table */
    for (unsigned i = 0; lines[i] != NULL; i++) {
        const struct cut_tag *tag = cut_alone(cut, lines[i]);
        table = is_delimiter_row(lines[i]) || (table && !is_blank(lines[i]));
        bool row = table && tag != NULL &&
                   (tag->sigil == '/' ? depth > 0 : closes_in_table(cut, lines, i));
        if (tag == NULL || row) {
            depth = !table ? 0 : depth + (row && tag->sigil != '/') - (row && tag->sigil == '/');
            add_line(cut, lines[i], first_line + i);
            continue;
        }
        table = false;
        add_line(cut, "", first_line + i);
        add_line(cut, lines[i], first_line + i);
        add_line(cut, "", first_line + i);
    }
}

struct cut *cut_tags(const struct words_place *place, const char *markdown, GError **error)
{
    SCOPED(cut) struct cut *cut = g_new0(struct cut, 1);
    cut->tags = g_ptr_array_new_with_free_func(cut_tag_free);
    cut->text = g_string_new(NULL);
    cut->lines = g_array_new(FALSE, FALSE, sizeof(unsigned));
    choose_prefix(cut, markdown);
    g_autoptr(GString) text = take_tags(cut, place, markdown, error);
    if (text == NULL) {
        return NULL;
    }
    isolate_sections(cut, text->str, place->line);
    return g_steal_pointer(&cut);
}
