# What goes wrong around the program: a slow relay, one that is away for a day, no memory for one of its processes,
# the same mail many times, a mail of 50 MB.

# shellcheck disable=SC2154,SC2034 # what helpers.bash sets and reads
load helpers

setup() {
    cd "$BATS_TEST_TMPDIR"
    open_site
}

teardown() {
    end_processes
}

relay_at() { # SECTION PORT
    configure "$1" type smtp
    configure "$1" host 127.0.0.1
    configure "$1" port "$2"
    configure "$1" tls none
}

@test "a relay that takes half a minute for each mail holds up neither the other relay nor what comes in" {
    start_sink -W .:30
    relay_at relay "$port"
    configure 'relay confidential' type maildir
    import_people
    moe newsletter approve 2013-03 >/dev/null 2>&1
    now=2013-03-20T09:00
    start_daemon
    wait_for 20 sink_is_busy
    local begun=$SECONDS
    mail_in ove@post.example seniorjob@seniorjob.example Hej <<<'Har I åbent på fredag?'
    wait_for 20 staff_know
    [ $((SECONDS - begun)) -lt 20 ]
}

sink_is_busy() {
    [ "$(find "$sunk" -type f | wc -l)" -ge 1 ]
}

staff_know() {
    [ "$(count_to mette@seniorjob.example)" -ge 1 ]
}

@test "no relay for a day: the queue grows, nobody is lost, and all of it goes when the relay is back" {
    local hour
    relay_at relay 1
    import_people
    moe newsletter approve 2013-03 >/dev/null 2>&1
    for hour in $(seq 9 23); do
        now=$(printf '2013-03-20T%02d:00' "$hour")
        mail_in "person$hour@post.example" seniorjob@seniorjob.example Tilmelding <<<'Tilmeld mig gerne til Seniorjobberen.'
        expect 75 moe tick
    done
    expect 0 moe inbox list --all --json
    is "$(grep -c '"state":"new"' <<<"$output" || true)" 0 # all of it was acted on
    start_sink
    relay_at relay "$port"
    for hour in 00 03 06 09; do
        now=2013-03-21T$hour:10
        run moe tick
    done
    moe newsletter resume 2013-03 >/dev/null 2>&1 || true
    now=2013-03-21T10:10
    run moe tick
    swallowed >got
    is "$(wc -l <got)" "$(sort -u got | wc -l)"
    for hour in $(seq 9 23); do
        is "$(grep -c "^person$hour@post.example " got)" 1
    done
    for name in karen@post.example ove@post.example lene@boernehave.example; do
        is "$(grep -c "^$name " got)" 1
    done
}

# Halves what a process may have, so that its next allocations fail.
starve() { # NAME
    local pid
    for pid in "$daemon" $(descendants "$daemon"); do
        if [ "$(cat "/proc/$pid/comm")" = "$1" ]; then
            prlimit --pid "$pid" --as=16777216:16777216
            starved=$pid
        fi
    done
    [ -n "${starved:-}" ]
}

sanitized() {
    grep -q __asan_init "$(program)"
}

# A mail that needs room to be read and kept.
large_mail() { # FROM
    mail_in "$1" seniorjob@seniorjob.example Tilmelding < <(
        echo 'Tilmeld mig gerne til Seniorjobberen.'
        head -c 6000000 /dev/zero | tr '\0' 'x' | fold -w 70
    )
}

answered() { # ADDRESS
    [ "$(count_to "$1")" -ge 1 ]
}

@test "a clock that was a year ahead: what it queued goes when the clock is right again, not in a year" {
    relay_at relay 1
    now=2014-03-20T09:00
    mail_in ny@post.example seniorjob@seniorjob.example Tilmelding <<<'Tilmeld mig gerne til Seniorjobberen.'
    expect 75 moe tick
    start_sink
    relay_at relay "$port"
    now=2013-03-20T09:00
    expect 0 moe tick # found when it starts, due as long after now as it was then
    now=2013-03-20T10:00
    expect 0 moe tick
    is "$(grep -l '^X-Rcpt-Args: <ny@post.example>' "$sunk"/* | wc -l)" 1
}

@test "a clock that was a year ahead, and a kill -9: what was claimed then goes when the clock is right again" {
    start_sink -W .:30
    relay_at relay "$port"
    configure relay sessions 1
    now=2014-03-20T09:00
    mail_in ny@post.example seniorjob@seniorjob.example Tilmelding <<<'Tilmeld mig gerne til Seniorjobberen.'
    mail_in to@post.example seniorjob@seniorjob.example Tilmelding <<<'Tilmeld mig gerne til Seniorjobberen.'
    begin tick
    wait_for 20 sink_is_busy # with one of them; the other one waits its turn
    kill -9 "$child"
    wait "$child" || true
    start_sink
    relay_at relay "$port"
    now=2013-03-20T09:00
    expect 0 moe tick
    is "$(grep -l '^X-Rcpt-Args: <ny@post.example>' "$sunk"/* | wc -l)" 1
    is "$(grep -l '^X-Rcpt-Args: <to@post.example>' "$sunk"/* | wc -l)" 1
}

@test "no memory to read mail: it is kept and shown to staff, and the daemon goes on" {
    ! sanitized || skip 'needs a build without sanitizers'
    local starved
    start_daemon
    starve understand
    mail_in one@post.example seniorjob@seniorjob.example Tilmelding <<<'Tilmeld mig gerne til Seniorjobberen.'
    wait_for 30 is_quarantined
    kill -9 "$starved"
    mail_in two@post.example seniorjob@seniorjob.example Tilmelding <<<'Tilmeld mig gerne til Seniorjobberen.'
    wait_for 30 answered two@post.example
    alive "$daemon"
}

is_quarantined() {
    moe inbox list --json | grep -q '"state":"quarantined"'
}

@test "no memory for the process that fetches or sends: it is started again, and the mail is answered" {
    ! sanitized || skip 'needs a build without sanitizers'
    local name starved
    start_daemon
    for name in fetch send; do
        starved=''
        starve "$name"
        mail_in "$name@post.example" seniorjob@seniorjob.example Tilmelding <<<'Tilmeld mig gerne til Seniorjobberen.'
        wait_for 60 answered "$name@post.example"
        alive "$daemon"
    done
}

@test "no memory for main: it ends, and after the next start the mail is answered once" {
    ! sanitized || skip 'needs a build without sanitizers'
    start_daemon
    prlimit --pid "$daemon" --as=16777216:16777216
    large_mail big@post.example
    mail_in small@post.example seniorjob@seniorjob.example Tilmelding <<<'Tilmeld mig gerne til Seniorjobberen.'
    wait_for 60 none_alive "$daemon"
    local code=0
    wait "$daemon" || code=$?
    [ "$code" -ne 0 ]
    now=2013-03-19T15:00
    run moe tick
    is "$(count_to small@post.example)" 1
    expect 0 moe inbox list --all --json
    is "$(grep -c '"state":' <<<"$output")" 2
}

@test "the same mail five times, at once and later, has one effect" {
    import_people
    moe newsletter approve 2013-03 >/dev/null 2>&1
    round_at 2013-03-20T09:00
    now=2013-03-20T10:00
    answers karen@post.example AFMELD
    for _ in 1 2 3; do drop "$written"; done
    round_at 2013-03-20T10:05
    drop "$written"
    round_at 2013-03-20T11:05
    is "$(count_answers_to karen@post.example)" 1
    is "$(newsletter_state karen@post.example)" ended
}

@test "50 MB, a line of 20 MB, 100,000 headers, nothing but NULs: little memory, and the next one is answered" {
    local peak=0 pid size
    perl -e '
        my $head = "From: big\@post.example\nTo: seniorjob\@seniorjob.example\nSubject: x\n";
        sub put { my ($name, @text) = @_; open my $out, ">", $name or die; print $out @text; close $out }
        put("mail50", $head, "\n", ("x" x 69 . "\n") x 750_000);
        put("line", $head, "\n", "x" x 20_000_000, "\n");
        put("headers", $head, map({ "X-A$_: b\n" } 1 .. 100_000), "\nHej\n");
        put("eight", $head, "X-B: \xe6\xf8\xe5\n", "\n\xe6\xf8\xe5\n");
        put("zeros", $head, "\n", "\0" x 1_000_000);'
    for file in mail50 line headers eight zeros; do drop "$file"; done
    mail_in anna@post.example seniorjob@seniorjob.example Tilmelding <<<'Tilmeld mig gerne til Seniorjobberen.'
    begin tick
    while alive "$child"; do
        for pid in "$child" $(descendants "$child"); do
            size=$(awk '/^VmHWM/ { print $2 }' "/proc/$pid/status" 2>/dev/null || true)
            [ "${size:-0}" -le "$peak" ] || peak=$size
        done
        sleep 0.05
    done
    cat child.log
    echo "at most $peak kB in one process"
    is "$(count_to anna@post.example)" 1
    # What is larger than any mail may be waits for a human, and its sender is told once.
    is "$(find "$site/inbox/new" -type f | wc -l)" 0
    is "$(count_to big@post.example)" 1
    [[ $(header "$(newest_to big@post.example)" Subject) == 'Vi kunne ikke'* ]]
    expect 0 moe inbox list
    says 'for stor'
    sanitized || [ "$peak" -le 262144 ]
}

@test "a mail of 1 GB, from a file and from the inbox: little memory, its sender is told once" {
    printf '%s\n' 'From: big@post.example' 'To: seniorjob@seniorjob.example' 'Subject: x' '' Hej >big
    truncate -s 1G big
    (
        sanitized || ulimit -v 1500000 # its pages are mapped, not read
        expect 1 moe receive big
        says 'larger than the'
    )
    ln big "$site/inbox/new/big"
    begin tick
    wait "$child"
    is "$(find "$site/inbox/new" -type f | wc -l)" 0
    is "$(count_to big@post.example)" 1
    round_at 2013-03-20T12:00
    is "$(count_to big@post.example)" 1
    expect 0 moe inbox list
    says 'for stor'
}

@test "the disk fails: the exit status is that of the store, one line says what to do, nothing is lost" {
    command -v strace >/dev/null || skip 'strace is not installed'
    sanitized && skip 'plain only: strace and the sanitizers do not go together'
    local call
    mail_in anna@post.example seniorjob@seniorjob.example Tilmelding <<<'Tilmeld mig gerne til Seniorjobberen.'
    for call in fdatasync pwrite64; do
        expect 4 strace -f -o /dev/null -e "trace=$call" -e "inject=$call:error=EIO" \
            "$(program)" -c "$site/moedested.conf" --at "$now" tick
        says 'reading or writing failed; check the disk'
    done
    round_at 2013-03-20T12:00
    is "$(count_to anna@post.example)" 1
}

# A machine that has no network at all: not even a way to itself.
alone() { # WORDS...
    unshare --map-root-user --net "$@"
}

@test "no network for a day: each round ends soon, nobody is lost, staff are told after an hour" {
    alone true 2>/dev/null || skip 'no namespaces here'
    local hour begun=$SECONDS
    configure 'relay confidential' type maildir
    configure 'relay confidential' path secret
    import_people
    moe newsletter approve 2013-03 >/dev/null 2>&1
    for hour in $(seq 0 23); do
        now=$(date -d "2013-03-20 09:00 $hour hours" +%Y-%m-%dT%H:%M)
        relay_at relay 25
        [ $((hour % 2)) -eq 0 ] || configure relay host relay.invalid
        mail_in "person$hour@post.example" seniorjob@seniorjob.example Tilmelding <<<'Tilmeld mig gerne til Seniorjobberen.'
        expect 75 alone "$(program)" -c "$site/moedested.conf" --at "$now" tick
        says 'cannot reach'
    done
    echo "24 rounds: $((SECONDS - begun)) s"
    [ $((SECONDS - begun)) -lt 240 ] # of a minute each they would be 1,440
    expect 0 moe inbox list --all --json
    is "$(grep -c '"state":"new"' <<<"$output" || true)" 0 # all of it was acted on
    is "$(grep -ls 'Noget er galt' "$site"/secret/new/* | wc -l)" 1
    start_sink
    relay_at relay "$port"
    now=2013-03-21T09:10
    run moe tick
    moe newsletter resume 2013-03 >/dev/null 2>&1 || true
    run moe tick
    for name in karen@post.example ove@post.example lene@boernehave.example; do
        is "$(swallowed | grep -c "^$name ")" 1
    done
}
