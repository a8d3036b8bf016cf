# For the stories killsweep*.bats: a sample of the kills of contrib/crash, evenly spread.
# shellcheck shell=bash
# shellcheck disable=SC2154 # status, output: from run

swept() { # SCENARIO [KILLS PROCESS PROCESS]: of these two processes alone
    local points=${KILLS:-${2:-24}} first=${3:-main} second=${4:-understand} only=()
    [ $# -eq 1 ] || only=(--only "$first $second")
    run "${BATS_TEST_DIRNAME:?}/../../contrib/crash" --build "$(dirname "$(program)")" --points "$points" "${only[@]}" "$1"
    echo "$output"
    [ "$status" -eq 0 ]
    lacks grep -E 'lost [1-9]|double [1-9]|broken [1-9]|failed [1-9]' <<<"$output"
    says " $first " " $second " ' kills '
}
