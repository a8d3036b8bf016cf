# The runs that contrib/crash kills. A scenario NAME is a function prepare_NAME, which leaves in $site what is there
# before the run and sets:
#
#   first    when the run begins (`tick` at that time)
#   later    when it is started again; every waiting time is over then
#   last     and once more, for what is looked up only some minutes after the start; empty: no
#   taken    the folder in which each file is a mail that somebody got
#   repeats  how many mails may come twice: one a connection
#   archive  the address whose copies are delivered into $site/archive before the next start; empty: none
#
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # for contrib/crash; from helpers.bash

scenarios=(newsletter-maildir newsletter-smtp newsletter-sessions newsletter-archive inbound migration)

newsletter() { # PEOPLE
    now=2013-03-19T14:00
    open_site
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
    newsletter 12
    to_sink 3
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

# Karen ends the newsletter, a stranger wants it, Ove asks something, and the copy to Lene comes back.
prepare_inbound() {
    now=2013-03-19T14:00
    open_site
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

# A store of the first release: two questions and a mail that came in wait in it.
prepare_migration() {
    now=2013-03-19T14:00
    open_site
    rm -f "$site"/moedested.db*
    sqlite3 "$site/moedested.db" <"$tree/tests/data/store/schema-1.sql" >/dev/null
    chmod 600 "$site/moedested.db"
    first=2013-03-19T14:10
    later=2013-03-19T17:30
    taken=$site/outbox/new
    repeats=0
}
