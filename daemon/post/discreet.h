/* A relay's words without the addresses in them: those are personal data and stay out of the log
 * and the status of the service.
 */
#pragma once

/* "530 <a@b.example>: no" -> "530 <...>: no". The caller owns it. */
char *discreet(const char *text);
