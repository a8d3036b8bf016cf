/* The heap of a process that is about to fill it. */
#pragma once

#include <stddef.h>

/* Asks the kernel for so many octets of heap at once, in huge pages where it has them, for what
 * malloc hands out from now on, instead of a fault for each page, which is dear in a virtual
 * machine; and has malloc keep what is freed (madvise(2): MADV_HUGEPAGE, MADV_POPULATE_WRITE;
 * mallopt(3)). Where the kernel or malloc cannot, nothing happens. For a process that ends with
 * what it keeps. */
void heap_reserve(size_t octets);
