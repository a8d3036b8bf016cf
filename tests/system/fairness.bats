# plain only: unit/store/test_quota, unit/post and unit/act/test_brake run under sanitizers.
# Fairness to receivers, the issue that stops itself, and how staff learn that something is wrong.

# shellcheck disable=SC2154,SC2034 # what helpers.bash sets and reads
load helpers

setup() {
    cd "$BATS_TEST_TMPDIR"
    open_site
}

teardown() {
    end_processes
}

to_sink() { # WORDS OF smtp-sink...
    command -v smtp-sink >/dev/null || skip "smtp-sink (postfix) is not there"
    start_sink "$@"
    configure relay type smtp
    configure relay host 127.0.0.1
    configure relay port "$port"
}

status_has() { # LINE...
    local line
    for line in "$@"; do
        grep -qxF -- "$line" "$site/moedested.status" || {
            echo "not in the status file: $line"
            cat "$site/moedested.status"
            return 1
        }
    done
}

# Letters to Mette in the folder of the second relay.
told_mette() {
    grep -ls '^To:.*mette@seniorjob.example' "$site"/secret/new/* | while read -r file; do
        header "$file" Subject
    done | sort
}

second_relay() {
    configure 'relay confidential' type maildir
    configure 'relay confidential' path secret
}

@test "limits by domain: what is full waits for the next hour, the others do not; a restart changes nothing" {
    import_people
    import_many 30
    echo 'MANY.example 12/hour 20/day' >"$site/limits"
    configure newsletter domain-limits limits
    moe newsletter approve 2013-03 >/dev/null 2>&1
    round_at 2013-03-20T09:00
    is "$(all_mails)" 15 # 12 of many.example, and the three others
    status_has state=waiting 'reason=limit of many.example until 10:00' queued=18 sent=15
    round_at 2013-03-20T09:59
    is "$(all_mails)" 15
    round_at 2013-03-20T10:00
    is "$(all_mails)" 23 # the day is full
    status_has 'reason=limit of many.example until 09:00'
    round_at 2013-03-20T23:00
    is "$(all_mails)" 23
    round_at 2013-03-21T09:00 # later than `send-before`, but on its way all the time
    is "$(all_mails)" 33
    status_has state=ok reason= queued=0 failed=0
    is "$(mails_to seeker-7@many.example | wc -l)" 1
}

@test "limits by domain: a running daemon wakes when there is room" {
    import_many 30
    configure newsletter domain-per-hour 20
    moe newsletter approve 2013-03 >/dev/null 2>&1
    now=2013-03-20T09:59:55
    start_daemon
    wait_for 5 bash -c "[ \$(ls '$site/outbox/new' | wc -l) -eq 20 ]"
    wait_for 20 bash -c "[ \$(ls '$site/outbox/new' | wc -l) -eq 30 ]"
}

@test "a wrong file of limits stops the start, with its line and what to do" {
    printf 'gmail.com 20/hour\nhotmail.com 20/week\n' >"$site/limits"
    configure newsletter domain-limits limits
    expect 3 moe tick
    says "$site/limits:2: " '200/hour'
    expect 3 moe check
    says "limits:2: "
}

@test "too many hard failures: the issue stops itself, staff are told why, and decide" {
    second_relay
    import_people
    import_many 630
    to_sink -f RCPT
    moe newsletter approve 2013-03 >/dev/null 2>&1
    now=2013-03-20T09:00
    expect 1 moe tick
    says 'issue held: 2013-03 (failures)'
    expect 0 moe newsletter list
    says 'held' 'failures'
    status_has state=waiting 'reason=issue held: 2013-03 (failures)'
    is "$(told_mette | grep -c 'mails blev afvist')" 1
    now=2013-03-20T09:10
    expect 1 moe tick # stands still
    is "$(told_mette | grep -c 'mails blev afvist')" 1
    kill "$sink"
    to_sink
    expect 0 moe newsletter resume 2013-03
    round_at 2013-03-20T09:20
    [ "$(swallowed | wc -l)" -ge 430 ] # not more than 200 were under way before it stopped
    status_has state=ok queued=0
}

@test "the relay is down: exit status, status file, staff by the second relay after an hour, and when it is over" {
    second_relay
    import_people
    configure relay type smtp
    configure relay host 127.0.0.1
    configure relay port 1
    moe newsletter approve 2013-03 >/dev/null 2>&1
    now=2013-03-20T09:00
    expect 75 moe tick
    status_has state=trouble queued=3 sent=0 failed=0
    grep -q '^reason=the relay rests: ' "$site/moedested.status"
    is "$(told_mette)" ""
    now=2013-03-20T10:00
    expect 75 moe tick
    is "$(told_mette)" "Noget er galt: Vi kan ikke få fat i mailserveren"
    now=2013-03-20T12:00
    expect 75 moe tick # not again
    is "$(told_mette | wc -l)" 1
    to_sink
    now=2013-03-20T12:30
    expect 0 moe tick
    is "$(swallowed | wc -l)" 3
    is "$(told_mette | tail -n 1)" "Noget er galt: Vi kan ikke få fat i mailserveren"
    told_mette | grep -qx 'Det virker igen: Vi kan ikke få fat i mailserveren'
    status_has state=ok reason= queued=0
    is "$(told_mette | wc -l)" 2
}

@test "a relay that says later to everything: said at once by tick and status file, trouble after an hour" {
    import_people
    to_sink -r RCPT
    moe newsletter approve 2013-03 >/dev/null 2>&1
    now=2013-03-20T09:00
    expect 0 moe tick
    says 'later=3' 'mail waits: 3 put off by the relay since 2013-03-20T09:00:00+01:00, last with: 450 '
    status_has state=waiting queued=3 failed=0
    grep -q '^reason=3 put off by the relay since 2013-03-20T09:00:00+01:00, last with: 450 ' \
        "$site/moedested.status"
    now=2013-03-20T10:00
    expect 75 moe tick
    says 'mail waits: 4 put off by the relay' # with the letter to staff
    status_has state=trouble
    kill "$sink"
    to_sink
    now=2013-03-20T10:06
    expect 0 moe tick
    # With the letters to staff: that it lasts, and that it is over.
    is "$(swallowed | grep -c mette@seniorjob.example)" 2
    is "$(swallowed | wc -l)" 5
    status_has state=ok reason= queued=0
}
