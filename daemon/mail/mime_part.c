#include "mail/mime_part.h"

#include <string.h>

#include "base/text.h"
#include "mail/base64.h"
#include "mail/charset.h"
#include "mail/flowed.h"

#define DEPTH_LIMIT 50
#define FILENAME_LIMIT 255
/* Of all texts of a mail together: nobody writes more, and each octet of it costs a converter, a
 * tree and several copies. Files are kept whole. */
#define TEXT_LIMIT (2u * 1024u * 1024u)

struct walk {
    struct message *message;
    const char *charset; /* of text without a label; NULL: not known */
    const char *report;  /* report-type of the nearest multipart/report */
    unsigned depth;
    size_t *text_left; /* octets of TEXT_LIMIT */
};

static void walk_object(const struct walk *walk, GMimeObject *object);

static char *type_of(GMimeObject *object)
{
    GMimeContentType *type = g_mime_object_get_content_type(object);
    const char *media = type == NULL ? NULL : g_mime_content_type_get_media_type(type);
    const char *subtype = type == NULL ? NULL : g_mime_content_type_get_media_subtype(type);
    if (media == NULL || subtype == NULL) {
        return g_strdup("text/plain"); /* RFC 2045 5.2 */
    }
    g_autofree char *name = g_strdup_printf("%s/%s", media, subtype);
    g_autofree char *lower = g_ascii_strdown(name, -1);
    return text_one_line(lower, FILENAME_LIMIT);
}

static char *parameter(GMimeObject *object, const char *name)
{
    const char *value = g_mime_object_get_content_type_parameter(object, name);
    return value == NULL ? NULL : g_ascii_strdown(value, -1);
}

/* The content as it came: a piece of the mail, in the memory that the parser read. Borrowed. */
static const char *raw_octets(GMimeDataWrapper *content, size_t *length)
{
    GMimeStream *stream = g_mime_data_wrapper_get_stream(content);
    g_assert(GMIME_IS_STREAM_MEM(stream));
    const GByteArray *whole = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    gint64 end = stream->bound_end < 0 ? (gint64)whole->len : stream->bound_end;
    g_assert(stream->bound_start >= 0 && stream->bound_start <= end && end <= whole->len);
    *length = (size_t)(end - stream->bound_start);
    return *length == 0 ? "" : (const char *)whole->data + stream->bound_start;
}

static GByteArray *quoted_octets(const char *raw, size_t length)
{
    GMimeEncoding state;
    g_mime_encoding_init_decode(&state, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    GByteArray *octets = g_byte_array_new();
    g_byte_array_set_size(octets, (guint)g_mime_encoding_outlen(&state, length));
    char *to = (char *)octets->data;
    size_t written = g_mime_encoding_step(&state, raw, length, to);
    written += g_mime_encoding_flush(&state, "", 0, to + written);
    g_byte_array_set_size(octets, (guint)written);
    return octets;
}

/* As GMime's streams and filters would, without one of each for a piece of memory. */
static GByteArray *decoded_octets(GMimePart *part)
{
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    if (content == NULL) {
        return g_byte_array_new();
    }
    size_t length = 0;
    const char *raw = raw_octets(content, &length);
    switch (g_mime_data_wrapper_get_encoding(content)) {
    case GMIME_CONTENT_ENCODING_BASE64:
        return base64_read(raw, length);
    case GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE:
        return quoted_octets(raw, length);
    case GMIME_CONTENT_ENCODING_UUENCODE:
        break;
    case GMIME_CONTENT_ENCODING_DEFAULT:
    case GMIME_CONTENT_ENCODING_7BIT:
    case GMIME_CONTENT_ENCODING_8BIT:
    case GMIME_CONTENT_ENCODING_BINARY:
    default:
        return g_byte_array_append(g_byte_array_sized_new((guint)length), (const guint8 *)raw,
                                   (guint)length);
    }
    GMimeStream *memory = g_mime_stream_mem_new();
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(memory), FALSE);
    GByteArray *octets = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory));
    g_mime_data_wrapper_write_to_stream(content, memory);
    g_object_unref(memory);
    return octets;
}

char *mime_part_lines(char *text)
{
    char *to = text;
    for (const char *from = text; *from != '\0'; from++) {
        if (*from == '\r') {
            *to++ = '\n';
            from += from[1] == '\n';
        } else if ((unsigned char)*from >= ' ' ? *from != 0x7f : strchr("\n\t", *from) != NULL) {
            *to++ = *from;
        }
    }
    *to = '\0';
    return text;
}

/* A charset that the HTML itself names, for a part whose header names none. */
static char *html_charset(const GByteArray *octets)
{
    size_t length = MIN((size_t)octets->len, (size_t)2048);
    g_autofree char *head = g_ascii_strdown((const char *)octets->data, (gssize)length);
    const char *found = strstr(head == NULL ? "" : head, "charset=");
    if (found == NULL) {
        return NULL;
    }
    found += strlen("charset=");
    found += strspn(found, "\"' ");
    return g_strndup(found, strcspn(found, "\"' />;\r\n"));
}

/* How much of the octets is read as text. */
static size_t take_text(const struct walk *walk, const GByteArray *octets)
{
    size_t length = MIN((size_t)octets->len, *walk->text_left);
    *walk->text_left -= length;
    if (length < octets->len) {
        g_ptr_array_add(walk->message->warnings, g_strdup("more text than 2 MB"));
    }
    return length;
}

static char *text_of(const struct walk *walk, GMimeObject *object, const char *type,
                     const GByteArray *octets)
{
    g_autofree char *label = parameter(object, "charset");
    if (label == NULL && strcmp(type, "text/html") == 0 && octets->len > 0) {
        label = html_charset(octets);
    }
    const char *data = octets->len == 0 ? "" : (const char *)octets->data;
    const char *charset = label == NULL ? walk->charset : label;
    g_autofree char *text =
        mime_part_lines(charset_to_utf8(data, take_text(walk, octets), charset));
    const char *start = g_str_has_prefix(text, "\xEF\xBB\xBF") ? text + 3 : text;
    g_autofree char *format = parameter(object, "format");
    if (g_strcmp0(format, "flowed") != 0 || strcmp(type, "text/plain") != 0) {
        return g_strdup(start);
    }
    g_autofree char *delsp = parameter(object, "delsp");
    return flowed_read(start, g_strcmp0(delsp, "yes") == 0);
}

static bool is_report_type(const char *type)
{
    return g_str_has_prefix(type, "message/") || strcmp(type, "text/rfc822-headers") == 0;
}

static bool is_body(const struct message_part *part, const char *disposition)
{
    bool readable = strcmp(part->type, "text/plain") == 0 || strcmp(part->type, "text/html") == 0;
    if (!readable || g_ascii_strcasecmp(disposition, "attachment") == 0) {
        return false;
    }
    return part->filename == NULL || *disposition == '\0';
}

static struct message_part *add_part(const struct walk *walk, char *type)
{
    struct message_part *part = g_new0(struct message_part, 1);
    part->type = type;
    part->report = g_strdup(walk->report);
    g_ptr_array_add(walk->message->parts, part);
    return part;
}

static void walk_leaf(const struct walk *walk, GMimePart *leaf)
{
    GMimeObject *object = GMIME_OBJECT(leaf);
    struct message_part *part = add_part(walk, type_of(object));
    const char *filename = g_mime_part_get_filename(leaf);
    if (filename != NULL && *filename != '\0') {
        g_autofree char *folded = charset_fold_c1(filename);
        part->filename = text_one_line(folded, FILENAME_LIMIT);
    }
    const char *id = g_mime_object_get_content_id(object);
    if (id != NULL) {
        g_autofree char *clean = text_clean(id, -1);
        part->id = text_one_line(clean, FILENAME_LIMIT);
    }
    part->method = parameter(object, "method");
    GMimeContentDisposition *given = g_mime_object_get_content_disposition(object);
    const char *disposition =
        given == NULL ? "" : g_mime_content_disposition_get_disposition(given);
    part->octets = decoded_octets(leaf);
    if (g_str_has_prefix(part->type, "text/") || is_report_type(part->type)) {
        part->text = text_of(walk, object, part->type, part->octets);
    }
    if (is_body(part, disposition == NULL ? "" : disposition)) {
        g_ptr_array_add(walk->message->body, part);
        g_clear_pointer(&part->octets, g_byte_array_unref);
        return;
    }
    bool unnamed_helper = part->filename == NULL &&
                          (strcmp(part->type, "text/calendar") == 0 || is_report_type(part->type));
    part->attached = !unnamed_helper;
}

static void walk_attached_message(const struct walk *walk, GMimeMessagePart *holder)
{
    GMimeMessage *inner = g_mime_message_part_get_message(holder);
    struct message_part *part = add_part(walk, type_of(GMIME_OBJECT(holder)));
    GMimeStream *memory = g_mime_stream_mem_new();
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(memory), FALSE);
    part->octets = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory));
    if (inner != NULL) {
        g_mime_object_write_to_stream(GMIME_OBJECT(inner), NULL, memory);
    }
    g_object_unref(memory);
    const char *data = part->octets->len == 0 ? "" : (const char *)part->octets->data;
    part->text =
        walk->report == NULL ? NULL : charset_to_utf8(data, take_text(walk, part->octets), NULL);
    GMimeObject *object = GMIME_OBJECT(holder);
    const char *name = g_mime_object_get_content_disposition_parameter(object, "filename");
    name = name == NULL ? g_mime_object_get_content_type_parameter(object, "name") : name;
    if (name != NULL && *name != '\0') {
        part->filename = text_one_line(name, FILENAME_LIMIT);
    }
    part->attached = walk->report == NULL;
}

static bool is_blank(const char *text)
{
    for (const char *c = text; *c != '\0'; c = text_next(c)) {
        gunichar letter = g_utf8_get_char(c);
        if (!g_unichar_isspace(letter) && letter != 0xFFFD && letter != 0x200B) {
            return false;
        }
    }
    return true;
}

/* "k?rekort" beside HTML with "kørekort": the plain form lost its letters. */
static bool has_lost_letters(const char *plain, const GPtrArray *body, guint from)
{
    bool letters = false;
    for (guint i = from; i < body->len && !letters; i++) {
        const struct message_part *part = g_ptr_array_index(body, i);
        for (const char *c = part->text; *c != '\0' && !letters; c = text_next(c)) {
            gunichar letter = (unsigned char)*c < 0x80 ? 0 : g_utf8_get_char(c);
            letters = letter >= 0x1F000 || g_unichar_isalpha(letter);
        }
    }
    return letters && strchr(plain, '?') != NULL && g_str_is_ascii(plain);
}

/* Of several forms of one text the plain one is read, unless it is empty or damaged. */
static void keep_one_form(GPtrArray *body, guint from)
{
    bool plain = false;
    for (guint i = from; i < body->len; i++) {
        const struct message_part *part = g_ptr_array_index(body, i);
        plain = plain || (strcmp(part->type, "text/plain") == 0 && !is_blank(part->text) &&
                          !has_lost_letters(part->text, body, from));
    }
    for (guint i = body->len; i > from; i--) {
        const struct message_part *part = g_ptr_array_index(body, i - 1);
        if ((strcmp(part->type, "text/plain") == 0) != plain && body->len > from + 1) {
            g_ptr_array_remove_index(body, i - 1);
        }
    }
}

static void walk_multipart(const struct walk *walk, GMimeMultipart *multipart)
{
    g_autofree char *type = type_of(GMIME_OBJECT(multipart));
    g_autofree char *report = parameter(GMIME_OBJECT(multipart), "report-type");
    struct walk below = *walk;
    if (strcmp(type, "multipart/report") == 0) {
        below.report = report == NULL ? "" : report;
    }
    guint from = walk->message->body->len;
    int count = g_mime_multipart_get_count(multipart);
    for (int i = 0; i < count; i++) {
        walk_object(&below, g_mime_multipart_get_part(multipart, i));
    }
    if (strcmp(type, "multipart/alternative") == 0) {
        keep_one_form(walk->message->body, from);
    }
}

static void walk_object(const struct walk *walk, GMimeObject *object)
{
    if (walk->depth >= DEPTH_LIMIT) {
        g_ptr_array_add(walk->message->warnings, g_strdup("parts nested too deep"));
        return;
    }
    struct walk below = *walk;
    below.depth++;
    if (GMIME_IS_MULTIPART(object)) {
        walk_multipart(&below, GMIME_MULTIPART(object));
    } else if (GMIME_IS_MESSAGE_PART(object)) {
        walk_attached_message(&below, GMIME_MESSAGE_PART(object));
    } else if (GMIME_IS_PART(object)) {
        walk_leaf(&below, GMIME_PART(object));
    }
}

void mime_part_walk(struct message *message, GMimeObject *object, const char *charset)
{
    size_t text_left = TEXT_LIMIT;
    struct walk walk = {.message = message, .charset = charset, .text_left = &text_left};
    walk_object(&walk, object);
}
