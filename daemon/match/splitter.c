#include "match/splitter.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define PART_LETTERS 3u
#define SHORT_PRICE 4.0 /* a part of three letters is easily there by chance */
#define LINK_PRICE 1.0

/* What stands between the parts of a compound. */
static const char *const links[] = {"", "s", "e", "er"};

/* The cheapest way to come to a place of the word with so many parts. */
struct step {
    double cost;
    unsigned from;   /* the place where the part begins */
    unsigned length; /* of the part, without its link */
    unsigned what;
};

struct board {
    const char *word;
    size_t length;
    struct step steps[SPLITTER_LETTERS + 1][SPLITTER_PARTS + 1];
};

static void improve(struct step *step, struct step better)
{
    if (better.cost < step->cost) {
        *step = better;
    }
}

/* Steps over one part to all places where the next one may begin. */
static void take(struct board *board, unsigned count, struct step part)
{
    unsigned end = part.from + part.length;
    if (end == board->length) {
        improve(&board->steps[end][count], part);
        return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(links); i++) {
        size_t size = strlen(links[i]);
        if (end + size + PART_LETTERS <= board->length &&
            strncmp(board->word + end, links[i], size) == 0) {
            struct step linked = part;
            linked.cost += size > 0 ? LINK_PRICE : 0;
            improve(&board->steps[end + size][count], linked);
        }
    }
}

static void parts_from(struct board *board, const struct splitter *splitter, unsigned from)
{
    for (unsigned end = from + PART_LETTERS; end <= board->length; end++) {
        struct step part = {.from = from, .length = end - from};
        double price = 0;
        if ((from == 0 && end == board->length) ||
            !splitter->part(splitter->words, board->word + from, part.length, &price, &part.what)) {
            continue;
        }
        price += part.length == PART_LETTERS ? SHORT_PRICE : 0;
        for (unsigned count = 0; count < SPLITTER_PARTS; count++) {
            if (isfinite(board->steps[from][count].cost)) {
                part.cost = board->steps[from][count].cost + price;
                take(board, count + 1, part);
            }
        }
    }
}

static void read_back(const struct board *board, unsigned count, struct split *split)
{
    unsigned place = (unsigned)board->length;
    split->count = count;
    split->cost = board->steps[place][count].cost;
    for (; count > 0; count--) {
        const struct step *step = &board->steps[place][count];
        split->parts[count - 1] =
            (struct split_part){.from = step->from, .length = step->length, .what = step->what};
        place = step->from;
    }
}

bool splitter_split(const struct splitter *splitter, const char *folded, struct split *split)
{
    struct board board = {.word = folded, .length = strlen(folded)};
    split->count = 0;
    if (board.length < 2 * PART_LETTERS || board.length > SPLITTER_LETTERS) {
        return false;
    }
    for (unsigned place = 0; place <= board.length; place++) {
        for (unsigned count = 0; count <= SPLITTER_PARTS; count++) {
            board.steps[place][count].cost = (double)INFINITY;
        }
    }
    board.steps[0][0].cost = 0;
    unsigned whole = (unsigned)board.length, best = 0;
    for (unsigned from = 0; from + PART_LETTERS <= whole; from++) {
        parts_from(&board, splitter, from);
    }
    for (unsigned count = 2; count <= SPLITTER_PARTS; count++) {
        if (isfinite(board.steps[whole][count].cost) &&
            (best == 0 || board.steps[whole][count].cost < board.steps[whole][best].cost)) {
            best = count;
        }
    }
    if (best > 0) {
        read_back(&board, best, split);
    }
    return best > 0;
}
