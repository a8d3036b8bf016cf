#include "understand/frame.h"

#include <string.h>

/* Puts every order of the pieces from `fixed` on behind those before it. */
static void add_orders(char **pieces, unsigned fixed, unsigned count, GPtrArray *rows)
{
    if (fixed == count) {
        g_ptr_array_add(rows, g_strjoinv(" " FRAME_SIGN " ", pieces));
        return;
    }
    for (unsigned i = fixed; i < count; i++) {
        char *piece = pieces[i];
        pieces[i] = pieces[fixed];
        pieces[fixed] = piece;
        add_orders(pieces, fixed + 1, count, rows);
        pieces[fixed] = pieces[i];
        pieces[i] = piece;
    }
}

bool frame_orders(const char *row, GPtrArray *rows)
{
    g_autofree char *alone = g_strstrip(g_strdup(row));
    if (*alone != '\0' && strstr(alone, FRAME_SIGN) == NULL) {
        g_ptr_array_add(rows, g_steal_pointer(&alone));
        return true;
    }
    g_auto(GStrv) pieces = g_strsplit(row, FRAME_SIGN, -1);
    unsigned count = g_strv_length(pieces);
    for (unsigned i = 0; i < count; i++) {
        if (*g_strstrip(pieces[i]) == '\0') {
            return false;
        }
    }
    if (count == 0 || count > FRAME_PIECES) {
        return false;
    }
    add_orders(pieces, 0, count, rows);
    return true;
}
