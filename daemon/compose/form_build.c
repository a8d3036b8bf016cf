#include "compose/form_build.h"

#include <string.h>

#include "compose/wrap.h"
#include "mail/mime_write.h"

/* A soft line break of quoted-printable (RFC 2045 6.7 rule 5): it shows as nothing. */
#define SOFT_BREAK "=\r\n"

/* A section that is open. */
struct jump {
    uint32_t op;
    unsigned newlines; /* at its beginning */
};

struct form_build {
    enum form_mode mode;
    GArray *ops; /* struct form_op */
    GString *pool;
    GPtrArray *fields; /* char * */
    GArray *jumps;     /* struct jump */
    GString *pending;  /* literal text that is not encoded yet */
    unsigned column;   /* of the encoded line */
    bool after_slot;   /* a value ends this line, of unknown length */
    bool target;       /* a jump ends here: the last literal must not grow */
    unsigned newlines; /* how many end the text so far */
    bool line_start;   /* what is pending begins a line of the text */
};

struct form_build *form_build_new(void)
{
    struct form_build *build = g_new0(struct form_build, 1);
    build->ops = g_array_new(FALSE, TRUE, sizeof(struct form_op));
    build->pool = g_string_new(NULL);
    build->fields = g_ptr_array_new_with_free_func(g_free);
    build->jumps = g_array_new(FALSE, TRUE, sizeof(struct jump));
    build->pending = g_string_new(NULL);
    return build;
}

void form_build_free(struct form_build *build)
{
    g_array_unref(build->ops);
    g_string_free(build->pool, TRUE);
    g_ptr_array_unref(build->fields);
    g_array_unref(build->jumps);
    g_string_free(build->pending, TRUE);
    g_free(build);
}

static void add_op(struct form_build *build, enum form_kind kind, enum form_encoder encoder,
                   uint32_t field, uint32_t a)
{
    struct form_op op = {(uint8_t)kind, (uint8_t)encoder, (uint16_t)field, a, 0};
    g_array_append_val(build->ops, op);
    build->target = false;
}

static uint32_t field_index(struct form_build *build, const char *field)
{
    for (unsigned i = 0; i < build->fields->len; i++) {
        if (strcmp(g_ptr_array_index(build->fields, i), field) == 0) {
            return i;
        }
    }
    g_ptr_array_add(build->fields, g_strdup(field));
    return build->fields->len - 1;
}

/* The octets of the pool from `start` on become a literal, or part of the one before. */
static void add_literal(struct form_build *build, gsize start)
{
    uint32_t length = (uint32_t)(build->pool->len - start);
    struct form_op *last = build->ops->len == 0 || build->target
                               ? NULL
                               : &g_array_index(build->ops, struct form_op, build->ops->len - 1);
    if (last != NULL && last->kind == FORM_LITERAL) {
        last->b += length;
    } else if (length > 0) {
        add_op(build, FORM_LITERAL, 0, 0, (uint32_t)start);
        g_array_index(build->ops, struct form_op, build->ops->len - 1).b = length;
    }
}

static void flush(struct form_build *build)
{
    gsize start = build->pool->len;
    if (build->pending->len == 0) {
        return;
    }
    if (build->mode == FORM_MODE_HEADER) {
        g_string_append_len(build->pool, build->pending->str, (gssize)build->pending->len);
    } else {
        if (build->mode == FORM_MODE_TEXT) {
            g_autofree char *lines = wrap_lines(build->pending->str, build->line_start, false);
            g_string_assign(build->pending, lines);
        }
        if (build->after_slot && build->pending->str[0] != '\n') {
            g_string_append(build->pool, SOFT_BREAK);
        }
        mail_quoted_printable(build->pool, build->pending->str, build->pending->len,
                              &build->column);
    }
    build->after_slot = false;
    build->line_start = build->newlines > 0;
    g_string_truncate(build->pending, 0);
    add_literal(build, start);
}

/* Ends the encoded line, so that what follows begins at column 0 whatever came before. */
static void settle(struct form_build *build)
{
    flush(build);
    if (build->mode != FORM_MODE_HEADER && (build->column > 0 || build->after_slot)) {
        gsize start = build->pool->len;
        g_string_append(build->pool, SOFT_BREAK);
        add_literal(build, start);
    }
    build->column = 0;
    build->after_slot = false;
}

void form_build_mode(struct form_build *build, enum form_mode mode)
{
    flush(build);
    build->mode = mode;
    build->column = 0;
    build->after_slot = false;
    build->newlines = 0;
    build->line_start = true;
}

void form_build_literal(struct form_build *build, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        bool newline = text[i] == '\n';
        bool third = newline && build->newlines >= 2 && build->mode == FORM_MODE_TEXT;
        build->newlines = newline ? build->newlines + 1 : 0;
        if (!third) {
            g_string_append_c(build->pending, text[i]);
        }
    }
}

void form_build_slot(struct form_build *build, const char *field, enum form_encoder encoder)
{
    settle(build);
    add_op(build, FORM_SLOT, encoder, field_index(build, field), 0);
    build->after_slot = build->mode != FORM_MODE_HEADER;
    build->newlines = 0;
    build->line_start = false;
}

void form_build_mailbox(struct form_build *build, const char *name, const char *address)
{
    settle(build);
    add_op(build, FORM_MAILBOX, 0, field_index(build, name), field_index(build, address));
}

void form_build_if(struct form_build *build, const char *field, bool inverted)
{
    settle(build);
    struct jump jump = {build->ops->len, build->newlines};
    g_array_append_val(build->jumps, jump);
    add_op(build, inverted ? FORM_UNLESS : FORM_IF, 0, field_index(build, field), 0);
}

void form_build_end(struct form_build *build)
{
    g_assert(build->jumps->len > 0);
    settle(build);
    struct jump jump = g_array_index(build->jumps, struct jump, build->jumps->len - 1);
    g_array_set_size(build->jumps, build->jumps->len - 1);
    g_array_index(build->ops, struct form_op, jump.op).a = build->ops->len;
    build->newlines = MIN(build->newlines, jump.newlines);
    build->line_start = build->newlines > 0;
    build->target = true;
}

void form_build_capture(struct form_build *build)
{
    settle(build);
    add_op(build, FORM_TEXT_BEGIN, 0, 0, 0);
}

void form_build_captured(struct form_build *build, unsigned column)
{
    settle(build);
    add_op(build, FORM_TEXT_END, 0, 0, column);
}

struct form *form_build_finish(struct form_build *build, const char *boundary)
{
    settle(build);
    if (build->ops->len > FORM_OPS_LIMIT || build->pool->len > FORM_POOL_LIMIT ||
        build->fields->len > FORM_FIELDS_LIMIT) {
        return NULL;
    }
    struct form *form = g_new0(struct form, 1);
    form->count = build->ops->len;
    form->ops = g_memdup2(build->ops->data, build->ops->len * sizeof(struct form_op));
    form->pool_length = (uint32_t)build->pool->len;
    form->pool = g_strndup(build->pool->str, build->pool->len);
    form->field_count = build->fields->len;
    form->fields = g_new0(char *, FORM_FIELDS_LIMIT + 1);
    for (unsigned i = 0; i < build->fields->len; i++) {
        form->fields[i] = g_strdup(g_ptr_array_index(build->fields, i));
    }
    form->boundary = g_strdup(boundary);
    g_assert(form_is_sound(form));
    return form;
}
