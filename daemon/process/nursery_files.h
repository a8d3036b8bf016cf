/* Files that a program of the system has to read: the confined child cannot start one, so it asks
 * the nursery. Between the nursery's files only.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "understand/files.h"

/* In the child: a converter that asks over `fd`, which must outlive it. */
struct file_converter nursery_converter(int *fd);

/* In the nursery: converts what a child asks for, and answers. `cpu_left`: as converter_run. False
 * when the frame is none of a child that means well. */
bool nursery_convert(int child, const char *frame, size_t length, int64_t *cpu_left);
