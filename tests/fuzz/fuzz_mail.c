/* Any octets as a mail. */
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_understand((const char *)data, size, "confirmation");
    return 0;
}
