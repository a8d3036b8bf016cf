# plain only: it is about what is on disk; other stories walk the same code.
# Each process of a run is killed before one of its system calls, alone or with all the others, and the program is
# started again: nothing is lost, nothing happens twice, and a process that is killed alone does not end the daemon.
# A sample, evenly spread; `make crash` kills at every call.

# shellcheck disable=SC2154 # status, output: from run
load helpers

swept() { # SCENARIO [KILLS PROCESS PROCESS]: of these two processes alone
    local points=${KILLS:-${2:-24}} first=${3:-main} second=${4:-understand} only=()
    [ $# -eq 1 ] || only=(--only "$first $second")
    run "${BATS_TEST_DIRNAME:?}/../../contrib/crash" --build "$(dirname "$(program)")" --points "$points" "${only[@]}" "$1"
    echo "$output"
    [ "$status" -eq 0 ]
    lacks grep -E 'lost [1-9]|double [1-9]|broken [1-9]|failed [1-9]' <<<"$output"
    says " $first " " $second " ' kills '
}

@test "a newsletter into a Maildir: everybody gets it once" {
    swept newsletter-maildir
}

@test "a newsletter over SMTP: everybody gets it, and at most one of them twice" {
    swept newsletter-smtp 24 main send
}

@test "three connections at a time: at most one a connection comes twice" {
    swept newsletter-sessions 24 main send
}

@test "over TLS with a login: at most one of them comes twice" {
    swept newsletter-secured 12 main send
}

@test "with an archive nothing comes twice" {
    swept newsletter-archive 24 main send
}

@test "mails that come in: each has its effect and its answer, once" {
    swept inbound
}

@test "the same from a mailbox of a real Dovecot: each is moved, none is lost" {
    [ -x /usr/sbin/dovecot ] || skip 'dovecot is not installed'
    swept inbound-imap 24 main fetch # 12 could all fall on main
}

@test "a pause, a new address, what was guessed, a call: each once, and answered once" {
    swept inbound-wishes 12 main understand
}

@test "what staff reply, an approval and a correction by mail: each once" {
    swept inbound-staff 12 main understand
}

@test "invitations, a seat that is offered, a change, a cancellation: each guest hears of it once" {
    swept meeting 24 main understand
}

@test "a job comes, its lists go to three people, one yes opens a talk, another one asks: each once" {
    swept match 24 main understand
}

@test "a talk agreed, a trial, its end, a hiring, a follow-up, a reminder: each once" {
    swept hiring 24 main understand
}

@test "a store of the first release is brought forward, or is as it was" {
    swept migration
}
