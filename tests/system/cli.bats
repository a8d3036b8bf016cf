# The command line as scripts and people rely on it.
# plain too: it takes the time of a start.

# shellcheck disable=SC2154,SC2034 # what helpers.bash sets and reads
load helpers

setup() {
    cd "$BATS_TEST_TMPDIR"
}

teardown() {
    end_processes
}

commands() {
    "$(program)" --help | sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'
}

# Each line that was printed is one JSON object that says "format":1.
is_json() { # FILE
    local line
    [ -s "$1" ]
    while IFS= read -r line; do
        printf %s "$line" >one.json
        is "$(sqlite3 :memory: "SELECT json_valid(CAST(readfile('one.json') AS TEXT))"): $line" "1: $line"
        is "$(sqlite3 :memory: "SELECT json_extract(CAST(readfile('one.json') AS TEXT), '\$.format')")" 1
    done <"$1"
}

@test "--help of the program and of every command; --version" {
    expect 0 "$(program)" --help
    says usage commands 'Exit status'
    expect 0 "$(program)" --version
    [[ $output =~ ^moedested\ [0-9]+\.[0-9]+ ]]
    local name names
    names=$(commands)
    for name in init check config import people newsletter run tick receive inbox parse explain template timeline; do
        grep -qx "$name" <<<"$names"
    done
    for name in $names; do
        expect 0 "$(program)" "$name" --help
        says "moedested $name" usage
        # Help asks for nothing: no configuration, no store.
        lacks test -e moedested.db
    done
}

@test "wrong usage is status 2, says what is wrong, and names what is near" {
    expect 2 "$(program)"
    expect 2 "$(program)" newletter
    says newletter 'did you mean newsletter'
    expect 2 "$(program)" --nonsense
    says --nonsense
    expect 2 "$(program)" -c
    expect 2 "$(program)" --at
    local words
    for words in 'import' 'import a b' 'people' 'people show' 'newsletter' 'newsletter send' 'newsletter test' \
        'inbox show' 'inbox show x' 'inbox done 0' 'tick now' 'run now' 'people list --nonsense' 'init' 'init a b' \
        'template' 'template render' 'config --changed --sample' 'newsletter list --dry-run'; do
        expect 2 "$(program)" $words
        says usage
    done
}

@test "help COMMAND is COMMAND --help; a verb that is none is named" {
    local name
    for name in $(commands); do
        is "$("$(program)" help "$name")" "$("$(program)" "$name" --help)"
    done
    is "$("$(program)" help)" "$("$(program)" --help)"
    expect 2 "$(program)" help newletter
    says newletter 'did you mean newsletter'
    for name in newsletter people inbox template; do
        expect 2 "$(program)" "$name" vis
        says 'there is no "vis"; say '
    done
}

@test "without a configuration every command says which file is missing: status 3" {
    local words
    for words in check config 'people list' 'newsletter list' 'inbox list' timeline tick run; do
        expect 3 "$(program)" -c none.conf $words
        says none.conf
    done
    open_site
    expect 0 env -C "$site" "$(program)" people list
    expect 2 "$(program)" -c "$site/moedested.conf" --at yesterday people list
    says yesterday --at
    expect 2 moe timeline --from yesterday
    says yesterday --from
    expect 2 moe timeline --to 2013-02-30
    says 2013-02-30 --to
    expect 2 moe timeline --from 2013-03-02 --to 2013-03-01
    says '--from 2013-03-02 is later than --to 2013-03-01'
}

@test "what is not found is status 6" {
    open_site
    expect 6 moe people show nobody@post.example
    says nobody@post.example
    expect 6 moe inbox show 4711
    expect 6 moe inbox 'done' 4711
    expect 6 moe newsletter status 1999-01
    expect 6 moe newsletter approve 1999-01
    says 1999-01
    expect 6 moe jobs show 4711
    says 'no job or profile 4711' 'jobs list'
    expect 6 moe import absent.csv
    says absent.csv
}

@test "people show tells of a suppressed address, and why" {
    open_site
    import_people
    moe suppress add karen@post.example asked us to 2>/dev/null
    moe suppress add nobody@post.example 'wrong person' 2>/dev/null
    expect 0 moe people show karen@post.example
    says 'suppressed      karen@post.example, staff since' '(asked us to)'
    expect 0 moe people show karen@post.example --json
    says '"suppressed":[{"address":"karen@post.example","reason":"staff","detail":"asked us to"}]'
    expect 6 moe people show nobody@post.example
    says 'nobody has the address' 'suppressed, staff since' '(wrong person)'
}

@test "results go to standard output, talk to standard error" {
    open_site
    import_people
    moe people list >out 2>err
    is "$(wc -l <out)" 4
    is "$(head -n 1 err)" '   ID  ROLE      NEWS      ADDRESS, NAME'
    grep -q '4 people' err
    moe people list --json >out 2>err
    is "$(grep -vc '^{.*}$' out)" 0
    is "$(cat err)" '4 people'
    moe newsletter approve 2013-03 >/dev/null 2>&1
    now=2013-03-20T09:00
    moe newsletter send 2013-03 --yes >out 2>err
    is "$(wc -l <out)" 1
    grep -qE '^sent=3 failed=0 doubt=0 seconds=[0-9]+\.[0-9]$' out
    moe people show nobody@post.example >out 2>err || true
    [ ! -s out ]
    [ -s err ]
}

@test "--json prints one valid object a line, for every command that has it" {
    open_site
    import_people
    printf 'address,name,role,consent_source\nquote@post.example,"Anna ""An"" \\ <b>",seeker,kort\n' >odd.csv
    moe import odd.csv
    moe newsletter approve 2013-03 >/dev/null 2>&1
    round_at 2013-03-20T09:00
    now=2013-03-20T10:00
    answers karen@post.example AFMELD
    answers ove@post.example 'Hvad er "løn" \ ?'
    round_at 2013-03-20T10:05
    moe people list --json >out 2>/dev/null
    is "$(wc -l <out)" 5
    is_json out
    moe people show karen@post.example --json >out
    is_json out
    moe inbox list --json >out 2>/dev/null
    is_json out
    moe inbox list --all --json >out 2>/dev/null
    is "$(wc -l <out)" 2
    is_json out
    moe inbox list >/dev/null 2>err
    is "$(cat err)" '1 mail waits for a human'
    moe newsletter list --json >out
    is_json out
    moe newsletter status 2013-03 --json >out
    is_json out
    echo '{{fornavnn}}' >>"$site/templates/newsletter/2013-04.md"
    moe check --json >out 2>/dev/null || true
    is_json out
    "$(program)" parse "$written" >out
    is_json out
}

@test "config: everything, only what differs, and a sample that is a configuration" {
    open_site
    expect 0 moe config
    says '[site]' '[relay]' 'name = Seniorjob'
    moe config --changed >changed
    is "$(grep -vc '^\[\|^$\|^#' changed)" 2 # and what open_site wrote
    grep -q '^templates = templates' changed
    configure site name 'Seniorjob Vest'
    moe config --changed >changed
    grep -q '^name = Seniorjob Vest' changed
    is "$(grep -vc '^\[\|^$\|^#' changed)" 3
    "$(program)" config --sample >sample.conf
    expect 0 "$(program)" -c sample.conf config --changed
    is "$(grep -vc '^\[\|^$\|^#' <<<"$output" || true)" 0
    # What config prints is a configuration again.
    moe config >again.conf
    "$(program)" -c again.conf config >twice.conf
    diff again.conf twice.conf
}

@test "a site as it comes has nothing to complain about" {
    open_site
    now=2013-03-19T14:00
    expect 0 moe check
    says '0 errors'
}

@test "check looks at what the configuration names: each by the name of its key, status 3" {
    open_site
    cp "$site/moedested.conf" good.conf
    printf 'kodeord\n' >"$site/password"
    chmod 644 "$site/password"
    wrong() { # WORDS... of what is said
        expect 3 moe check
        [[ $output =~ ^"$site"/moedested\.conf:[0-9]+:\ \[ ]]
        says "$@"
        is "$(wc -l <<<"$output")" 1
        cp good.conf "$site/moedested.conf"
    }
    configure site templates tempaltes
    wrong '[site] templates: ' "$site/tempaltes does not exist"
    configure site language languag
    wrong '[site] language: ' 'does not exist'
    configure store path inbox
    configure inbox path inbox
    wrong '[store] path: ' 'is a folder'
    configure store path nowhere/moedested.db
    wrong '[store] path: ' "$site/nowhere is the folder of the store and does not exist"
    configure inbox path moedested.conf
    wrong '[inbox] path: ' "$site/moedested.conf is not a folder"
    configure relay path good.db/outbox
    : >"$site/good.db"
    wrong '[relay] path: ' "$site/good.db is not a folder"
    configure relay type smtp
    configure relay tls required
    configure relay user karen
    configure relay password-file password
    cp "$site/moedested.conf" login.conf
    wrong '[relay] password-file: ' 'chmod 600'
    rm "$site/password"
    cp login.conf "$site/moedested.conf"
    wrong '[relay] password-file: ' "$site/password"
    chmod 640 "$site/moedested.key"
    wrong '[store] key: ' 'chmod 600'
    chmod 600 "$site/moedested.key"
    mv "$site/moedested.key" "$site/lost.key"
    wrong '[store] key: ' 'restore it from a copy'
    mv "$site/lost.key" "$site/moedested.key"
    cp "$site/moedested.db" whole.db
    head -c 20000 whole.db >"$site/moedested.db"
    wrong '[store] path: ' damaged
    perl -e 'print "garbage " x 1000' >"$site/moedested.db"
    wrong '[store] path: ' "$site/moedested.db" 'not a database'
    : >"$site/moedested.db"
    wrong '[store] path: ' 'is empty'
    cp whole.db "$site/moedested.db"
    # A slip in its name would begin an empty one.
    configure store path moedestet.db
    expect 0 moe check
    says "(advarsel) [store] path: there is no store $site/moedestet.db yet" '0 errors, 1 warnings'
    mv "$site/moedested.key" "$site/lost.key"
    cp good.conf "$site/moedested.conf"
    # Where nothing is yet, the first start makes key, store and Maildirs; check makes none of them.
    rm -r "$site/moedested.db" "$site/inbox" "$site/outbox" 2>/dev/null || true
    now=2013-03-19T14:00
    expect 0 moe check
    [ ! -e "$site/moedested.key" ] && [ ! -e "$site/moedested.db" ] && [ ! -e "$site/inbox" ]
}

@test "check says of an issue what approve would refuse" {
    open_site
    sed -i '/^udsendes:/d' "$site/templates/newsletter/2013-04.md"
    expect 1 moe check
    says '2013-04.md:1:1: feltet "udsendes" mangler' '1 errors'
}

@test "a tag of an issue that never ends is one line with its place, for whoever asks" {
    open_site
    sed -i 's/{{fornavn}}/{{fornavn/' "$site/templates/newsletter/2013-03.md"
    local words
    for words in check 'newsletter preview 2013-03 --to preview' 'newsletter approve 2013-03'; do
        run moe $words
        echo "$output"
        [ "$status" -ne 0 ]
        [[ $output =~ 2013-03\.md:[0-9]+:[0-9]+:\ \{\{fornavn[^[:space:]]*\ slutter\ aldrig ]]
        lacks grep -q 'ukendt felt\|##' <<<"$output"
    done
}

@test "what a key names and is not there ends tick and run with status 3, file, line, section and key" {
    open_site
    local login='type = smtp\nhost = localhost\ntls = required\nuser = karen\n'
    local imap='type = imap\nhost = localhost\nuser = karen\n'
    local before='' key
    (umask 077 && echo kodeord >"$site/password")
    stops() { # SECTION KEY LINES: the last of them is the one that is wrong
        printf '%b' "${before}[$1]\n$3\n" >"$site/moedested.conf"
        local command place
        place="$site/moedested.conf:$(wc -l <"$site/moedested.conf"): [$1] $2: "
        for command in tick run; do
            expect 3 timeout 20 "$(program)" -c "$site/moedested.conf" --at "$now" $command
            says "$place"
            is "${output:0:${#place}}" "$place"
            lacks grep -qE "$2: ($1.)?$2" <<<"$output"
        done
    }
    stops inbox password-file "${imap}password-file = nix.txt"
    stops relay password-file "${login}password-file = nix.txt"
    stops relay password-file "${login}password-file = inbox"
    stops relay ca-file "${login}password-file = password\nca-file = nix.pem"
    stops 'relay confidential' password-file "${login}password-file = nix.txt"
    stops inbox ca-file "${imap}password-file = password\nca-file = nix.pem"
    stops inbox path 'path = moedested.conf'
    stops store path 'path = no/such/folder/x.db'
    stops store path 'path = moedested.conf/x.db'
    stops store key 'key = nix.key'
    stops store key 'key = inbox'
    stops store key 'path = new.db\nkey = no/such/folder.key'
    stops newsletter domain-limits 'domain-limits = nix.txt'
    stops newsletter warm-up 'warm-up = fem'
    stops meeting reminders 'reminders = fem'
    stops meeting links 'links = fem'
    stops meeting overrides 'overrides = nix.txt'
    for key in templates language taxonomy holidays; do
        stops site $key "$key = nix"
    done
    before='[relay]\ntype = smtp\narchive = kopi@seniorjob.example\n'
    stops archive password-file "${imap}password-file = nix.txt"
}

@test "a folder of the store that is not there is the configuration's fault, for whoever asks" {
    open_site
    local command
    moe backup "$site/copy.db"
    printf 'address,name,role,consent_source,consent_date\n' >new.csv
    printf '[site]\nname = X\n[store]\npath = no/such/x.db\n' >"$site/moedested.conf"
    for command in 'people list' 'import new.csv' 'restore copy.db' 'backup again.db'; do
        expect 3 moe $command
        says "$site/moedested.conf:4: [store] path: the folder $site/no/such" 'make it'
    done
    expect 75 moe receive </dev/null # an MTA keeps the mail
    mkdir -p "$site/no/such"
    expect 6 moe people list # nothing but the store is missing
    expect 0 moe restore "$site/copy.db"
}

@test "check says of an archive what a start does: only a store without one gets one" {
    open_site
    printf '%b' '[relay]\ntype = smtp\nhost = localhost\ntls = none\n' \
        'archive = kopi@seniorjob.example\n[archive]\npath = kopier\n' >"$site/moedested.conf"
    expect 0 moe check
    lacks grep -q kopier <<<"$output"
    expect 0 moe tick
    [ -d "$site/kopier/new" ]
    expect 0 moe check
    local gone
    for gone in kopier/new kopier; do
        rm -r "$site/${gone:?}"
        expect 0 moe check # new mail goes all the same
        says "moedested.conf:7: (advarsel) [archive] path: $site/kopier/new does not exist, and is not made again" \
            '0 errors, 1 warnings'
        run moe tick
        [ ! -e "$site/$gone" ]
    done
}

@test "check takes at most a second or so" {
    ! grep -q __asan_init "$(program)" || skip "sanitizers are slow"
    open_site
    # Of the processor: how much of it we have while others run is another matter.
    local took TIMEFORMAT='%U %S'
    took=$({ time moe check >/dev/null 2>&1; } 2>&1)
    echo "took $took s"
    awk '{ exit !($1 + $2 > 0 && $1 + $2 < 2) }' <<<"$took"
}

@test "parse has a verdict on each of the labelled replies" {
    local mails=("$BATS_TEST_DIRNAME"/../data/replies/{,tuning/,test/}*.eml)
    [ ${#mails[@]} -ge 800 ]
    "$(program)" parse "${mails[@]}" >"$BATS_TEST_TMPDIR/verdicts"
    is "$(grep -c '^{"format":1,"kind":' "$BATS_TEST_TMPDIR/verdicts" || true)" ${#mails[@]}
}

@test "parse reads standard input and files, and needs no configuration" {
    site=$PWD
    mkdir -p inbox
    write_mail karen@post.example seniorjob@seniorjob.example 'Re: Seniorjobberen' <<<'Afmeld mig, tak'
    "$(program)" parse --replying-to newsletter <"$written" >out
    is_json out
    grep -q '"unsubscribe"' out
    "$(program)" parse --replying-to newsletter "$written" "$written" >out
    is "$(wc -l <out)" 2
    is_json out
    "$(program)" parse - <"$written" >out
    is_json out
}

@test "explain says what a mail means and by which rule, and changes nothing" {
    open_site
    send_march
    now=2013-03-20T10:00
    write_mail karen@post.example "$(reply_address karen@post.example)" 'Re: Seniorjobberen' <<<'Afmeld mig, tak'
    sqlite3 "$site/moedested.db" .dump >before
    expect 0 moe explain "$written"
    says unsubscribe
    sqlite3 "$site/moedested.db" .dump >after
    cmp before after
    is "$(newsletter_state karen@post.example)" active
    expect 0 "$(program)" explain --replying-to newsletter "$written"
    says unsubscribe
}

@test "explain says what a mail is taken for, and why" {
    open_site
    now=2013-03-20T10:00
    write_mail karen@post.example seniorjob@seniorjob.example 'Autosvar: ferie' <<<'Jeg er væk'
    expect 0 moe explain "$written"
    says 'kind         autoreply' 'because of its subject, by the rule fravaer.tabel:'
    write_mail karen@post.example seniorjob@seniorjob.example hej 'List-Id: <nyt.post.example>' <<<'Nyt'
    expect 0 moe explain "$written"
    says 'because of the header list-id'
    write_mail karen@post.example seniorjob@seniorjob.example Accepteret 'MIME-Version: 1.0' 'Content-Type: text/calendar; method=REPLY' <<'MAIL'
BEGIN:VCALENDAR
METHOD:REPLY
BEGIN:VEVENT
UID:m-1@x
COMMENT:Jeg kommer\nmed min mand
ATTENDEE;PARTSTAT=ACCEPTED:mailto:karen@post.example
END:VEVENT
END:VCALENDAR
MAIL
    expect 0 moe explain "$written"
    says '  comment    Jeg kommer' '             med min mand'
}

@test "timeline tells the day in Danish, and as a page" {
    open_site
    send_march
    now=2013-03-20T10:02
    answers karen@post.example AFMELD
    round_at 2013-03-20T10:05
    expect 0 moe timeline
    says '20. marts 2013' 'Karen' 'afmeldt'
    expect 0 moe timeline --html page.html
    grep -q 'Karen' page.html
    lacks grep -q '<script' page.html
    expect 0 moe timeline --from 2013-04-01
    [[ $output != *Karen* ]]
}

@test "what only looks leaves no files of its own (but those of SQLite)" {
    open_site
    import_people
    find "$site" ! -name '*.db-*' | sort >before
    moe people list >/dev/null 2>&1
    moe newsletter list >/dev/null
    moe inbox list >/dev/null 2>&1
    moe check >/dev/null 2>&1
    moe timeline >/dev/null
    find "$site" ! -name '*.db-*' | sort >after
    diff before after
}

@test "nothing that only the site may read can be read by others" {
    open_site
    send_march
    now=2013-03-20T10:02
    answers karen@post.example AFMELD
    round_at 2013-03-20T10:05
    is "$(stat -c %a "$site/moedested.key")" 600
    [[ $(stat -c %a "$site/moedested.db") == ?00 || $(stat -c %a "$site/moedested.db") == ?40 ]]
    is "$(find "$site/outbox" -type f -perm /077 | head -n 1)" ""
}
