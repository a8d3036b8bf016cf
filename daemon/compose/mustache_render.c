#include "compose/mustache.h"

#include <stdint.h>
#include <string.h>

#include "base/failure.h"
#include "compose/mustache_tree.h"

/* Every node costs a step, so that partials that call each other twice end (depth alone would allow
 * 2^64 of them). */
#define STEP_LIMIT 2000000u

/* What a section brought into view: a JSON value, or a name that is known only later. */
struct frame {
    const json_t *value;
    const char *deferred;
};

struct render {
    const struct mustache_run *run;
    GString *out;
    size_t written;
    unsigned depth, steps;
    char last;           /* the last octet written, '\n' at the beginning */
    const char *file;    /* of the template at work */
    GString *indent;     /* what every line of a template gets in front */
    GArray *frames;      /* struct frame, the innermost last */
    GPtrArray *parents;  /* const struct node, the outermost first */
    const char *problem; /* the limit that was broken */
};

static bool render_children(struct render *render, const struct node *node);

static void emit(struct render *render, const char *text, size_t length)
{
    if (length == 0) {
        return;
    }
    render->last = text[length - 1];
    render->written += length;
    if (render->run->literal != NULL) {
        render->run->literal(text, length, render->run->context);
    } else {
        g_string_append_len(render->out, text, (gssize)length);
    }
}

static bool fits(struct render *render)
{
    size_t limit =
        render->run->output_limit != 0 ? render->run->output_limit : MUSTACHE_OUTPUT_LIMIT;
    if (render->problem == NULL && render->written > limit) {
        render->problem = "the result is too large";
    }
    if (render->problem == NULL && ++render->steps > STEP_LIMIT) {
        render->problem = "the templates call each other without end";
    }
    return render->problem == NULL;
}

/* Text of a template: its lines get the indentation of the partials around. */
static void emit_text(struct render *render, const struct node *node)
{
    if (node->line_start) {
        emit(render, render->indent->str, render->indent->len);
    }
    emit(render, node->text, strlen(node->text));
}

const char *mustache_entity(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;"; /* never &apos;: Outlook shows it raw */
    default:
        return NULL;
    }
}

static const char *escape_of(char c, enum mustache_escape escape)
{
    return c == '\n' && escape == MUSTACHE_HTML_LINES ? "<br>" : mustache_entity(c);
}

/* A value of several lines: each gets the marks of quotation that the first one stands behind. */
static void emit_quoted(struct render *render, const char *text)
{
    if (strchr(text, '\n') == NULL) {
        emit(render, text, strlen(text));
        return;
    }
    const char *line = render->out->str;
    const char *newline = strrchr(line, '\n');
    line = newline == NULL ? line : newline + 1;
    g_autofree char *marks = g_strndup(line, strspn(line, "> "));
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (unsigned i = 0; lines[i] != NULL; i++) {
        if (i > 0) {
            emit(render, "\n", 1);
            emit(render, marks, strlen(marks));
        }
        emit(render, lines[i], strlen(lines[i]));
    }
}

static void emit_value(struct render *render, const char *text, bool raw)
{
    enum mustache_escape escape = render->run->escape;
    if (escape == MUSTACHE_PLAIN_LINES) {
        emit_quoted(render, text);
        return;
    }
    if (raw || escape == MUSTACHE_PLAIN) {
        emit(render, text, strlen(text));
        return;
    }
    const char *from = text;
    for (const char *at = text; *at != '\0'; at++) {
        const char *entity = escape_of(*at, escape);
        if (entity != NULL) {
            emit(render, from, (size_t)(at - from));
            emit(render, entity, strlen(entity));
            from = at + 1;
        }
    }
    emit(render, from, strlen(from));
}

/* The shortest decimal that reads back as the same number. The caller owns it. */
static char *number_text(double number)
{
    char shorter[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd(shorter, sizeof shorter, "%.15g", number);
    if (g_ascii_strtod(shorter, NULL) < number || g_ascii_strtod(shorter, NULL) > number) {
        g_ascii_formatd(shorter, sizeof shorter, "%.17g", number);
    }
    return g_strdup(shorter);
}

static void emit_json(struct render *render, const json_t *value, bool raw)
{
    if (json_is_string(value)) {
        emit_value(render, json_string_value(value), raw);
    } else if (json_is_boolean(value)) {
        emit_value(render, json_is_true(value) ? "true" : "false", raw);
    } else if (json_is_integer(value)) {
        g_autofree char *text = g_strdup_printf("%" JSON_INTEGER_FORMAT, json_integer_value(value));
        emit_value(render, text, raw);
    } else if (json_is_real(value)) {
        g_autofree char *text = number_text(json_real_value(value));
        emit_value(render, text, raw);
    }
}

static bool is_deferred(const struct render *render, const char *name)
{
    return render->run->deferred != NULL && render->run->deferred(name, render->run->context);
}

static const struct frame *top_frame(const struct render *render)
{
    return &g_array_index(render->frames, struct frame, render->frames->len - 1);
}

/* From the innermost frame outwards. */
static const json_t *look_up_first(const struct render *render, const char *name)
{
    const json_t *found = NULL;
    for (unsigned i = render->frames->len; found == NULL && i > 0; i--) {
        const struct frame *frame = &g_array_index(render->frames, struct frame, i - 1);
        found = json_object_get(frame->value, name);
    }
    return found;
}

/* A dotted name: its first part is looked for from the innermost frame outwards, the others only
 * within what was found. NULL: not there. */
static const json_t *look_up(const struct render *render, const char *name)
{
    if (strchr(name, '.') == NULL) {
        return look_up_first(render, name);
    }
    g_auto(GStrv) parts = g_strsplit(name, ".", -1);
    const json_t *found = look_up_first(render, parts[0]);
    for (char **part = parts + 1; found != NULL && parts[0] != NULL && *part != NULL; part++) {
        found = json_object_get(found, *part);
    }
    return found;
}

/* The value of a name; false when it is known only later, and then `later` is its name. */
static bool resolve(struct render *render, const struct node *node, const json_t **value,
                    const char **later)
{
    *value = NULL;
    if (strcmp(node->text, ".") == 0) {
        *value = top_frame(render)->value;
        *later = top_frame(render)->deferred;
        return *later == NULL;
    }
    if (is_deferred(render, node->text)) {
        *later = node->text;
        return false;
    }
    *value = look_up(render, node->text);
    if (*value == NULL && render->run->unknown != NULL) {
        render->run->unknown(node->text, render->file, node->line, node->column,
                             render->run->context);
    }
    return true;
}

static void render_value(struct render *render, const struct node *node)
{
    const json_t *value;
    const char *later;
    bool raw = node->kind == PIECE_RAW;
    if (resolve(render, node, &value, &later)) {
        emit_json(render, value, raw);
    } else {
        render->last = ' ';
        render->run->slot(later, raw, render->run->context);
    }
}

static bool render_within(struct render *render, const struct node *node, struct frame frame)
{
    g_array_append_val(render->frames, frame);
    bool good = render_children(render, node);
    g_array_set_size(render->frames, render->frames->len - 1);
    return good;
}

static bool is_true(const json_t *value)
{
    bool nothing = value == NULL || json_is_null(value) || json_is_false(value) ||
                   (json_is_array(value) && json_array_size(value) == 0) ||
                   (json_is_string(value) && json_string_length(value) == 0);
    return !nothing;
}

static bool render_section(struct render *render, const struct node *node)
{
    const json_t *value;
    const char *later;
    bool inverted = node->kind == PIECE_INVERTED;
    if (!resolve(render, node, &value, &later)) {
        render->run->section(later, inverted, render->run->context);
        struct frame frame = inverted ? *top_frame(render) : (struct frame){NULL, later};
        bool good = render_within(render, node, frame);
        render->run->section_end(render->run->context);
        return good;
    }
    if (inverted) {
        return is_true(value) || render_children(render, node);
    }
    if (!json_is_array(value)) {
        return !is_true(value) || render_within(render, node, (struct frame){value, NULL});
    }
    for (size_t i = 0; i < json_array_size(value); i++) {
        if (!render_within(render, node, (struct frame){json_array_get(value, i), NULL})) {
            return false;
        }
    }
    return true;
}

/* Renders the children with `indent` in front of each line as well. */
static bool render_indented(struct render *render, const struct node *node, const char *indent)
{
    size_t before = render->indent->len;
    g_string_append(render->indent, indent);
    bool good = render_children(render, node);
    g_string_truncate(render->indent, before);
    return good;
}

static bool render_partial(struct render *render, const struct node *node)
{
    const struct mustache *partial = render->run->partial == NULL
                                         ? NULL
                                         : render->run->partial(node->text, render->run->context);
    if (partial == NULL) {
        return true;
    }
    if (render->depth == MUSTACHE_DEPTH_LIMIT) {
        render->problem = "partials are nested too deep, or call each other without end";
        return false;
    }
    const char *file = render->file;
    render->depth++;
    render->file = partial->file;
    if (node->kind == PIECE_PARENT) {
        g_ptr_array_add(render->parents, (gpointer)(uintptr_t)node);
    }
    bool good = render_indented(render, partial->root, node->indent);
    if (node->kind == PIECE_PARENT) {
        g_ptr_array_set_size(render->parents, (int)render->parents->len - 1);
    }
    render->file = file;
    render->depth--;
    return good;
}

/* The outermost parent tag that brings the block wins (~inheritance, "Multi-level"). */
static const struct node *overridden(const struct render *render, const struct node *block)
{
    for (unsigned i = 0; i < render->parents->len; i++) {
        const struct node *parent = g_ptr_array_index(render->parents, i);
        for (unsigned j = 0; j < parent->children->len; j++) {
            const struct node *child = g_ptr_array_index(parent->children, j);
            if (child->kind == PIECE_BLOCK && strcmp(child->text, block->text) == 0) {
                return child;
            }
        }
    }
    return block;
}

static bool render_block(struct render *render, const struct node *node)
{
    if (render->depth == MUSTACHE_DEPTH_LIMIT) {
        render->problem = "blocks are nested too deep, or contain each other";
        return false;
    }
    render->depth++;
    size_t before = render->written;
    bool good = render_indented(render, overridden(render, node), node->indent);
    render->depth--;
    if (node->one_line && render->written > before && render->last != '\n') {
        emit(render, "\n", 1);
    }
    return good;
}

static bool render_node(struct render *render, const struct node *node)
{
    if (!fits(render)) {
        return false;
    }
    switch (node->kind) {
    case PIECE_TEXT:
        emit_text(render, node);
        return true;
    case PIECE_VALUE:
    case PIECE_RAW:
        render_value(render, node);
        return true;
    case PIECE_SECTION:
    case PIECE_INVERTED:
        return render_section(render, node);
    case PIECE_PARTIAL:
    case PIECE_PARENT:
        return render_partial(render, node);
    case PIECE_BLOCK:
        return render_block(render, node);
    case PIECE_CLOSE:
    case PIECE_DELIMITER:
        break;
    }
    g_assert_not_reached();
}

static bool render_children(struct render *render, const struct node *node)
{
    for (unsigned i = 0; i < node->children->len; i++) {
        if (!render_node(render, g_ptr_array_index(node->children, i))) {
            return false;
        }
    }
    return fits(render);
}

bool mustache_render(const struct mustache *mustache, const struct mustache_run *run, GString *out,
                     GError **error)
{
    struct frame bottom = {run->data, NULL};
    struct render render = {.run = run, .out = out, .last = '\n', .file = mustache->file};
    g_autoptr(GArray) frames = g_array_new(FALSE, FALSE, sizeof(struct frame));
    g_autoptr(GPtrArray) parents = g_ptr_array_new();
    render.indent = g_string_new(NULL);
    render.frames = frames;
    render.parents = parents;
    g_array_append_val(frames, bottom);
    bool good = render_children(&render, mustache->root);
    g_string_free(render.indent, TRUE);
    if (!good) {
        g_set_error(error, COMPOSE_ERROR, FAILURE_INPUT, "%s: %s", render.file, render.problem);
    }
    return good;
}
