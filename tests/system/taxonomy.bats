# plain only: unit/match/test_taxonomy reads tables under sanitizers.
# The official ESCO download in the place of the taxonomy that came with the program.

# shellcheck disable=SC2154,SC2034 # what helpers.bash sets and reads
load helpers

setup() {
    cd "$BATS_TEST_TMPDIR"
    open_site
    configure site taxonomy esco
    mkdir download
    cat >download/occupations_da.csv <<'CSV'
conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,description
Occupation,http://data.europa.eu/esco/occupation/aaa,4321,lagermedarbejder,"lagerarbejder
lagerekspedient",,released,2016-07-05T13:58:41.045Z,"Lagermedarbejdere tager imod varer, og de ""pakker"" dem. De fører lister."
Occupation,http://data.europa.eu/esco/occupation/bbb,5120,kok,køkkenchef,,released,,Kokke laver mad.
Occupation,http://data.europa.eu/esco/occupation/ccc,5120,smørrebrødsjomfru,,,obsolete,,
CSV
    cat >download/skills_da.csv <<'CSV'
conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels,status,description
KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/sss,skill/competence,cross-sector,pakke varer,pakning af varer,,released,
KnowledgeSkillCompetence,http://data.europa.eu/esco/skill/ttt,skill/competence,cross-sector,lave mad,,,released,
CSV
    cat >download/occupationSkillRelations_da.csv <<'CSV'
occupationUri,relationType,skillType,skillUri
http://data.europa.eu/esco/occupation/aaa,essential,skill/competence,http://data.europa.eu/esco/skill/sss
http://data.europa.eu/esco/occupation/bbb,optional,skill/competence,http://data.europa.eu/esco/skill/ttt
http://data.europa.eu/esco/occupation/ccc,optional,skill/competence,http://data.europa.eu/esco/skill/ttt
CSV
    cat >download/ISCOGroups_da.csv <<'CSV'
conceptType,conceptUri,code,preferredLabel,status,altLabels,inScheme,description
ISCOGroup,http://data.europa.eu/esco/isco/C4321,4321,Lagerarbejde,,,,
ISCOGroup,http://data.europa.eu/esco/isco/C5120,5120,Madlavning,,,,
CSV
}

@test "a folder is imported, descriptions included, and read by check" {
    expect 0 moe taxonomy import download
    says 'esco: 2 occupations, 2 skills, 2 links, 2 ISCO groups' 'left out'
    is "$(cat "$site/esco/occupations.tsv")" \
        $'o_aaa\t4321\tlagermedarbejder\tlagerarbejder|lagerekspedient\tLagermedarbejdere tager imod varer, og de "pakker" dem.\taaa
o_bbb\t5120\tkok\tkøkkenchef\tKokke laver mad.\tbbb'
    is "$(cat "$site/esco/occupation_skills.tsv")" $'o_aaa\ts_sss\te\no_bbb\ts_ttt\to'
    is "$(cat "$site/esco/skills.tsv")" $'s_sss\t\tpakke varer\tpakning af varer\ns_ttt\t\tlave mad\t'
    is "$(cat "$site/esco/isco.tsv")" $'4321\tLagerarbejde\n5120\tMadlavning'
    grep -q 'ESCO classification of the European Commission' "$site/esco/README.md"
    expect 0 moe check
}

@test "single files do as well, and a second import takes the place of the first" {
    expect 0 moe taxonomy import download
    sed -i 's/køkkenchef/køkkenleder/' download/occupations_da.csv
    expect 0 moe taxonomy import download/*.csv
    grep -q køkkenleder "$site/esco/occupations.tsv"
    is "$(cd "$site" && echo esco*)" esco
}

@test "ZIP archives, as the portal hands them out" {
    command -v python3 >/dev/null || skip 'no python3 to make an archive'
    (cd download && python3 -m zipfile -c ../esco.zip occupations_da.csv skills_da.csv occupationSkillRelations_da.csv ISCOGroups_da.csv)
    expect 0 moe taxonomy import esco.zip
    says '2 occupations'
    echo 'no archive' >esco.zip
    expect 1 moe taxonomy import esco.zip
    says esco.zip
}

@test "what is wrong is named with file and line, and what was there stays" {
    expect 0 moe taxonomy import download
    sed -i '4s/.*/Occupation,http:\/\/data.europa.eu\/esco\/occupation\/bbb,kok,kok,,,released,,/' download/occupations_da.csv
    sed -i '5,$d' download/occupations_da.csv
    expect 1 moe taxonomy import download
    says occupations_da.csv:4: 'iscoGroup has to be one to four digits'
    is "$(wc -l <"$site/esco/occupations.tsv")" 2
    printf 'a,b\n1,2\n' >download/skills_da.csv
    sed -i '4d' download/occupations_da.csv
    expect 1 moe taxonomy import download
    says 'skills_da.csv:1: there is no column concepturi'
    rm download/ISCOGroups_da.csv
    expect 6 moe taxonomy import download/occupations_da.csv
    says 'skills_da.csv is not there'
    expect 2 moe taxonomy import
    is "$(cd "$site" && echo esco*)" esco
}

@test "without a folder in the configuration it is not known where" {
    configure site taxonomy ''
    expect 3 moe taxonomy import download
    says 'Name a folder'
}
