/* What other people than staff may see of a mail: its text without addresses and numbers, the
 * portrait of a seeker, and what a posting may not say.
 */
#pragma once

#include "understand/language.h"
#include "understand/verdict.h"

/* Fills verdict->open, and open_text of the files, where there is a use for them: in a reply to the
 * relay, and where somebody describes himself or a job. To be called when the intents are known. */
void shown_read(struct verdict *verdict, const struct language *language, const char *replying_to);

/* "Ikke flere som dem" in answer to a list: what a yes taught us is to count no more; so "glem
 * det", where it is no answer to somebody on the list. Fills "forget" of verdict->open, and
 * corrects the intents; a longer answer says something else. To be called last. */
void shown_forget(struct verdict *verdict, const struct language *language,
                  const char *replying_to);
