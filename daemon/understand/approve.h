/* What stands beside the "OK" of staff to a newsletter proof, and beside a yes to what we
 * understood. For intents.c only.
 */
#pragma once

#include "understand/finding.h"

/* An OK counts only when the mail says nothing else than courtesy, praise ([mønstre prøve-høflig])
 * and its sender's name; otherwise it becomes a guess, and staff read the mail: "OK, men ret
 * datoen", "Godkendt. Prisen er nu 50 kr." */
void approve_settle(struct search *search);

/* The same of a yes to "we understood this, is it right?" beside a correction ([ord ja-forbehold]
 * and a number): "Det passer, men jeg bor i 8240". */
void approve_confirmations(struct search *search);
