/* Any text as what a seeker or an employer writes of himself: days, weeks, hours, postcodes. */
#include "fuzz/fuzz.h"

static const char head[] = "From: Anna <anna@post.example>\nSubject: Profil\n"
                           "Content-Type: text/plain; charset=utf-8\n\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = fuzz_text(data, size);
    fuzz_inside(head, (const uint8_t *)text, strlen(text), "", "none");
    return 0;
}
