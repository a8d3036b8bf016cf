# plain only: it is about what is on disk; other stories walk the same code.
# Each process of a run is killed before one of its system calls, alone or with all the others, and the program is
# started again: nothing is lost, nothing happens twice, and a process that is killed alone does not end the daemon.
# A sample, evenly spread; `make crash` kills at every call.

# shellcheck disable=SC2154 # status, output: from run
load helpers

swept() { # SCENARIO
    run "${BATS_TEST_DIRNAME:?}/../../contrib/crash" --build "$(dirname "$(program)")" --points "${KILLS:-24}" "$1"
    echo "$output"
    [ "$status" -eq 0 ]
    lacks grep -E 'lost [1-9]|double [1-9]|broken [1-9]|failed [1-9]' <<<"$output"
    # It was a sample of main, of the process that reads mail, and of one more.
    says ' main ' ' understand ' ' kills '
}

@test "a newsletter into a Maildir: everybody gets it once" {
    swept newsletter-maildir
}

@test "a newsletter over SMTP: everybody gets it, and at most one of them twice" {
    swept newsletter-smtp
}

@test "three connections at a time: at most one a connection comes twice" {
    swept newsletter-sessions
}

@test "with an archive nothing comes twice" {
    swept newsletter-archive
}

@test "mails that come in: each has its effect and its answer, once" {
    swept inbound
}

@test "a store of the first release is brought forward, or is as it was" {
    swept migration
}
