# For the stories killsweep*.bats: a dozen of the kills of contrib/crash (KILLS=100: more) in two processes of a run,
# evenly spread; one after the other, for the stories themselves run beside each other.
# shellcheck shell=bash
# shellcheck disable=SC2154 # status, output: from run

swept() { # SCENARIO PROCESS PROCESS
    run "${BATS_TEST_DIRNAME:?}/../../contrib/crash" --build "$(dirname "$(program)")" --points "${KILLS:-12}" --jobs 1 --only "$2 $3" "$1"
    echo "$output"
    [ "$status" -eq 0 ]
    lacks grep -E 'lost [1-9]|double [1-9]|broken [1-9]|failed [1-9]' <<<"$output"
    says " $2 " " $3 " ' kills '
}
