# plain only: rankings are the same in every build.
# Rankings for an evaluation, over a small taxonomy of our own.

bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_TMPDIR"
    mkdir corpus
    printf 'o1\t4321\tlagermedarbejder\tlagerarbejder\tPakker varer.\no2\t5120\tkok\tkøkkenchef\tLaver mad.\n' >corpus/occupations.tsv
    printf '4321\tLagerarbejde\n5120\tMadlavning\n' >corpus/isco.tsv
    printf 's1\tS6\tpakke varer\t\ns2\tS5\tlave mad\t\n' >corpus/skills.tsv
    printf 'o1\ts1\te\no2\ts2\te\n' >corpus/occupation_skills.tsv
    printf 'c1\tpakke varer\nc2\tlave mad\n' >corpus/candidates.tsv
}

ids() { # QUERY RANKED TEXT
    printf 'q1\ttask\t%s\t%s\n' "$1" "$2" >queries.tsv
    moedested match eval corpus queries.tsv 2>/dev/null | cut -f2 | cut -d' ' -f1
}

@test "match eval finds occupations, candidates and groups of skills" {
    [ "$(ids occ lagerarbejdere)" = o1 ]
    [ "$(ids occ koekkenchef)" = o2 ]
    [ "$(ids cand 'Vi søger en, der kan lave mad. Madlavning til mange.')" = c2 ]
    [ "$(ids group 'pakke varer')" = S6 ]
    [ -z "$(ids other 'pakke varer')" ]
}

@test "one line a question, in their order" {
    printf 'q2\tt\tocc\tkok\n\nq1\tt\tocc\txyzw\n' >queries.tsv
    run --separate-stderr moedested match eval corpus queries.tsv
    [ "$status" -eq 0 ]
    [ "${#lines[@]}" -eq 2 ]
    [[ ${lines[0]} == q2$'\t'o2* ]]
    [ "${lines[1]}" = q1$'\t' ]
}

@test "the order of the files does not matter, and no word list is needed" {
    printf 'q1\tt\tocc\tlagerchef i et køkken\nq2\tt\tcand\tpakke og lave\n' >queries.tsv
    moedested match eval corpus queries.tsv >before 2>/dev/null
    for file in corpus/*.tsv; do
        tac "$file" >turned && mv turned "$file"
    done
    moedested match eval corpus queries.tsv 2>/dev/null | diff before -
    printf '[match]\nword-list = nowhere\n' >moedested.conf
    [ "$(ids occ lagerarbejdere)" = o1 ]
}

@test "a bad row and a missing file are named" {
    printf 'q1\tocc\n' >queries.tsv
    run moedested match eval corpus queries.tsv
    [ "$status" -ne 0 ]
    [[ $output == *queries.tsv:1:* ]]
    printf 'o1 4321\n' >corpus/occupations.tsv
    run moedested match eval corpus queries.tsv
    [ "$status" -eq 3 ]
    [[ $output == *occupations.tsv:1:* ]]
    rm corpus/isco.tsv
    run moedested match eval corpus queries.tsv
    [ "$status" -ne 0 ]
    run moedested match eval corpus
    [ "$status" -eq 2 ]
    run moedested match rank corpus queries.tsv
    [ "$status" -eq 2 ]
}
