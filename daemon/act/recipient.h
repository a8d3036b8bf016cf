/* Which of our reply addresses a mail was sent to, from its raw header block: needed before the
 * mail is parsed, because what is answered shapes how it is read. It looks for our own address and
 * nothing else.
 */
#pragma once

#include <glib.h>
#include <stddef.h>

/* The tokens in To, Cc, Delivered-To, X-Original-To and Envelope-To, in that order of trust: the
 * envelope first. GPtrArray of char *, without repeats, at most 16. `ours`: site.address. The
 * caller owns it. */
GPtrArray *recipient_tokens(const char *ours, const char *raw, size_t length);
