#include <stdint.h>
#include <string.h>

#include "base/failure.h"
#include "compose/form_inner.h"

/* Magic and version; then, little-endian: counts of fields, ops, pool octets; boundary and fields
 * (length, octets); ops; pool. */
static const char magic[8] = "MDFORM1";

static void put16(GByteArray *out, uint16_t number)
{
    number = GUINT16_TO_LE(number);
    g_byte_array_append(out, (const guint8 *)&number, sizeof number);
}

static void put32(GByteArray *out, uint32_t number)
{
    number = GUINT32_TO_LE(number);
    g_byte_array_append(out, (const guint8 *)&number, sizeof number);
}

static void put_text(GByteArray *out, const char *text)
{
    put16(out, (uint16_t)strlen(text));
    g_byte_array_append(out, (const guint8 *)text, (guint)strlen(text));
}

GBytes *form_freeze(const struct form *form)
{
    GByteArray *out = g_byte_array_new();
    g_byte_array_append(out, (const guint8 *)magic, sizeof magic);
    put32(out, form->field_count);
    put32(out, form->count);
    put32(out, form->pool_length);
    put_text(out, form->boundary);
    for (uint32_t i = 0; i < form->field_count; i++) {
        put_text(out, form->fields[i]);
    }
    for (uint32_t i = 0; i < form->count; i++) {
        const struct form_op *op = &form->ops[i];
        put16(out, (uint16_t)(op->kind | op->encoder << 8));
        put16(out, op->field);
        put32(out, op->a);
        put32(out, op->b);
    }
    g_byte_array_append(out, (const guint8 *)form->pool, form->pool_length);
    return g_byte_array_free_to_bytes(out);
}

/* Octets that are read one after the other; `good` becomes false at the first that is missing. */
struct thaw {
    const char *at, *end;
    bool good;
};

static bool take(struct thaw *thaw, void *into, size_t size)
{
    thaw->good = thaw->good && (size_t)(thaw->end - thaw->at) >= size;
    if (thaw->good) {
        memcpy(into, thaw->at, size);
        thaw->at += size;
    }
    return thaw->good;
}

static uint16_t take16(struct thaw *thaw)
{
    uint16_t number = 0;
    take(thaw, &number, sizeof number);
    return GUINT16_FROM_LE(number);
}

static uint32_t take32(struct thaw *thaw)
{
    uint32_t number = 0;
    take(thaw, &number, sizeof number);
    return GUINT32_FROM_LE(number);
}

/* The caller owns it; "" at the end of the octets. */
static char *take_text(struct thaw *thaw)
{
    uint16_t length = take16(thaw);
    thaw->good = thaw->good && (size_t)(thaw->end - thaw->at) >= length;
    char *text = g_strndup(thaw->good ? thaw->at : "", thaw->good ? length : 0);
    thaw->at += thaw->good ? length : 0;
    return text;
}

static void take_ops(struct thaw *thaw, struct form *form)
{
    form->ops = g_new0(struct form_op, form->count + 1);
    for (uint32_t i = 0; thaw->good && i < form->count; i++) {
        uint16_t kinds = take16(thaw);
        form->ops[i].kind = (uint8_t)(kinds & 0xFF);
        form->ops[i].encoder = (uint8_t)(kinds >> 8);
        form->ops[i].field = take16(thaw);
        form->ops[i].a = take32(thaw);
        form->ops[i].b = take32(thaw);
    }
}

static bool op_is_sound(const struct form *form, uint32_t i, bool captures)
{
    const struct form_op *op = &form->ops[i];
    if (op->field >= form->field_count) {
        return false;
    }
    switch ((enum form_kind)op->kind) {
    case FORM_LITERAL:
        return op->a <= form->pool_length && op->b <= form->pool_length - op->a;
    case FORM_SLOT:
        return op->encoder >= FORM_AS_HTML && op->encoder <= FORM_AS_IS &&
               captures == (op->encoder == FORM_AS_IS);
    case FORM_IF:
    case FORM_UNLESS:
        return op->a > i && op->a <= form->count;
    case FORM_MAILBOX:
        return op->a < form->field_count && !captures;
    case FORM_TEXT_BEGIN:
        return !captures;
    case FORM_TEXT_END:
        return captures && op->a < 76;
    }
    return false;
}

bool form_is_sound(const struct form *form)
{
    bool captures = false;
    for (uint32_t i = 0; i < form->count; i++) {
        if (!op_is_sound(form, i, captures)) {
            return false;
        }
        captures = form->ops[i].kind == FORM_TEXT_BEGIN ||
                   (captures && form->ops[i].kind != FORM_TEXT_END);
    }
    return !captures && form->field_count > 0;
}

static void take_form(struct thaw *thaw, struct form *form)
{
    char found[sizeof magic] = "";
    thaw->good = take(thaw, found, sizeof found) && memcmp(found, magic, sizeof magic) == 0;
    form->field_count = take32(thaw);
    form->count = take32(thaw);
    form->pool_length = take32(thaw);
    thaw->good = thaw->good && form->field_count <= FORM_FIELDS_LIMIT &&
                 form->count <= FORM_OPS_LIMIT && form->pool_length <= FORM_POOL_LIMIT;
    form->boundary = take_text(thaw);
    form->fields = g_new0(char *, FORM_FIELDS_LIMIT + 1);
    for (uint32_t i = 0; thaw->good && i < form->field_count; i++) {
        form->fields[i] = take_text(thaw);
    }
    if (!thaw->good) {
        return;
    }
    take_ops(thaw, form);
    thaw->good = thaw->good && (size_t)(thaw->end - thaw->at) == form->pool_length;
    if (thaw->good) {
        form->pool = g_malloc0(form->pool_length + 1u);
        memcpy(form->pool, thaw->at, form->pool_length);
    }
}

struct form *form_thaw(GBytes *frozen, GError **error)
{
    SCOPED(form) struct form *form = g_new0(struct form, 1);
    gsize length;
    const char *data = g_bytes_get_data(frozen, &length);
    struct thaw thaw = {data, data == NULL ? NULL : data + length, data != NULL};
    take_form(&thaw, form);
    if (!thaw.good || !form_is_sound(form)) {
        g_set_error(error, COMPOSE_ERROR, FAILURE_INPUT,
                    "the compiled issue in the store is damaged; approve the issue again");
        return NULL;
    }
    return g_steal_pointer(&form);
}

void form_free(struct form *form)
{
    if (form != NULL) {
        g_free(form->ops);
        g_free(form->pool);
        g_strfreev(form->fields);
        g_free(form->boundary);
        g_free(form);
    }
}

char *form_hash(GBytes *frozen)
{
    return g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, frozen);
}
