#include "post/reluctant.h"

#define FIRST_PAUSE (600 * G_USEC_PER_SEC)
#define LONGEST_PAUSE (6 * 3600 * (int64_t)G_USEC_PER_SEC)

struct reluctant {
    GHashTable *mails; /* number -> struct mail */
    int64_t rest;      /* stopwatch: no connection is risked for what was given up before */
};

struct mail {
    unsigned failures;
    bool certain;
    int64_t first, pause, next;
    char *why; /* NULL: not given up */
};

static void mail_free(void *data)
{
    struct mail *mail = data;
    g_free(mail->why);
    g_free(mail);
}

struct reluctant *reluctant_new(void)
{
    struct reluctant *reluctant = g_new0(struct reluctant, 1);
    reluctant->mails = g_hash_table_new_full(NULL, NULL, NULL, mail_free);
    return reluctant;
}

void reluctant_free(struct reluctant *reluctant)
{
    if (reluctant != NULL) {
        g_hash_table_unref(reluctant->mails);
        g_free(reluctant);
    }
}

static struct mail *mail_of(const struct reluctant *reluctant, uint32_t uid)
{
    return g_hash_table_lookup(reluctant->mails, GUINT_TO_POINTER(uid));
}

int64_t reluctant_add(struct reluctant *reluctant, uint32_t uid, int64_t now, bool certain,
                      const char *why)
{
    struct mail *mail = mail_of(reluctant, uid);
    if (mail == NULL) {
        mail = g_new0(struct mail, 1);
        mail->first = now;
        g_hash_table_insert(reluctant->mails, GUINT_TO_POINTER(uid), mail);
    }
    mail->failures++;
    mail->certain = certain;
    if (!certain && mail->failures < RELUCTANT_WORST) {
        return 0;
    }
    int64_t since = mail->why == NULL ? mail->first : 0;
    g_free(mail->why);
    mail->why = g_strdup(why);
    mail->pause = CLAMP(mail->pause * 2, FIRST_PAUSE, LONGEST_PAUSE);
    mail->next = now + mail->pause;
    reluctant->rest = certain ? reluctant->rest : now + FIRST_PAUSE;
    return since;
}

void reluctant_hope(struct reluctant *reluctant, int64_t now)
{
    GHashTableIter mails;
    gpointer data = NULL;
    reluctant->rest = 0;
    g_hash_table_iter_init(&mails, reluctant->mails);
    while (g_hash_table_iter_next(&mails, NULL, &data)) {
        struct mail *mail = data;
        if (!mail->certain) {
            mail->next = now;
            mail->pause = 0;
        }
    }
}

void reluctant_never(struct reluctant *reluctant, uint32_t uid)
{
    mail_of(reluctant, uid)->next = INT64_MAX;
}

void reluctant_remove(struct reluctant *reluctant, uint32_t uid)
{
    g_hash_table_remove(reluctant->mails, GUINT_TO_POINTER(uid));
}

void reluctant_clear(struct reluctant *reluctant)
{
    g_hash_table_remove_all(reluctant->mails);
    reluctant->rest = 0;
}

static int ascending(gconstpointer one, gconstpointer other)
{
    uint32_t a = *(const uint32_t *)one, b = *(const uint32_t *)other;
    return a < b ? -1 : a > b;
}

void reluctant_keep(struct reluctant *reluctant, const GArray *there)
{
    GArray *numbers = (GArray *)(uintptr_t)there;
    GHashTableIter mails;
    gpointer uid = NULL;
    g_hash_table_iter_init(&mails, reluctant->mails);
    while (g_hash_table_iter_next(&mails, &uid, NULL)) {
        uint32_t number = GPOINTER_TO_UINT(uid);
        if (!g_array_binary_search(numbers, &number, ascending, NULL)) {
            g_hash_table_iter_remove(&mails);
        }
    }
}

unsigned reluctant_count(const struct reluctant *reluctant)
{
    unsigned count = 0;
    GHashTableIter mails;
    gpointer data = NULL;
    g_hash_table_iter_init(&mails, reluctant->mails);
    while (g_hash_table_iter_next(&mails, NULL, &data)) {
        const struct mail *mail = data;
        count += mail->why != NULL ? 1 : 0;
    }
    return count;
}

void reluctant_each(const struct reluctant *reluctant,
                    void (*each)(uint32_t uid, const char *why, void *data), void *data)
{
    GHashTableIter mails;
    gpointer uid = NULL, value = NULL;
    g_hash_table_iter_init(&mails, reluctant->mails);
    while (g_hash_table_iter_next(&mails, &uid, &value)) {
        const struct mail *mail = value;
        if (mail->why != NULL) {
            each(GPOINTER_TO_UINT(uid), mail->why, data);
        }
    }
}

unsigned reluctant_rank(const struct reluctant *reluctant, uint32_t uid)
{
    const struct mail *mail = mail_of(reluctant, uid);
    return mail != NULL ? MIN(mail->failures, RELUCTANT_WORST) : 0;
}

bool reluctant_waits(const struct reluctant *reluctant, uint32_t uid, int64_t now)
{
    const struct mail *mail = mail_of(reluctant, uid);
    return mail != NULL && mail->why != NULL && MAX(mail->next, reluctant->rest) > now;
}

GVariant *reluctant_save(const struct reluctant *reluctant)
{
    GVariantBuilder mails;
    GHashTableIter all;
    gpointer uid = NULL, value = NULL;
    g_variant_builder_init(&mails, G_VARIANT_TYPE("a(uubxxxms)"));
    g_hash_table_iter_init(&all, reluctant->mails);
    for (unsigned count = 0; count < RELUCTANT_SAVES && g_hash_table_iter_next(&all, &uid, &value);
         count++) {
        const struct mail *mail = value;
        g_variant_builder_add(&mails, "(uubxxxms)", GPOINTER_TO_UINT(uid), mail->failures,
                              mail->certain, mail->first, mail->pause, mail->next, mail->why);
    }
    return g_variant_new(RELUCTANT_SAVED, reluctant->rest, &mails);
}

void reluctant_load(struct reluctant *reluctant, GVariant *saved, int64_t later)
{
    g_autoptr(GVariantIter) mails = NULL;
    struct mail mail = {0};
    int certain = 0; /* as GVariant has it */
    uint32_t uid = 0;
    g_variant_get(saved, RELUCTANT_SAVED, &reluctant->rest, &mails);
    reluctant->rest += later;
    while (g_variant_iter_next(mails, "(uubxxxms)", &uid, &mail.failures, &certain, &mail.first,
                               &mail.pause, &mail.next, &mail.why)) {
        mail.certain = certain != 0;
        mail.first += later;
        mail.next = mail.next == INT64_MAX ? INT64_MAX : mail.next + later;
        g_hash_table_replace(reluctant->mails, GUINT_TO_POINTER(uid),
                             g_memdup2(&mail, sizeof mail));
    }
}

bool reluctant_is_empty(const struct reluctant *reluctant)
{
    return g_hash_table_size(reluctant->mails) == 0;
}
