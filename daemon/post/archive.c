#include "post/archive.h"

#include "post/archive_kind.h"

struct archive {
    const struct archive_kind *kind;
    void *state;
};

static const struct archive_kind *kind_of(const struct config *config)
{
    bool remote = config_is(config, CONFIG_ARCHIVE_TYPE, "imap");
    return remote ? &archive_kind_imap : &archive_kind_maildir;
}

bool archive_prepare(const struct config *config, GError **error)
{
    const struct archive_kind *kind = kind_of(config);
    return kind->prepare == NULL || kind->prepare(config, error);
}

struct archive *archive_open(const struct config *config, GError **error)
{
    const struct archive_kind *kind = kind_of(config);
    void *state = kind->open(config, error);
    if (state == NULL) {
        return NULL;
    }
    struct archive *archive = g_new0(struct archive, 1);
    *archive = (struct archive){kind, state};
    return archive;
}

void archive_close(struct archive *archive)
{
    if (archive == NULL) {
        return;
    }
    archive->kind->close(archive->state);
    g_free(archive);
}

bool archive_has(struct archive *archive, const char *message_id, bool *has, GError **error)
{
    return archive->kind->has(archive->state, message_id, has, error);
}

bool archive_purge(struct archive *archive, int64_t moment, unsigned *removed, GError **error)
{
    return archive->kind->purge(archive->state, moment, removed, error);
}
