/* People whom our mail does not reach: the daily note about them to staff, and the way back when
 * one of them writes.
 *
 * Whoever writes is reachable, and a lost address may cost a person their rights. So a suppression
 * that a bounce caused is lifted as soon as a mail comes from that address with a token that we
 * mailed to it. Without a token it stays, because anybody can write a From line, but our answers to
 * that mail may go to it; when they arrive, the reply brings the token. What a complaint or staff
 * decided only staff take back.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "act/letter.h"
#include "act/matter.h"

/* Before the mail in hand is acted on: lifts what its arrival proves wrong. */
bool unreachable_lift(struct matter *matter, GError **error);

/* After it: hands the mail to a human when its sender is suppressed for good, or writes from an
 * address that we do not know while the one we know does not work. */
bool unreachable_note(struct matter *matter, GError **error);

/* Where a letter may go: its recipient, another address of the person, or NULL: nowhere. A bounce
 * keeps neither an answer nor a letter to staff away. Borrowed from the letter. */
bool unreachable_recipient(const struct office *office, const struct letter *letter,
                           const char **recipient, GError **error);

/* Tells staff of the newly suppressed addresses, once a day at 8 o'clock, and when that is next
 * (INT64_MAX: there are none). */
bool unreachable_tell(const struct office *office, GError **error);
bool unreachable_next(const struct office *office, int64_t *moment, GError **error);
