/* FORTRYD takes back what the answered letter told.
 */
#pragma once

#include "act/matter.h"

bool undo_told(struct matter *matter, GError **error);
