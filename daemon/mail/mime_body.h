/* The body of a mail: its parts, one within the other, between boundaries. Between the mime_ files
 * only.
 *
 *   related { mixed { alternative { plain, html, calendar }, application/ics }, pictures }
 *
 * of which a mail has what it needs; without HTML it is the text alone. The calendar part is the
 * last alternative and the alternative the first child (Outlook 2007 looks only there, Thunderbird
 * shows no buttons when html comes last); the file says the same to clients that look only at files
 * (RFC 6047).
 */
#pragma once

#include "mail/mime_write.h"

/* Appends it, from its Content-Type on. The draft is checked. The same octets for the same draft:
 * the boundaries are made of its Message-ID. */
void mime_body_append(GString *out, const struct mail_draft *draft);
