#include "post/batch.h"

#include "post/discreet.h"

struct batch *batch_new(GPtrArray *mails)
{
    struct batch *batch = g_new0(struct batch, 1);
    batch->mails = mails;
    batch->all = g_array_sized_new(FALSE, TRUE, sizeof(struct batch_mail), mails->len);
    g_array_set_size(batch->all, mails->len);
    batch->open = g_hash_table_new(g_int64_hash, g_int64_equal);
    for (unsigned i = 0; i < mails->len; i++) {
        struct ledger_mail *mail = g_ptr_array_index(mails, i);
        struct batch_mail *open = &g_array_index(batch->all, struct batch_mail, i);
        open->mail = mail;
        g_hash_table_insert(batch->open, &mail->id, open);
    }
    return batch;
}

void batch_free(struct batch *batch)
{
    if (batch == NULL) {
        return;
    }
    g_hash_table_unref(batch->open);
    g_array_unref(batch->all);
    g_ptr_array_unref(batch->mails);
    g_free(batch->fault);
    g_free(batch);
}

struct batch_mail *batch_find(const struct batch *batch, int64_t id)
{
    struct batch_mail *open = g_hash_table_lookup(batch->open, &id);
    g_assert(open != NULL && !open->settled);
    return open;
}

bool batch_holds(const struct batch *batch, int64_t id)
{
    const struct batch_mail *open = g_hash_table_lookup(batch->open, &id);
    return open != NULL && !open->settled && !open->taken_back;
}

bool batch_reach(struct batch *batch, int64_t id)
{
    const struct batch_mail *first = (const struct batch_mail *)(const void *)batch->all->data;
    unsigned at = (unsigned)(batch_find(batch, id) - first);
    batch->reached = MAX(batch->reached, at + 1);
    return at < batch->released;
}

void batch_release(struct batch *batch, unsigned most, GArray *ids)
{
    batch->released = MAX(batch->released, MIN(batch->reached + most, batch->all->len));
    for (unsigned i = 0; i < batch->released; i++) {
        const struct batch_mail *open = &g_array_index(batch->all, struct batch_mail, i);
        if (!open->settled && !open->taken_back) {
            g_array_append_val(ids, open->mail->id);
        }
    }
}

void batch_note(struct batch *batch, const struct ledger_mark *mark)
{
    struct batch_mail *open = batch_find(batch, mark->id);
    if (mark->result == 0) {
        open->handed = mark->go;
        open->taken_back = !mark->go;
        batch->taken_back += mark->go ? 0 : 1;
        return;
    }
    open->settled = true;
    batch->ours = batch->ours || mark->result == LEDGER_OUR_FAULT;
    bool stops = mark->result == LEDGER_NOT_TRIED || mark->result == LEDGER_OUR_FAULT;
    if (stops && !open->taken_back && !open->put_off && batch->fault == NULL) {
        const char *status = mark->status != NULL ? mark->status : "";
        const char *answer = mark->answer != NULL ? mark->answer : "";
        g_autofree char *said =
            g_strdup_printf("%s%s%s", status, *status != '\0' ? " " : "", answer);
        batch->fault = discreet(said);
    }
}
