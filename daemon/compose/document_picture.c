/* Pictures of an issue: found, read, measured and refused with what to do instead. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "compose/document_tree.h"

/* Of all pictures of an issue: a mail of more is slow on a telephone, and filters dislike it. */
#define PICTURES_LIMIT (100u * 1024u)
/* Of one file that is read at all. */
#define FILE_LIMIT (32u * 1024u * 1024u)
/* Of the name within a Content-ID, and of the hash behind it. */
#define NAME_LIMIT 40u
#define HASH_LENGTH 16
/* How wide the column of the layout is, when styles.conf does not say. */
#define COLUMN_WIDTH 536u
#define COLUMN_LIMIT 2000u

static unsigned widest(const struct tree_pictures *pictures)
{
    const char *row = words_find(pictures->styles, "", "img-width");
    guint64 width = row == NULL ? 0 : g_ascii_strtoull(row, NULL, 10);
    return width == 0 || width > COLUMN_LIMIT ? COLUMN_WIDTH : (unsigned)width;
}

/* Why the target cannot be a file of the templates folder: a key of da.findings, or NULL. */
static const char *place_problem(const char *url)
{
    if (strstr(url, "://") != NULL || g_str_has_prefix(url, "//")) {
        return "remote-image";
    }
    bool leaves = *url == '\0' || *url == '/' || strpbrk(url, "\\:") != NULL;
    g_auto(GStrv) parts = g_strsplit(url, "/", -1);
    return leaves || g_strv_contains((const char *const *)parts, "..") ? "picture-place" : NULL;
}

static bool has_tag(const struct cut *cut, const char *text)
{
    for (; *text != '\0'; text++) {
        if (cut_find(cut, text) != NULL) {
            return true;
        }
    }
    return false;
}

/* Says what is wrong with the picture `file`. */
static void refuse(const struct words_place *place, const char *key, const char *file,
                   GError **error)
{
    static const struct {
        const char *key, *phrase;
    } rows[] = {
        {"picture", "billeder kan kun stå i nyhedsbrevet. Beskriv det i ord"},
        {"no-alt", "billedet mangler en tekst til dem, der ikke kan se det"},
        {"remote-image", "billedet ligger på nettet. Læg det i skabelonernes mappe"},
        {"picture-field", "et felt kan ikke stå i billedets navn ({file})"},
        {"picture-place", "billedet \"{file}\" ligger ikke i skabelonernes mappe"},
        {"picture-missing", "billedet \"{file}\" findes ikke"},
        {"picture-kind", "\"{file}\" er hverken PNG eller JPEG"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (strcmp(rows[i].key, key) == 0) {
            words_error(place, error, key, rows[i].phrase, "file", file, NULL);
        }
    }
}

/* Where the file really is, symbolic links followed; NULL when not below the folder. The caller
 * owns it. */
static char *resolve(const struct tree_pictures *pictures, const struct words_place *place,
                     const char *url, GError **error)
{
    g_autofree char *decoded = g_uri_unescape_string(url, NULL); /* editors write %20 */
    const char *relative = decoded != NULL ? decoded : url;
    const char *problem = place_problem(relative);
    if (problem != NULL) {
        refuse(place, problem, url, error);
        return NULL;
    }
    g_autofree char *path = g_build_filename(pictures->folder, relative, NULL);
    char *folder = realpath(pictures->folder, NULL);
    char *real = realpath(path, NULL);
    size_t length = folder == NULL ? 0 : strlen(folder);
    char *found = NULL;
    if (folder == NULL || real == NULL || !g_file_test(real, G_FILE_TEST_IS_REGULAR)) {
        refuse(place, "picture-missing", url, error);
    } else if (strncmp(real, folder, length) != 0 || (length > 1 && real[length] != '/')) {
        refuse(place, "picture-place", url, error);
    } else {
        found = g_strdup(real);
    }
    free(folder);
    free(real);
    return found;
}

/* A file name that can stand in a Content-ID and in a parameter: ASCII, no two dots together. The
 * caller owns it. */
static char *plain_name(const char *path)
{
    g_autofree char *base = g_path_get_basename(path);
    size_t length = strlen(base);
    const char *at = length > NAME_LIMIT ? base + length - NAME_LIMIT : base;
    GString *name = g_string_new(NULL);
    for (; *at != '\0'; at++) {
        bool dot = *at == '.' && name->len > 0 && name->str[name->len - 1] != '.';
        g_string_append_c(name, g_ascii_isalnum(*at) || *at == '_' || dot ? *at : '-');
    }
    if (g_str_has_suffix(name->str, ".")) {
        name->str[name->len - 1] = '-';
    }
    return g_string_free(name, FALSE);
}

static struct picture *read_picture(const struct words_place *place, const char *path,
                                    const char *url, GError **error)
{
    g_autoptr(GError) problem = NULL;
    size_t length;
    char *data = file_read(path, FILE_LIMIT, &length, &problem);
    if (data == NULL) {
        words_error(place, error, words_unreadable(problem), "kan ikke læses: {detail}", "detail",
                    problem->message, NULL);
        return NULL;
    }
    g_autoptr(GBytes) octets = g_bytes_new_take(data, length);
    struct picture *picture = picture_new(octets);
    if (picture == NULL) {
        refuse(place, "picture-kind", url, error);
        return NULL;
    }
    g_autofree char *hash = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, octets);
    picture->name = plain_name(path);
    picture->id = g_strdup_printf("%s.%.*s", picture->name, HASH_LENGTH, hash);
    return picture;
}

/* Adds the picture unless the issue has it already, and takes it over. */
static const struct picture *add(struct tree_pictures *pictures, const struct words_place *place,
                                 struct picture *picture, const char *url, GError **error)
{
    size_t sum = g_bytes_get_size(picture->octets);
    for (guint i = 0; i < pictures->all->len; i++) {
        const struct picture *known = g_ptr_array_index(pictures->all, i);
        if (strcmp(known->id, picture->id) == 0) {
            picture_free(picture);
            return known;
        }
        sum += g_bytes_get_size(known->octets);
    }
    if (sum > PICTURES_LIMIT) {
        g_autofree char *count = g_strdup_printf("%zu", (sum + 1023) / 1024);
        words_error(place, error, "picture-size",
                    "billederne fylder tilsammen {count} KB. Højst 100 KB", "count", count, "file",
                    url, NULL);
        picture_free(picture);
        return NULL;
    }
    g_ptr_array_add(pictures->all, picture);
    return picture;
}

/* The width that staff wrote, or that of the picture, as far as the column goes. */
static bool measure(const struct tree_pictures *pictures, const struct words_place *place,
                    const char *title, struct tree_picture *shown, GError **error)
{
    unsigned limit = widest(pictures);
    guint64 width = 0;
    if (*title == '\0') {
        width = MIN(shown->picture->width, limit);
    } else if (!g_ascii_string_to_unsigned(title, 10, 1, limit, &width, NULL)) {
        g_autofree char *most = g_strdup_printf("%u", limit);
        words_error(place, error, "picture-width",
                    "bredden \"{value}\" er ikke et tal fra 1 til {limit}", "value", title, "limit",
                    most, NULL);
        return false;
    }
    uint64_t height =
        (width * shown->picture->height + shown->picture->width / 2) / shown->picture->width;
    shown->width = (unsigned)width;
    shown->height = (unsigned)CLAMP(height, 1u, UINT16_MAX);
    return true;
}

static void shown_free(cmark_mem *memory, void *shown)
{
    (void)memory;
    g_free(shown);
}

bool tree_picture_take(struct tree_pictures *pictures, const struct words_place *place,
                       const struct cut *cut, cmark_node *node, GError **error)
{
    g_autofree char *url = cut_restore(cut, cmark_node_get_url(node));
    g_autofree char *title = cut_restore(cut, cmark_node_get_title(node));
    g_autofree char *words = tree_words(node);
    bool mute = *g_strstrip(words) == '\0' || cut_alone(cut, words) != NULL;
    const char *problem = pictures->folder == NULL                 ? "picture"
                          : mute                                   ? "no-alt"
                          : has_tag(cut, cmark_node_get_url(node)) ? "picture-field"
                                                                   : NULL;
    if (problem != NULL) {
        refuse(place, problem, url, error);
        return false;
    }
    g_autofree char *path = resolve(pictures, place, url, error);
    struct picture *picture = path == NULL ? NULL : read_picture(place, path, url, error);
    struct tree_picture shown = {picture == NULL ? NULL : add(pictures, place, picture, url, error),
                                 0, 0};
    if (shown.picture == NULL || !measure(pictures, place, title, &shown, error)) {
        return false;
    }
    cmark_node_set_user_data(node, g_memdup2(&shown, sizeof shown));
    cmark_node_set_user_data_free_func(node, shown_free);
    return true;
}
