# A dialogue by mail: somebody writes, the daemon has a round, and its newest answer is read.
# shellcheck shell=bash disable=SC2154,SC2034 # what helpers.bash sets and reads

# A new mail without any token of ours.
write_anew() { # FROM TIME WORDS
    now=$2
    mail_in "$1" seniorjob@seniorjob.example Hej 'MIME-Version: 1.0' \
        'Content-Type: text/plain; charset=utf-8' 'Content-Transfer-Encoding: 8bit' <<<"$3"
    round_at "$2"
}

# Somebody answers their newest mail.
say() { # ADDRESS TIME WORDS
    now=$2
    answers "$1" "$3"
    round_at "$2"
}

mail_has() { # MAIL WORDS...
    local word
    for word in "${@:2}"; do
        body_has "$1" "$word" || {
            echo "the mail does not say: $word"
            body "$1" | sed '/^<!DOCTYPE/,$d'
            return 1
        }
    done
}

newest_has() { # ADDRESS WORDS...
    mail_has "$(newest_to "$1")" "${@:2}"
}

# Of a profile or a job.
state_of() { # NUMBER
    moe jobs show "$1" --json 2>/dev/null | sed 's/.*"state":"\([a-z]*\)".*/\1/'
}
