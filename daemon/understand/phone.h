/* Telephone numbers in what somebody wrote: Danish ones of eight digits, and foreign ones that
 * begin with + or 00. Never a CPR number, a date, an amount or a longer row of digits.
 */
#pragma once

/* The first one, as people write it: "20 11 22 33", "+46 70 123 45 67" as written; NULL: there is
 * none. The caller owns it. */
char *phone_find(const char *text);
