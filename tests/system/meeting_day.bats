# The day of the meeting: the list of guests, who came, and what follows.

# shellcheck disable=SC2154,SC2034 # what helpers.bash sets and reads
load helpers

setup() {
    cd "$BATS_TEST_TMPDIR"
    open_site
    import_people
    round_at 2013-04-26T10:00
    plan_meeting
}

teardown() {
    end_processes
}

# Tuesday 7 May; the day after the day after it is Ascension Day.
plan_meeting() {
    sqlite3 "$site/moedested.db" "INSERT OR IGNORE INTO meeting (name, title, state, starts, ends,
        zone, place, access, capacity, seekers, employers, sequence, time_sequence) VALUES
        ('2013-05', '', 2, '2013-05-07T10:00', '2013-05-07T12:00', 'Europe/Copenhagen',
        'Korsgade 30', '', 0, 1, 1, 0, 0)"
}

guests() {
    moe meeting guests 2013-05 --json 2>/dev/null | jq -c "$1"
}

@test "people who rang up are on staff's list; staff answer who came; thanks, a mark, the next date" {
    moe meeting guests 2013-05 --add karen@post.example --companions 1
    moe meeting guests 2013-05-07 --add ove@post.example
    moe meeting guests 2013-05 --add lene@boernehave.example
    round_at 2013-04-26T10:05
    body "$(newest_to karen@post.example)" | grep -q 'Du har en plads'

    round_at 2013-05-03T09:00
    body "$(newest_to karen@post.example)" | grep -q 'Mælkebøtten'
    round_at 2013-05-06T09:00
    local list
    list=$(newest_to mette@seniorjob.example)
    body "$list" | grep -q '1. Karen Sørensen, jobsøger, + 1 ledsager'
    body "$list" | grep -q '2. Lene Skovgaard, arbejdsgiver, Mælkebøtten'
    body "$list" | grep -q '3. Ove Kjær, jobsøger'

    now=2013-05-07T12:30
    answers mette@seniorjob.example 'Mødt: 1, 2'
    round_at 2013-05-07T12:30
    body "$(newest_to mette@seniorjob.example)" | grep -q 'Mette Holm har skrevet, hvem der kom'
    is "$(guests '[.number, .presence]')" '[1,"came"]
[2,"came"]
[3,"absent"]'

    round_at 2013-05-08T08:59
    lacks grep -rqs 'Vi savnede dig' "$site/outbox"
    round_at 2013-05-08T09:00
    is "$(header "$(newest_to ove@post.example)" Subject)" 'Vi savnede dig tirsdag den 7. maj'
    body "$(newest_to karen@post.example)" | grep -q 'Hvad kan du, og hvad vil du?'
    local before
    before=$(count_to karen@post.example)
    round_at 2013-05-10T09:00
    is "$(count_to karen@post.example)" "$before"

    answers karen@post.example '5'
    answers lene@boernehave.example '4'
    round_at 2013-05-10T09:10
    moe meeting list --all --json >meetings
    is "$(jq -c 'select(.meeting == "2013-05").figures | [.yes, .companions, .came, .absent, .marks, .mean]' meetings)" \
        '[3,1,2,1,2,4.5]'
    expect 0 moe meeting list --all
    says 'came 2, absent 1; mean 4.5 of 2 marks'
    [[ $output != *administration* ]]
}

@test "thanks with three links; a mark and a profile in one answer; who has a profile is not asked" {
    configure meeting links 'Regler https://seniorjob.example/regler | Jobbanken https://seniorjob.example/job | Seniorjobberen https://seniorjob.example/nyt'
    sqlite3 "$site/moedested.db" "UPDATE person SET administration = 'Børne- og Ungdomsforvaltningen'
        WHERE workplace = 'Mælkebøtten'"
    moe meeting guests 2013-05 --add karen@post.example
    moe meeting guests 2013-05 --add lene@boernehave.example
    round_at 2013-05-06T09:00
    now=2013-05-07T12:30
    moe meeting guests 2013-05 --came all
    round_at 2013-05-08T09:00
    local thanks
    thanks=$(newest_to karen@post.example)
    body "$thanks" >text
    grep -q 'Hvad kan du, og hvad vil du?' text
    for link in 'Regler' '/regler' 'Jobbanken' '/job' 'Seniorjobberen' '/nyt'; do
        grep -qF "$link" text
    done
    lacks body_has "$(newest_to lene@boernehave.example)" 'Hvad kan du, og hvad vil du?'
    answers karen@post.example '5. Jeg har været pedel i ti år og vil gerne arbejde 25 timer om ugen'
    answers lene@boernehave.example '3'
    round_at 2013-05-08T09:10
    body "$(newest_to karen@post.example)" >form
    grep -q 'Arbejde: pedel' form
    grep -q 'Timer: 25' form
    tr '\n' ' ' <form | grep -q 'Det viser vi arbejdspladserne: Jeg har været pedel i ti år og vil gerne arbejde 25 timer om ugen'
    answers karen@post.example 'JA'
    round_at 2013-05-08T09:20
    is "$(sqlite3 "$site/moedested.db" 'SELECT state, confirmed FROM listing')" '2|1'
    expect 0 moe meeting list --all
    says 'mean 4.0 of 2 marks' 'Børne- og Ungdomsforvaltningen: invited' \
        'mean 3.0 of 1 marks' 'no administration: invited' 'mean 5.0 of 1 marks'
}

@test "a room that shrinks asks staff, who answer; staff add somebody by mail" {
    moe meeting guests 2013-05 --add karen@post.example --companions 1
    moe meeting guests 2013-05 --add ove@post.example
    now=2013-04-26T10:01
    expect 0 moe meeting move 2013-05 --capacity 2
    says 'ove@post.example' '--waiting last'
    round_at 2013-04-26T10:05
    is "$(guests '[.address, .seat]')" '["karen@post.example","seated"]
["ove@post.example","seated"]'
    is "$(header "$(newest_to mette@seniorjob.example)" Subject)" 'For få pladser: møde tirsdag den 7. maj'
    answers mette@seniorjob.example 'Venteliste'
    round_at 2013-04-26T10:10
    is "$(guests 'select(.address == "ove@post.example").seat')" '"waiting"'
    body_has "$(newest_to ove@post.example)" 'Rummet er blevet mindre'
    body_has "$(newest_to mette@seniorjob.example)" 'Ove Kjær'
    expect 1 moe meeting guests 2013-05 --waiting last
    says 'seats enough'
    moe meeting move 2013-05 --capacity none 2>/dev/null
    now=2013-04-26T10:15
    answers mette@seniorjob.example 'Tilføj: Lene Skovgaard lene@boernehave.example, 2 personer
Hans Hansen hans@ukendt.example'
    round_at 2013-04-26T10:16
    is "$(guests 'select(.address == "lene@boernehave.example") | [.seat, .companions]')" '["seated",1]'
    body_has "$(newest_to mette@seniorjob.example)" 'Hans Hansen, hans@ukendt.example: vi kender ikke adressen'
    body_has "$(newest_to lene@boernehave.example)" 'Du har en plads'
}

@test "staff who forget are reminded once, with the list; who walked in is counted" {
    moe meeting guests 2013-05 --add karen@post.example
    round_at 2013-05-06T09:00
    expect 1 moe meeting guests 2013-05 --walk-in ove@post.example
    says 'has not begun'
    now=2013-05-07T11:00
    expect 1 moe meeting guests 2013-05 --add ove@post.example
    says '--walk-in'
    round_at 2013-05-08T09:00
    local before
    before=$(count_to mette@seniorjob.example)
    round_at 2013-05-10T09:00
    round_at 2013-05-13T09:00
    is "$(count_to mette@seniorjob.example)" $((before + 1))
    is "$(header "$(newest_to mette@seniorjob.example)" Subject)" 'Hvem kom til mødet tirsdag den 7. maj?'
    moe meeting guests 2013-05 --walk-in ove@post.example
    expect 1 moe meeting guests 2013-05 --came 1,9
    says 'nobody has the number 9'
    moe meeting guests 2013-05 --came all
    is "$(guests '[.number, .presence]')" '[1,"came"]
[2,"came"]'
    expect 6 moe meeting guests 2013-13 --json
    expect 6 moe meeting guests 2013-05 --walk-in nobody@post.example
    expect 2 moe meeting guests 2013-05 --came 1 --add ove@post.example
}
