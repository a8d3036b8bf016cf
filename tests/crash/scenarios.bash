# The runs that contrib/crash kills. A scenario NAME is a function prepare_NAME, which leaves in $site what is there
# before the run and sets:
#
#   first    when the run begins (`tick` at that time)
#   later    when it is started again; every waiting time is over then
#   last     and once more, for what is looked up only some minutes after the start; empty: no
#   taken    the folder in which each file is a mail that somebody got
#   repeats  how many mails may come twice: one a connection
#   archive  the address whose copies are delivered into $site/archive before the next start; empty: none
#   excused  an exit status that is fine, too, when a process other than main was killed alone; 0: none
#   box      a folder outside the site that is as it was before each run, too; empty: none
#
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # for contrib/crash; from helpers.bash

scenarios=(newsletter-maildir newsletter-smtp newsletter-sessions newsletter-secured newsletter-archive
    newsletter-recovery inbound inbound-imap inbound-wishes inbound-staff meeting match hiring migration)
# shellcheck source=tests/crash/hiring.bash
. "$tree/tests/crash/hiring.bash"

# What a run needs of the tables of the language; the occupations, which take most of the time, lie beside the folder.
lean_site() {
    open_site
    cp -r "$tree/config/language" "$site/language"
    configure site language language
}

newsletter() { # PEOPLE
    now=2013-03-19T14:00
    lean_site
    import_many "$1"
    now=2013-03-19T14:10
    moe newsletter approve 2013-03 >/dev/null 2>&1
    first=2013-03-20T09:00
    later=2013-03-20T12:30
    taken=$site/outbox/new
    repeats=0
}

to_sink() { # SESSIONS
    start_sink
    configure relay type smtp
    configure relay host 127.0.0.1
    configure relay port "$port"
    configure relay sessions "$1"
    taken=$sunk
    repeats=$1
}

prepare_newsletter-maildir() {
    newsletter 5
}

prepare_newsletter-smtp() {
    newsletter 6
    to_sink 1
}

prepare_newsletter-sessions() {
    newsletter 20 # of eight a connection, so that there are three
    to_sink 3
}

# STARTTLS and a login: libESMTP, one process a connection.
prepare_newsletter-secured() {
    newsletter 6
    start_tls_sink
    configure relay type smtp
    configure relay host localhost
    configure relay port "$port"
    configure relay tls required
    configure relay ca-file "$place/sink.pem"
    configure relay user bench
    (umask 077 && echo secret >"$site/relay.password")
    configure relay password-file relay.password
    configure relay sessions 1
    taken=$sunk
    repeats=1
}

start_tls_sink() {
    sunk=$BATS_TEST_TMPDIR/sunk
    mkdir -p "$sunk"
    for _ in 1 2 3 4 5 6 7 8; do
        port=$((10000 + SRANDOM % 20000))
        "$build/tests/support/tls_sink" "$port" "$place/sink.pem" bench secret "$sunk" >"$place/sink.log" 2>&1 3>&- </dev/null &
        sink=$!
        if wait_for 5 grep -q ready "$place/sink.log"; then
            started+=("$sink")
            return 0
        fi
        kill -9 "$sink" 2>/dev/null
    done
    return 1
}

# Each copy goes to our own archive too, in the same transaction: nothing comes twice.
prepare_newsletter-archive() {
    newsletter 6
    to_sink 1
    archive=seniorjob-archive@seniorjob.example
    configure relay archive "$archive"
    configure archive path archive
    last=2013-03-20T12:45
    mkdir -p "$site"/archive/{cur,new,tmp}
    repeats=0
}

# The run after such a crash: one mail has gone and is in doubt, some have been claimed, the archive has what it got.
prepare_newsletter-recovery() {
    local call
    prepare_newsletter-archive
    cp -a "$site" "$place/before"
    for ((call = 1500; call > 500; call -= 3)); do
        run_at "$first" "$killer" -p 0 -n "$call" -g -o "$place/end"
        [ "$(half_way)" != 1 ] || break
        find "$taken" -type f -delete
        rm -rf "$site" && cp -a "$place/before" "$site"
    done
    feed_archive
    first=2013-03-20T12:30 later=2013-03-20T12:45 last=2013-03-20T13:00
    [ "$call" -gt 500 ]
}

# 1: the relay has a mail of which the store does not know whether it has gone, and others wait.
half_way() {
    local doubtful
    doubtful=$(sqlite3 "$site/moedested.db" "SELECT trim(message_id, '<>') FROM outgoing WHERE state = 2 AND handed = 1
        AND EXISTS (SELECT 1 FROM outgoing WHERE state = 2 AND handed = 0) LIMIT 1" 2>/dev/null)
    [ -z "$doubtful" ] || grep -lF "$doubtful" -r "$taken" | wc -l
}

# Karen ends the newsletter, a stranger wants it, Ove asks something, and the copy to Lene comes back.
prepare_inbound() {
    now=2013-03-19T14:00
    lean_site
    send_march
    now=2013-03-20T10:00
    answers karen@post.example AFMELD
    answers ove@post.example 'Hvornår åbner I i påsken?'
    mail_in ny@post.example seniorjob@seniorjob.example Tilmelding <<<'Jeg vil gerne tilmeldes nyhedsbrevet.'
    bounce_of lene@boernehave.example
    first=2013-03-20T10:05
    later=2013-03-20T13:30
    taken=$site/outbox/new
    repeats=0
}

bounce_of() { # ADDRESS
    local mail token
    mail=$(newest_to "$1")
    token=$(address_in "$(header "$mail" Reply-To)")
    dropped=$((dropped + 1))
    written=$BATS_TEST_TMPDIR/in-$dropped.eml
    sed -e "s/@BOUNCE:[^@]*@[^@]*@/$token/; s/@DATE@/$(rfc_date "$now")/; s/@MESSAGE-ID:[^@]*@[^@]*@/$(header "$mail" Message-ID | tr -d '<>')/" \
        -e "s/jytte.vestergaard@udgaaet.example/$1/g" "$tree/contrib/demo-data/replies/02-ukendt-modtager.eml" >"$written"
    drop "$written"
}

# Somebody takes a pause (her mail comes twice), somebody wants to be called, a new address is named, another one says yes;
# something is guessed and asked about, another guess is right.
prepare_inbound-wishes() {
    now=2013-03-19T14:00
    lean_site
    import_many 4
    send_march
    now=2013-03-20T10:00
    answers seeker-1@many.example 'Min nye mailadresse er ny-1@many.example'
    answers seeker-2@many.example 'Slet mig'
    round_at 2013-03-20T10:05
    now=2013-03-20T10:10
    answers ny-1@many.example 'Ja tak'
    answers seeker-2@many.example 'Ja, det er rigtigt'
    answers seeker-3@many.example 'Slet mig'
    answers seeker-4@many.example 'Min nye mailadresse er ny-4@many.example'
    answers ove@post.example 'Ring til mig på 40 50 60 70'
    answers karen@post.example 'Jeg vil gerne holde pause fra jeres mails'
    drop "$written"
    first=2013-03-20T10:15
    later=2013-03-20T13:40
    taken=$site/outbox/new
    repeats=0
}

# Staff write: an answer for Ove, Karen's case is settled, one issue is approved, another one corrected.
prepare_inbound-staff() {
    local ove karen
    now=2013-03-19T14:00
    lean_site
    import_people
    printf 'address,name,role,consent_source\nhanne@seniorjob.example,Hanne Lund,staff,ansat\n' >"$site/more.csv"
    moe import "$site/more.csv" >/dev/null 2>&1
    mail_in 'Ove Kjær <ove@post.example>' seniorjob@seniorjob.example Spring <<<'Hvor meget får man i løn?'
    round_at 2013-03-19T14:01
    ove=$(reply_address mette@seniorjob.example)
    mail_in 'Karen Sørensen <karen@post.example>' seniorjob@seniorjob.example Haven <<<'Den er stor, men cyklen er solgt.'
    round_at 2013-03-19T14:02
    karen=$(reply_address mette@seniorjob.example)
    moe newsletter test 2013-03 >/dev/null 2>&1
    moe newsletter test 2013-04 >/dev/null 2>&1
    now=2013-03-19T14:15
    staff_reply mette "$ove" 'Man får løn efter overenskomst.'
    staff_reply mette "$karen" KLARET
    staff_reply mette "$(proof_of mette 2013-03)" 'OK, send'
    staff_reply hanne "$(proof_of hanne 2013-04)" '"emne: Seniorjobberen" -> "emne: Seniorjobbet"'
    first=2013-03-19T14:20
    later=2013-03-19T17:50
    taken=$site/outbox/new
    repeats=0
}

staff_reply() { # NAME TO WORDS
    mail_in "$1@seniorjob.example" "$2" 'SV: Mail' 'MIME-Version: 1.0' 'Content-Type: text/plain; charset=utf-8' \
        'Content-Transfer-Encoding: 8bit' <<<"$3"
}

# Where an answer to the letter about the proofs goes.
proof_of() { # NAME ISSUE
    local file
    mails_to "$1@seniorjob.example" | while read -r file; do
        [[ $(header "$file" Subject) != *"Prøve på nummer $2"* ]] || address_in "$(header "$file" Reply-To)"
    done | tail -n 1
}

# In one round one meeting is invited to, another moved and a third one cancelled, both in the table; of the fourth, which
# has one seat, Karen gives it back, Ove, who waits, is offered it, and Lene says yes.
prepare_meeting() {
    now=2026-11-02T08:00
    lean_site
    configure meeting invitations on
    configure meeting overrides overrides.conf
    cat >"$site/overrides.conf" <<'TABLE'
kursus = 2026-12-01 14:00-16:00, Korsgade 30; title Kursus
aabent-hus = 2026-12-03 14:00-16:00, Rådhuset; capacity 1; title Åbent hus
jobmesse = 2026-12-04 13:00-15:00, Korsgade 30; title Jobmesse
TABLE
    import_people
    round_at 2026-11-10T09:00 # December and the course
    round_at 2026-11-12T09:00 # the open house
    now=2026-11-12T10:00
    answers karen@post.example 'Ja tak'
    round_at 2026-11-12T10:05
    now=2026-11-12T10:10
    answers ove@post.example 'Ja tak'
    round_at 2026-11-12T10:15
    now=2026-11-13T08:50
    answers karen@post.example 'Nej, jeg kan alligevel ikke komme'
    answers lene@boernehave.example 'Ja tak'
    sed -i 's/^kursus.*/kursus = 2026-12-01; cancelled; why Sygdom/' "$site/overrides.conf"
    echo '2026-12 = 2026-12-08 13:00, Korsgade 30' >>"$site/overrides.conf"
    first=2026-11-13T09:00
    later=2026-11-13T12:30
    taken=$site/outbox/new
    repeats=0
}

# In one round a job that two fit well comes in and goes to all three at once, a yes to another job asks its other side,
# one's yes to such a question opens a talk, a no to a third is told, and it is the day of the lists.
prepare_match() {
    now=2013-03-18T10:00 minute=0
    lean_site
    lean_taxonomy
    import_people
    import_seekers
    profile karen@post.example 'Jeg har arbejdet 15 år på et lager. Jeg søger arbejde som lagermedarbejder, 20-30 timer om ugen i 2400.'
    profile bo@post.example 'Jeg har kørt truck på et lager i ti år. Jeg søger arbejde som lagermedarbejder, 25 timer om ugen i 2400.'
    posting lene@boernehave.example 'Vi søger en lagermedarbejder i 2400 København NV, 25 timer om ugen.'
    next_minute
    answers_about Kandidater lene@boernehave.example 'A lyder godt'
    round_at "$now"
    profile ove@post.example 'Jeg har pakket varer på et lager. Jeg søger arbejde som lagermedarbejder, 25 timer om ugen i 2400.'
    posting_draft ole@bibliotek.example 'Vi søger en lagermedarbejder i 2400 København NV, 20 timer om ugen.'
    now=2013-03-21T08:55
    answers ole@bibliotek.example Ja
    answers_about 'vil gerne skrive' karen@post.example 'Ja tak'
    answers_about 'vil gerne skrive' bo@post.example 'Ja tak'
    answers_about 'Job, der' ove@post.example 'A nej, det er for langt væk'
    answers_about 'Kandidater' lene@boernehave.example 'B ja'
    first=2013-03-21T09:00
    later=2013-03-21T12:30
    taken=$site/outbox/new
    repeats=0
}

# The occupations around a warehouse: the whole taxonomy takes a second to read.
lean_taxonomy() {
    local from=$tree/config/taxonomy to=$site/taxonomy
    mkdir -p "$to"
    cp "$from/isco.tsv" "$to/"
    awk -F'\t' '/lager/' "$from/occupations.tsv" >"$to/occupations.tsv"
    awk -F'\t' 'NR == FNR { known[$1]; next } $1 in known' "$to/occupations.tsv" "$from/occupation_skills.tsv" >"$to/occupation_skills.tsv"
    awk -F'\t' 'NR == FNR { known[$2]; next } $1 in known' "$to/occupation_skills.tsv" "$from/skills.tsv" >"$to/skills.tsv"
    configure site taxonomy taxonomy
    configure match word-list none
}

import_seekers() {
    printf 'address,name,role,consent_source\nbo@post.example,Bo Lund,seeker,kort\nole@bibliotek.example,Ole Bruun,employer,kort\n' >"$site/more.csv"
    moe import "$site/more.csv" >/dev/null 2>&1
}

# A minute later each, so that the newest mail of somebody is the one that came last.
next_minute() {
    minute=$((minute + 1))
    now=$(printf '2013-03-18T10:%02d' "$minute")
}

hears() { # ADDRESS WORDS: answers the newest mail
    next_minute
    answers "$1" "$2"
    round_at "$now"
}

said() { # ADDRESS WORDS
    next_minute
    mail_in "$1" seniorjob@seniorjob.example Hej 'MIME-Version: 1.0' 'Content-Type: text/plain; charset=utf-8' \
        'Content-Transfer-Encoding: 8bit' <<<"$2"
    round_at "$now"
}

profile() { # ADDRESS WORDS
    said "$1" "$2"
    hears "$1" Ja
}

posting_draft() { # ADDRESS WORDS
    said "$1" "$2"
    hears "$1" 'Ekstra opgave: at rydde op i det gamle lager, det når ingen i dag'
}

posting() { # ADDRESS WORDS
    posting_draft "$1" "$2"
    hears "$1" Ja
}

# The same mails in a mailbox of a real Dovecot. When the process dies that reads it, the next one waits, as what the server
# said may have killed it; so a single round ends with "try again" (EX_TEMPFAIL).
prepare_inbound-imap() {
    prepare_inbound
    excused=75
    box=$place/dovecot/mail/inbox
    start_dovecot
    mkdir -p "$box"
    cp -r "$site/inbox/." "$box/"
    rm -rf "$site/inbox"
    [ "$(id -u)" -ne 0 ] || chown -R nobody:nogroup "$box"
    configure inbox type imap
    configure inbox host localhost
    configure inbox port "$port"
    configure inbox tls starttls
    configure inbox ca-file "$place/dovecot/certificate.pem"
    configure inbox user inbox
    (umask 077 && echo hemmeligt >"$site/inbox.password")
    configure inbox password-file inbox.password
}

start_dovecot() {
    for _ in 1 2 3 4 5 6 7 8; do
        port=$((10000 + SRANDOM % 20000))
        "$tree/tests/support/dovecot" "$place/dovecot" "$port" $((port + 1)) >"$place/dovecot.log" 2>&1 3>&- </dev/null &
        dovecot=$!
        if wait_for 10 imap_answers; then
            started+=("$dovecot")
            return 0
        fi
        kill "$dovecot" 2>/dev/null
    done
    return 1
}

imap_answers() {
    alive "$dovecot" && (exec 4<>"/dev/tcp/127.0.0.1/$port" && read -r -t 3 line <&4 && [[ $line == *OK* ]])
}

# A store of the first release: two questions and a mail that came in wait in it.
prepare_migration() {
    now=2013-03-19T14:00
    lean_site
    rm -f "$site"/moedested.db*
    sqlite3 "$site/moedested.db" <"$tree/tests/data/store/schema-1.sql" >/dev/null
    chmod 600 "$site/moedested.db"
    first=2013-03-19T14:10
    later=2013-03-19T17:30
    taken=$site/outbox/new
    repeats=0
}
