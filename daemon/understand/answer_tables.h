/* The sections of the tables that the themes of answers ask for by name, parted by blanks. For
 * needed.c only, which checks that they are there.
 */
#pragma once

/* [ord ...] */
static const char answer_words[] =
    "infomoede moedet ledsager alligevel fremmoede-nu tredjeperson forudsat tommel-op tommel-ned "
    "beklager det-kommer-an betingelse-videre nej uden "
    "foersteperson-subjekt "
    "samt valg-udsagn kandidatord nummerord ikke-valg-foran ikke-valg-bag den valg-ord orden-1 "
    "orden-2 "
    "orden-3 orden-4 orden-5 orden-6 fordi grund-ord ikke-grund for-fordi orden-alene uden-andet "
    "uden-smaaord "
    "a-jysk "
    "tal-1 tal-2 tal-3 tal-4 tal-5 tal-6 tal-7 tal-8 tal-9 tal-10 tal-11 tal-12";

/* [mønstre ...] */
static const char answer_patterns[] =
    "fremmoede-andet fremmoede-maaske fremmoede-kort-maaske fremmoede-nej fremmoede-kort-nej "
    "fremmoede-ja fremmoede-kort-ja fremmoede-undskyldning fremmoede-naesten fremmoede-senere "
    "fremmoede-paa-gensyn fremmoede-ellers fremmoede-betingelse fremmoede-mangler "
    "fremmoede-uden-harmloest "
    "forudsat-harmloest gaester-ingen gaester-i-alt gaester-ekstra gaester-med gaester-navn-foran "
    "gaester-navn-bag "
    "valg-alle valg-ingen valg-resten valg-alle-andet valg-ja valg-flere valg-nej valg-nej-grund "
    "valg-maaske valg-undtagen valg-trods valg-andet "
    "udfald-andet udfald-trukket udfald-afslag udfald-praktik udfald-ansat udfald-samtale "
    "udfald-kontakt job-besat job-besat-kort job-lukket job-lukket-kort job-pause job-aabent "
    "job-aabent-kort profil-lukket profil-aaben "
    "navn-ja navn-kort-ja forloeb-ja forloeb-nej fremmoede-fyld glem-valg "
    "glem-valg-kort "
    "nej-alder nej-koen nej-helbred nej-oprindelse nej-religion nej-familie nej-fagforening "
    "nej-maa "
    "navneliste-andet navneliste-undtagen navneliste-udeblev navneliste-ingen navneliste-alle "
    "navneliste-kom navneliste-tilfoej navneliste-skriv navneliste-venteliste navneliste-behold";
