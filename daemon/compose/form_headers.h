/* The headers of a newsletter copy (outbound rules of RFC 2369, 2919, 3834 and of large receivers).
 * Inside this room only.
 */
#pragma once

#include "compose/form_build.h"

/* What the headers say of the list. */
struct form_list {
    const char *issue;
    enum person_role role;
    const json_t *site;
    const char *name;   /* in List-Id, from words.conf */
    const char *sender; /* name in the From line: the newsletter's own, the same every month */
};

/* A boundary that cannot occur in quoted-printable text. The caller owns it. */
char *form_headers_boundary(const struct form_list *list);

void form_headers_literal(struct form_build *build, const char *text);

/* The headers before the value of Subject, and those behind it to the end of the header block.
 * With `pictures` the two texts and the pictures stand in a multipart/related (RFC 2387). */
void form_headers_begin(struct form_build *build, const struct form_list *list);
void form_headers_end(struct form_build *build, const struct form_list *list, const char *boundary,
                      bool pictures);

/* Before a part's body, and behind the last. */
void form_headers_part(struct form_build *build, const char *boundary, const char *type);
void form_headers_close(struct form_build *build, const char *boundary);

/* Behind that: the pictures, if there are any. */
void form_headers_pictures(struct form_build *build, const struct form_list *list,
                           const char *boundary, const GPtrArray *pictures);
