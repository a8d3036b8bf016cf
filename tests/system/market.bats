# Who fits whom, asked by staff: from a mail and a text file to a ranked and explained list.

# shellcheck disable=SC2154,SC2034 # what helpers.bash sets and reads
load helpers
load helpers-talk

setup() {
    cd "$BATS_TEST_TMPDIR"
    open_site
    import_people
    now=2013-03-20T10:00
}

teardown() {
    end_processes
}

# Karen's profile is 1, Lene's job 2; both are open.
profile_and_job() {
    mail_in karen@post.example seniorjob@seniorjob.example Arbejde 'MIME-Version: 1.0' \
        'Content-Type: text/plain; charset=utf-8' 'Content-Transfer-Encoding: 8bit' <<'MAIL'
Hej. Jeg søger arbejde som lagermedarbejder, 25-30 timer om ugen. Jeg er 61 år. Jeg kan føre truck og er
vant til at pakke varer og føre lister.
MAIL
    round_at 2013-03-20T10:05
    say karen@post.example 2013-03-20T10:10 Ja
    cat >job.txt <<'TEXT'
Fra: lene@boernehave.example
Emne: Lager

Vi søger en lagermedarbejder til vores depot i 2400 København NV, 20-30 timer om ugen. Du skal pakke varer, føre
lister og have kørekort B.
TEXT
    now=2013-03-20T10:15
    expect 0 moe jobs post job.txt
    says 'job.txt: taken in as mail'
    round_at 2013-03-20T10:16
    say lene@boernehave.example 2013-03-20T10:20 'Ekstra opgave: at holde depotet i orden'
    say lene@boernehave.example 2013-03-20T10:30 Ja
}

@test "a job from a text file, and who fits it: ranked, explained, the same from both sides" {
    profile_and_job
    expect 0 moe jobs list
    says open lene@boernehave.example lagermedarbejder
    expect 0 moe match job 2 --explain
    says karen@post.example lagermedarbejder 'pakke varer' 'missing: ' 'written: "'
    lacks grep -q '61' <<<"$output"
    expect 0 moe match job 2 --json
    score=$(sed -n 's/.*"score":\([0-9]*\).*/\1/p' <<<"$output")
    [ "$((score % 5))" -eq 0 ]
    expect 0 moe match seeker karen@post.example --json
    says "\"score\":$score" '"listing":2' '"format":1'
    say lene@boernehave.example 2013-03-20T11:00 'Jobbet er besat'
    expect 0 moe match seeker karen@post.example
    says '0 fit'
}

@test "what cannot be matched or posted is said in words" {
    expect 6 moe match job 7
    says 'there is no job 7'
    expect 2 moe match job seven
    expect 6 moe match seeker karen@post.example
    says 'has a profile'
    expect 2 moe match
    says 'say job, seeker'
    printf 'Vi søger en pedel, 20 timer om ugen.\n' >job.txt
    expect 1 moe jobs post job.txt
    says 'job.txt:1: whose job is it?' 'Fra: ADDRESS'
    expect 6 moe jobs post job.txt --employer nobody@x.example
    says 'nobody is known'
    expect 6 moe jobs post job.txt --employer karen@post.example
    says 'is no employer'
    printf 'Fra: lene@boernehave.example\n\n' >empty.txt
    expect 1 moe jobs post empty.txt
    says 'there is no text in it'
    printf 'Vejret er godt i dag.\n' >weather.txt
    expect 1 moe jobs post weather.txt --employer lene@boernehave.example
    says 'no job posting was understood'
    expect 2 moe jobs post
    expect 0 moe jobs list
    says '0 jobs'
}

@test "a taxonomy that cannot be read is named, by check and when it is asked for" {
    profile_and_job
    configure site taxonomy nowhere
    expect 3 moe match job 2
    says nowhere/occupations.tsv
    expect 3 moe check
    says nowhere/occupations.tsv
}
