#include "match/weights.h"

const struct match_weights match_weights = {
    .text_part = 1.2,
    .label_part = 0.8,
    .k1 = 2,
    .b = 0.9,
    .words = 0.5,
    .letters = 1,
    .kin = 1,
    .other = 0.95,
    .exact = 0.5,
    .title = {.text = 0.4, .skills = 0.15, .names = 0.5, .unit = 0.6, .minor = 0.1},
    .question = {.text = 1, .skills = 0.5, .near = 0.5, .names = 0.3, .unit = 1.2, .minor = 0.2},
    .profile = {.text = 1, .skills = 0.3, .near = 0.8, .unit = 0.2},
    .minor_name = 0.5,
    .optional = 0.5,
    .skill_least = 0.6,
    .same_work = 1,
    .same_words = 0.7,
    .same_letters = 0.8,
    .profile_edge = 2,
    .text_edge = 6,
};
