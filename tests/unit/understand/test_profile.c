/* Profiles and job postings: one row, one mail that a person could write. Today is Thursday 14
 * January 2027. Many rows mean nothing: stories, questions, answers to other mails.
 */
#include "support/description.h"

/* `meant`: name and slot, ' for ", a guess with "? "; "" for neither. */
static const struct description rows[] = {
    {"none",
     "Jeg er uddannet pædagog og har arbejdet i vuggestue i 20 år. Jeg vil gerne ned på 25 timer "
     "om ugen. Bor på Nørrebro.",
     "profile {'hours':{'max':25,'min':25},'postcodes':['2200'],'titles':['pædagog']}"},
    {"none",
     "Hej. Mit navn er Søren, jeg er 61 år og har været elektriker hele mit liv. Søger noget "
     "lettere, max 30 timer. Jeg har kørekort B og C/E og bor i 2860 Søborg. Kan begynde den 1. "
     "marts. Mvh Søren",
     "profile "
     "{'hours':{'max':30},'licences':['B','CE'],'postcodes':['2860'],'start':'2027-03-01','titles':"
     "['elektriker']}"},
    {"none",
     "jeg har været chauffør i 15 år og mangler arbejde. har kørekort ce og truck certifikat. kan "
     "starte med det samme. bor i kastrup",
     "profile {'licences':['CE','truck'],'postcodes':['2770'],'titles':['chauffør']}"},
    {"none",
     "Jeg søger et seniorjob som pedel eller vicevært, gerne fuld tid. Jeg bor i København NV.",
     "profile {'hours':{'max':37,'min':37},'postcodes':['2400'],'titles':['pedel','vicevært']}"},
    {"none",
     "Hermed mit CV. Jeg søger arbejde indenfor administration, 32 timer ugentligt. Jeg taler "
     "flydende engelsk og lidt tysk. Jeg har ikke kørekort.",
     "profile {'hours':{'max':32,'min':32},'languages':['engelsk','tysk']}"},
    {"none",
     "Timer: 20-37\nPostnr: 2300, 2450\nJob: kontorassistent, receptionist\nKørekort: B\nSprog: "
     "dansk, engelsk\nStart: 1. februar",
     "profile "
     "{'hours':{'max':37,'min':20},'languages':['dansk','engelsk'],'licences':['B'],'postcodes':['"
     "2300','2450'],'start':'2027-02-01','titles':['kontorassistent','receptionist']}"},
    {"confirmation", "Timer: 20-30", "profile {'hours':{'max':30,'min':20}}"},
    {"confirmation", "Det er rigtigt bortset fra at jeg kun kan arbejde 25 timer",
     "profile {'hours':{'max':25,'min':25}}"},
    {"confirmation", "Ja, men start er først 1. marts", "profile {'start':'2027-03-01'}"},
    {"confirmation", "Jeg har også truckcertifikat", "profile {'licences':['truck']}"},
    {"confirmation", "Ja tak det passer", ""},
    {"confirmation", "Fristen er 1. marts og ikke 15. februar", "job {'deadline':'2027-03-01'}"},
    {"confirmation", "nej, postnummeret er 2720", "profile {'postcodes':['2720']}"},
    {"newsletter", "Jeg har 20 timers erfaring med Excel.", ""},
    {"newsletter", "Er jobbet som chauffør i Valby stadig ledigt?", ""},
    {"newsletter", "Tak for nyhedsbrevet. Hilsen Bente, Vanløse", ""},
    {"newsletter", "Jeg har fået job som pedel på 30 timer, så I må gerne afmelde mig.", ""},
    {"newsletter", "Min kone er sygeplejerske og arbejder 37 timer. Kan hun få seniorjob?", ""},
    {"newsletter", "Hvor mange timer er et seniorjob på?", ""},
    {"newsletter", "Spændende historie om kaffedamen i Vanløse!", ""},
    {"newsletter", "Jeg bor i Valby og vil gerne til mødet", ""},
    {"none", "Kan I ringe til mig på 33 12 45 67? Jeg er hjemme mandag til fredag 8-14.", ""},
    {"none",
     "Vi søger en sød og stabil køkkenmedhjælper til Børnehuset Solsikken på Amager. 30 timer om "
     "ugen med start 1. marts. Ansøgningsfrist den 10. februar. Gerne med kørekort.",
     "job "
     "{'deadline':'2027-02-10','hours':{'max':30,'min':30},'licences':['B'],'postcode':'2300','"
     "start':'2027-03-01','title':'køkkenmedhjælper','workplace':'Børnehuset Solsikken'}"},
    {"none",
     "Plejecentret Bryggergården i Vanløse har brug for to hjælpere, som kan gå tur med beboerne. "
     "Ca. 20 timer om ugen. Kørekort er ikke nødvendigt.",
     "job "
     "{'hours':{'max':20,'min':20},'positions':2,'postcode':'2720','title':'hjælpere','workplace':'"
     "Plejecentret Bryggergården'}"},
    {"none",
     "Hej. Vi har en masse opgaver i haven og værkstedet, som vi ikke når: reparere legetøj, male "
     "stakit og slå græs. 20-25 timer. Børnehaven Regnbuen, Frederikssundsvej 100, 2700 Brønshøj. "
     "Frist 1/3.",
     "job "
     "{'deadline':'2027-03-01','hours':{'max':25,'min':20},'postcode':'2700','workplace':'"
     "Børnehaven Regnbuen'}"},
    {"none",
     "STILLINGSOPSLAG: Bibliotekshjælper på Hovedbiblioteket, Krystalgade 15, 1172 København K. 25 "
     "t/uge. Tiltrædelse 1. april 2027. Ansøgning senest 1. marts 2027.",
     "job "
     "{'deadline':'2027-03-01','hours':{'max':25,'min':25},'postcode':'1172','start':'2027-04-01','"
     "title':'Bibliotekshjælper','workplace':'Hovedbiblioteket'}"},
    {"none",
     "Jeg leder en børnehave på Østerbro og mangler en til at hjælpe i køkkenet 15 timer om ugen",
     "job {'hours':{'max':15,'min':15},'postcode':'2100'}"},
    {"none",
     "Kan vi få en seniorjobber til at passe receptionen? Vi er et medborgerhus i 2400. Det er "
     "mellem 20 og 30 timer.",
     "job {'hours':{'max':30,'min':20},'postcode':'2400'}"},
    {"candidate-digest", "A lyder godt. B har vi talt med. Hun kan starte 1. marts på 30 timer.",
     ""},
    {"candidate-digest", "Vi vil gerne tale med A på mandag. C er for langt væk.", ""},
    {"candidate-digest", "Vi har fundet en kok, så stillingen er besat", ""},
    {"candidate-digest", "A ok uden kørekort", ""},
    {"job-digest", "Ja til B, men jeg kan kun arbejde 20 timer", ""},
    {"job-digest", "C er interessant, jeg har været gartner i 10 år", ""},
    {"job-digest", "Nej tak, for langt væk", ""},
    {"invitation", "Jeg kommer. Jeg er oprindelig tømrer og glæder mig til at høre mere.", ""},
    {"followup", "Hun er ansat 30 timer om ugen fra 1. marts", ""},
    {"followup", "Jeg starter som pedel på Katrinedals Skole 1. marts", ""},
    {"none",
     "Undertegnede, 59 år, faglært snedker, søger beskæftigelse 20-30 timer/uge i Storkøbenhavn. "
     "Har bil og kørekort.",
     "profile {'hours':{'max':30,'min':20},'licences':['B'],'titles':['snedker']}"},
    {"none",
     "Jeg er akademiker (cand.mag. i historie) og kunne godt tænke mig at arbejde på et museum "
     "eller bibliotek. Gerne 30 timer. Jeg behersker tysk, fransk og engelsk i skrift og tale.",
     "profile "
     "{'hours':{'max':30,'min':30},'languages':['tysk','fransk','engelsk'],'titles':['akademiker']"
     "}"},
    {"none",
     "Jeg kan passe reception, telefon og post. Halv tid. Vanløse, Valby eller Frederiksberg.",
     "? profile {'hours':{'max':18.5,'min':18.5},'postcodes':['2720','2500','2000']}"},
    {"none",
     "Jeg vil ikke have fuldtid, højst 20 timer. Jeg er kontoruddannet og har arbejdet 30 år i "
     "bank som kasserer. Kan starte 1/2.",
     "profile {'hours':{'max':20},'start':'2027-02-01','titles':['kasserer']}"},
    {"none",
     "Kære jobcenter. Jeg ansøgte om dagpenge den 1. maj og mine dagpenge slutter 30. juni. Hvad "
     "gør jeg?",
     ""},
    {"none", "Jeg bor på Amager og vil gerne høre, om der er møde i februar.", ""},
    {"none",
     "Goddag\n\nJeg hedder Birthe og er 60. Jeg har i mange år arbejdet som sygehjælper på "
     "Bispebjerg Hospital, men ryggen kan ikke holde til det mere. Derfor vil jeg gerne finde "
     "noget andet, f.eks. i en reception eller et bibliotek. Jeg kan arbejde 3 dage om ugen. Bor i "
     "2400 København NV.\n\nVenlig hilsen\nBirthe Lund",
     "profile {'hours':{'max':22.2,'min':22.2},'postcodes':['2400'],'titles':['sygehjælper']}"},
    {"none",
     "Hej jobcenter\n\nIngen kørekort men jeg cykler gerne. 30 år som murer. "
     "Valby/Vanløse/Frederiksberg. 37 timer er fint.\n\nKurt",
     "profile {'hours':{'max':37,'min':37},'postcodes':['2500','2720','2000'],'titles':['murer']}"},
    {"none",
     "Jeg vil gerne søge et af de seniorjob I har. Jeg har erfaring som lagermand og har truckkort "
     "(A og B). Kan godt køre bil, har almindeligt kørekort. 2500 Valby. Fuldtid.",
     "profile "
     "{'hours':{'max':37,'min':37},'licences':['truck','B'],'postcodes':['2500'],'titles':['"
     "lagermand']}"},
    {"none",
     "jeg er 62 aar og soeger job som vicevaert eller lign. 30 timer om ugen. koerekort b. bor paa "
     "oesterbro. mvh ole",
     "profile "
     "{'hours':{'max':30,'min':30},'licences':['B'],'postcodes':['2100'],'titles':['vicevaert']}"},
    {"none",
     "Uddannelse: HK kontor\nErfaring: 25 år i Told og Skat\nØnsker: kontor eller arkiv\nTimetal: "
     "25-30\nOmråde: Østerbro, Nordhavn\nSprog: engelsk og fransk\nKan starte: 15/2",
     "profile "
     "{'hours':{'max':30,'min':25},'languages':['engelsk','fransk'],'postcodes':['2100','2150'],'"
     "start':'2027-02-15'}"},
    {"none",
     "Jeg søger deltid som butiksassistent, gerne 15-20 timer om ugen og gerne på Amager. Har "
     "arbejdet i Irma på Østerbrogade i 18 år.",
     "profile {'hours':{'max':20,'min':15},'postcodes':['2300'],'titles':['butiksassistent']}"},
    {"none",
     "Jeg er født i Tyrkiet og har boet i Danmark i 40 år. Jeg taler tyrkisk og dansk, lidt tysk. "
     "Jeg har været maskinarbejder på B&W. Jeg vil gerne arbejde fuld tid, ikke om natten.",
     "profile "
     "{'hours':{'max':37,'min':37},'languages':['tyrkisk','dansk','tysk'],'titles':['"
     "maskinarbejder']}"},
    {"none",
     "Er der mulighed for et seniorjob til mig? Jeg er uddannet laborant og har de sidste 12 år "
     "været projektleder hos Novo. Jeg bor i 2880 Bagsværd og kan arbejde op til 32 timer.",
     "profile {'hours':{'max':32},'postcodes':['2880'],'titles':['laborant','projektleder']}"},
    {"none", "Jeg kan starte efter påske. Jeg er bager og søger 30 timer.",
     "profile {'hours':{'max':30,'min':30},'start':'2027-03-30','titles':['bager']}"},
    {"none", "Jeg er ledig fra 1. marts og søger 37 timer som pædagogmedhjælper i en SFO.",
     "profile {'hours':{'max':37,'min':37},'start':'2027-03-01','titles':['pædagogmedhjælper']}"},
    {"none", "Kontorassistent, 30 t., Vanløse el. Valby, kørekort B, dansk/engelsk/spansk",
     "profile "
     "{'hours':{'max':30,'min':30},'languages':['dansk','engelsk','spansk'],'licences':['B'],'"
     "postcodes':['2720','2500'],'titles':['Kontorassistent']}"},
    {"none",
     "Jeg har stort kørekort med hænger (CE) og kan køre lastbil. Ingen truckcertifikat. Bor "
     "Kastrup.",
     "profile {'licences':['CE'],'postcodes':['2770']}"},
    {"none",
     "Jeg vil rigtig gerne have et job hvor jeg kan bruge mit håndværk - er møbelsnedker. 4 dage "
     "om ugen ville være perfekt. 2200 N.",
     "profile {'hours':{'max':29.6,'min':29.6},'postcodes':['2200'],'titles':['møbelsnedker']}"},
    {"none",
     "Kære I\nJeg skriver fordi min dagpengeret udløber 1. juli. Jeg er uddannet bibliotekar og "
     "søger 30-37 timer. Jeg kan begynde 1. august.\nHilsen Mona",
     "profile {'hours':{'max':37,'min':30},'start':'2027-08-01','titles':['bibliotekar']}"},
    {"none",
     "Er ny ledig. HK'er med speciale i løn. Timer 25 til 37. Bor 2100 Ø. Engelsk flydende.",
     "profile "
     "{'hours':{'max':37,'min':25},'languages':['engelsk'],'postcodes':['2100'],'titles':['HK'er']"
     "}"},
    {"none",
     "Vi er en selvejende institution på Nørrebro (2200), der mangler en hjælpende hånd i "
     "køkkenet. 20-25 timer, gerne fra 1. februar. Vi snakker dansk og engelsk.",
     "job "
     "{'hours':{'max':25,'min':20},'languages':['dansk','engelsk'],'postcode':'2200','start':'2027-"
     "02-01'}"},
    {"none",
     "Hej\n\nKulturhuset Islands Brygge vil gerne slå et seniorjob op som tekniker. 37 timer "
     "ugentligt. Opstart 15. marts. Kørekort B er en fordel. Ansøg senest den 20. februar.\n\nMvh "
     "Lars",
     "job "
     "{'deadline':'2027-02-20','hours':{'max':37,'min':37},'licences':['B'],'postcode':'2300','"
     "start':'2027-03-15','title':'tekniker','workplace':'Kulturhuset Islands Brygge'}"},
    {"none",
     "Til Seniorjob\nVi har på Sundby Skole brug for en pedelmedhjælper og to gårdvagter. 32 "
     "timer. Postnummer 2300.\nHilsen skoleleder Tove",
     "job "
     "{'hours':{'max':32,'min':32},'postcode':'2300','title':'pedelmedhjælper','workplace':'Sundby "
     "Skole'}"},
    {"none",
     "Hjemmeplejen Vesterbro søger 3 chauffører til udbringning af mad. Start: 1/4. Timer: 30-37. "
     "Krav: kørekort B og dansk.",
     "job "
     "{'hours':{'max':37,'min':30},'licences':['B'],'positions':3,'start':'2027-04-01','title':'"
     "chauffører','workplace':'Hjemmeplejen Vesterbro'}"},
    {"none",
     "Job: Gartnermedhjælper\nSted: Assistens Kirkegård, 2200 København N\nTimer: 37\nStart: 1. "
     "april\nAnsøgningsfrist: 1. marts\nAntal: 2",
     "job "
     "{'deadline':'2027-03-01','hours':{'max':37,'min':37},'positions':2,'postcode':'2200','start':"
     "'2027-04-01','title':'Gartnermedhjælper','workplace':'Assistens Kirkegård'}"},
    {"none",
     "Bibliotek søger bogopsætter 20 timer om ugen. Biblioteket på Rentemestervej, 2400 NV.",
     "job {'hours':{'max':20,'min':20},'postcode':'2400','title':'bogopsætter'}"},
    {"none",
     "Kan I hjælpe os med at finde en, der kan læse højt for de ældre? Det er på Plejehjemmet "
     "Ørestad, 2300 S, 15 timer om ugen.",
     "job {'hours':{'max':15,'min':15},'postcode':'2300','workplace':'Plejehjemmet Ørestad'}"},
    {"none",
     "Stillingen er på 25 timer om ugen som kantinemedhjælper i Rådhusets kantine, 1599 København "
     "V. Tiltrædelse snarest.",
     "job "
     "{'hours':{'max':25,'min':25},'postcode':'1599','title':'kantinemedhjælper','workplace':'"
     "Rådhusets kantine'}"},
    {"none",
     "Vi ønsker os en, der kan reparere cykler, 2 dage om ugen, på Fritidscenter Pumpen i Valby. "
     "Ingen krav om kørekort.",
     "job {'hours':{'max':14.8,'min':14.8},'postcode':'2500','workplace':'Fritidscenter Pumpen'}"},
    {"newsletter", "Jeg har været pædagog i 30 år og synes jeres artikel om børnehaven var god.",
     ""},
    {"newsletter",
     "Hej, jeg har læst om kaffedamen. Hun arbejder vist 20 timer om ugen? Det lyder dejligt. "
     "Hilsen Ruth fra Valby",
     ""},
    {"newsletter", "Vi ses den 1. februar i Valby. Jeg tager min kone med.", ""},
    {"newsletter", "Jeg er gået på efterløn og søger ikke arbejde mere", ""},
    {"newsletter", "I sendte en stilling som chauffør på 30 timer i Valby. Den vil jeg gerne søge.",
     ""},
    {"newsletter", "Min datter er sosu-assistent og taler tysk.", ""},
    {"newsletter", "Mit nye nummer er 2720 1234", ""},
    {"invitation", "Jeg kommer fra Valby og tager bussen, der er der efter 20 minutter", ""},
    {"survey", "4. Jeg har fået 20 timer om ugen som pedel og er glad for det", ""},
    {"survey", "5. Jeg har været pedel i ti år og vil gerne arbejde 25 timer om ugen",
     "profile {'hours':{'max':25,'min':25},'titles':['pedel']}"},
    {"survey", "5. Har været pedel i ti år. Vil gerne 25 timer om ugen på Nørrebro.",
     "profile {'hours':{'max':25,'min':25},'postcodes':['2200'],'titles':['pedel']}"},
    {"survey", "4. Pedel og vicevært, 25 timer, Valby.",
     "profile {'hours':{'max':25,'min':25},'postcodes':['2500'],'titles':['Pedel','vicevært']}"},
    {"survey", "5. Jeg var sekretær i mange år. Gerne deltid, 20 timer. Bor i Valby.",
     "profile {'hours':{'max':20,'min':20},'postcodes':['2500'],'titles':['sekretær']}"},
    {"survey", "5", ""},
    {"survey", "5, det var godt", ""},
    {"survey", "3. Jeg har været pedel i 20 år og synes, at mødet var for langt", ""},
    {"survey", "5. Det var godt at møde en kok og en pedel fra Valby. Det tog 2 timer.", ""},
    {"survey", "5. Jeg arbejder 20 timer om ugen som pedel i Valby og synes, mødet var godt", ""},
    {"survey", "4. Jeg har fået 20 timer om ugen som pedel i Valby og er glad for det", ""},
    {"survey", "5. Jeg er kok og bor i Valby. Tak for et godt møde.", ""},
    {"followup", "Vi har ansat ham 30 timer om ugen. Han er en god gartner.", ""},
    {"relay",
     "Hej Lars. Jeg kan komme til samtale på tirsdag kl. 10. Jeg har været kok i 20 år og har "
     "kørekort.",
     ""},
    {"none",
     "Jeg har læst jeres nyhedsbrev og vil høre om jeg kan få et seniorjob. Jeg er 58 og har været "
     "på dagpenge siden 1. marts.",
     ""},
    {"none",
     "Hej, jeg hedder Jan Maj og bor på Nordre Fasanvej 120, 2000 Frederiksberg. Jeg vil gerne "
     "tilmeldes nyhedsbrevet.",
     ""},
    {"none", "Min adresse er Istedgade 5, 1650 København V, tlf. 3312 4567. Ring til mig.", ""},
    {"none",
     "Jeg er 59 år, gift, har 2 børn og 3 børnebørn. Jeg har arbejdet som montør hos B&O fra 1985 "
     "til 2010. Nu søger jeg 30-37 timer. Har B og truck.",
     "profile {'hours':{'max':37,'min':30},'titles':['montør']}"},
    {"none",
     "Jeg søger arbejde. Jeg har ingen uddannelse men har gjort rent i 20 år. Jeg kan ikke dansk "
     "så godt men taler polsk og engelsk. 20 timer.",
     "profile {'hours':{'max':20,'min':20},'languages':['polsk','engelsk']}"},
    {"none",
     "Ang. seniorjob: Jeg er tidl. servicemedarbejder v. DSB, 61 år. Søger 37 t. Bopæl: 2620 "
     "Albertslund. Kørekort: A, B, BE.",
     "profile "
     "{'hours':{'max':37,'min':37},'licences':['A','B','BE'],'postcodes':['2620'],'titles':['"
     "servicemedarbejder']}"},
    {"none",
     "Hej.\nJeg vil høre, om I har noget til mig. Jeg har mest lavet regnskab (25 år på "
     "revisionskontor). Gerne 3-4 dage om ugen, 6 timer om dagen. Jeg bor i Hellerup.\nMvh Lone",
     "profile {'hours':{'max':29.6,'min':22.2},'postcodes':['2900']}"},
    {"none",
     "Jeg er datamatiker og har arbejdet i Region Hovedstaden som IT-supporter. Max 30 timer, "
     "helst hjemmefra eller i 2300.",
     "profile {'hours':{'max':30},'postcodes':['2300'],'titles':['datamatiker','IT-supporter']}"},
    {"none",
     "Jeg kan godt tænke mig at arbejde på en genbrugsplads. Jeg har kørekort til både bil og "
     "lastbil. Fuld tid. Tlf 20304050",
     "profile {'hours':{'max':37,'min':37},'licences':['B','C']}"},
    {"none", "Jeg har et seniorjob nu på 30 timer, men vil gerne op på fuld tid. Hvad gør jeg?",
     ""},
    {"none", "jeg søger ikke fuldtid men 25-30 timer som kok eller køkkenleder",
     "profile {'hours':{'max':30,'min':25},'titles':['kok','køkkenleder']}"},
    {"none",
     "søger: pedel, gartner, handyman\nkan: alt praktisk\ntimer: 37\nhvor: Nordvest eller Nørrebro",
     "profile "
     "{'hours':{'max':37,'min':37},'postcodes':['2400','2200'],'titles':['pedel','gartner','"
     "handyman']}"},
    {"none",
     "Hvis I mangler en god snedker på 30 timer, så er jeg klar fra den 1. i næste måned. Ib, 2700",
     "profile "
     "{'hours':{'max':30,'min':30},'postcodes':['2700'],'start':'2027-02-01','titles':['snedker']"
     "}"},
    {"none",
     "Seniorjob til besættelse: Cykelværkstedet på Nørrebro Genbrugsstation søger en mekaniker. 37 "
     "t. Frist: fredag d. 12. februar kl. 12.",
     "job "
     "{'deadline':'2027-02-12','hours':{'max':37,'min':37},'postcode':'2200','title':'mekaniker','"
     "workplace':'Nørrebro Genbrugsstation'}"},
    {"none",
     "Jeg skal bruge en til at hjælpe med arkivet på Rådhuset. 30 timer ugentligt fra uge 8. Dansk "
     "på højt niveau, gerne tysk. Ansøgningsfrist 5/2. Hilsen Bo, Københavns Stadsarkiv",
     "job "
     "{'deadline':'2027-02-05','hours':{'max':30,'min':30},'start':'2027-02-22','workplace':'"
     "Rådhuset'}"},
    {"none",
     "Kære jobcenter, på Stevnsgade Skole har vi 2 ledige seniorjob som legepladsvagter, 25 timer "
     "pr. uge.",
     "job "
     "{'hours':{'max':25,'min':25},'positions':2,'title':'legepladsvagter','workplace':'Stevnsgade "
     "Skole'}"},
    {"none",
     "Vi kan tilbyde en plads som kantinehjælper på plejecentret Sølund (2200). Timetal aftales, "
     "dog mindst 20.",
     "job {'postcode':'2200','title':'kantinehjælper','workplace':'plejecentret Sølund'}"},
    {"none",
     "Har I en, der kan køre vores beboere til læge? Det kræver kørekort B. 3 dage om ugen. "
     "Plejehjemmet Lærkebo, Vanløse",
     "job "
     "{'hours':{'max':22.2,'min':22.2},'licences':['B'],'postcode':'2720','workplace':'"
     "Plejehjemmet Lærkebo'}"},
    {"none", "Vi mangler svar på vores opslag om en pedel.", ""},
    {"none", "Vi søger oplysninger om nettoudvidelse.", ""},
    {"none",
     "Jeg skriver for min mor, der søger arbejde. Hun er syerske og vil gerne arbejde 20 timer i "
     "Valby.",
     "profile {'hours':{'max':20,'min':20},'postcodes':['2500']}"},
};

static void understands_descriptions(void **state)
{
    (void)state;
    descriptions_hold(rows, G_N_ELEMENTS(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(understands_descriptions)};
    return cmocka_run_group_tests(tests, load, unload);
}
