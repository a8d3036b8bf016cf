# plain only: its rooms run under sanitizers in unit/act; these stories are many small programs.
# From two mails to an open talk: who gets candidates and jobs, what is answered, and what comes of it.

# shellcheck disable=SC2154,SC2034 # what helpers.bash sets and reads
load helpers
load helpers-talk

setup() {
    cd "$BATS_TEST_TMPDIR"
    open_site
    import_people
    now=2013-03-18T10:00
}

teardown() {
    end_processes
}

# To the newest mail with that in its subject.
say_about() { # SUBJECT ADDRESS TIME WORDS
    now=$3
    answers_about "$1" "$2" "$4"
    round_at "$3"
}

list_has() { # ADDRESS WORDS...: the newest list of candidates
    mail_has "$(newest_about Kandidater "$1")" "${@:2}"
}

karen_tells() { # TIME of 10:MINUTES
    write_anew karen@post.example "2013-03-18T10:0$1" \
        'Hej. Jeg er 61 år. Jeg har arbejdet 15 år på et centrallager og kører truck. Jeg søger arbejde som lagermedarbejder, 20-30 timer om ugen i 2400. Jeg har truckcertifikat.'
    say karen@post.example "2013-03-18T10:1$1" Ja
}

lene_posts() { # TIME of 10:MINUTES WORDS
    write_anew lene@boernehave.example "2013-03-18T10:2$1" \
        "Vi søger en lagermedarbejder i 2400 København NV, 25 timer om ugen. $2"
    say lene@boernehave.example "2013-03-18T10:3$1" 'Ekstra opgave: at rydde op i det gamle lager, det når ingen i dag'
    say lene@boernehave.example "2013-03-18T10:4$1" Ja
}

count_to() { # ADDRESS
    mails_to "$1" | wc -l
}

pair_stage() {
    sqlite3 "$site/moedested.db" 'SELECT stage FROM pair'
}

@test "two mails, a list to each, a yes and the other one's yes: both can write" {
    karen_tells 1
    lene_posts 1 ''
    list_has lene@boernehave.example 'A\. Seniorjob kandidat 1' passer 'Svar med bogstaver' 'Passer:' centrallager
    lacks body_has "$(newest_about Kandidater lene@boernehave.example)" 'Karen\|Sørensen\|61 år'
    newest_has karen@post.example 'A\. lagermedarbejder' 'Svar med bogstaver' 'Timer: 25'
    say_about Kandidater lene@boernehave.example 2013-03-18T11:00 'A lyder godt'
    newest_has lene@boernehave.example 'Ja til A' 'Vi har spurgt Seniorjob kandidat 1' FORTRYD
    mail_has "$(newest_about 'vil gerne skrive' karen@post.example)" 'En arbejdsplads vil gerne skrive med dig' 'Svar JA eller NEJ'
    is "$(pair_stage)" 2
    say_about 'vil gerne skrive' karen@post.example 2013-03-18T11:30 'Ja tak'
    is "$(pair_stage)" 3
    newest_has karen@post.example 'I har begge sagt ja' # and no other mail beside it
    lists=$(count_to lene@boernehave.example)
    round_at 2013-03-21T09:00
    round_at 2013-03-28T09:00
    is "$(count_to lene@boernehave.example)" "$lists"
}

@test "staff close a job: who said yes to it hears of it" {
    karen_tells 1
    lene_posts 1 ''
    say karen@post.example 2013-03-18T11:00 'A lyder godt'
    is "$(pair_stage)" 2
    now=2013-03-18T12:00
    expect 0 moe jobs state 2 closed
    round_at 2013-03-18T12:05
    newest_has karen@post.example 'lukket'
    is "$(pair_stage)" 8
}

@test "a demand is given up by a word: the job is another one, ranked again, and back by FORTRYD" {
    karen_tells 1
    lene_posts 1 'Du skal have kørekort B.'
    round_at 2013-03-21T09:00
    list_has lene@boernehave.example 'A\. Seniorjob kandidat 1' 'Mangler: kørekort B' 'ok uden kørekort'
    say_about Kandidater lene@boernehave.example 2013-03-21T10:00 'A ok uden kørekort'
    newest_has lene@boernehave.example 'Jobbet er nu uden krav om kørekort B' 'Ja til A'
    expect 0 moe jobs show 2
    lacks grep -q Kørekort <<<"$output"
    say lene@boernehave.example 2013-03-21T10:30 FORTRYD
    expect 0 moe jobs show 2
    says 'Kørekort: B'
}

@test "nothing new, nothing sent; nobody who fits is said once, honestly" {
    lene_posts 1 'Du skal have kørekort B.'
    round_at 2013-03-21T08:00
    newest_has lene@boernehave.example 'Jobbet er slået op'
    round_at 2013-03-21T09:00
    list_has lene@boernehave.example 'Vi har ingen nye kandidater' 'passer ingen'
    lists=$(count_to lene@boernehave.example)
    round_at 2013-03-28T09:00
    is "$(count_to lene@boernehave.example)" "$lists"
}

@test "a no, why, how often, and an end" {
    karen_tells 1
    lene_posts 1 ''
    say_about Kandidater lene@boernehave.example 2013-03-18T11:00 HVORFOR
    newest_has lene@boernehave.example 'Sådan har vi regnet' 'A\. Seniorjob kandidat 1' 'Det tæller aldrig'
    say karen@post.example 2013-03-18T11:10 'A nej, det er for langt væk'
    newest_has karen@post.example 'Nej til A' FORTRYD
    is "$(pair_stage)" 7
    say karen@post.example 2013-03-18T11:20 SJÆLDNERE
    newest_has karen@post.example 'hver anden uge'
    say karen@post.example 2013-03-18T11:30 STOP
    newest_has karen@post.example 'Du får ikke flere numre af Seniorjobberen' 'Du får ingen lister'
    write_anew lene@boernehave.example 2013-03-18T11:40 'Vi søger en truckfører i 2400, 25 timer om ugen.'
    say lene@boernehave.example 2013-03-18T11:50 'Ekstra opgave: at flytte varer om eftermiddagen, det når ingen'
    letters=$(count_to karen@post.example)
    say lene@boernehave.example 2013-03-18T12:00 Ja
    round_at 2013-03-21T09:00
    round_at 2013-03-28T09:00
    is "$(count_to karen@post.example)" "$letters"
}

@test "a reason that nobody may be chosen by changes nothing and goes to staff" {
    karen_tells 1
    lene_posts 1 ''
    say_about Kandidater lene@boernehave.example 2013-03-18T11:00 'A nej, hun er for gammel'
    newest_has lene@boernehave.example 'Ingen må vælges fra på den grund'
    is "$(pair_stage)" 1
    expect 0 moe inbox list
    says lene@boernehave.example
}

@test "match digest says whom the lists would go to, queues them, and nothing twice" {
    configure digest mails off
    karen_tells 1
    lene_posts 1 ''
    round_at 2013-03-21T09:00
    newest_has lene@boernehave.example 'Jobbet er slået op'
    now=2013-03-21T09:30
    expect 0 moe match digest --dry-run
    says karen@post.example lene@boernehave.example 'would queue 2 lists'
    expect 0 moe match digest
    says 'queued 2 lists'
    expect 0 moe match digest
    says 'queued 0 lists'
    round_at 2013-03-21T09:35
    newest_has lene@boernehave.example 'A\. Seniorjob kandidat 1'
    expect 2 moe match digest tomorrow
    says 'takes no words'
}

@test "two lists without an answer: one question, then a human, and a no closes the job" {
    karen_tells 1
    lene_posts 1 ''
    write_anew ove@post.example 2013-03-20T10:00 'Jeg har pakket varer på et lager. Jeg søger arbejde som lagermedarbejder, 25 timer om ugen i 2400.'
    say ove@post.example 2013-03-20T10:10 Ja
    round_at 2013-03-28T09:00
    newest_has lene@boernehave.example 'Står jobbet stadig åbent?' 'Svar JA, NEJ eller PAUSE'
    round_at 2013-04-04T09:00
    newest_has mette@seniorjob.example 'De svarer ikke på vores lister' 'Lene Skovgaard' '33 17 10 01: job 2'
    staff=$(count_to mette@seniorjob.example)
    round_at 2013-04-11T09:00
    is "$(count_to mette@seniorjob.example)" "$staff"
    say_about 'Står jobbet' lene@boernehave.example 2013-04-11T10:00 Nej
    newest_has lene@boernehave.example Lukket
    is "$(state_of 2)" closed
}
