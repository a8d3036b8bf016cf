#include "act/meeting_figures.h"

#include "act/meeting_list.h"
#include "act/meeting_thanks.h"
#include "base/text.h"
#include "store/meeting_mail.h"

static void administration_free(gpointer data)
{
    struct administration_figures *row = data;
    g_free(row->name);
    g_free(row);
}

void meeting_figures_free(struct meeting_figures *figures)
{
    if (figures != NULL) {
        g_ptr_array_unref(figures->administrations);
        g_free(figures);
    }
}

/* An answer to a time that the meeting no longer has is none. */
static void count_answer(const struct meeting *meeting, const struct guest *guest,
                         struct figures *one)
{
    bool answered = guest->answer != GUEST_SILENT && guest->said_sequence >= meeting->time_sequence;
    one->yes = answered && guest->answer == GUEST_YES;
    one->maybe = answered && guest->answer == GUEST_MAYBE;
    one->no = answered && guest->answer == GUEST_NO;
    one->silent = !answered && guest->invited != 0;
    one->companions = one->yes != 0 ? guest->companions : 0;
    one->waiting = guest->seat == GUEST_WAITING || guest->seat == GUEST_OFFERED;
}

static bool count_one(const struct office *office, const struct meeting *meeting,
                      const struct guest *guest, struct figures *one, GError **error)
{
    *one = (struct figures){.invited = guest->invited != 0,
                            .came = guest->presence == GUEST_CAME,
                            .absent = guest->presence == GUEST_ABSENT};
    count_answer(meeting, guest, one);
    bool arrived = false;
    if (!meeting_mail_arrived(office->store, meeting->id, guest->person, "invitation", &arrived,
                              error) ||
        !meeting_mail_mark(office->store, meeting->id, guest->person, MEETING_THANKS,
                           &one->mark_sum, error)) {
        return false;
    }
    one->delivered = arrived;
    one->marks = one->mark_sum > 0;
    return true;
}

static void add(struct figures *sum, const struct figures *one)
{
    sum->invited += one->invited;
    sum->delivered += one->delivered;
    sum->yes += one->yes;
    sum->maybe += one->maybe;
    sum->no += one->no;
    sum->silent += one->silent;
    sum->waiting += one->waiting;
    sum->companions += one->companions;
    sum->came += one->came;
    sum->absent += one->absent;
    sum->marks += one->marks;
    sum->mark_sum += one->mark_sum;
}

static struct figures *row_of(struct meeting_figures *figures, const char *name)
{
    for (guint at = 0; at < figures->administrations->len; at++) {
        struct administration_figures *row = figures->administrations->pdata[at];
        if (text_compare(row->name, name) == 0) {
            return &row->figures;
        }
    }
    struct administration_figures *row = g_new0(struct administration_figures, 1);
    row->name = g_strdup(name);
    g_ptr_array_add(figures->administrations, row);
    return &row->figures;
}

static int by_name(gconstpointer a, gconstpointer b)
{
    const struct administration_figures *const *first = a, *const *second = b;
    bool one = *(*first)->name == '\0', other = *(*second)->name == '\0';
    return one != other ? one - other : text_compare((*first)->name, (*second)->name);
}

struct meeting_figures *meeting_figures_count(const struct office *office,
                                              const struct meeting *meeting, GError **error)
{
    g_autoptr(GPtrArray) list = meeting_list_read(office, meeting, error);
    if (list == NULL) {
        return NULL;
    }
    SCOPED(meeting_figures)
    struct meeting_figures *figures = g_new0(struct meeting_figures, 1);
    figures->administrations = g_ptr_array_new_with_free_func(administration_free);
    for (guint at = 0; at < list->len; at++) {
        const struct listed *listed = list->pdata[at];
        struct figures one;
        if (!count_one(office, meeting, listed->guest, &one, error)) {
            return NULL;
        }
        add(&figures->all, &one);
        add(row_of(figures, listed->person->administration), &one);
    }
    g_ptr_array_sort(figures->administrations, by_name);
    return g_steal_pointer(&figures);
}

json_t *meeting_figures_json(const struct figures *figures)
{
    json_t *mean =
        figures->marks > 0 ? json_real((double)figures->mark_sum / figures->marks) : json_null();
    return json_pack("{s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:o}", "invited",
                     figures->invited, "delivered", figures->delivered, "yes", figures->yes,
                     "maybe", figures->maybe, "no", figures->no, "silent", figures->silent,
                     "waiting", figures->waiting, "companions", figures->companions, "came",
                     figures->came, "absent", figures->absent, "marks", figures->marks, "mean",
                     mean);
}
