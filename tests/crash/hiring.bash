# A match from its talk to the job: six pairs, each at another gate, in one round. Sourced by scenarios.bash, whose words it
# uses.
#
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # for contrib/crash; from helpers.bash

karen=karen@post.example ove=ove@post.example bo=bo@post.example ida=ida@post.example eva=eva@post.example
jan=jan@post.example
lene=lene@boernehave.example ole=ole@bibliotek.example kim=kim@skole.example per=per@plejehjem.example

# In one round Karen agrees on a day with Lene, Lene says when Ove's trial is, Bo's trial comes to nothing, Ole confirms that he
# has hired Ida (Karen, who waits for him, is told), and Jan's yes opens a talk with Kim; Eva has been at Per's for a week, and
# Jan and Lene are asked once more whether they have talked.
prepare_hiring() {
    now=2013-03-20T10:00
    lean_site
    lean_taxonomy
    configure digest mails off # what goes out here was asked for
    import_people
    import_hiring
    open_listings
    wants 2013-03-20T11:00 7 $bo $jan $ove
    wants 2013-03-20T11:10 8 $ida
    wants 2013-03-20T11:20 10 $eva
    agree 2013-03-20T11:30 $lene $ole $per
    wants 2013-03-21T11:00 7 $karen
    now=2013-03-21T11:10
    answers_about 'vil gerne' $lene JA
    round_at "$now"
    wants 2013-03-21T11:20 8 $karen
    round_at 2013-03-27T09:00
    now=2013-03-27T09:10
    answers_about 'Har I talt' $bo 'PRAKTIK 27. marts til 2. april'
    answers_about 'Har I talt' $per 'ANSAT 28. marts'
    round_at "$now"
    round_at 2013-04-02T09:00
    now=2013-04-02T09:10
    answers_about 'Har I talt' $ove PRAKTIK
    round_at "$now"
    round_at 2013-04-03T09:00
    now=2013-04-03T09:10
    answers_about 'Har I talt' $ida 'ANSAT 1. maj'
    round_at "$now"
    wants 2013-04-03T09:20 9 $jan
    now=2013-04-04T08:55
    answers_about 'Har I talt' $karen 'AFTALT 12. april'
    answers_about 'Hvornår er praktikken' $lene '8. april til 19. april'
    answers_about 'Hvordan gik praktikken' $bo NEJ
    answers_about 'Er det rigtigt' $ole JA
    answers_about 'vil gerne' $kim JA
    first=2013-04-04T09:00
    later=2013-04-04T12:30
    taken=$site/outbox/new
    repeats=0
}

import_hiring() {
    {
        echo address,name,role,consent_source
        printf '%s,Søger %s,seeker,kort\n' $bo Bo $ida Ida $eva Eva $jan Jan
        printf '%s,Leder %s,employer,kort\n' $ole Ole $kim Kim $per Per
    } >"$site/more.csv"
    moe import "$site/more.csv" >/dev/null 2>&1
}

# Profiles 1 to 6 and jobs 7 to 10, a mail of everybody a round.
open_listings() {
    local who
    for who in $karen $ove $bo $ida $eva $jan; do
        plain_mail "$who" 'Jeg har arbejdet 15 år på et lager. Jeg søger arbejde som lagermedarbejder, 20-30 timer om ugen i 2400.'
    done
    for who in $lene $ole $kim $per; do
        plain_mail "$who" 'Vi søger en lagermedarbejder i 2400 København NV, 25 timer om ugen.'
    done
    round_at 2013-03-20T10:10
    for who in $karen $ove $bo $ida $eva $jan; do
        answers "$who" Ja
    done
    for who in $lene $ole $kim $per; do
        answers "$who" 'Ekstra opgave: at rydde op i det gamle lager, det når ingen i dag'
    done
    round_at 2013-03-20T10:20
    for who in $lene $ole $kim $per; do
        answers "$who" Ja
    done
    round_at 2013-03-20T10:30
}

plain_mail() { # FROM WORDS
    mail_in "$1" seniorjob@seniorjob.example Hej 'MIME-Version: 1.0' 'Content-Type: text/plain; charset=utf-8' \
        'Content-Transfer-Encoding: 8bit' <<<"$2"
}

# They look at the job and say yes to it.
wants() { # TIME JOB ADDRESS...
    local who
    now=$1
    for who in "${@:3}"; do
        answers "$who" "VIS $2"
    done
    round_at "$1"
    for who in "${@:3}"; do
        answers "$who" 'A ja'
    done
    round_at "$1"
}

# The other side's yes to each who has said it.
agree() { # TIME ADDRESS...
    local who file
    now=$1
    for who in "${@:2}"; do
        for file in $(mails_to "$who"); do
            [[ $(header "$file" Subject) != *'vil gerne'* ]] || answer_to "$file" "$who" JA
        done
    done
    round_at "$1"
}
