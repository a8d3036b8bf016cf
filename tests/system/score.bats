# plain only: under sanitizers cli.bats reads the same mails.
# How well replies are understood: the labelled halves of tests/data/replies do not fall below what
# was reached (the floors stand in contrib/score). Of the test half only the figures are shown.

# shellcheck disable=SC2154,SC2034,SC2016 # what helpers.bash sets and reads; a script is written
load helpers

tree=$(cd "${MOEDESTED_TREE:-$BATS_TEST_DIRNAME/../..}" && pwd)

score() { # HALF WORD...
    "$tree/contrib/score" "$(dirname "$(program)")" "$@"
}

# A program that finds this verdict in every mail.
always() { # VERDICT
    mkdir -p "$BATS_TEST_TMPDIR/blind"
    printf '#!/bin/sh\nfor mail; do case $mail in *.eml) echo %s ;; esac; done\n' "'$1'" >"$BATS_TEST_TMPDIR/blind/moedested"
    chmod +x "$BATS_TEST_TMPDIR/blind/moedested"
}

@test "the tuning half" {
    expect 0 score tuning --floor --worst=15
}

@test "the test half" {
    expect 0 score test --floor --worst=0
}

@test "a program that understands nothing is found out" {
    always '{"kind":"message","text":"","intents":[]}'
    expect 1 "$tree/contrib/score" "$BATS_TEST_TMPDIR/blind" tuning --floor --worst=0
    says "kind " "text " "intents " "slots " " is below "
}

@test "a program that leaves one quoted command, or takes a person for a machine, is found out" {
    always '{"kind":"autoreply","text":"Svar AFMELD","intents":[]}'
    expect 1 "$tree/contrib/score" "$BATS_TEST_TMPDIR/blind" test --worst=1
    says "no quoted command may be left, and no ordinary mail be called automatic"
    [[ $output != *"called automatic: 0;"* && $output != *"in the text: 0"* ]]
}
