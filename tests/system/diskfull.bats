# needs root; plain only: unit/store/test_faults has its disk full under sanitizers.
# A file system of its own that is full. The store cannot grow; mail stays where it came in, the program says why,
# and goes on by itself when there is room.

# shellcheck disable=SC2154,SC2034 # what helpers.bash sets and reads
load helpers

setup() {
    cd "$BATS_TEST_TMPDIR"
    small=$BATS_TEST_TMPDIR/small
    mkdir "$small"
    mount -t tmpfs -o size=12m tmpfs "$small" 2>/dev/null || skip 'may not mount a file system here'
    open_site
    configure store path "$small/moedested.db"
    rm -f "$site"/moedested.db*
    # A store cannot come after its key: the first start makes both.
    rm -f "$site/moedested.key"
    import_people
}

teardown() {
    end_processes
    ! mountpoint -q "$small" || umount -l "$small"
}

fill() {
    dd if=/dev/zero of="$small/filler" bs=4k >/dev/null 2>&1 || true
    [ "$(df --output=avail "$small" | tail -n 1)" -eq 0 ]
}

integrity() {
    is "$(sqlite3 "$small/moedested.db" 'PRAGMA integrity_check')" ok
}

letter() { # FROM
    mail_in "$1" seniorjob@seniorjob.example Tilmelding < <(
        echo 'Tilmeld mig gerne til Seniorjobberen.'
        head -c 300000 /dev/zero | tr '\0' 'x' | fold -w 70
    )
}

@test "tick on a full disk: says so, the mail stays, and is answered once when there is room" {
    fill
    letter anna@post.example
    run moe tick
    echo "$output"
    [ "$status" -eq 4 ] || [ "$status" -eq 75 ]
    says 'the disk is full'
    is "$(find "$site/inbox/new" -type f | wc -l)" 1
    is "$(all_mails)" 0
    rm "$small/filler"
    now=2013-03-19T14:30
    expect 0 moe tick
    is "$(count_to anna@post.example)" 1
    integrity
}

@test "receive on a full disk: 75, so that the mail server keeps the mail" {
    fill
    head -c 300000 /dev/zero | tr '\0' 'x' | fold -w 70 >body
    write_mail anna@post.example seniorjob@seniorjob.example Tilmelding <body
    expect 75 moe receive "$written"
    says 'the disk is full'
    rm "$small/filler"
    expect 0 moe receive "$written"
    integrity
}

@test "the daemon on a full disk: it ends with the reason, and as often as it is started; then all is as it should be" {
    start_daemon
    fill
    letter anna@post.example
    ends_for_want_of_room
    is "$(find "$site/inbox/new" -type f | wc -l)" 1
    start_daemon || true # as systemd does after 5 s
    ends_for_want_of_room
    is "$(find "$site/inbox/new" -type f | wc -l)" 1
    rm "$small/filler"
    start_daemon
    wait_for 30 answered
    alive "$daemon"
    integrity
    # The service is started again after this status.
    lacks grep -E '^RestartPreventExitStatus=.*\b4\b' "${BATS_TEST_DIRNAME:?}/../../contrib/moedested.service"
}

answered() {
    [ "$(count_to anna@post.example)" -eq 1 ]
}

ends_for_want_of_room() {
    local code=0
    wait_for 30 none_alive "$daemon"
    wait "$daemon" || code=$?
    is "$code" 4
    grep 'the disk is full' "$daemon_log"
}

@test "the disk is full in the middle of an issue: nobody is lost, nobody gets two" {
    import_many 400
    moe newsletter approve 2013-03 >/dev/null 2>&1
    now=2013-03-20T09:00
    fill
    # Just room enough to begin.
    truncate -s -200k "$small/filler"
    run moe tick
    echo "$output"
    [ "$status" -ne 0 ]
    says 'the disk is full'
    integrity
    rm "$small/filler"
    now=2013-03-20T10:00
    expect 0 moe tick
    for file in "$site"/outbox/new/*; do sed -n 's/^To: .*<\(.*\)>/\1/p' "$file"; done | grep seeker- | sort >got
    is "$(wc -l <got)" 400
    is "$(sort -u got | wc -l)" 400
}
