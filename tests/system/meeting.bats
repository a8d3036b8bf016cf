#!/usr/bin/env bats
# The information meeting from invitation to cancellation, as the people of a job centre live through it.

# shellcheck disable=SC2034,SC2154 # now: for helpers; status, output: from run
load helpers

setup() {
    now=2026-11-02T08:00
    open_site
    meetings_on
}

teardown() {
    end_processes
}

december() { # the guests have had the invitation to 1 December
    import_people
    round_at 2026-11-10T09:00
}

# How the parts of a mail stand: "multipart/mixed(multipart/alternative(text/plain,...),application/ics)".
shape() { # FILE
    python3 -c '
import email, sys
def of(part):
    name = part.get_content_type()
    if part.is_multipart():
        return name + "(" + ",".join(map(of, part.get_payload())) + ")"
    return name
print(of(email.message_from_binary_file(open(sys.argv[1], "rb"))))' "$1"
}

# The event of a mail, its lines unfolded; both parts that carry it have to be the same.
event() { # FILE
    python3 -c '
import email, sys
mail = email.message_from_binary_file(open(sys.argv[1], "rb"))
parts = [p for p in mail.walk() if p.get_content_type() in ("text/calendar", "application/ics")]
octets = [p.get_payload(decode=True) for p in parts]
assert len(octets) == 2 and octets[0] == octets[1], "the two copies differ"
assert parts[0].get("Content-Disposition") is None
assert parts[0].get_param("method") == [l for l in octets[0].decode().split("\r\n") if l.startswith("METHOD:")][0][7:]
assert all(len(line) <= 75 for line in octets[0].split(b"\r\n"))
sys.stdout.write(octets[0].decode().replace("\r\n ", "").replace("\r\n", "\n"))' "$1"
}

event_has() { # FILE LINE-PATTERN
    event "$1" | grep -qE "$2" || {
        echo "no $2 in"
        event "$1"
        return 1
    }
}

# The subjects of the mails to an address, oldest first.
subjects_to() { # ADDRESS
    local file
    mails_to "$1" | while read -r file; do header "$file" Subject; done
}

sql() {
    sqlite3 "$site/moedested.db" "$1"
}

says_yes() { # ADDRESS (as `answers` will do it)
    sql "UPDATE guest SET answer = 1, seat = 1, said = $(date +%s -d 2026-11-12), said_sequence = (SELECT sequence FROM meeting
         WHERE id = guest.meeting) WHERE person = (SELECT person FROM address WHERE address = '$1')"
}

@test "everybody is invited once, on the fifteenth working day before, in words of their own" {
    import_people
    round_at 2026-11-09T12:00
    is "$(all_mails)" 0
    round_at 2026-11-10T08:59
    is "$(all_mails)" 0
    round_at 2026-11-10T09:00
    is "$(all_mails)" 3
    round_at 2026-11-10T09:05
    round_at 2026-11-11T09:00
    is "$(all_mails)" 3
    is "$(subjects_to karen@post.example)" "Kommer du til møde tirsdag den 1. december kl. 10.00?"
    is "$(subjects_to lene@boernehave.example)" "Mød seniorer tirsdag den 1. december kl. 10.00: kommer du?"
    is "$(count_to mette@seniorjob.example)" 0
}

@test "an invitation has the shape that clients show with buttons, and says all of it in plain text" {
    december
    mail=$(newest_to karen@post.example)
    moe meeting next 2>/dev/null | grep -q 'answers until: 2026-11-27T' # as the letter says
    is "$(shape "$mail")" "multipart/mixed(multipart/alternative(text/plain,text/html,text/calendar),application/ics)"
    is "$(header "$mail" Auto-Submitted)" auto-generated
    [[ $(header "$mail" Reply-To) == *+* ]]
    event_has "$mail" '^METHOD:REQUEST$'
    event_has "$mail" '^UID:m-2026-12\.[a-z2-7]{26}@seniorjob\.example$'
    event_has "$mail" '^SEQUENCE:0$'
    event_has "$mail" '^DTSTART;TZID=Europe/Copenhagen:20261201T100000$'
    event_has "$mail" '^ATTENDEE;.*PARTSTAT=NEEDS-ACTION.*mailto:karen@post\.example$'
    is "$(event "$mail" | grep -c '^ATTENDEE')" 1
    is "$(event "$mail" | grep -c 'ove@post')" 0
    python3 - "$mail" <<'PY'
import email, sys
mail = email.message_from_binary_file(open(sys.argv[1], "rb"))
text = next(p for p in mail.walk() if p.get_content_type() == "text/plain").get_payload(decode=True).decode()
for words in ("tirsdag den 1. december 2026", "kl. 10.00 til 12.00", "Musvågevej 15", "Svar JA eller NEJ", "33 17 00 00"):
    assert words in text, words + " is not in\n" + text
PY
}

@test "new subscribers get the next meeting at once, until the day for answers has passed" {
    december
    now=2026-11-20T22:10
    printf 'address,name,role,consent_source\nida@post.example,Ida,seeker,kort\n' >"$site/more.csv"
    moe import "$site/more.csv" >/dev/null 2>&1
    round_at 2026-11-20T22:11
    is "$(subjects_to ida@post.example)" "Kommer du til møde tirsdag den 1. december kl. 10.00?"
    now=2026-11-28T10:00
    printf 'address,name,role,consent_source\nbo@post.example,Bo,seeker,kort\n' >"$site/more.csv"
    moe import "$site/more.csv" >/dev/null 2>&1
    round_at 2026-11-28T10:01
    is "$(count_to bo@post.example)" 0
    is "$(count_to ida@post.example)" 1 # she came in after the day of the question
}

@test "who comes is reminded five days and one day before, who is silent is asked once" {
    december
    says_yes karen@post.example
    round_at 2026-11-19T09:00
    is "$(count_to karen@post.example)" 1
    is "$(subjects_to ove@post.example | tail -n 1)" "Vi mangler dit svar: møde tirsdag den 1. december"
    round_at 2026-11-23T12:00
    is "$(count_to karen@post.example)" 1
    round_at 2026-11-24T09:00
    round_at 2026-11-24T15:00
    is "$(subjects_to karen@post.example | tail -n 1)" "Husk mødet tirsdag den 1. december kl. 10.00"
    is "$(count_to karen@post.example)" 2
    round_at 2026-11-30T09:00
    is "$(count_to karen@post.example)" 3
    round_at 2026-12-01T09:59
    round_at 2026-12-01T13:00
    is "$(count_to karen@post.example)" 3
    is "$(count_to ove@post.example)" 2
    is "$(moe meeting list --all --json | grep 2026-12 | grep -c '"state":"over"')" 1
}

@test "invited, answered in a word, confirmed, reminded; the overview tells it" {
    december
    now=2026-11-11T09:00
    answers karen@post.example 'Ja tak, jeg kommer'
    answers ove@post.example 'NEJ'
    for time in 2026-11-11T09:05 2026-11-19T09:00 2026-11-24T09:00 2026-11-30T09:00; do round_at "$time"; done
    is "$(count_to karen@post.example)" 4
    is "$(count_to ove@post.example)" 2
    is "$(count_to lene@boernehave.example)" 2
    body_has "$(newest_to karen@post.example)" 'Du har svaret: ja, du kommer'
    expect 0 moe timeline
    says '3 breve: invitation til mødet tirsdag den 1. december 2026 (sendt)' 'påmindelse om mødet (sendt)' 'kommer du til mødet?'
}

@test "after a week's outage only the newest reminder goes out, and none after the meeting" {
    december
    says_yes karen@post.example
    round_at 2026-11-30T11:00
    is "$(count_to karen@post.example)" 2
    now=2026-11-30T11:01
    round_at 2026-12-08T09:00
    is "$(count_to karen@post.example)" 2
    is "$(subjects_to ove@post.example | grep -c mangler)" 1
}

@test "who is in pause gets nothing until it ends, who is away is asked when they are back" {
    import_people
    sql "INSERT INTO pause (person, since, until, day) SELECT person, 0, $(date +%s -d 2026-11-16), '2026-11-16' FROM address WHERE address = 'ove@post.example'"
    round_at 2026-11-10T09:00
    is "$(count_to ove@post.example)" 0
    is "$(count_to karen@post.example)" 1
    local invitation
    invitation=$(newest_to karen@post.example)
    mail_in karen@post.example "$(address_in "$(header "$invitation" Reply-To)")" 'Automatisk svar: Kom til informationsmøde' \
        'Auto-Submitted: auto-replied' 'MIME-Version: 1.0' 'Content-Type: text/plain; charset=utf-8' \
        'Content-Transfer-Encoding: 8bit' <<<'Jeg holder ferie og er tilbage tirsdag den 24. november.'
    round_at 2026-11-10T09:05
    is "$(count_to karen@post.example)" 1
    round_at 2026-11-16T00:01
    is "$(count_to ove@post.example)" 0 # not at night
    round_at 2026-11-16T09:00
    is "$(count_to ove@post.example)" 1
    round_at 2026-11-19T09:00
    is "$(count_to karen@post.example)" 1
    round_at 2026-11-24T09:00
    is "$(subjects_to karen@post.example | tail -n 1)" "Vi mangler dit svar: møde tirsdag den 1. december"
}

begins() { # FILE WORDS: what its plain text begins with, in one line
    local text
    text=$(python3 -c '
import email, sys
mail = email.message_from_binary_file(open(sys.argv[1], "rb"))
print(" ".join(next(p for p in mail.walk() if p.get_content_type() == "text/plain").get_payload(decode=True).decode().split()))' "$1")
    [[ $text == "$2"* ]] || {
        echo "$text"
        false
    }
}

@test "a meeting that is moved: same event, next version, what changed in the first line" {
    december
    says_yes karen@post.example
    uid=$(event "$(newest_to karen@post.example)" | grep ^UID)
    now=2026-11-12T10:00
    expect 1 moe meeting move 2026-12 2026-12-25
    says 'closed' '--yes'
    expect 0 moe meeting move 2026-12 2026-12-08T13:00
    says 'told=3'
    round_at 2026-11-12T10:05
    round_at 2026-11-12T10:10
    is "$(count_to karen@post.example)" 2
    mail=$(newest_to karen@post.example)
    is "$(event "$mail" | grep ^UID)" "$uid"
    event_has "$mail" '^SEQUENCE:1$'
    event_has "$mail" '^DTSTART;TZID=Europe/Copenhagen:20261208T130000$'
    event_has "$mail" '^DTEND;TZID=Europe/Copenhagen:20261208T150000$'
    event_has "$mail" 'PARTSTAT=NEEDS-ACTION'
    begins "$mail" "Mødet er flyttet Mødet er flyttet fra tirsdag den 1. december 2026 kl. 10.00 til tirsdag den 8. december 2026 kl. 13.00."
}

@test "another room keeps the answers" {
    december
    says_yes karen@post.example
    now=2026-11-12T10:00
    expect 0 moe meeting move 2026-12-01 --place 'Korsgade 30' --access 'Ring på.'
    round_at 2026-11-12T10:05
    mail=$(newest_to karen@post.example)
    event_has "$mail" 'PARTSTAT=ACCEPTED'
    event_has "$mail" '^LOCATION:Korsgade 30$'
    event_has "$(newest_to ove@post.example)" 'PARTSTAT=NEEDS-ACTION'
    is "$(header "$mail" Subject)" "Nyt sted: mødet tirsdag den 1. december"
    begins "$mail" "Mødet har fået et nyt sted Nyt sted: Korsgade 30. Det gamle sted var Arbejdsmarkedscentret, Musvågevej 15, 2400 København NV."
}

@test "a meeting that is cancelled: who declined hears nothing, the next one is named" {
    december
    sql "UPDATE guest SET answer = 3 WHERE person = (SELECT person FROM address WHERE address = 'ove@post.example')"
    now=2026-11-13T10:00
    expect 2 moe meeting cancel 2026-12 </dev/null
    says 'cancel needs --yes'
    round_at 2026-11-13T10:00
    is "$(count_to karen@post.example)" 1
    expect 0 moe meeting cancel 2026-12 --yes --reason 'Lokalet er oversvømmet.'
    says 'told=2'
    round_at 2026-11-13T10:05
    is "$(count_to ove@post.example)" 1
    mail=$(newest_to karen@post.example)
    event_has "$mail" '^METHOD:CANCEL$'
    event_has "$mail" '^STATUS:CANCELLED$'
    event_has "$mail" '^SEQUENCE:1$'
    python3 - "$mail" <<'PY'
import email, sys
mail = email.message_from_binary_file(open(sys.argv[1], "rb"))
text = " ".join(next(p for p in mail.walk() if p.get_content_type() == "text/plain").get_payload(decode=True).decode().split())
for words in ("er aflyst. Kom ikke den dag.", "Lokalet er oversvømmet.", "tirsdag den 5. januar 2027 kl. 10.00"):
    assert words in text, words + " is not in\n" + text
PY
    for day in 2026-11-19 2026-11-24 2026-11-30; do round_at ${day}T09:00; done
    is "$(count_to karen@post.example)" 2
    expect 1 moe meeting cancel 2026-12
    says 'cancelled already'
    expect 1 moe meeting move 2026-12 2026-12-08
    expect 1 moe meeting invite 2026-12
    says 'the meeting 2026-12 is cancelled'
}

@test "on a terminal, cancel wants the name of the meeting typed" {
    command -v script >/dev/null || skip "script (bsdutils) is not installed"
    december
    now=2026-11-13T10:00
    run script -qec "'$(program)' -c '$site/moedested.conf' --at $now meeting cancel 2026-12" "$BATS_TEST_TMPDIR/typed" <<<"ja"
    says '3 guests are told that the meeting of 2026-12-01T10:00 is cancelled' 'Type 2026-12 to cancel it' 'Nothing is changed'
    expect 0 moe meeting list
    lacks says cancelled
    run script -qec "'$(program)' -c '$site/moedested.conf' --at $now meeting cancel 2026-12" "$BATS_TEST_TMPDIR/typed" <<<"2026-12"
    says 'cancelled told=3'
}

@test "what is past stays, what does not exist is named with what is near" {
    december
    now=2026-12-01T11:00
    expect 1 moe meeting move 2026-12 2026-12-08
    says 'has begun'
    expect 1 moe meeting cancel 2026-12
    expect 6 moe meeting move 2026-21 2026-12-08
    says 'did you mean'
    expect 2 moe meeting move 2027-01 nonsense
    says '2026-12-08T13:00'
    round_at 2026-12-02T09:00
    is "$(all_mails)" 3
}

@test "an invitation that has not left is not sent beside the change" {
    import_people
    now=2026-11-10T09:00
    expect 0 moe meeting invite
    says 'invited=3'
    now=2026-11-10T09:01
    expect 0 moe meeting move 2026-12 2026-12-08T13:00
    round_at 2026-11-10T09:05
    is "$(subjects_to karen@post.example)" "Kommer du til møde tirsdag den 8. december kl. 13.00?"
    now=2026-11-10T09:06
    printf 'address,name,role,consent_source\nida@post.example,Ida,seeker,kort\n' >"$site/more.csv"
    moe import "$site/more.csv" >/dev/null 2>&1
    expect 0 moe meeting invite 2026-12
    says 'invited=1'
    expect 0 moe meeting cancel 2026-12 --yes
    round_at 2026-11-10T09:10
    is "$(count_to ida@post.example)" 0
    is "$(count_to karen@post.example)" 2
}

@test "invitations keep the limits to receivers: who finds no room is invited when there is some" {
    import_people
    printf 'address,name,role,consent_source\n' >"$site/more.csv"
    printf 'p%s@full.example,Ida,seeker,kort\n' 1 2 3 4 5 >>"$site/more.csv"
    moe import "$site/more.csv" >/dev/null 2>&1
    configure newsletter domain-limits limits.conf
    echo 'full.example 2/hour' >"$site/limits.conf"
    now=2026-11-10T09:00
    expect 1 moe meeting invite
    says 'invited=5 waiting=3' 'no room for the others before 2026-11-10T10:00' 'the daemon invites them then'
    round_at 2026-11-10T09:30
    is "$(all_mails)" 5
    round_at 2026-11-10T10:00
    is "$(all_mails)" 7
    now=2026-11-10T11:00
    configure meeting invitations off
    expect 0 moe meeting invite
    says 'invited=1'
    lacks says waiting
    round_at 2026-11-10T11:01
    is "$(all_mails)" 8
}

@test "the table of overrides: a line changes a meeting once, and an announced one with word to its guests" {
    configure meeting overrides overrides.conf
    echo 'aabent-hus = 2026-12-03 14:00-16:00, Rådhuset; employers; title Åbent hus' >"$site/overrides.conf"
    december
    is "$(subjects_to lene@boernehave.example | sort | head -n 1)" "Mød seniorer tirsdag den 1. december kl. 10.00: kommer du?"
    round_at 2026-11-12T09:00
    is "$(subjects_to lene@boernehave.example | grep -c 'Åbent hus torsdag den 3. december: kommer du?')" 1
    is "$(count_to karen@post.example)" 1
    echo '2026-12 = 2026-12-08 13:00, Korsgade 30' >>"$site/overrides.conf"
    round_at 2026-11-13T09:00
    is "$(subjects_to karen@post.example | tail -n 1)" "Ny tid: mødet er nu tirsdag den 8. december kl. 13.00"
    now=2026-11-13T10:00
    expect 0 moe meeting move 2026-12 14:00
    round_at 2026-11-16T09:00
    round_at 2026-11-17T09:00
    is "$(count_to karen@post.example)" 3 # the table has not changed since: what staff decided stands
    expect 0 moe meeting list
    says 'Tue 8 Dec 2026  14:00-16:00'
    sed -i 's/^2026-12 = .*/2026-12 = cancelled; why Sygdom/' "$site/overrides.conf"
    round_at 2026-11-18T09:00
    is "$(subjects_to karen@post.example | tail -n 1)" "Aflyst: mødet tirsdag den 8. december"
}

@test "a meeting that the table cancels and opens again is invited to again, in the same event" {
    configure meeting overrides overrides.conf
    : >"$site/overrides.conf"
    december
    uid=$(event "$(newest_to karen@post.example)" | grep ^UID)
    says_yes karen@post.example
    sql "UPDATE guest SET answer = 3, said = 1, said_sequence = 0 WHERE person = (SELECT person FROM address WHERE address = 'ove@post.example')"
    echo '2026-12 = cancelled; why Sygdom' >"$site/overrides.conf"
    round_at 2026-11-12T09:00
    event_has "$(newest_to karen@post.example)" '^SEQUENCE:1$'
    : >"$site/overrides.conf"
    round_at 2026-11-13T09:00
    round_at 2026-11-13T09:05
    mail=$(newest_to karen@post.example)
    is "$(count_to karen@post.example)" 3
    is "$(event "$mail" | grep ^UID)" "$uid"
    event_has "$mail" '^METHOD:REQUEST$'
    event_has "$mail" '^SEQUENCE:2$'
    event_has "$mail" 'PARTSTAT=NEEDS-ACTION'
    body_has "$mail" 'Nu bliver det til noget alligevel'
    is "$(count_to ove@post.example)" 1 # he declined this very time
    is "$(moe meeting list --json | grep 2026-12 | grep -c '"state":"announced"')" 1
    round_at 2026-11-19T09:00
    is "$(subjects_to karen@post.example | tail -n 1)" "Vi mangler dit svar: møde tirsdag den 1. december"
}

@test "explain says of a reply which meeting and which guest it speaks of" {
    december
    now=2026-11-11T09:00
    answers karen@post.example 'Ja tak'
    expect 0 moe explain "$written"
    says 'the meeting  2026-12, 2026-12-01T10:00, announced' 'the guest    karen@post.example, so far: answer none, seat none'
    round_at 2026-11-11T09:05
    expect 0 moe explain "$written"
    says 'the guest    karen@post.example, so far: answer yes, seat seated'
}

@test "a time that the clocks skip is refused, with the line it stands in" {
    configure meeting overrides overrides.conf
    printf '# ny tid\n2027-03 = 2027-03-28 02:30-03:30\n' >"$site/overrides.conf"
    expect 3 moe check
    says 'overrides.conf:2: 2027-03-28T02:30 does not exist'
}

@test "the clock changes, 29 February, the turn of the year: invited and reminded on working days" {
    import_people
    # After Easter and the change of the clock; after the other one; over Christmas; over 29 February.
    for row in 2027-04:2027-03-11:2027-04-06 2027-11:2027-10-12:2027-11-02 2028-01:2027-12-10:2028-01-04 2028-03:2028-02-15:2028-03-07; do
        IFS=: read -r name invited held <<<"$row"
        round_at "${invited}T08:59"
        is "$(sql "SELECT count(*) FROM guest JOIN meeting ON meeting.id = guest.meeting WHERE name = '$name'")" 0
        round_at "${invited}T09:00"
        is "$(sql "SELECT count(*) FROM guest JOIN meeting ON meeting.id = guest.meeting WHERE name = '$name'")" 3
        event_has "$(newest_to karen@post.example)" "^DTSTART;TZID=Europe/Copenhagen:${held//-/}T100000\$"
    done
}

@test "kill -9 in the middle of inviting: nobody twice, nobody left out" {
    import_many 150
    for point in 40 90 140 200 260; do
        start_daemon_at 2026-11-10T09:00
        wait_for 30 at_least $((point / 3))
        kill -9 "$daemon"
        wait "$daemon" 2>/dev/null || true
    done
    round_at 2026-11-10T12:00
    round_at 2026-11-10T15:00
    is "$(sql 'SELECT count(*) FROM guest')" 150
    is "$(sql "SELECT count(*) FROM meeting_mail WHERE what = 'invitation'")" 150
    is "$(sql 'SELECT count(DISTINCT person) FROM meeting_mail')" 150
    is "$(grep -lsF 'Kommer_du' "$site"/outbox/new/* | wc -l)" 150
}

start_daemon_at() {
    now=$1
    start_daemon
}

at_least() {
    [ "$(sql 'SELECT count(*) FROM guest')" -ge "$1" ]
}

@test "beside a running daemon: moved, and the guests hear of it" {
    import_people
    start_daemon_at 2026-11-10T09:00
    wait_for 20 count_is 3
    expect 0 moe meeting move 2026-12 2026-12-08T13:00
    wait_for 20 count_is 6
}

count_is() {
    [ "$(all_mails)" -eq "$1" ]
}

@test "the feed has all dates, and what staff decided" {
    december
    now=2026-11-12T10:00
    moe meeting move 2026-12 2026-12-08T13:00 >/dev/null
    expect 0 moe meeting feed "$site/feed.ics"
    grep -q '^METHOD:PUBLISH' "$site/feed.ics"
    grep -q '^RRULE:FREQ=MONTHLY;BYDAY=1TU' "$site/feed.ics"
    grep -q '20261208T130000' "$site/feed.ics"
    lacks grep -q ATTENDEE "$site/feed.ics"
    moe meeting move 2026-12 2027-01-12 >/dev/null
    moe meeting feed "$site/feed.ics"
    is "$(grep -c '^UID:f-2026-12@' "$site/feed.ics")" 1
    grep -q '^DTSTART.*20270112T130000' "$site/feed.ics"
    lacks grep -q '20261201T100000' "$site/feed.ics"
}
