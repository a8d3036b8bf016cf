#include "compose/document.h"

#include <cmark-gfm-core-extensions.h>
#include <stdbool.h>
#include <string.h>

#include "compose/document_tree.h"
#include "compose/mustache_tree.h"

void document_free(struct document *document)
{
    if (document != NULL) {
        front_free(document->front);
        mustache_free(document->source);
        for (size_t i = 0; i < G_N_ELEMENTS(document->fronts); i++) {
            mustache_free(document->fronts[i]);
        }
        for (size_t i = 0; i < G_N_ELEMENTS(document->pages); i++) {
            mustache_free(document->pages[i]);
        }
        g_free(document->html);
        g_free(document->text);
        g_ptr_array_unref(document->pictures);
        g_free(document);
    }
}

/* Says in Danish what the parser found. */
static void say_problem(const struct words_place *where, const struct mustache_problem *problem,
                        GError **error)
{
    static const struct {
        const char *problem, *key, *fallback;
    } rows[] = {
        {"unclosed-section", "unclosed", "afsnittet {name} bliver aldrig lukket"},
        {"stray-close", "unopened", "{name} lukker et afsnit, som ikke er åbnet"},
        {"wrong-close", "crossed-one", "{name} lukker ikke det afsnit, som er åbent"},
        {"unclosed-tag", "unended", "{name} slutter aldrig. Skriv }} efter navnet"},
        {"bad-name", "bad-name", "et navn mellem {{ og }} skal være ét ord: \"{name}\""},
        {"too-deep", "too-deep", "der er for mange afsnit i hinanden"},
    };
    struct words_place place = *where;
    place.line = problem->line;
    place.column = problem->column;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (strcmp(rows[i].problem, problem->key) == 0) {
            words_error(&place, error, rows[i].key, rows[i].fallback, "name", problem->name, NULL);
            return;
        }
    }
    words_error(&place, error, "layout-tag", "{{{sigil}...}} kan kun stå i et layout", "sigil", "=",
                NULL);
}

static struct mustache *read_source(const struct words_place *place, const char *text,
                                    GError **error)
{
    struct mustache_problem problem = {0};
    struct mustache *source = mustache_read(place->file, place->line, text, &problem);
    if (source == NULL) {
        say_problem(place, &problem, error);
    }
    g_free(problem.name);
    return source;
}

/* The line of the file that a node stands on; inline nodes have that of their block. */
static unsigned line_of(const struct cut *cut, cmark_node *node)
{
    int line = 0;
    for (; node != NULL && line <= 0; node = cmark_node_parent(node)) {
        line = cmark_node_get_start_line(node);
    }
    unsigned index = line < 1 ? 0 : MIN((unsigned)line - 1, cut->lines->len - 1);
    return g_array_index(cut->lines, unsigned, index);
}

/* Where a link may lead: never to a program (javascript:) or a file of the reader. */
static bool is_harmless(const struct cut *cut, const char *url)
{
    return g_str_has_prefix(url, "https://") || g_str_has_prefix(url, "http://") ||
           g_str_has_prefix(url, "mailto:") || g_str_has_prefix(url, "tel:") ||
           cut_find(cut, url) != NULL;
}

/* Refuses what a letter cannot have, HTML above all, and fetches pictures. */
static bool take_node(const struct words_place *where, const struct cut *cut,
                      struct tree_pictures *pictures, cmark_node *node, GError **error)
{
    struct words_place place = *where;
    if (tree_is(node, "html_block") || tree_is(node, "html_inline")) {
        place.line = line_of(cut, node);
        words_error(&place, error, "raw-html", "HTML i teksten kommer ikke med. Skriv Markdown",
                    NULL);
        return false;
    }
    if (tree_is(node, "image")) {
        place.line = line_of(cut, node);
        return tree_picture_take(pictures, &place, cut, node, error);
    }
    if (tree_is(node, "link") && !is_harmless(cut, cmark_node_get_url(node))) {
        g_autofree char *url = cut_restore(cut, cmark_node_get_url(node));
        place.line = line_of(cut, node);
        words_error(&place, error, "link-kind",
                    "linket \"{value}\" er ikke https:// eller mailto:", "value", url, NULL);
        return false;
    }
    return true;
}

static bool take_tree(const struct words_place *place, const struct cut *cut,
                      struct tree_pictures *pictures, cmark_node *root, GError **error)
{
    cmark_iter *iter = cmark_iter_new(root);
    bool good = true;
    cmark_event_type event;
    while (good && (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        good = event != CMARK_EVENT_ENTER ||
               take_node(place, cut, pictures, cmark_iter_get_node(iter), error);
    }
    cmark_iter_free(iter);
    return good;
}

static cmark_node *parse_markdown(const char *text)
{
    static const char *const extensions[] = {"table", "autolink"};
    cmark_gfm_core_extensions_ensure_registered();
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_DEFAULT);
    for (size_t i = 0; i < G_N_ELEMENTS(extensions); i++) {
        cmark_syntax_extension *extension = cmark_find_syntax_extension(extensions[i]);
        g_assert(extension != NULL);
        cmark_parser_attach_syntax_extension(parser, extension);
    }
    cmark_parser_feed(parser, text, strlen(text));
    cmark_node *root = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    cmark_consolidate_text_nodes(root);
    return root;
}

/* A section that begins in a link and ends outside is not nested any more when the link's target
 * and text have changed places: said with the place of its tag. */
static bool check_nesting(const struct words_place *where, const struct cut *cut, const char *text,
                          GError **error)
{
    struct mustache_problem problem = {0};
    SCOPED(mustache) struct mustache *page = mustache_read("", 1, text, &problem);
    g_autofree char *name = problem.name;
    if (page != NULL) {
        return true;
    }
    struct words_place place = *where;
    for (unsigned i = 0; i < cut->tags->len; i++) {
        const struct cut_tag *tag = g_ptr_array_index(cut->tags, i);
        if (tag->sigil != '\0' && strcmp(tag->name, name) == 0) {
            place.line = tag->line;
            place.column = tag->column;
            break;
        }
    }
    words_error(&place, error, "tangled",
                "afsnittet {name} går på tværs af et link eller en fremhævning. Sæt det på linjer "
                "for sig",
                "name", name, NULL);
    return false;
}

static bool write_both(struct document *document, const struct words_place *place,
                       struct tree_pictures *pictures, GError **error)
{
    SCOPED(cut) struct cut *cut = cut_tags(place, document->front->body, error);
    if (cut == NULL) {
        return false;
    }
    cmark_node *root = parse_markdown(cut->text->str);
    bool good = take_tree(place, cut, pictures, root, error);
    if (good) {
        g_autofree char *html = document_html(cut, pictures->styles, root);
        g_autofree char *text = document_text(cut, place->words, root, pictures->folder != NULL);
        document->html = cut_restore(cut, html);
        document->text = cut_restore(cut, text);
        good = check_nesting(place, cut, document->html, error) &&
               check_nesting(place, cut, document->text, error);
    }
    cmark_node_free(root);
    return good;
}

struct document *document_read(const struct words *words, const struct words *styles,
                               const char *folder, const char *file, const char *text,
                               GError **error)
{
    SCOPED(document) struct document *document = g_new0(struct document, 1);
    document->pictures = pictures_new();
    document->front = front_read(words, file, text, error);
    if (document->front == NULL) {
        return NULL;
    }
    struct words_place place = {words, file, document->front->body_line, 0};
    struct tree_pictures pictures = {folder, styles, document->pictures};
    document->source = read_source(&place, document->front->body, error);
    if (document->source == NULL || !write_both(document, &place, &pictures, error)) {
        return NULL;
    }
    return g_steal_pointer(&document);
}
