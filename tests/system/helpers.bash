# What the stories over a whole site share: a site of its own per test, the time, mails in and out,
# and processes that are gone when the test is.
#
# shellcheck shell=bash
# `now` is the time of every command, `site` the directory that `open_site` made.

export LC_ALL=C.UTF-8 TZ=UTC
PATH=$PATH:/usr/sbin:/sbin
export PATH
now=2013-03-19T14:00
site=$BATS_TEST_TMPDIR/site
started=()
dropped=0

# ---- the program -------------------------------------------------------------------------------

program() {
    echo "${MOEDESTED:-${BATS_TEST_DIRNAME:?}/../../build/moedested}"
}

moe() {
    "$(program)" -c "$site/moedested.conf" --at "$now" "$@"
}

# Time goes on, and one round of the daemon is played.
round_at() { # TIME
    now=$1
    moe tick 2>>"$BATS_TEST_TMPDIR/rounds"
}

# As `run`, and the status has to be this one; everything that was said is shown when it is not.
expect() { # STATUS COMMAND...
    local wanted=$1
    shift
    run "$@"
    [ "$status" -eq "$wanted" ] || {
        echo "wanted status $wanted, got $status from: $*"
        echo "$output"
        return 1
    }
}

says() { # WORDS...: each stands in what the last `run` or `expect` printed
    local word
    for word in "$@"; do
        [[ $output == *"$word"* ]] || {
            echo "does not say: $word"
            echo "it says: $output"
            return 1
        }
    done
}

# That a command fails. (A "!" in front of it would not make the test fail.)
lacks() { # COMMAND...
    if "$@"; then
        echo "should not be so: $*"
        return 1
    fi
}

body_has() { # FILE PATTERN
    body "$1" | grep -q "$2"
}

is() { # ACTUAL WANTED
    [ "$1" = "$2" ] || {
        echo "is:     $1"
        echo "wanted: $2"
        return 1
    }
}

# Waits until the command succeeds, at most so many seconds.
wait_for() { # SECONDS COMMAND...
    local limit=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        if [ "$SECONDS" -ge "$limit" ]; then
            echo "did not come true in time: $*"
            return 1
        fi
        sleep 0.05
    done
}

# ---- a site ------------------------------------------------------------------------------------

open_site() { # [DIRECTORY]
    site=${1:-$site}
    "$(program)" --at "$now" init "$site" >"$BATS_TEST_TMPDIR/init" 2>&1 || {
        cat "$BATS_TEST_TMPDIR/init"
        return 1
    }
    configure meeting invitations off # `meetings_on` is for stories about them
}

# From now on people are invited to meetings.
meetings_on() {
    configure meeting invitations on
}

# Puts a line behind [SECTION], instead of the one with the same key.
configure() { # SECTION KEY VALUE
    awk -v section="[$1]" -v key="$2" -v value="$3" '
        /^\[/ { inside = $0 == section; print; if (inside) print key " = " value; next }
        inside && $1 == key { next }
        { print }' "$site/moedested.conf" >"$site/moedested.conf.new"
    mv "$site/moedested.conf.new" "$site/moedested.conf"
}

# Karen and Ove seek, Lene employs, Mette is staff; everybody has said yes.
import_people() {
    cat >"$site/people.csv" <<'CSV'
address,name,role,language,phone,postcode,workplace,administration,consent_source,consent_date
karen@post.example,Karen Sørensen,seeker,da,20 11 22 33,2400,,,tilmeldingskort,2013-03-05
ove@post.example,Ove Kjær,seeker,da,,2450,,,tilmeldingskort,2013-03-05
lene@boernehave.example,Lene Skovgaard,employer,da,33 17 10 01,2400,Mælkebøtten,,mail til centret,2013-02-20
mette@seniorjob.example,Mette Holm,staff,da,33 17 00 01,,,,ansat,2013-01-02
CSV
    moe import "$site/people.csv" >"$BATS_TEST_TMPDIR/import" 2>&1 || {
        cat "$BATS_TEST_TMPDIR/import"
        return 1
    }
}

# So many made-up seekers, seeker-1@many.example and on.
import_many() { # COUNT
    {
        echo address,name,role,consent_source
        seq "$1" | sed 's/.*/seeker-&@many.example,Søger Nr&,seeker,kort/'
    } >"$site/many.csv"
    moe import "$site/many.csv" >/dev/null 2>&1
}

# The newsletter of March has gone to Karen, Ove and Lene.
send_march() {
    import_people
    moe newsletter approve 2013-03 >/dev/null 2>&1
    round_at 2013-03-20T09:00
}

# ---- mails that went out -----------------------------------------------------------------------

# A header of a mail, unfolded and with its encoded words as UTF-8.
header() { # FILE NAME
    perl -e '
        my ($file, $name) = @ARGV;
        open my $in, "<", $file or die "$file: $!";
        local $/;
        my ($head) = split /\r?\n\r?\n/, <$in>, 2;
        $head =~ s/\r?\n[ \t]+/ /g;
        for (split /\r?\n/, $head) {
            next unless s/^\Q$name\E:[ \t]*//i;
            s/\?=\s+=\?/?==?/g;
            s{=\?utf-8\?q\?(.*?)\?=}{my $t = $1; $t =~ tr/_/ /; $t =~ s/=([0-9A-F]{2})/chr hex $1/gie; $t}gie;
            s{=\?utf-8\?b\?(.*?)\?=}{my $t = $1; $t =~ tr#A-Za-z0-9+/##cd; my $o = unpack "u", join "", map { chr(32 + length($_) * 3 / 4) . ($_ =~ tr#A-Za-z0-9+/# -_#r) . "\n" } $t =~ /.{1,60}/g; $o}gie;
            print "$_\n";
        }' "$1" "$2"
}

# The same as it stands there, on one line.
raw_header() { # FILE NAME
    perl -0777 -ne '($h) = split /\r?\n\r?\n/; $h =~ s/\r?\n(?=[ \t])//g; print grep { /^'"$2"':/i } map { "$_\n" } split /\r?\n/, $h' "$1"
}

# How often a header stands in a mail.
headers() { # FILE NAME
    awk '/^\r?$/ { exit } { print }' "$1" | grep -ciE "^$2:"
}

# The parts of a mail, decoded.
body() { # FILE
    perl -MMIME::QuotedPrint -MMIME::Base64 -e '
        local $/;
        my $mail = <>;
        $mail =~ s/\r\n/\n/g;
        my ($head, $rest) = split /\n\n/, $mail, 2;
        my ($boundary) = $head =~ /boundary="?([^";\s]+)/;
        for my $part (defined $boundary ? split(/^--\Q$boundary\E(?:--)?\n/m, $rest) : "$head\n\n$rest") {
            my ($top, $text) = split /\n\n/, $part, 2;
            next unless defined $text;
            $text = decode_qp($text) if $top =~ /quoted-printable/i;
            $text = decode_base64($text) if $top =~ /encoding:\s*base64/i;
            print $text, "\n";
        }' "$1"
}

# What stands in <...>, or the whole; without mailto: and what follows a question mark.
address_in() {
    sed -E 's/.*<([^>]*)>.*/\1/; s/^mailto:(%3C)?//; s/\?.*//' <<<"$1"
}

# The mails to an address, oldest first (by the time in them, then in the order in which they went out).
mails_to() { # ADDRESS [SITE]
    perl -MTime::HiRes=stat -MTime::Local -e '
        my ($address, $box) = @ARGV;
        my %month = map { $_ => $n++ } qw(Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec);
        opendir my $folder, $box or exit;
        for my $file (map { "$box/$_" } grep { !/^\./ } readdir $folder) {
            open my $in, "<", $file or next; # it may be on its way
            my $head = "";
            while (<$in>) { last if /^\r?$/; $head .= $_ }
            $head =~ s/\r?\n[ \t]+/ /g;
            my ($to) = $head =~ /^To:[ \t]*(.*?)\r?$/mi or next;
            $to =~ s/.*<([^>]*)>.*/$1/;
            next unless $to eq $address;
            my ($day, $name, $year, $h, $m, $s, $sign, $zh, $zm) =
                $head =~ /^Date: *(?:\w+, )?(\d+) (\w+) (\d+) (\d+):(\d+):(\d+) ([+-])(\d\d)(\d\d)/mi or next;
            my $time = timegm($s, $m, $h, $day, $month{$name}, $year) - "${sign}1" * ($zh * 3600 + $zm * 60);
            push @found, [$time, (stat $file)[9], $file];
        }
        print "$_->[2]\n" for sort { $a->[0] <=> $b->[0] || $a->[1] <=> $b->[1] } @found;' \
        "$1" "${2:-$site}/outbox/new"
}

count_to() { # ADDRESS [SITE]
    mails_to "$@" | grep -c . || true
}

newest_to() { # ADDRESS [SITE]
    local file
    file=$(mails_to "$@" | tail -n 1)
    [ -n "$file" ] || {
        echo "no mail to $1" >&2
        return 1
    }
    echo "$file"
}

all_mails() {
    find "$site/outbox/new" -type f 2>/dev/null | wc -l
}

# Those to an address that answer something.
answers_to() { # ADDRESS
    local file
    mails_to "$1" | while read -r file; do
        [ "$(header "$file" Auto-Submitted)" != auto-replied ] || echo "$file"
    done
}

count_answers_to() { # ADDRESS
    answers_to "$1" | grep -c . || true
}

# The address that the newest mail to somebody is answered to.
reply_address() { # ADDRESS
    address_in "$(header "$(newest_to "$1")" Reply-To)"
}

# ---- mails that come in ------------------------------------------------------------------------

rfc_date() { # TIME
    TZ=Europe/Copenhagen LC_ALL=C date -R -d "${1/T/ }"
}

# A file becomes a mail in the inbox.
drop() { # FILE
    dropped=$((dropped + 1))
    cp "$1" "$site/inbox/tmp/$dropped"
    mv "$site/inbox/tmp/$dropped" "$site/inbox/new/$(printf '1363%06d.test.mail' $dropped)"
}

# A plain mail; its text comes from standard input. Left in $BATS_TEST_TMPDIR/in-N.eml.
write_mail() { # FROM TO SUBJECT [HEADER...]
    local from=$1 to=$2 subject=$3
    shift 3
    dropped=$((dropped + 1))
    written=$BATS_TEST_TMPDIR/in-$dropped.eml
    {
        echo "From: $from"
        echo "To: $to"
        echo "Subject: $subject"
        echo "Date: $(rfc_date "$now")"
        echo "Message-ID: <in-$dropped@client.example>"
        [ $# -eq 0 ] || printf '%s\n' "$@"
        echo
        cat
    } >"$written"
}

# The same, and it arrives.
mail_in() { # FROM TO SUBJECT [HEADER...]
    write_mail "$@"
    drop "$written"
}

# Somebody answers the newest mail they got from us, with these words.
answers() { # ADDRESS WORDS
    local mail
    mail=$(newest_to "$1") || return 1
    mail_in "$1" "$(address_in "$(header "$mail" Reply-To)")" "Re: $(header "$mail" Subject | sed 's/^\(Re: \)*//' | tr -cd ' -~')" \
        "In-Reply-To: $(header "$mail" Message-ID)" 'MIME-Version: 1.0' \
        'Content-Type: text/plain; charset=utf-8' 'Content-Transfer-Encoding: 8bit' <<<"$2"
}

# The newest mail to somebody with that in its subject: two of one round come in any order.
newest_about() { # SUBJECT ADDRESS
    local file
    mails_to "$2" | while read -r file; do
        [[ $(header "$file" Subject) != *"$1"* ]] || echo "$file"
    done | tail -n 1
}

# An answer to it; nothing when there is none.
answers_about() { # SUBJECT ADDRESS WORDS
    local mail
    mail=$(newest_about "$1" "$2")
    [ -z "$mail" ] || answer_to "$mail" "$2" "$3"
}

answer_to() { # MAIL ADDRESS WORDS
    mail_in "$2" "$(address_in "$(header "$1" Reply-To)")" 'SV: Mail' 'MIME-Version: 1.0' \
        'Content-Type: text/plain; charset=utf-8' 'Content-Transfer-Encoding: 8bit' <<<"$3"
}

newsletter_state() { # ADDRESS
    moe people list --json 2>/dev/null | grep -F "\"$1\"" | sed 's/.*"newsletter":"\([a-z]*\)".*/\1/'
}

# ---- processes ---------------------------------------------------------------------------------

# A command in the background; its process is in `child`, what it says in $BATS_TEST_TMPDIR/child.log.
begin() { # WORDS...
    "$(program)" -c "$site/moedested.conf" --at "$now" "$@" >>"$BATS_TEST_TMPDIR/child.log" 2>&1 3>&- </dev/null &
    child=$!
    started+=("$child")
}

# The daemon in the background; its process is in `daemon`, what it says in $daemon_log.
start_daemon() { # [WORDS IN FRONT OF THE COMMAND, such as env NAME=VALUE]
    daemon_log=$BATS_TEST_TMPDIR/daemon.log
    "$@" "$(program)" -c "$site/moedested.conf" --at "$now" run >"$daemon_log" 2>&1 3>&- </dev/null &
    daemon=$!
    started+=("$daemon")
    wait_for 20 grep -q started "$daemon_log" || {
        cat "$daemon_log"
        return 1
    }
}

# The processes below one, whole tree.
descendants() { # PID
    local child
    for child in $(cat /proc/"$1"/task/*/children 2>/dev/null); do
        echo "$child"
        descendants "$child"
    done
}

alive() { # PID: not gone, and no zombie
    local state
    state=$(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' /proc/"$1"/status 2>/dev/null) || return 1
    [ -n "$state" ] && [ "$state" != Z ]
}

none_alive() { # PID...
    local pid
    for pid in "$@"; do
        ! alive "$pid" || return 1
    done
}

# To be called by teardown.
end_processes() {
    local pid
    for pid in "${started[@]}"; do
        if kill -0 "$pid" 2>/dev/null; then
            kill -9 "$pid" 2>/dev/null || true
        fi
        wait "$pid" 2>/dev/null || true
    done
    started=()
}

# A mail server that swallows everything; `port` is where, each mail is a file in $sunk.
start_sink() { # [WORDS OF smtp-sink...]
    local greeting
    sunk=$BATS_TEST_TMPDIR/sunk
    mkdir -p "$sunk"
    chmod 777 "$sunk"
    local user=()
    [ "$(id -u)" -ne 0 ] || user=(-u nobody)
    for _ in 1 2 3 4 5 6 7 8; do
        port=$((10000 + SRANDOM % 20000)) # below those that the system lends for connections
        greeting=sink-$$-$SRANDOM
        # As root it becomes nobody, who may not walk here, but may write where it stands.
        (cd "$sunk" && exec smtp-sink "${user[@]}" -4 -h "$greeting" -d "mail." "$@" "127.0.0.1:$port" 100) \
            >"$BATS_TEST_TMPDIR/sink.log" 2>&1 3>&- </dev/null &
        sink=$!
        if wait_for 5 sink_answers; then
            started+=("$sink")
            return 0
        fi
        kill -9 "$sink" 2>/dev/null || true
    done
    cat "$BATS_TEST_TMPDIR/sink.log"
    return 1
}

# It is ours that answers, not that of another run.
sink_answers() {
    alive "$sink" && (exec 4<>"/dev/tcp/127.0.0.1/$port" && read -r -t 3 line <&4 && [[ $line == *"$greeting"* ]])
}

# Who got what: one line a mail, "address Message-ID".
swallowed() {
    local file
    for file in "$sunk"/*; do
        [ -e "$file" ] || continue
        echo "$(sed -n 's/^X-Rcpt-Args: <\([^>]*\)>.*/\1/p' "$file" | head -n 1) $(header "$file" Message-ID)"
    done | sort
}
