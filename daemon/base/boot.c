#include "base/boot.h"

#include <glib.h>

#define BOOT_FILE "/proc/sys/kernel/random/boot_id"

char *boot_id(void)
{
    char *text = NULL;
    return g_file_get_contents(BOOT_FILE, &text, NULL, NULL) ? g_strstrip(text) : NULL;
}
