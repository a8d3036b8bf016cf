#include "mail/html_marks.h"

#include <glib.h>
#include <string.h>

#include "mail/token_address.h"

#define HEADER_WORD 16 /* "Vedhæftet" and its like are shorter */

static const char *const hidden_tags[] = {"head",   "style",  "script",   "title",    "noscript",
                                          "object", "iframe", "template", "noframes", NULL};

/* Classes, ids, names and data-markers of the clients' own marks. Gmail puts answers between the
 * quotes inside div.gmail_quote, so that is none. */
static const char *const quote_marks[] = {"gmail_attr",
                                          "moz-cite-prefix",
                                          "moz-forward-container",
                                          "yahoo_quoted",
                                          "protonmail_quote",
                                          "OLK_SRC_BODY_SECTION",
                                          "zmail_extra",
                                          "tutanota_quote",
                                          "reply-intro",
                                          "_rc_reply_intro",
                                          "messageReplySection",
                                          "__QUOTED_TEXT__",
                                          "__HEADERS__",
                                          "fairemail_quote",
                                          "reference",
                                          "airmail_ext_on",
                                          "cm_quote",
                                          "missive_quote",
                                          "front-blockquote",
                                          "aqm-original",
                                          "quote",
                                          NULL};
static const char *const cut_marks[] = {"divRplyFwdMsg",
                                        "stopSpelling",
                                        "mail-editor-reference-message-container",
                                        "ms-outlook-mobile-reference-message",
                                        "zwchr",
                                        "__DIVIDER__",
                                        "isForwardContent",
                                        NULL};
static const char *const signature_marks[] = {
    "gmail_signature", "gmail_signature_prefix", "moz-signature", "ms-outlook-mobile-signature",
    "ms-outlook-ios-signature", "protonmail_signature_block", "AppleMailSignature",
    "composer_signature", "k9mail-signature", "fairemail_signature", "_rc_sig", "-x-evo-signature",
    "-x-evo-signature-wrapper", "ymail_android_signature", "ymail_ios_signature", "yahoo-signature",
    "messageSignatureSection", "__SIG_PRE__", "__SIG_POST__", "io-ox-signature",
    "missive_signature", "front-signature", "bloop_sign", "cm_signature", "aqm-signature",
    "Signature", "signature",
    /* Avast: "Virusfri" */
    "DAB4FAD8-2DD7-40BB-A1B8-4E2AA1F9FDF2", NULL};

/* What is read of an element, once. Borrowed from the tree but for the style. */
struct look {
    const char *type, *cite, *target;
    const char *names[5]; /* class, id, name, data-marker, fairemail; NULL where there is none */
    char *style;          /* without blanks, in small letters; never NULL */
};

static char *flat_style(const char *style)
{
    GString *flat = g_string_new(NULL);
    for (const char *c = style; *c != '\0'; c++) {
        if (!g_ascii_isspace(*c)) {
            g_string_append_c(flat, g_ascii_tolower(*c));
        }
    }
    return g_string_free(flat, FALSE);
}

static struct look look_at(const xmlNode *element)
{
    struct look look = {0};
    const char *style = "";
    const struct {
        const char *name;
        const char **value;
    } attributes[] = {{"class", &look.names[0]},
                      {"id", &look.names[1]},
                      {"name", &look.names[2]},
                      {"data-marker", &look.names[3]},
                      {"fairemail", &look.names[4]},
                      {"type", &look.type},
                      {"cite", &look.cite},
                      {"href", &look.target},
                      {"style", &style}};
    for (const xmlAttr *at = element->properties; at != NULL; at = at->next) {
        for (size_t i = 0; i < G_N_ELEMENTS(attributes); i++) {
            const char *name = (const char *)at->name;
            if (g_ascii_tolower(*name) == *attributes[i].name &&
                g_ascii_strcasecmp(name, attributes[i].name) == 0 && at->children != NULL &&
                at->children->content != NULL) {
                *attributes[i].value = (const char *)at->children->content;
            }
        }
    }
    look.style = flat_style(style);
    return look;
}

/* "x_Signature", "ecxgmail_quote", "ydp1a2byahoo_quoted", "m_-12gmail_signature",
 * "yahoo_quoted_12": how webmails rename the marks of the mails that they show. */
static bool is_mark(const char *word, size_t length, const char *mark)
{
    size_t size = strlen(mark);
    if (length < size) {
        return false;
    }
    bool whole = strncmp(word, mark, size) == 0;
    bool numbered =
        whole && length > size + 1 && word[size] == '_' && g_ascii_isdigit(word[size + 1]);
    bool renamed = strncmp(word, "ydp", 3) == 0 || strncmp(word, "m_", 2) == 0 ||
                   strncmp(word, "x_", 2) == 0 || strncmp(word, "ecx", 3) == 0;
    return (whole && length == size) || numbered ||
           (renamed && strncmp(word + length - size, mark, size) == 0);
}

static bool is_any_mark(const char *word, size_t length, const char *const *marks)
{
    for (size_t m = 0; marks[m] != NULL; m++) {
        if (is_mark(word, length, marks[m])) {
            return true;
        }
    }
    return false;
}

static bool is_named(const struct look *look, const char *const *marks)
{
    for (size_t i = 0; i < G_N_ELEMENTS(look->names); i++) {
        const char *word = look->names[i] == NULL ? "" : look->names[i];
        while (*word != '\0') {
            size_t length = strcspn(word, " \t\n");
            if (is_any_mark(word, length, marks)) {
                return true;
            }
            word += length;
            word += strspn(word, " \t\n");
        }
    }
    return false;
}

/* Fastmail: <div id="sig51234567">. */
static bool is_numbered_signature(const struct look *look)
{
    const char *id = look->names[1];
    return id != NULL && g_str_has_prefix(id, "sig") && g_ascii_isdigit(id[3]) &&
           id[3 + strspn(id + 3, "0123456789")] == '\0';
}

bool html_tag_is(const xmlNode *element, const char *tag)
{
    const char *name = (const char *)element->name;
    return g_ascii_tolower(*name) == *tag && g_ascii_strcasecmp(name, tag) == 0;
}

bool html_tag_in(const xmlNode *element, const char *const *tags)
{
    for (size_t i = 0; tags[i] != NULL; i++) {
        if (html_tag_is(element, tags[i])) {
            return true;
        }
    }
    return false;
}

static const xmlNode *first_text(const xmlNode *node)
{
    const xmlNode *at = node;
    while (at != NULL) {
        if (at->type == XML_TEXT_NODE && at->content != NULL &&
            at->content[strspn((const char *)at->content, " \t\r\n")] != '\0') {
            return at;
        }
        if (at->children != NULL && at->type == XML_ELEMENT_NODE) {
            at = at->children;
            continue;
        }
        while (at != NULL && at != node && at->next == NULL) {
            at = at->parent;
        }
        at = at == node || at == NULL ? NULL : at->next;
    }
    return NULL;
}

/* The first words of an element, without blanks before them; never NULL. */
static const char *first_words(const xmlNode *element)
{
    const xmlNode *text = first_text(element);
    const char *words = text == NULL ? "" : (const char *)text->content;
    return words + strspn(words, " \t\r\n");
}

/* Outlook's header block is a div with a line above it, and begins with a word and a colon in
 * whatever language. Gmail marks the head of a forwarded mail like an introduction. */
static bool is_cut(const xmlNode *element, const struct look *look)
{
    static const char *const introductions[] = {"gmail_attr", NULL};
    if (is_named(look, cut_marks)) {
        return true;
    }
    if (!html_tag_is(element, "div")) {
        return false;
    }
    if (strstr(look->style, "border-top:solid") != NULL) {
        const char *words = first_words(element);
        size_t length = strcspn(words, ": \n");
        return length > 0 && length < HEADER_WORD && words[length] == ':';
    }
    return is_named(look, introductions) && g_str_has_prefix(first_words(element), "-----");
}

/* "border-left:2px solid #c3d9e5", and not "border-left:none". */
static bool has_bar(const char *style)
{
    const char *border = strstr(style, "border-left:");
    if (border == NULL) {
        return false;
    }
    g_autofree char *value = g_strndup(border, strcspn(border, ";"));
    return strstr(value, "solid") != NULL || strstr(value, "double") != NULL;
}

/* Gmail's and Outlook's button "indent" makes a blockquote, too: without border or colour. Others
 * make a bare one, and so do clients that quote; what stands around it decides (indent.c). */
static unsigned quote_marks_of(const xmlNode *element, const struct look *look)
{
    if (is_named(look, quote_marks)) {
        return HTML_MARK_QUOTE;
    }
    if (html_tag_is(element, "div")) {
        return has_bar(look->style) ? HTML_MARK_QUOTE : 0;
    }
    if (!html_tag_is(element, "blockquote")) {
        return 0;
    }
    if (g_strcmp0(look->type, "cite") == 0 || look->cite != NULL || has_bar(look->style)) {
        return HTML_MARK_QUOTE;
    }
    bool bare = strstr(look->style, "border:none") != NULL ||
                strstr(look->style, "border:0") != NULL ||
                strstr(look->style, "margin:00040px") != NULL;
    bool indents = look->names[0] == NULL || strstr(look->names[0], "indent") != NULL;
    if (bare && indents) {
        return 0;
    }
    return look->names[0] == NULL ? HTML_MARK_INDENT : HTML_MARK_QUOTE;
}

/* What the style says of one thing, behind its colon, or NULL. Borrowed. */
static const char *style_of(const char *style, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = strstr(style, name); at != NULL; at = strstr(at + 1, name)) {
        if ((at == style || at[-1] == ';') && at[length] == ':') {
            return at + length + 1;
        }
    }
    return NULL;
}

static bool style_begins(const char *style, const char *name, const char *const *values)
{
    const char *said = style_of(style, name);
    for (size_t i = 0; said != NULL && values[i] != NULL; i++) {
        size_t length = strlen(values[i]);
        if (strncmp(said, values[i], length) == 0 && strchr(";!", said[length]) != NULL) {
            return true;
        }
    }
    return false;
}

/* 0, 0px, 0.0em ... */
static bool is_zero(const char *style, const char *name)
{
    const char *said = style_of(style, name);
    return said != NULL && *said == '0' && g_ascii_strtod(said, NULL) <= 0;
}

/* Letters in the colour of the paper: the background that the same style names, or white. */
static bool has_paper_colour(const char *style)
{
    static const char *const white[] = {"#fff",        "#ffffff",          "white",
                                        "transparent", "rgb(255,255,255)", NULL};
    const char *colour = style_of(style, "color");
    const char *paper = style_of(style, "background-color");
    paper = paper == NULL ? style_of(style, "background") : paper;
    if (colour == NULL || paper == NULL) {
        return style_begins(style, "color", white);
    }
    size_t length = strcspn(colour, ";!");
    return strncmp(colour, paper, length) == 0 && strchr(";!", paper[length]) != NULL;
}

static bool is_hidden(const struct look *look)
{
    static const char *const none[] = {"none", NULL}, *const all[] = {"all", NULL};
    static const char *const unseen[] = {"hidden", "collapse", NULL};
    static const char *const tiny[] = {"1px", "1pt", "1", NULL};
    static const char *const cut[] = {"hidden", "clip", NULL};
    const char *style = look->style;
    return *style != '\0' &&
           (style_begins(style, "display", none) || style_begins(style, "mso-hide", all) ||
            style_begins(style, "visibility", unseen) || is_zero(style, "opacity") ||
            is_zero(style, "font-size") ||
            (style_begins(style, "font-size", tiny) && has_paper_colour(style)) ||
            ((is_zero(style, "max-height") || is_zero(style, "height")) &&
             style_begins(style, "overflow", cut)));
}

static bool is_line(const xmlNode *element, const struct look *look)
{
    const char *class = look->names[0] == NULL ? "" : look->names[0];
    return html_tag_is(element, "p") &&
           (strstr(class, "MsoNormal") != NULL || strstr(class, "MsoPlainText") != NULL ||
            strstr(class, "MsoListParagraph") != NULL || strstr(look->style, "margin:0") != NULL ||
            strstr(look->style, "margin-bottom:0") != NULL);
}

unsigned html_marks(const xmlNode *element)
{
    if (html_tag_in(element, hidden_tags)) {
        return HTML_MARK_HIDDEN;
    }
    if (element->properties == NULL) {
        return html_tag_is(element, "blockquote") ? HTML_MARK_INDENT : 0;
    }
    struct look look = look_at(element);
    unsigned marks = 0;
    if (is_hidden(&look)) {
        marks = HTML_MARK_HIDDEN;
    } else if (is_cut(element, &look)) {
        marks = HTML_MARK_CUT;
    } else {
        marks |= is_line(element, &look) ? HTML_MARK_LINE : 0u;
        marks |= quote_marks_of(element, &look);
        marks |= is_named(&look, signature_marks) || is_numbered_signature(&look)
                     ? HTML_MARK_SIGNATURE
                     : 0u;
        /* "Afmeld Seniorjobberen" at the end of our newsletter. No sender writes such a link. */
        marks |= html_tag_is(element, "a") && look.target != NULL && token_address_in(look.target)
                     ? HTML_MARK_OURS
                     : 0u;
    }
    g_free(look.style);
    return marks;
}
