# plain only: unit/act/test_brake does the same under sanitizers, newsletter.bats gives the commands.
# The emergency brake: what is stopped does not leave, beside a running daemon too; what goes on goes
# on where it was, and nobody gets anything twice.

# shellcheck disable=SC2154,SC2034 # what helpers.bash sets and reads
load helpers

setup() {
    cd "$BATS_TEST_TMPDIR"
    open_site
}

teardown() {
    end_processes
}

# Whole mails in the sink.
bodies() {
    grep -ls '^Message-ID:' "$sunk"/* | wc -l
}

swallowed_some() {
    [ "$(bodies)" -ge "$1" ]
}

none_claimed() {
    [ -z "$(moe queue list --state claimed --json 2>/dev/null)" ]
}

waits_none() {
    moe newsletter status 2013-03 2>&1 | grep -q 'queued=0 '
}

@test "stop beside a daemon that is sending to a slow relay: at most what is on the line still goes; resume: nobody twice" {
    command -v smtp-sink >/dev/null || skip "smtp-sink (postfix) is not there"
    import_many 120
    # Each answer to a body takes a second.
    start_sink -w 1
    configure relay type smtp
    configure relay host 127.0.0.1
    configure relay port "$port"
    moe newsletter approve 2013-03
    now=2013-03-20T09:00
    start_daemon
    wait_for 60 swallowed_some 2
    expect 0 moe newsletter stop 2013-03
    says '2013-03 is stopped' 'people have it'
    local gone before
    before=$(bodies)
    wait_for 30 none_claimed
    gone=$(bodies)
    echo "before=$before gone=$gone"
    [ "$gone" -le $((before + 4)) ] # one body a session was on the line
    expect 0 moe newsletter list
    says 'held' '(stopped)'
    expect 0 moe newsletter status 2013-03
    says "sent=$gone" 'held (stopped)' 'newsletter resume 2013-03'
    # The relay is fast again, and nobody is left out.
    kill -9 "$daemon" # it is still at the slow relay with what it had taken
    wait "$daemon" || true
    kill -9 "$sink"
    wait "$sink" || true
    local first=$BATS_TEST_TMPDIR/first
    swallowed | awk NF==2 >"$first"
    rm -f "$sunk"/*
    start_sink
    configure relay port "$port"
    start_daemon
    expect 0 moe newsletter resume
    says '2013-03 goes on'
    wait_for 60 waits_none
    { cat "$first"; swallowed | awk NF==2; } | sort >all
    is "$(wc -l <all)" 120
    is "$(cut -d' ' -f1 all | sort -u | wc -l)" 120
}

# A command that sends to a slow relay is ended when two mails have gone; then it is played again.
ended_early() { # WHAT IT SAYS WORDS OF THE COMMAND...
    local goes_on=$1 status=0 sending first=$BATS_TEST_TMPDIR/first
    shift
    command -v smtp-sink >/dev/null || skip "smtp-sink (postfix) is not there"
    import_many 60
    start_sink -w 1
    configure relay type smtp
    configure relay host 127.0.0.1
    configure relay port "$port"
    configure relay sessions 2
    moe newsletter approve 2013-03
    now=2013-03-20T09:00
    "$(program)" -c "$site/moedested.conf" --at "$now" "$@" >ended 2>&1 3>&- &
    sending=$!
    started+=("$sending")
    wait_for 60 swallowed_some 2
    kill -TERM "$sending"
    wait "$sending" || status=$?
    cat ended
    is "$status" 1
    is "$(grep -c 'deliver stopped' ended)" 0
    grep -q 'stopping when what is on its way has been answered' ended
    grep -q "$goes_on" ended
    swallowed | awk NF==2 >"$first"
    grep -q "sent=$(wc -l <"$first") failed=0 .*doubt=0" ended
    [ "$(wc -l <"$first")" -lt 60 ]
    kill -9 "$sink"
    wait "$sink" || true
    rm -f "$sunk"/*
    start_sink
    configure relay port "$port"
    expect 0 moe "$@"
    [[ $output != *'in doubt'* ]]
    { cat "$first"; swallowed | awk NF==2; } | sort >all
    is "$(wc -l <all)" 60
    is "$(cut -d' ' -f1 all | sort -u | wc -l)" 60
}

@test "a send that is ended from the keyboard: what is on the line is finished, the same command goes on, nobody twice" {
    ended_early 'wait for the same command to go on with them' newsletter send 2013-03 --yes
}

@test "a tick that is ended: the same" {
    ended_early 'stopped; the next tick goes on' tick
}

@test "stop and resume without a name: all that is on its way or waits for its time, and only that" {
    import_people
    expect 0 moe newsletter stop
    says 'No issue is on its way'
    moe newsletter approve 2013-03
    expect 0 moe newsletter stop
    says '2013-03 is stopped'
    round_at 2013-03-20T09:30
    is "$(all_mails)" 0
    expect 1 moe newsletter send 2013-03 --yes
    says 'held (stopped)' 'newsletter resume 2013-03'
    expect 0 moe newsletter resume
    says '2013-03 goes on'
    expect 0 moe newsletter resume
    says 'No issue was stopped'
    round_at 2013-03-20T09:40
    is "$(all_mails)" 3
    expect 1 moe newsletter stop 2013-03
    says 'sent already'
    expect 1 moe newsletter resume 2013-03
    says 'is not stopped: it is sent'
}

@test "given up before its time: a resume of all leaves it alone, it holds nothing else up in the status, and only an approval begins anew" {
    import_people
    moe newsletter approve 2013-03
    expect 0 moe newsletter stop 2013-03 --drop
    round_at 2013-03-20T09:30
    grep -qx 'state=ok' "$site/moedested.status"
    grep -qx 'held=' "$site/moedested.status"
    expect 0 moe newsletter resume
    says 'No issue was stopped'
    expect 1 moe newsletter resume 2013-03
    says '2013-03 was given up'
    expect 1 moe newsletter send 2013-03 --yes
    says '2013-03 was given up'
    expect 1 moe newsletter send 2013-03 --failed --yes
    says '2013-03 was given up'
    round_at 2013-03-20T09:40
    is "$(all_mails)" 0
    expect 0 moe newsletter status 2013-03
    says 'given up'
    lacks says 'newsletter resume'
    expect 0 moe newsletter approve 2013-03
    round_at 2013-03-20T09:50
    is "$(all_mails)" 3
}

@test "stopped, corrected and approved again before anything went: the new text goes" {
    import_people
    moe newsletter approve 2013-03
    moe newsletter stop 2013-03
    sed -i 's/Velkommen til Seniorjobberen/Velkommen, rettet/' "$site/templates/newsletter/2013-03.md"
    expect 0 moe newsletter approve 2013-03
    round_at 2013-03-20T09:00
    is "$(all_mails)" 3
    body_has "$(newest_to karen@post.example)" 'Velkommen, rettet'
}

# One body gets through each second, so that a send can be stopped beside it.
slow_send() {
    command -v smtp-sink >/dev/null || skip "smtp-sink (postfix) is not there"
    import_many 30
    start_sink -w 1
    configure relay type smtp
    configure relay host 127.0.0.1
    configure relay port "$port"
    configure relay sessions 2
    moe newsletter approve 2013-03
    now=2013-03-20T09:00
    moe newsletter send 2013-03 --yes >sending 2>&1 3>&- &
    sending=$!
    started+=("$sending")
    wait_for 60 swallowed_some 2
}

@test "a send that is stopped says so; what is dropped is neither resumed nor told to wait" {
    local status=0
    slow_send
    expect 0 moe newsletter stop 2013-03
    wait "$sending" || status=$?
    cat sending
    is "$status" 1
    grep -q '2013-03 is held (stopped): [0-9]* wait (moedested newsletter resume 2013-03 lets it go on)' sending
    is "$(grep -c 'to be tried again' sending)" 0
    local gone
    gone=$(bodies)
    expect 0 moe newsletter stop 2013-03 --drop
    says "2013-03 is stopped: $gone people have it, $((30 - gone)) do not get it now" "$((30 - gone)) copies are given up"
    expect 0 moe newsletter status 2013-03
    says "given up: nothing is left to send, $((30 - gone)) copies were dropped"
    lacks says 'lets it go on'
    expect 1 moe newsletter resume 2013-03
    says '2013-03 was given up'
    moe tick
    is "$(bodies)" "$gone"
}

@test "resume long after its time: staff have decided, it goes and is not held for being late" {
    import_people
    moe newsletter approve 2013-03
    moe newsletter stop 2013-03
    round_at 2013-03-20T20:00
    is "$(all_mails)" 0
    expect 0 moe newsletter resume 2013-03
    round_at 2013-03-20T20:05
    is "$(count_to karen@post.example)" 1
}

@test "words that do not fit" {
    import_people
    expect 6 moe newsletter stop 2013-05
    says 'did you mean'
    expect 2 moe newsletter stop --drop
    says 'takes one issue'
    expect 2 moe newsletter resume 2013-03 --drop
    says '--drop belongs to stop'
    expect 2 moe newsletter list --all
    expect 2 moe newsletter stop 2013-03 2013-04
}
