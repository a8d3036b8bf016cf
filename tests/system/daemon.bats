# The daemon as an administrator meets it: it answers, it is alone, it reloads, it stops, it tells
# systemd.

# shellcheck disable=SC2154,SC2034 # what helpers.bash sets and reads
load helpers

setup() {
    cd "$BATS_TEST_TMPDIR"
    open_site
}

teardown() {
    end_processes
}

has_mails() { # COUNT
    [ "$(all_mails)" -ge "$1" ]
}

log_has() { # WORDS
    grep -q "$1" "$daemon_log"
}

# It is up and does its work: a mail that arrives now is answered.
still_answers() { # NAME
    local before
    before=$(all_mails)
    mail_in "$1@post.example" seniorjob@seniorjob.example "Fra $1" <<<'Tilmeld mig gerne til Seniorjobberen.'
    wait_for 10 has_mails $((before + 1)) || {
        cat "$daemon_log"
        return 1
    }
    is "$(count_to "$1@post.example")" 1
}

stop_daemon() {
    local code=0 tree
    mapfile -t tree < <(descendants "$daemon")
    [ "${#tree[@]}" -ge 3 ]
    kill -TERM "$daemon"
    wait_for 60 none_alive "$daemon" "${tree[@]}" # it may be at a reload, under sanitizers
    wait "$daemon" || code=$?
    is "$code" 0
}

@test "run answers a mail within seconds, sends what is due, and stops cleanly" {
    import_people
    moe newsletter approve 2013-03 >/dev/null 2>&1
    now=2013-03-20T09:00
    start_daemon
    wait_for 10 has_mails 3
    answers karen@post.example AFMELD
    wait_for 10 has_mails 4
    is "$(newsletter_state karen@post.example)" ended
    still_answers anna
    stop_daemon
    is "$(find "$site/inbox/new" -type f | wc -l)" 0
}

@test "a newsletter that somebody is still writing does not keep the daemon from starting" {
    printf '+++\nsubject = "Halvt' >"$site/templates/newsletter/2013-05.md"
    run moe check
    is "$status" 1
    start_daemon
    still_answers anna
    stop_daemon
}

@test "an issue that is approved while the daemon runs goes out when its time comes" {
    import_people
    now=2013-03-20T08:59:56
    start_daemon
    moe newsletter approve 2013-03 >/dev/null 2>&1
    wait_for 20 has_mails 3
    stop_daemon
}

@test "there is one daemon: a second one and tick are told who it is" {
    start_daemon
    expect 5 moe run
    says "$daemon" 'moedested run'
    expect 5 moe tick
    says "$daemon" 'moedested run'
    # What only looks or notes goes on.
    import_people
    expect 0 moe people list
    expect 0 moe inbox list
    expect 0 moe newsletter list
    still_answers anna
    # And the lock ends with its holder, even when that one could not say good-bye.
    kill -9 "$daemon"
    wait "$daemon" || true
    expect 0 moe tick
}

@test "SIGHUP with a wrong configuration: refused, the old one stays, mail is answered" {
    start_daemon
    cp "$site/moedested.conf" good.conf
    printf '\n[relay]\ntypo = 1\n' >>"$site/moedested.conf"
    kill -HUP "$daemon"
    wait_for 60 log_has 'reload refused'
    grep -q 'moedested.conf:[0-9]*: ' "$daemon_log"
    still_answers anna
    # A configuration that reads well but cannot work is wrong too.
    cp good.conf "$site/moedested.conf"
    configure site templates nowhere
    kill -HUP "$daemon"
    wait_for 60 bash -c "[ \$(grep -c 'reload refused' '$daemon_log') -ge 2 ]"
    still_answers bent
    rm "$site/moedested.conf"
    kill -HUP "$daemon"
    wait_for 60 bash -c "[ \$(grep -c 'reload refused' '$daemon_log') -ge 3 ]"
    still_answers carl
    stop_daemon
}

@test "a mistake in a table: told by run, by SIGHUP, and by the tick that has a mail to read, which waits" {
    import_people
    local tables
    tables=$(cd "${BATS_TEST_DIRNAME:?}/../.." && pwd)/config/language
    cp -r "$tables" "$site/language"
    configure site language language
    start_daemon
    echo '[sludder' >>"$site/language/pause.tabel"
    kill -HUP "$daemon"
    wait_for 60 log_has 'reload refused.*pause\.tabel:[0-9]*: '
    stop_daemon
    expect 3 moe run
    says 'pause.tabel:'
    expect 0 moe tick
    mail_in karen@post.example kontakt@seniorjob.example Spørgsmål <<<'Jeg vil gerne ringes op.'
    expect 3 moe tick
    says 'pause.tabel:'
    is "$(find "$site/inbox" -type f | wc -l)" 1
    cp "$tables/pause.tabel" "$site/language/"
    expect 0 moe tick
    says 'understood=1'
}

@test "SIGHUP with a good configuration: applied" {
    start_daemon
    configure site name 'Seniorjob Nord'
    configure relay path elsewhere
    kill -HUP "$daemon"
    wait_for 40 log_has reloaded
    mail_in anna@post.example seniorjob@seniorjob.example Hej <<<'Tilmeld mig gerne til Seniorjobberen.'
    wait_for 60 bash -c "[ -n \"\$(ls '$site/elsewhere/new')\" ]"
    is "$(all_mails)" 0
    [[ $(header "$(ls "$site"/elsewhere/new/*)" From) == 'Seniorjob Nord'* ]]
    stop_daemon
}

@test "a text that staff change is used from the next mail on, at the latest after SIGHUP" {
    start_daemon
    sed -i 's/^# Vil du have Seniorjobberen?/# Vil du have vores brev?/' "$site/templates/letters/confirm-subscribe.md"
    kill -HUP "$daemon"
    wait_for 40 log_has reloaded
    still_answers anna
    body "$(newest_to anna@post.example)" | grep -q 'Vil du have vores brev'
}

@test "receive takes a mail from a pipe while the daemon runs, and the daemon acts on it" {
    start_daemon
    write_mail anna@post.example seniorjob@seniorjob.example Hej <<<'Tilmeld mig gerne til Seniorjobberen.'
    expect 0 moe receive <"$written"
    wait_for 10 has_mails 1
    is "$(count_to anna@post.example)" 1
    expect 0 moe receive "$written"
    says 'received before'
    stop_daemon
}

@test "receive into a store that cannot be: 75, so that the mail server keeps the mail" {
    write_mail anna@post.example seniorjob@seniorjob.example Hej <<<'Hej'
    configure store path nowhere/at/all/moedested.db
    expect 75 moe receive <"$written"
    configure store path moedested.db
    echo 'this is no database, and long enough to be seen as one that is not: ........................................' >"$site/moedested.db"
    expect 75 moe receive <"$written"
    echo '[nonsense' >"$site/moedested.conf"
    expect 75 moe receive <"$written"
    rm "$site/moedested.conf"
    expect 75 moe receive <"$written"
}

@test "the envelope recipient proves who answers, whatever To says" {
    import_people
    moe newsletter approve 2013-03 >/dev/null 2>&1
    round_at 2013-03-20T09:00
    local to
    to=$(reply_address karen@post.example)
    now=2013-03-20T10:00
    write_mail karen@post.example undisclosed-recipients:\; 'Re: Seniorjobberen' <<<AFMELD
    expect 0 moe receive --recipient "$to" <"$written"
    round_at 2013-03-20T10:05
    is "$(newsletter_state karen@post.example)" ended
}

@test "an envelope recipient that is no address keeps no mail away" {
    import_people
    write_mail karen@post.example seniorjob@seniorjob.example 'Haven' <<<'Den er stor, men cyklen er solgt.'
    expect 0 moe receive --recipient 'seniorjob+x.@seniorjob.example' <"$written"
    [[ $output == *"the mail is taken without it"* ]]
    round_at 2013-03-20T10:05
    is "$(count_to karen@post.example)" 1
}

@test "systemd is told when the daemon is ready, and when it stops" {
    local told=$BATS_TEST_TMPDIR/told
    # socat may not be there; Perl is.
    perl -MSocket -e '
        socket(my $s, AF_UNIX, SOCK_DGRAM, 0) or die; bind($s, pack_sockaddr_un($ARGV[0])) or die "$!";
        $| = 1; open my $out, ">>", $ARGV[1]; select((select($out), $| = 1)[0]);
        while (defined recv($s, my $m, 4096, 0)) { print $out "$m\n" }' notify "$told" 3>&- &
    started+=($!)
    wait_for 5 test -S notify
    start_daemon env "NOTIFY_SOCKET=$PWD/notify"
    wait_for 60 grep -qx 'READY=1' "$told"
    wait_for 60 grep -qx 'STATUS=ok; queued 0, failed 0' "$told"
    kill -HUP "$daemon"
    wait_for 60 grep -qx 'RELOADING=1' "$told"
    stop_daemon
    wait_for 60 grep -qx 'STOPPING=1' "$told"
}

@test "the program can be stopped while it sends: what is not sent goes out after the start" {
    start_sink -p -W .:1:20
    configure relay type smtp
    configure relay host 127.0.0.1
    configure relay port "$port"
    import_many 100
    moe newsletter approve 2013-03 >/dev/null 2>&1
    now=2013-03-20T09:00
    start_daemon
    wait_for 20 bash -c "[ \$(ls '$sunk' | wc -l) -ge 5 ]"
    stop_daemon_slowly
    local some
    some=$(swallowed | wc -l)
    [ "$some" -ge 5 ]
    now=2013-03-20T09:05
    expect 0 moe tick
    is "$(swallowed | wc -l)" 100
    is "$(swallowed | sort -u | wc -l)" 100
}

# A group of mails may take its time.
stop_daemon_slowly() {
    local code=0
    kill -TERM "$daemon"
    wait_for 60 none_alive "$daemon"
    wait "$daemon" || code=$?
    is "$code" 0
}

@test "no relay there: nothing is lost, the daemon says why and goes on" {
    configure relay type smtp
    configure relay host 127.0.0.1
    configure relay port 1
    import_people
    moe newsletter approve 2013-03 >/dev/null 2>&1
    now=2013-03-20T09:00
    run moe tick
    [ "$status" -eq 75 ] || [ "$status" -eq 0 ]
    expect 0 moe newsletter status 2013-03
    says 'queued=3' 'sent=0' 'failed=0'
    start_daemon
    mail_in anna@post.example seniorjob@seniorjob.example Hej <<<'Tilmeld mig gerne til Seniorjobberen.'
    wait_for 60 bash -c "'$(program)' -c '$site/moedested.conf' people list 2>/dev/null | grep -q anna"
    stop_daemon
}

@test "whichever of its processes is killed, the daemon goes on and answers" {
    local name pid
    start_daemon
    still_answers first
    for name in understand fetch send; do
        for pid in $(descendants "$daemon"); do
            if [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = "$name" ]; then
                kill -9 "$pid"
            fi
        done
        still_answers "after-$name"
        log_has "process died name=$name"
    done
    stop_daemon
}

@test "a relay for confidential mail that is down does not hold back the newsletter" {
    import_people
    configure 'relay confidential' type smtp
    configure 'relay confidential' host 127.0.0.1
    configure 'relay confidential' port 1
    moe newsletter approve 2013-03 >/dev/null 2>&1
    mail_in karen@post.example seniorjob@seniorjob.example Hej <<<'Har I åbent på fredag?'
    now=2013-03-20T09:00
    expect 75 moe tick
    says 'cannot reach 127.0.0.1:1'
    for name in ove@post.example lene@boernehave.example; do
        is "$(count_to "$name")" 1
    done
}
