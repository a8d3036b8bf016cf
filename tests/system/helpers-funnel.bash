# A match that stories begin with: Karen seeks, Lene has a job, and both have said yes.
# shellcheck shell=bash disable=SC2154,SC2034 # what helpers.bash sets and reads

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    open_site
    configure digest mails off # what goes out here was asked for
    import_people
    now=2013-03-20T10:00
}

teardown() {
    end_processes
}

karen=karen@post.example
lene=lene@boernehave.example
mette=mette@seniorjob.example

newest_has() { # ADDRESS WORDS...
    local mail word text
    mail=$(newest_to "$1")
    text=$(body "$mail" | sed 's/^> //' | tr -s '\n' ' ')
    for word in "${@:2}"; do
        [[ $text == *"$word"* ]] || {
            echo "the newest mail to $1 does not say: $word"
            body "$mail"
            return 1
        }
    done
}

# Karen has a profile (1), Lene a job (2).
open_both() {
    write_anew $karen 2013-03-20T10:05 'Jeg søger arbejde som pedel, 25 timer om ugen i 2400. Jeg har været pedel på en skole i tolv år.'
    say $karen 2013-03-20T10:10 Ja
    write_anew $lene 2013-03-20T10:15 'Vi søger en pedel til børnehaven i 2400 København NV, 25 timer om ugen.'
    say $lene 2013-03-20T10:20 'Ekstra opgave: at bygge et drivhus med børnene'
    say $lene 2013-03-20T10:30 Ja
    is "$(state_of 1)" open
    is "$(state_of 2)" open
}

# They have found each other and may write.
talk() {
    open_both
    say $lene 2013-03-20T10:40 'SØG pedel 2400'
    newest_has $lene 'Det fandt vi' 'A. Seniorjob kandidat 1' 'pedel på en skole i tolv år'
    lacks body_has "$(newest_to $lene)" Karen
    say $lene 2013-03-20T10:50 'A ja'
    newest_has $karen 'Svar JA eller NEJ'
    say $karen 2013-03-20T11:00 Ja
    mails_to $lene | while read -r mail; do body "$mail"; done | grep -q 'I har begge sagt ja'
}
