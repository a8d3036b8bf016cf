/* Walks through the HTML that we made ourselves, tag by tag. Not for the HTML of others. */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct html_tag {
    char name[16]; /* lower case; "" at the end of the page */
    bool closing;
    const char *inside; /* the attributes: from here ... */
    const char *end;    /* ... to here (the `>`) */
    const char *text;   /* the text in front of the tag: from here to `text_end` */
    const char *text_end;
};

/* The next tag behind `*cursor`; comments, conditional ones too, are passed over. False at the end
 * (with the text that is left). */
bool html_next(const char **cursor, struct html_tag *tag);

/* The value of an attribute as written, or NULL. The caller owns it. */
char *html_attribute(const struct html_tag *tag, const char *name);

/* The value of a property of `style` ("color"), the last one written, or NULL. The caller owns it.
 */
char *html_style(const char *style, const char *property);

/* Elements that never have a closing tag. */
bool html_is_void(const char *name);
