#include "compose/form_inner.h"

#include <string.h>

#include "base/text.h"
#include "compose/mustache.h"
#include "mail/mime_write.h"

#define VALUE_LIMIT 1000
/* Of an encoded line (RFC 2045 6.7), without its soft break. */
#define LINE_LIMIT 75u

/* Octets that stand for themselves in HTML and in quoted-printable. */
static bool is_safe(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '@' ||
           c == '-' || c == '+' || c == '_' || c == ':' || c == '?' || c == '/';
}

static bool is_all_safe(const struct form_value *value)
{
    for (size_t i = 0; i < value->length; i++) {
        if (!is_safe(value->text[i])) {
            return false;
        }
    }
    return value->length < LINE_LIMIT;
}

/* A slot in the body begins at column 0: the literals around it end with a soft break. */
static void append_encoded(GString *out, const struct form_value *value, bool html)
{
    if (is_all_safe(value)) {
        g_string_append_len(out, value->text, (gssize)value->length);
        return;
    }
    unsigned column = 0;
    size_t from = 0;
    for (size_t i = 0; html && i < value->length; i++) {
        const char *entity = mustache_entity(value->text[i]);
        if (entity != NULL) {
            mail_quoted_printable(out, value->text + from, i - from, &column);
            mail_quoted_printable(out, entity, strlen(entity), &column);
            from = i + 1;
        }
    }
    mail_quoted_printable(out, value->text + from, value->length - from, &column);
}

static void append_header(GString *out, const struct form_value *value)
{
    for (size_t i = 0; i < value->length; i++) {
        if (value->text[i] >= ' ' && value->text[i] < 0x7F) {
            g_string_append_c(out, value->text[i]);
        }
    }
}

static void run_slot(const struct form_op *op, const struct form_value *value, GString *out,
                     GString *scratch)
{
    switch ((enum form_encoder)op->encoder) {
    case FORM_AS_HTML:
    case FORM_AS_TEXT:
        append_encoded(out, value, op->encoder == FORM_AS_HTML);
        break;
    case FORM_AS_HEADER:
        append_header(out, value);
        break;
    case FORM_AS_IS:
        g_string_append_len(scratch, value->text, (gssize)value->length);
        break;
    }
}

static void run_mailbox(const struct form_value *name, const struct form_value *address,
                        GString *out)
{
    g_autofree char *shown = g_strndup(name->text, name->length);
    g_autofree char *target = g_strndup(address->text, address->length);
    mail_header_mailbox(out, shown, target, strlen("To: "));
}

void form_execute(const struct form *form, const struct form_value *values, GString *message,
                  GString *subject)
{
    g_autoptr(GString) scratch = g_string_new(NULL);
    bool captures = false;
    for (uint32_t i = 0; i < form->count; i++) {
        const struct form_op *op = &form->ops[i];
        const struct form_value *value = &values[op->field];
        switch ((enum form_kind)op->kind) {
        case FORM_LITERAL:
            g_string_append_len(captures ? scratch : message, form->pool + op->a, (gssize)op->b);
            break;
        case FORM_SLOT:
            run_slot(op, value, message, scratch);
            break;
        case FORM_IF:
            i = value->length == 0 ? op->a - 1 : i;
            break;
        case FORM_UNLESS:
            i = value->length > 0 ? op->a - 1 : i;
            break;
        case FORM_MAILBOX:
            run_mailbox(value, &values[op->a], message);
            break;
        case FORM_TEXT_BEGIN:
            g_string_truncate(scratch, 0);
            captures = true;
            break;
        case FORM_TEXT_END:
            captures = false;
            mail_header_text(message, g_strstrip(scratch->str), op->a);
            if (subject != NULL) {
                g_string_assign(subject, scratch->str);
            }
            break;
        }
    }
}

bool form_values(const struct form *form, GBytes *slots, struct form_value *values)
{
    gsize length;
    const char *at = g_bytes_get_data(slots, &length);
    const char *end = at + length;
    for (uint32_t i = 0; i < form->field_count; i++) {
        uint16_t size;
        if ((size_t)(end - at) < sizeof size) {
            return false;
        }
        memcpy(&size, at, sizeof size);
        size = GUINT16_FROM_LE(size);
        at += sizeof size;
        if ((size_t)(end - at) < size) {
            return false;
        }
        values[i] = (struct form_value){at, size};
        at += size;
    }
    return at == end;
}

bool form_run(const struct form *form, GBytes *slots, GString *message)
{
    struct form_value values[FORM_FIELDS_LIMIT] = {{"", 0}};
    if (!form_values(form, slots, values)) {
        return false;
    }
    form_execute(form, values, message, NULL);
    return true;
}

const char *const *form_fields(const struct form *form)
{
    return (const char *const *)form->fields;
}

GBytes *form_slots(const struct form *form, const json_t *values)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (uint32_t i = 0; i < form->field_count; i++) {
        const char *raw = json_string_value(json_object_get(values, form->fields[i]));
        g_autofree char *text = text_one_line(raw != NULL ? raw : "", VALUE_LIMIT);
        uint16_t size = GUINT16_TO_LE((uint16_t)strlen(text)); /* 4 octets a character at most */
        g_string_append_len(out, (const char *)&size, sizeof size);
        g_string_append(out, text);
    }
    gsize length = out->len;
    return g_bytes_new_take(g_string_free(g_steal_pointer(&out), FALSE), length);
}
