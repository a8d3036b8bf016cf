/* What sort of mail it is, by its headers first (RFC 3834, 3464, 5965, 5546), by Danish subjects
 * second, never by its text alone.
 */
#pragma once

#include "mail/message.h"
#include "understand/language.h"
#include "understand/verdict.h"

/* Sets kind, bulk, automatic and ours. `site_domain` may be NULL. */
void kind_judge(struct verdict *verdict, const struct language *language,
                const struct message *message, const char *site_domain);
