# Other people's mails (../shared/data/mail): what MIME hides comes out as a person should see it.

# shellcheck disable=SC2154 # what helpers.bash sets
load helpers

setup() {
    mails=${MAIL_DATA:-${MOEDESTED_SHARED:-$BATS_TEST_DIRNAME/../../../shared}/data/mail}/mime
    [ -d "$mails" ] || skip "there are no mails in $mails"
    verdicts=$BATS_TEST_TMPDIR/verdicts
}

# Reads verdicts of `parse --full` and compares `body` with output__NAME.txt: its header block, the
# list of attachments at its end, the addresses of links and the numbers of lists are the viewer's.
# What counts are letters and digits, and for `words` also where one ends: a run of white space and
# marks is one blank; where either text has U+FFFD, up to two of them.
compare_renderings() { # FOLDER NAME...
    perl -CSD -MEncode -MJSON::PP -MUnicode::Normalize -e '
        my $folder = shift @ARGV;
        sub letters {
            my ($text, $blank) = @_;
            $text =~ s/[(<](?:https?:|mailto:|#)[^()<>\s]*(?:\([^()\s]*\)[^()<>\s]*)*[)>]//g;
            $text =~ s/^ *\d+\. //mg;
            $text = NFKC($text);
            $text =~ s/\x{FFFD}+/\x{1}/g;
            $text =~ s/[^\p{L}\p{M}\p{N}\p{So}\x{1}]+/$blank/g;
            return $text =~ s/^ | $//gr;
        }
        sub alike {
            my ($one, $other) = @_;
            my ($i, $j) = (0, 0);
            while ($i < length $one || $j < length $other) {
                if (substr($one, $i, 1) eq substr($other, $j, 1)) { $i++; $j++; next }
                my ($next) = grep {
                    my ($di, $dj) = @$_;
                    (substr($one, $i, $di) . substr($other, $j, $dj)) =~ /\x{1}/
                        && substr($one, $i + $di, 6) eq substr($other, $j + $dj, 6)
                } map { my $di = $_; map { [$di, $_] } 0 .. 3 } 0 .. 3;
                return 0 unless $next;
                $i += $next->[0];
                $j += $next->[1];
            }
            return 1;
        }
        my ($equal, $words) = (0, 0);
        for my $name (@ARGV) {
            my $verdict = decode_json(encode("UTF-8", scalar <STDIN>));
            open my $file, "<:raw", "$folder/output__$name.txt" or die "$name: $!";
            my $wanted = decode("UTF-8", do { local $/; <$file> });
            $wanted =~ s/^.*?\n\n/\n/s;
            1 while $wanted =~ s/\n(?:- )?[^\n]+, [\d.]+ (?:KB|MB|bytes)\s*$/\n/;
            my $body = $verdict->{body} // "";
            if (alike(letters($wanted, ""), letters($body, ""))) { $equal++ } else { print "differs: $name\n" }
            if (alike(letters($wanted, " "), letters($body, " "))) { $words++ } else { print "other words: $name\n" }
        }
        print "words: $words of ", scalar(@ARGV), "\n";
        print "equal: $equal of ", scalar(@ARGV), "\n";
    ' "$@"
}

@test "41 mails in many charsets: the text is what a person should see in 38 of them" {
    local file names=()
    for file in "$mails"/libetpan-rendering/input__*.eml; do
        names+=("$(basename "$file" .eml | sed 's/^input__//')")
    done
    is "${#names[@]}" 41
    "$(program)" parse --full "$mails"/libetpan-rendering/input__*.eml >"$verdicts"
    is "$(wc -l <"$verdicts")" 41
    run compare_renderings "$mails/libetpan-rendering" "${names[@]}" <"$verdicts"
    echo "$output"
    [[ $output =~ equal:\ ([0-9]+)\ of\ 41 ]]
    [ "${BASH_REMATCH[1]}" -ge 38 ]
    [[ $output =~ words:\ ([0-9]+)\ of\ 41 ]]
    [ "${BASH_REMATCH[1]}" -ge 35 ]
    is "$(grep -c '"died"\|"crashed"\|"out of' "$verdicts")" 0
}

@test "28 broken mails: each has a verdict with its sender and subject" {
    "$(program)" parse --full "$mails"/mikel-errors/*.eml >"$verdicts"
    is "$(wc -l <"$verdicts")" 28
    is "$(grep -c '"kind":"message"' "$verdicts")" 28
    [ "$(grep -c '"subject":' "$verdicts")" -ge 27 ]
    [ "$(grep -c '"from":' "$verdicts")" -ge 27 ] # one says no more than a name
    lacks grep '"crashed"\|"out of' "$verdicts"
    # What stands in raw octets, in words of a false charset or after a stray line is read.
    grep -q '"subject":"Formação FrenetikPolis: Mega Campanha Final Verão' "$verdicts"
    grep -q '"body":"Attached are the comments of the Public' "$verdicts"
    grep -q 'conflicting header: Content-type' "$verdicts"
}

# The attachment's name and size, as the first verdict of the file has it.
attachment() { # NAME
    "$(program)" parse --full "$mails/mikel-attachments/attachment_$1.eml" |
        perl -CSD -MEncode -MJSON::PP -e '
            my $files = decode_json(encode("UTF-8", scalar <STDIN>))->{attachments};
            print join(" ", map { ($_->{filename} // "-") . " " . $_->{type} . " " . $_->{size} } @$files)'
}

@test "14 mails with attachments: names, types and sizes" {
    is "$(find "$mails/mikel-attachments" -name '*.eml' | wc -l)" 14
    is "$(attachment content_disposition)" 'api.rb text/x-ruby-script 28'
    is "$(attachment message_rfc822)" 'ForwardedMessage.eml message/rfc822 3668'
    is "$(attachment message_rfc822_inline_image)" 'img.png image/png 370 Testmail.eml message/rfc822 1772'
    is "$(attachment nonascii_filename)" 'ciële.txt text/plain 11'
    is "$(attachment only_email)" 'blah.gz application/x-gzip 288'
    local kind
    for kind in pdf pdf_lf pdf_non_ascii pdf_non_ascii_lf; do
        is "$(attachment $kind)" 'broken.pdf application/pdf 1026'
    done
    is "$(attachment with_base64_encoded_name)" 'This is a test.pdf application/pdf 399'
    is "$(attachment with_quoted_filename)" 'Eelanalüüsi päring.jpg image/jpeg 1952'
    is "$(attachment with_unquoted_name)" 'This is a test.txt text/plain 11'
    [[ $(attachment content_location) == *' image/jpeg 227' ]]
    [[ $(attachment with_encoded_name) == '01 Quien Te Dij'*'at. Pitbull.mp3 application/octet-stream 399' ]]
}
