/* A picture that goes with a mail: PNG or JPEG, told by its own octets and never by its name. The
 * HTML names it as cid:ID (RFC 2392); where there is no mail around the page, as data: (RFC 2397).
 */
#pragma once

#include <glib.h>

#include "base/scope.h"

struct picture {
    char *id;         /* Content-ID without angle brackets; NULL: none yet */
    char *name;       /* of its file, ASCII; NULL: none */
    const char *type; /* "image/png", "image/jpeg" */
    unsigned width, height;
    GBytes *octets;
};

/* NULL when the octets are neither, or do not say how large the picture is. The caller owns it. */
struct picture *picture_new(GBytes *octets);
void picture_free(struct picture *picture);
SCOPE_DEFINE(picture, picture_free)

/* An empty list of struct picture that owns its pictures. The caller owns it. */
GPtrArray *pictures_new(void);

/* The page with its pictures in it, for a reader who sees the HTML alone. `pictures` may be NULL.
 * The caller owns it. */
char *pictures_in_page(const char *html, const GPtrArray *pictures);
