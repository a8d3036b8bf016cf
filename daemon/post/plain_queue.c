#include "post/plain_queue.h"

#include "post/losses.h"

unsigned plain_queue_waiting(const struct plain_queue *queue)
{
    return queue->mails->len - queue->next + queue->back->len;
}

bool plain_queue_has_fresh(const struct plain_queue *queue, const struct lane_mail *mail)
{
    return queue->next < queue->mails->len || losses_fresh(queue->back, mail) != NULL;
}

struct lane_mail *plain_queue_take(struct plain_queue *queue, bool alone)
{
    struct lane_mail *fresh = losses_fresh(queue->back, NULL);
    if (fresh != NULL) {
        g_ptr_array_remove(queue->back, fresh);
        return fresh;
    }
    if (queue->next < queue->mails->len) {
        return g_ptr_array_index(queue->mails, queue->next++);
    }
    return alone && queue->back->len > 0 ? g_ptr_array_remove_index(queue->back, 0) : NULL;
}
