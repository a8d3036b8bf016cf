/* Any octets as a delivery report (RFC 3464), and as the text of one that has no standard form. */
#include "fuzz/fuzz.h"

static const char report[] = "From: MAILER-DAEMON@relay.example\n"
                             "Subject: Undelivered Mail Returned to Sender\n"
                             "Content-Type: multipart/report; report-type=delivery-status; "
                             "boundary=x\n\n--x\n\nNo.\n--x\n"
                             "Content-Type: message/delivery-status\n\n";
static const char transcript[] = "From: Mail Delivery Subsystem <MAILER-DAEMON@relay.example>\n"
                                 "Subject: Returned mail: see transcript for details\n"
                                 "Return-Path: <>\n\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_inside(report, data, size,
                "\n--x\nContent-Type: text/rfc822-headers\n\nMessage-ID: <a@b>\n--x--\n", "none");
    fuzz_inside(transcript, data, size, "", "none");
    return 0;
}
