#include "understand/office_text.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdbool.h>
#include <string.h>

#define INFLATED_LIMIT (8u * 1024u * 1024u)
#define TEXT_LIMIT (1024u * 1024u)
#define ELEMENT_LIMIT 200000u
#define DEPTH_LIMIT 256u
#define ENTRY_LIMIT 2000u

/* What an element is to the reader of the text. */
enum role {
    ROLE_NONE,
    ROLE_TEXT,      /* its characters count */
    ROLE_PARAGRAPH, /* the same for OpenDocument, and a line ends with it */
    ROLE_END,       /* a line ends with it */
    ROLE_BREAK,
    ROLE_TAB,
    ROLE_BLANK, /* a blank of OpenDocument, which writes one of several so */
    ROLE_SKIP   /* nothing inside counts: deleted text, notes, second versions */
};

struct word {
    const char *name;
    enum role role;
};

static const struct word docx_words[] = {
    {"t", ROLE_TEXT},        {"p", ROLE_END},    {"br", ROLE_BREAK},      {"cr", ROLE_BREAK},
    {"tab", ROLE_TAB},       {"del", ROLE_SKIP}, {"Fallback", ROLE_SKIP}, {"instrText", ROLE_SKIP},
    {"moveFrom", ROLE_SKIP}, {NULL, ROLE_NONE}};
static const struct word odt_words[] = {
    {"p", ROLE_PARAGRAPH},     {"h", ROLE_PARAGRAPH}, {"line-break", ROLE_BREAK},
    {"tab", ROLE_TAB},         {"s", ROLE_BLANK},     {"tracked-changes", ROLE_SKIP},
    {"annotation", ROLE_SKIP}, {"note", ROLE_SKIP},   {NULL, ROLE_NONE}};

struct reader {
    xmlParserCtxtPtr parser;
    const struct word *words;
    GString *text;
    unsigned elements, depth;
    unsigned inside, skipped; /* elements whose characters count, or do not, around here */
    bool too_big;
};

static enum role role_of(const struct reader *reader, const xmlChar *name)
{
    for (const struct word *word = reader->words; word->name != NULL; word++) {
        if (strcmp(word->name, (const char *)name) == 0) {
            return word->role;
        }
    }
    return ROLE_NONE;
}

static void stop(struct reader *reader)
{
    reader->too_big = true;
    xmlStopParser(reader->parser);
}

static void append(struct reader *reader, const char *text, gssize length)
{
    if (reader->skipped > 0) {
        return;
    }
    g_string_append_len(reader->text, text, length);
    if (reader->text->len > TEXT_LIMIT) {
        stop(reader);
    }
}

static void start_element(void *data, const xmlChar *name, const xmlChar *prefix G_GNUC_UNUSED,
                          const xmlChar *uri G_GNUC_UNUSED, int namespaces G_GNUC_UNUSED,
                          const xmlChar **names G_GNUC_UNUSED, int attributes G_GNUC_UNUSED,
                          int defaulted G_GNUC_UNUSED, const xmlChar **values G_GNUC_UNUSED)
{
    struct reader *reader = data;
    enum role role = role_of(reader, name);
    if (++reader->elements > ELEMENT_LIMIT || ++reader->depth > DEPTH_LIMIT) {
        stop(reader);
        return;
    }
    reader->skipped += role == ROLE_SKIP ? 1 : 0;
    reader->inside += role == ROLE_TEXT || role == ROLE_PARAGRAPH ? 1 : 0;
    if (role == ROLE_TAB) {
        append(reader, "\t", 1);
    } else if (role == ROLE_BREAK) {
        append(reader, "\n", 1);
    } else if (role == ROLE_BLANK) {
        append(reader, " ", 1);
    }
}

static void end_element(void *data, const xmlChar *name, const xmlChar *prefix G_GNUC_UNUSED,
                        const xmlChar *uri G_GNUC_UNUSED)
{
    struct reader *reader = data;
    enum role role = role_of(reader, name);
    reader->depth--;
    reader->inside -= role == ROLE_TEXT || role == ROLE_PARAGRAPH ? 1 : 0;
    if (role == ROLE_END || role == ROLE_PARAGRAPH) {
        append(reader, "\n", 1);
    }
    reader->skipped -= role == ROLE_SKIP ? 1 : 0;
}

static void characters(void *data, const xmlChar *text, int length)
{
    struct reader *reader = data;
    if (reader->inside > 0) {
        append(reader, (const char *)text, length);
    }
}

/* Only &amp; and the like: a document of these kinds declares none. */
static xmlEntityPtr entity(void *data G_GNUC_UNUSED, const xmlChar *name)
{
    return xmlGetPredefinedEntity(name);
}

static void refuse_dtd(void *data, const xmlChar *name G_GNUC_UNUSED,
                       const xmlChar *id G_GNUC_UNUSED, const xmlChar *system G_GNUC_UNUSED)
{
    const struct reader *reader = data;
    xmlStopParser(reader->parser);
}

static void say_nothing(void *data G_GNUC_UNUSED, const char *format G_GNUC_UNUSED, ...)
{
}

static bool parse_entry(struct archive *archive, struct reader *reader,
                        enum office_problem *problem)
{
    size_t inflated = 0, length = 0;
    const void *block = NULL;
    la_int64_t offset = 0;
    int status;
    while ((status = archive_read_data_block(archive, &block, &length, &offset)) == ARCHIVE_OK) {
        inflated += length;
        if (inflated > INFLATED_LIMIT) {
            stop(reader);
        }
        if (reader->too_big || xmlParseChunk(reader->parser, block, (int)length, 0) != 0) {
            break;
        }
    }
    bool whole = status == ARCHIVE_EOF && xmlParseChunk(reader->parser, NULL, 0, 1) == 0;
    *problem = reader->too_big ? OFFICE_TOO_BIG : OFFICE_BROKEN;
    return whole && !reader->too_big;
}

static char *read_document(struct archive *archive, bool docx, enum office_problem *problem)
{
    xmlSAXHandler handler = {.initialized = XML_SAX2_MAGIC,
                             .startElementNs = start_element,
                             .endElementNs = end_element,
                             .characters = characters,
                             .ignorableWhitespace = characters,
                             .getEntity = entity,
                             .internalSubset = refuse_dtd,
                             .error = say_nothing,
                             .warning = say_nothing};
    g_autoptr(GString) text = g_string_new(NULL);
    struct reader reader = {.words = docx ? docx_words : odt_words, .text = text};
    reader.parser = xmlCreatePushParserCtxt(&handler, &reader, NULL, 0, NULL);
    if (reader.parser == NULL) {
        *problem = OFFICE_BROKEN;
        return NULL;
    }
    xmlCtxtUseOptions(reader.parser, XML_PARSE_NONET);
    bool read = parse_entry(archive, &reader, problem);
    xmlFreeParserCtxt(reader.parser);
    if (!read) {
        return NULL;
    }
    *problem = OFFICE_READ;
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static char *read_archive(struct archive *archive, enum office_problem *problem)
{
    struct archive_entry *entry = NULL;
    int status = ARCHIVE_OK;
    *problem = OFFICE_OTHER;
    for (unsigned i = 0; i < ENTRY_LIMIT; i++) {
        status = archive_read_next_header(archive, &entry);
        if (status != ARCHIVE_OK && status != ARCHIVE_WARN) {
            break;
        }
        const char *name = archive_entry_pathname(entry);
        bool docx = g_strcmp0(name, "word/document.xml") == 0;
        if (!docx && g_strcmp0(name, "content.xml") != 0) {
            continue;
        }
        if (archive_entry_is_encrypted(entry)) {
            *problem = OFFICE_ENCRYPTED;
            return NULL;
        }
        return read_document(archive, docx, problem);
    }
    if (status != ARCHIVE_EOF && status != ARCHIVE_OK) {
        *problem = OFFICE_BROKEN;
    }
    return NULL;
}

char *office_text(const void *octets, size_t length, enum office_problem *problem)
{
    struct archive *archive = archive_read_new();
    g_assert(archive != NULL);
    archive_read_support_format_zip_seekable(archive);
    char *text = NULL;
    *problem = OFFICE_BROKEN;
    if (archive_read_open_memory(archive, octets, length) == ARCHIVE_OK) {
        text = read_archive(archive, problem);
    }
    archive_read_free(archive);
    return text;
}
