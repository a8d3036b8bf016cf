/* Which start of the machine this is: after a power cut another one than before.
 */
#pragma once

/* The kernel's identifier of the boot (random(4), boot_id); NULL when it does not tell. The caller
 * owns it. */
char *boot_id(void);
