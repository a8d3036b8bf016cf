# plain only: it is about what is written of the program.
# The manual page, --help, the sample configuration and the completion say the same.

setup() {
    tree=$(cd "${MOEDESTED_TREE:-$BATS_TEST_DIRNAME/../..}" && pwd)
    manual=$tree/contrib/moedested.8
    cd "$BATS_TEST_TMPDIR"
}

# The part of the manual page under a heading.
part() { # NAME
    awk -v name="$1" '/^\.Sh / { inside = ($0 == ".Sh " name) } inside' "$manual"
}

commands_of_help() {
    moedested --help | awk '/^  [a-z]+ / { print $1 }' | sort -u
}

commands_of_manual() {
    part COMMANDS | awk '/^\.It Cm / { print $3 }' | sort -u
}

# section/key=default, one a line; a key that stands as a comment in the sample counts too.
keys_of_sample() {
    moedested config --sample | sed -nE 's/^# ?([a-z-]+ = ?)/\1/; /^\[|^[a-z-]+ =/p' |
        awk '/^\[/ { section = $0; next } { key = $1; sub(/^[^=]*= ?/, ""); print section "/" key "=" $0 }' | sort
}

keys_of_manual() {
    part CONFIGURATION | awk '
        /^\.Ss / { section = substr($0, 5) }
        /^\.It Ic / { key = $3 }
        /^\.Dq Li / { value = substr($0, 8); sub(/ \.$/, "", value); print section "/" key "=" value }
        /^empty\.$/ { print section "/" key "=" }' | sort
}

@test "the manual page has every command of --help, and no other" {
    [ "$(commands_of_help | wc -l)" -ge 10 ]
    diff <(commands_of_help) <(commands_of_manual)
}

@test "the manual page has every configuration key with its default, and no other" {
    [ "$(keys_of_sample | wc -l)" -ge 30 ]
    diff <(keys_of_sample) <(keys_of_manual)
}

@test "the manual page has every exit status of the README" {
    diff <(part 'EXIT STATUS' | awk '/^\.It [0-9]/ { print $2 }') \
        <(awk -F'|' '/^## /{ mine = /Exit status/ } mine && $2 ~ /[0-9]/ { print $2 + 0 }' "$tree/README.md")
}

@test "the manual page has every word of a command's usage" {
    missing=0
    for command in $(commands_of_help); do
        for option in $(moedested "$command" --help | grep -oE -- '--[a-z-]+' | sort -u); do
            [ "$option" != --help ] || continue
            part COMMANDS | grep '^\.It Cm' | grep -qE -- "[ |]${option#-}( |\$)" && continue
            echo "moedested $command $option is not in the manual page"
            missing=1
        done
    done
    [ $missing -eq 0 ]
}

@test "the manual page is well-formed" {
    command -v mandoc >/dev/null || skip "mandoc is not installed"
    run mandoc -T lint -W warning "$manual"
    echo "$output"
    [ "$status" -eq 0 ]
}

@test "completion offers the program's own commands" {
    cat >complete.bash <<'END'
source "$1"
COMP_WORDS=(moedested new) COMP_CWORD=1
_moedested
printf '%s\n' "${COMPREPLY[@]}"
COMP_WORDS=(moedested --at 2013-03-20 newsletter ap) COMP_CWORD=4
_moedested
printf '%s\n' "${COMPREPLY[@]}"
END
    run bash complete.bash "$tree/contrib/moedested.completion"
    [ "$status" -eq 0 ]
    [ "$output" = $'newsletter\napprove' ]
}
