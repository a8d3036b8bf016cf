#include "understand/answers.h"

#include <string.h>

#include "understand/additions.h"
#include "understand/attend.h"
#include "understand/attendance.h"
#include "understand/choose.h"
#include "understand/progress.h"

/* "Ja tak!" below "> B. Kandidat 87": what the text does not name, its place does. */
static void choose_between(struct search *search)
{
    guint before = search->findings->len;
    for (guint i = 0; i < before; i++) {
        const struct finding *one = &g_array_index(search->findings, struct finding, i);
        if (strcmp(one->intent->name, "choose") == 0) {
            return;
        }
    }
    if (search->labelled != NULL) {
        SCOPED(own) struct own *own = own_read(search->language, search->labelled, NULL);
        g_autoptr(GArray) orders = g_array_new(FALSE, FALSE, sizeof(struct order_span));
        struct search inner = *search;
        inner.own = own;
        inner.orders = orders;
        choose_find(&inner);
    }
}

void answers_find(struct search *search)
{
    attend_find(search);
    choose_find(search);
    choose_between(search);
    job_state_find(search);
    outcome_find(search);
    reveal_find(search);
    g_autoptr(GArray) taken = additions_find(search);
    attendance_find(search, taken);
}
