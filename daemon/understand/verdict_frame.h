/* A verdict on its way from the process that understands to main: the body of a frame (base/frame).
 * What comes from there is not believed: it may be in a stranger's hands.
 */
#pragma once

#include "base/frame.h"
#include "understand/verdict.h"

/* Appends the whole verdict. */
void verdict_frame_put(GByteArray *body, struct verdict *verdict);

/* Takes one. `masked`: without CPR numbers, as verdict_mask does it. A text that is not UTF-8 is
 * left out. NULL for what is no verdict. The caller owns it. */
struct verdict *verdict_frame_take(struct frame_cursor *cursor, bool masked);
