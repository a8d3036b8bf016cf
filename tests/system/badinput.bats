# Whatever is put in: a clear sentence, no crash, no new header line, nothing half done.

# shellcheck disable=SC2154,SC2034 # what helpers.bash sets and reads
load helpers

setup() {
    cd "$BATS_TEST_TMPDIR"
    open_site
}

teardown() {
    chmod -R u+rwX "$BATS_TEST_TMPDIR" 2>/dev/null || true
    end_processes
}

# Files that are wrong in every way, in ./bad.
make_bad_files() {
    mkdir -p bad/directory
    : >bad/empty
    perl -e 'srand 7; print pack "C*", map { int rand 256 } 1 .. 65536' >bad/binary
    truncate -s 1G bad/sparse
    printf 'address,name,role,consent_source\nlatin@post.example,S\370ren,seeker,kort\n' >bad/latin1
    echo secret >bad/unreadable
    chmod 000 bad/unreadable
}

bad_files() { # NAME...: those that can be bad for this user
    local name
    for name in "$@"; do
        if [ "$name" = unreadable ] && [ -r bad/unreadable ]; then
            continue # root reads everything
        fi
        echo "bad/$name"
    done
}

dump() {
    sqlite3 "$site/moedested.db" .dump
}

within() { # SECONDS WORDS...: the program, stopped when it takes longer
    local limit=$1
    shift
    timeout "$limit" "$(program)" -c "$site/moedested.conf" --at "$now" "$@"
}

# The command ends with a sentence that names the file, and changes nothing.
refuses() { # FILE WORDS...
    local file=$1
    shift
    dump >before
    run within 60 "$@"
    echo "status $status from: $*: $output"
    { [ "$status" -ge 1 ] && [ "$status" -le 6 ]; } || [ "$status" -eq 75 ] || return 1
    [[ $output == *"$(basename "$file")"* ]]
    [ "${#output}" -le 4000 ]
    dump >after
    cmp before after
}

# The command may make something of it, and does not crash.
survives() { # WORDS...
    run within 60 "$@"
    echo "status $status from: $*"
    { [ "$status" -ge 0 ] && [ "$status" -le 6 ]; } || [ "$status" -eq 75 ]
}

@test "import of files that are no sheet" {
    make_bad_files
    local file
    for file in $(bad_files missing empty binary sparse unreadable directory); do
        refuses "$file" import "$file"
    done
    expect 0 moe import bad/latin1
    expect 0 moe people list
    says 'Søren'
}

@test "parse, explain and receive of files that are no mail" {
    make_bad_files
    local file
    for file in $(bad_files missing unreadable directory); do
        refuses "$file" parse "$file"
        refuses "$file" explain "$file"
        refuses "$file" receive "$file"
    done
    expect 6 moe parse bad/missing
    expect 6 moe explain bad/missing
    expect 6 moe receive bad/missing
    refuses bad/sparse receive bad/sparse
    refuses bad/empty receive bad/empty
    for file in bad/empty bad/binary bad/latin1 bad/sparse; do
        survives parse "$file"
        survives explain "$file"
    done
    expect 0 moe receive bad/binary bad/latin1
    expect 0 moe tick
    expect 0 moe inbox list --all --json
    is "$(grep -c '^{' <<<"$output")" 2
}

@test "receive goes on with the next file when one is wrong" {
    make_bad_files
    write_mail anna@post.example seniorjob@seniorjob.example Hej <<<'Hej'
    expect 1 moe receive bad/missing "$written" bad/empty
    says bad/missing received
}

@test "template render of files that are no template or no JSON" {
    make_bad_files
    echo 'Hej {{navn}}' >good.mustache
    echo '{"navn":"Ær"}' >good.json
    expect 0 moe template render good.mustache --data good.json
    says 'Hej Ær'
    local file
    for file in $(bad_files missing binary sparse unreadable directory latin1); do
        refuses "$file" template render "$file" --data good.json
        refuses "$file" template render good.mustache --data "$file"
    done
    refuses bad/empty template render good.mustache --data bad/empty
    echo '{{#a}}{{/b}}' >crossed.mustache
    refuses crossed.mustache template render crossed.mustache --data good.json
}

@test "configurations that are none: file, line, and what to do" {
    make_bad_files
    local file
    for file in $(bad_files missing binary sparse unreadable directory); do
        run timeout 60 "$(program)" -c "$file" people list
        is "$file $status" "$file 3"
        says "$(basename "$file")"
    done
    config_is_refused 'adress = a@b.example' site adress address
    config_is_refused 'phone = ' site phone
    config_is_refused 'timezone = Mars/Olympus' site timezone
    config_is_refused 'address = not an address' site address
    config_is_refused 'port = 0' relay port
    config_is_refused 'type = pigeon' relay type maildir
    config_is_refused 'timeout = soon' relay timeout
    config_is_refused 'no equals sign' relay
    config_is_refused $'name = one\nname = two' site name
    config_is_refused $'name = S\370ren' site
    run "$(program)" -c <(printf '[sites]\nname = x\n') config
    is "$status" 3
}

config_is_refused() { # LINES SECTION WORDS...
    printf '\n[%s]\n%s\n' "$2" "$1" >own.conf
    run "$(program)" -c own.conf config
    echo "$1: $status $output"
    is "$status" 3
    [[ $output =~ own\.conf:[0-9]+: ]]
    shift 2
    says "$@"
}

@test "sheets as people save them: quotes, BOM, CRLF, semicolons, blank lines" {
    printf '\xef\xbb\xbfaddress;name;role;consent_source\r\n"a@post.example";"Holm; Anna ""An""";seeker;kort\r\n\r\nb@post.example;Bent;employer;"to\r\nlinjer"\r\n' >sheet.csv
    expect 0 moe import sheet.csv
    says '2 new'
    expect 0 moe people list
    says 'Holm; Anna "An"' 'b@post.example'
    expect 0 moe import sheet.csv
    says '0 new, 0 changed, 2 unchanged'
}

@test "sheets with bad rows: each is named with its line, the good ones go in" {
    cat >sheet.csv <<'CSV'
address,name,role,consent_source,consent_date
good@post.example,Gudrun,seeker,kort,2013-03-01
no-at-sign,Anna,seeker,kort,
two@@post.example,Bent,seeker,kort,
,Carl,seeker,kort,
a b c@post.example,Dorte,seeker,kort,
role@post.example,Erik,boss,kort,
future@post.example,Fie,seeker,kort,2033-01-01
date@post.example,Gert,seeker,kort,30/2 2013
many@post.example,Hans,seeker,kort,,,,
good@post.example,Gudrun,seeker,kort,2013-03-01
<evil@post.example>\r\nBcc: x@y.example,Ida,seeker,kort,
last@post.example,Jens,seeker,kort,
CSV
    expect 1 moe import sheet.csv
    says sheet.csv:3: sheet.csv:4: sheet.csv:5: sheet.csv:6: sheet.csv:7: sheet.csv:8: sheet.csv:9: sheet.csv:10: sheet.csv:12: '2 new'
    expect 0 moe people list
    is "$(grep -c '@' <<<"$output")" 2
}

@test "sheets with missing or misspelt columns" {
    printf 'adress,name,role,consent_source\na@post.example,Anna,seeker,kort\n' >sheet.csv
    refuses sheet.csv import sheet.csv
    says address
    printf 'name\nAnna\n' >one.csv
    refuses one.csv import one.csv
    says 'address, role'
    printf 'address,name,role,consent_source\n"a@post.example,Anna,seeker,kort\n' >open.csv
    refuses open.csv import open.csv
}

@test "names that want to be something else stay names" {
    {
        echo 'address,name,role,consent_source'
        printf 'a@post.example,"Anna\r\nX-Evil: 1\r\n\r\nbody",seeker,kort\n'
        printf 'b@post.example,=?utf-8?q?Bent=0AX-Evil:_1?=,seeker,kort\n'
        printf 'c@post.example,<script>alert(1)</script>,seeker,kort\n'
        printf 'd@post.example,%s,seeker,kort\n' "$(printf 'Æ%.0s' $(seq 300))"
        printf 'e@post.example,"{{svaradresse}} [Klik](http://evil.example) *x*",seeker,kort\n'
        printf 'f@post.example,"Fie"" <g@evil.example>, ""h@evil.example",seeker,kort\n' | sed 's/""/""/g'
        printf 'i@post.example,"Ib \xe2\x80\xae\xe2\x80\xa8\x07\x1b[31m",seeker,kort\n'
    } >sheet.csv
    run moe import sheet.csv
    [ "$status" -le 1 ]
    moe newsletter approve 2013-03 >/dev/null 2>&1
    round_at 2013-03-20T09:00
    local file name
    [ "$(all_mails)" -ge 6 ]
    for file in "$site"/outbox/new/*; do
        is "$(headers "$file" X-Evil)" 0
        is "$(headers "$file" To)" 1
        is "$(headers "$file" Subject)" 1
        is "$(awk 'length > 998' "$file" | wc -l)" 0
        body "$file" | sed -n '/<html/,$p' >html
        lacks grep -q '<script>alert' html
        lacks grep -q 'href="http://evil' html
        lacks body_has "$file" $'\x1b'
        [[ $(header "$file" To) == *'<'?'@post.example>' ]]
        # Outside of quotes there is one address.
        raw_header "$file" To | sed -E 's/"(\\.|[^"\\])*"//g' >to
        is "$(tr -cd '<' <to)$(tr -cd ',' <to)" '<'
    done
    lacks grep -ri '=?utf-8?q?Bent=0A' "$site/outbox/new"
    expect 0 moe newsletter preview 2013-03 --to shown --person c@post.example
    lacks grep -q '<script>alert' shown/*.html
    expect 0 moe people list
    lacks grep -q $'\x1b' <<<"$output"
}

@test "templates: bytes that are no UTF-8, a front matter that is none, an empty and a huge file" {
    local issue=$site/templates/newsletter/2013-03.md
    cp "$issue" good.md
    printf '\nS\370ren\n' >>"$issue"
    expect 1 moe check
    says 2013-03.md: UTF-8
    run moe newsletter approve 2013-03
    [ "$status" -ge 1 ] && [ "$status" -le 6 ]
    says 2013-03.md
    sed 's/^emne:/emner:/' good.md >"$issue"
    expect 1 moe newsletter approve 2013-03
    says 'Mente du "emne"' 2013-03.md:2:
    sed 's/^udsendes: .*/udsendes: i morgen/' good.md >"$issue"
    expect 1 moe newsletter approve 2013-03
    says 'i morgen' 2013-03.md:
    : >"$issue"
    expect 1 moe newsletter approve 2013-03
    says 2013-03.md
    truncate -s 1G "$issue"
    run moe newsletter approve 2013-03
    [ "$status" -ge 1 ] && [ "$status" -le 6 ]
    says 2013-03.md
    run moe check
    [ "$status" -ge 1 ] && [ "$status" -le 6 ]
    rm "$issue"
    mkdir "$issue"
    run moe newsletter approve 2013-03
    [ "$status" -ge 1 ] && [ "$status" -le 6 ]
    expect 0 moe newsletter approve 2013-04
    # A name that wants out of the folder.
    for name in ../../moedested ../words.conf /etc/passwd '' '2013-03/../2013-04' "$(printf 'x%.0s' $(seq 5000))"; do
        run moe newsletter approve "$name"
        [ "$status" -ge 1 ] && [ "$status" -le 6 ]
    done
}

@test "a letter of the daemon is broken: check says so, its mail waits for a human, other mail is answered" {
    import_people
    echo '{{#unclosed}}' >"$site/templates/letters/confirm-subscribe.md"
    expect 1 moe check
    says confirm-subscribe.md:
    mail_in anna@post.example seniorjob@seniorjob.example Hej <<<'Tilmeld mig gerne til Seniorjobberen.'
    mail_in bent@post.example seniorjob@seniorjob.example Hej <<<'Hvornår er der møde?'
    expect 0 moe tick
    is "$(count_to anna@post.example)" 0
    is "$(count_to bent@post.example)" 1
    expect 0 moe inbox list --json
    is "$(grep -c '^{' <<<"$output")" 2
    expect 0 moe inbox show 1
    says anna@post.example 'Tilmeld mig'
}

@test "stores that are none, of another program, or newer" {
    cp "$site/moedested.db" good.db
    sqlite3 "$site/moedested.db" 'PRAGMA user_version = 99'
    expect 4 moe people list
    says 'newer moedested' moedested.db
    expect 4 moe tick
    rm -f "$site"/moedested.db*
    perl -e 'print "garbage " x 1000' >"$site/moedested.db"
    expect 4 moe people list
    says moedested.db
    expect 4 moe tick
    is "$(head -c 7 "$site/moedested.db")" garbage
    rm -f "$site"/moedested.db*
    sqlite3 "$site/moedested.db" 'CREATE TABLE other (a)'
    expect 4 moe tick
    says 'another program'
    rm -f "$site"/moedested.db*
    mkdir "$site/moedested.db"
    expect 4 moe tick
    rmdir "$site/moedested.db"
    truncate -s 1G "$site/moedested.db"
    expect 4 moe tick
    says moedested.db
    rm -f "$site"/moedested.db*
    head -c 20000 good.db >"$site/moedested.db"
    run moe people list
    [ "$status" -lt 128 ]
}

@test "a key that is missing, too short or readable by others is said, not replaced" {
    cp "$site/moedested.key" good.key
    chmod 644 "$site/moedested.key"
    run moe tick
    { [ "$status" -eq 3 ] || [ "$status" -eq 1 ]; } && says moedested.key
    rm "$site/moedested.key"
    run moe tick
    [ "$status" -ge 1 ] && [ "$status" -le 6 ]
    says moedested.key
    [ ! -e "$site/moedested.key" ]
    (umask 077 && echo short >"$site/moedested.key")
    run moe tick
    [ "$status" -ge 1 ] && [ "$status" -le 6 ]
    says moedested.key
}

@test "init does not overwrite anything" {
    printf 'mine\n' >"$site/moedested.conf"
    run "$(program)" init "$site"
    [ "$status" -ge 1 ] && [ "$status" -le 6 ]
    is "$(cat "$site/moedested.conf")" mine
    touch file
    run "$(program)" init file
    [ "$status" -ge 1 ] && [ "$status" -le 6 ]
    [ -f file ]
    if [ "$(id -u)" -ne 0 ]; then
        mkdir closed
        chmod 500 closed
        run "$(program)" init closed/site
        [ "$status" -ge 1 ] && [ "$status" -le 6 ]
        says closed/site
    fi
}

# Mails that are made to hurt, in ./hostile.
make_hostile_mails() {
    mkdir -p hostile
    local head='From: evil@post.example\nTo: seniorjob@seniorjob.example\nSubject: x\nMIME-Version: 1.0\n'
    printf "${head}"'Content-Type: multipart/mixed; boundary="\n\n--\n\nx\n' >hostile/boundary-quote
    printf "${head}"'Content-Type: multipart/mixed; boundary=""\n\n--\n\nAfmeld\n----\n' >hostile/boundary-empty
    perl -e '
        my ($head) = @ARGV;
        $head =~ s/\\n/\n/g;
        sub put { my ($name, @text) = @_; open my $out, ">", "hostile/$name" or die; print $out @text; close $out }
        put("parentheses", $head, "Content-Type: text/plain; ", "(" x 200_000, "\n\nx\n");
        put("groups", "From: ", "a:" x 200_000, "\nTo: seniorjob\@seniorjob.example\nSubject: x\n\nHej\n");
        put("groups-inside", $head, "Content-Type: message/rfc822\n\nTo: ", "a:" x 200_000, "\n\nHej\n");
        put("dashes", $head, "Content-Type: multipart/mixed; boundary=y\n\n", "--y\n" x 1_250_000);
        put("nested", $head, map({ "Content-Type: multipart/mixed; boundary=b$_\n\n--b$_\n" } 1 .. 1100), "Content-Type: text/plain\n\nAfmeld\n");
        put("nested-dashes", $head, map({ "Content-Type: multipart/mixed; boundary=y$_\n\n--y$_\n" } 1 .. 1000), "\n", "--y\n" x 1_000_000);
        put("parameter", $head, "Content-Type: multipart/mixed; ", "n" x 72, "=\"\303\246\303\270\303\245\"\n\nx\n");
        put("headers", $head, "X-A: b\n" x 300_000, "\nHej\n");
        put("recipients", "From: evil\@post.example\nTo: ", "a\@b.example, " x 300_000, "c\@d.example\nSubject: x\n\nHej\n");
        put("subject", "From: evil\@post.example\nTo: seniorjob\@seniorjob.example\nSubject: ", "x" x 8_000_000, "\n\nHej\n");
        put("words", $head, "X: ", "=?utf-8?q?=C3?= " x 100_000, "\n\nHej\n");
        srand 9;
        put("junk", pack "C*", map { int rand 256 } 1 .. 10_000_000);
        put("zeros", "\0" x 1_000_000);
        put("no-header", "\n" x 1_000_000);
        put("html", $head, "Content-Type: text/html\n\n", "<div>" x 400_000, "Afmeld");
        put("base64", $head, "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n", "=" x 2_000_000, "\n");
        put("twice", "From: a\@post.example\nFrom: b\@post.example\nTo: seniorjob\@seniorjob.example\nSubject: a\nSubject: b\nContent-Type: text/plain\nContent-Type: text/html\n\nAFMELD\n");
        put("charset", $head, "Content-Type: text/plain; charset=\"../../etc/passwd\"\n\nHvad \370nsker du?\n");
    ' "$head"
}

@test "mails that are made to hurt: each is kept and comes to rest, the next one is answered" {
    make_hostile_mails
    local file count=0 begun=$SECONDS
    moe import <(echo) >/dev/null 2>&1 || true
    for file in hostile/*; do
        drop "$file"
        count=$((count + 1))
    done
    mail_in anna@post.example seniorjob@seniorjob.example Hej <<<'Tilmeld mig gerne til Seniorjobberen.'
    expect 0 within 300 tick
    echo "$output"
    echo "took $((SECONDS - begun)) s"
    is "$(count_to anna@post.example)" 1
    is "$(find "$site/inbox/new" -type f | wc -l)" 0
    expect 0 moe inbox list --all --json
    local all
    all=$(grep '^{' <<<"$output")
    is "$(grep -c . <<<"$all")" $((count + 1))
    is "$(grep -c '"state":"new"' <<<"$all" || true)" 0
    grep -q '"state":"quarantined"' <<<"$all" || grep -q '"state":"human"' <<<"$all"
    expect 0 moe inbox list
    # Once more, and it is quiet.
    expect 0 within 60 tick
    says 'received=0 understood=0 quarantined=0 sent=0'
    expect 0 moe timeline
    expect 0 moe timeline --html overview.html
}

@test "a hostile mail does not hold up the daemon: what comes after it is answered" {
    make_hostile_mails
    start_daemon
    drop hostile/nested-dashes
    drop hostile/groups
    drop hostile/junk
    mail_in anna@post.example seniorjob@seniorjob.example Hej <<<'Tilmeld mig gerne til Seniorjobberen.'
    wait_for 90 mail_for_anna
    alive "$daemon"
    kill -TERM "$daemon"
    wait_for 30 none_alive "$daemon"
}

mail_for_anna() {
    [ "$(count_to anna@post.example)" -eq 1 ]
}

@test "things in the inbox that are no mail" {
    mkdir "$site/inbox/new/directory"
    ln -s /etc/passwd "$site/inbox/new/link"
    ln -s nowhere "$site/inbox/new/dangling"
    mkfifo "$site/inbox/new/pipe"
    : >"$site/inbox/new/empty"
    truncate -s 1G "$site/inbox/new/sparse"
    if [ "$(id -u)" -ne 0 ]; then
        echo x >"$site/inbox/new/closed"
        chmod 000 "$site/inbox/new/closed"
    fi
    mail_in anna@post.example seniorjob@seniorjob.example Hej <<<'Tilmeld mig gerne til Seniorjobberen.'
    run within 60 tick
    echo "$output"
    [ "$status" -lt 124 ]
    is "$(count_to anna@post.example)" 1
    # A link to a file of ours is not taken as a mail.
    expect 0 moe inbox list --all
    [[ $output != *root:* ]]
    run within 60 tick
    [ "$status" -lt 124 ]
}
