#include "base/heap.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

void heap_reserve(size_t octets)
{
#ifndef SANITIZED             /* their malloc gives nothing back */
    enum { MOST = 32 << 20 }; /* that malloc takes as a limit */
    mallopt(M_MMAP_THRESHOLD, MOST);
    mallopt(M_TRIM_THRESHOLD, MOST);
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    char *block = malloc(octets);
    if (block != NULL) {
        uintptr_t from = ((uintptr_t)block + page - 1) / page * page;
        uintptr_t to = ((uintptr_t)block + octets) / page * page;
        madvise((void *)from, to - from, MADV_HUGEPAGE);
        madvise((void *)from, to - from, MADV_POPULATE_WRITE);
        free(block);
    }
#else
    (void)octets;
#endif
}
