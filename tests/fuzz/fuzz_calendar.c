/* Any octets as the answer of a calendar (iTIP). */
#include "fuzz/fuzz.h"

static const char head[] = "From: Anna <anna@post.example>\nSubject: Accepteret: møde\n"
                           "Content-Type: text/calendar; method=REPLY; charset=utf-8\n\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_inside(head, data, size, "", "invitation");
    return 0;
}
