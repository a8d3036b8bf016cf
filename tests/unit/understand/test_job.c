/* More profiles and job postings, of people who write in their own way. Today is Thursday 14
 * January 2027. Many rows mean nothing: stories, questions, answers to other mails.
 */
#include "support/description.h"

/* `meant`: name and slot, ' for ", a guess with "? "; "" for neither. */
static const struct description rows[] = {
    {"none", "Jeg er tømrer.", ""},
    {"none",
     "Emne: ansøgning. Jeg er interesseret i et seniorjob som kontorassistent eller receptionist. "
     "Mine kvalifikationer: Office-pakken, telefonbetjening, bogføring. 37 timer/uge. Kan tiltræde "
     "pr. 1/3-2027.",
     "profile "
     "{'hours':{'max':37,'min':37},'start':'2027-03-01','titles':['kontorassistent','receptionist']"
     "}"},
    {"none",
     "Jeg hedder Lis og jeg er uddannet sygeplejerske i 1982. De sidste mange år har jeg arbejdet "
     "på kontor i Sundhedsstyrelsen. Er 60 år, frisk og rask. Gerne 28-32 timer. Kørekort og bil "
     "haves.",
     "profile {'hours':{'max':32,'min':28},'licences':['B'],'titles':['sygeplejerske']}"},
    {"none",
     "Er 61 og folkeskolelærer. Vil gerne arbejde med børn, evt. lektiehjælp, 20 timer på Østerbro "
     "el. i Nordhavn.",
     "profile "
     "{'hours':{'max':20,'min':20},'postcodes':['2100','2150'],'titles':['folkeskolelærer']}"},
    {"none",
     "Hej I. Mine ønsker: halv tid, helst om formiddagen, som bibliotekar eller boghandler. Bopæl "
     "Frederiksberg C, 1900-tallet hus :-) Mvh Ole",
     "profile {'hours':{'max':18.5,'min':18.5},'titles':['bibliotekar','boghandler']}"},
    {"none",
     "Kære Hanne\n\nTak for snakken. Her er mine oplysninger:\nNavn: Bodil Ravn\nTlf: 26 12 34 "
     "56\nAdresse: Ålekistevej 12, 2720 Vanløse\nUddannelse: tandklinikassistent\nTimer: "
     "25\nKørekort: nej\nSprog: dansk, engelsk lidt",
     "profile "
     "{'hours':{'max':25,'min':25},'languages':['dansk','engelsk'],'postcodes':['2720'],'titles':['"
     "tandklinikassistent']}"},
    {"none",
     "CV\n\nJens Hald\nfødt 1962\nValby Langgade 10, 2500 Valby\n\nErfaring:\n2010-2024 Pedel, "
     "Vigerslev Skole\n1995-2010 Maskinarbejder, FLS\n1985-1995 Smed\n\nKørekort: B, "
     "C\nTruckcertifikat: ja\nSprog: dansk, tysk\n",
     "profile "
     "{'languages':['dansk','tysk'],'licences':['B','C','truck'],'postcodes':['2500'],'titles':['"
     "Pedel','Maskinarbejder','Smed']}"},
    {"none", "Jeg ønsker 37 timer om ugen og vil gerne starte hurtigst muligt, gerne på mandag.",
     "profile {'hours':{'max':37,'min':37},'start':'2027-01-18'}"},
    {"none", "Jeg er klar fra uge 7 og søger job som chauffør i 32 timer",
     "profile {'hours':{'max':32,'min':32},'start':'2027-02-15','titles':['chauffør']}"},
    {"none",
     "Jeg har været ledig siden 1. juni 2025 og min dagpengeret slutter 30. april. Jeg er uddannet "
     "bager, taler engelsk og kan begynde den 3. maj. 37 timer.",
     "profile "
     "{'hours':{'max':37,'min':37},'languages':['engelsk'],'start':'2027-05-03','titles':['bager']"
     "}"},
    {"none",
     "Jeg søger seniorjob! Jeg kan lave mad, gøre rent og passe børn. 15 til 20 timer. Hilsen "
     "Fatima, 2400 NV",
     "profile {'hours':{'max':20,'min':15}}"},
    {"none",
     "ufaglært arbejde søges af mand 60 år. gerne lager eller haver. 30-37 timer. valby. kørekort "
     "b+e",
     "profile {'hours':{'max':37,'min':30},'licences':['BE']}"},
    {"none", "Jeg kan arbejde hver mandag, tirsdag og onsdag 8-14. Jeg er kok.",
     "profile {'titles':['kok']}"},
    {"none", "Stilling som altmuligmand søges. 25 t. Amager.",
     "profile {'hours':{'max':25,'min':25},'postcodes':['2300'],'titles':['altmuligmand']}"},
    {"none",
     "Vi (Børnehaven Troldehøj, 2700) søger en legeonkel/legetante 20-25 timer. Start pr. 15/2. "
     "Ring til Mona på 3828 1234.",
     "job "
     "{'hours':{'max':25,'min':20},'postcode':'2700','start':'2027-02-15','title':'legeonkel','"
     "workplace':'Børnehaven Troldehøj'}"},
    {"none",
     "Søndermarkskolen søger en seniorjobber, der kan hjælpe teknisk leder: male, feje, skifte "
     "pærer. 37 timer. Frederiksberg. Ansøgningsfrist 1. marts, start 1. april.",
     "job "
     "{'deadline':'2027-03-01','hours':{'max':37,'min':37},'postcode':'2000','start':'2027-04-01','"
     "workplace':'Søndermarkskolen'}"},
    {"none",
     "På vegne af Ældrecentret Hørgården, Ved Hørgården 2, 2300 København S, vil jeg gerne opslå "
     "en stilling som sanghjælper på 15 timer.",
     "job "
     "{'hours':{'max':15,'min':15},'postcode':'2300','title':'sanghjælper','workplace':'"
     "Ældrecentret Hørgården'}"},
    {"none",
     "Vi har brug for 2-3 personer til at sortere bøger i april. Valby Bibliotek, Annexstræde 2, "
     "2500 Valby, 20 timer ugentligt.",
     "job "
     "{'hours':{'max':20,'min':20},'positions':2,'postcode':'2500','workplace':'Valby "
     "Bibliotek'}"},
    {"none",
     "Madservice Amager mangler to chauffører til at køre mad ud til de ældre. 6 timer om dagen, "
     "mandag til fredag. Man skal have kørekort B.",
     "job "
     "{'hours':{'max':30,'min':30},'licences':['B'],'positions':2,'title':'chauffører','workplace':"
     "'"
     "Madservice Amager'}"},
    {"none", "Vi skal bruge 3 kustoder på Museet for Dansk Design i weekenderne.",
     "job {'positions':3,'title':'kustoder','workplace':'Museet for Dansk Design'}"},
    {"none",
     "Ældrecentret Lindely leder efter en it-supporter, der kan hjælpe beboerne. Opstart 1. "
     "februar.",
     "job {'start':'2027-02-01','title':'it-supporter','workplace':'Ældrecentret Lindely'}"},
    {"none",
     "Den selvejende institution Spirevippen, Holmbladsgade 70, 2300 København S, søger "
     "altmuligmand 18 timer ugentligt. I kan søge frem til 1. februar.",
     "job "
     "{'deadline':'2027-02-01','hours':{'max':18,'min':18},'postcode':'2300','title':'altmuligmand'"
     ",'workplace':'Den selvejende institution Spirevippen'}"},
    {"none",
     "Goddag. Jeg er leder af Dagcentret Rosen i Vanløse. Vi mangler en chauffør med stort "
     "kørekort til vores bus (D), 25 timer ugentlig, fra den 1. marts. Vedkommende skal tale "
     "dansk. Vh Kim",
     "job "
     "{'hours':{'max':25,'min':25},'languages':['dansk'],'licences':['C'],'postcode':'2720','start'"
     ":'2027-03-01','title':'chauffør','workplace':'Dagcentret Rosen'}"},
    {"none",
     "Nyt seniorjob: Køkkenassistent, 28 t/uge, Produktionskøkkenet Syd, 2450. Tiltræd. 1.4. Frist "
     "1.3.",
     "job "
     "{'deadline':'2027-03-01','hours':{'max':28,'min':28},'postcode':'2450','title':'"
     "Køkkenassistent','workplace':'Produktionskøkkenet Syd'}"},
    {"none",
     "Vi vil oprette et seniorjob i vores forvaltning til en, der kan scanne byggesager. Fuldtid. "
     "Teknik- og Miljøforvaltningen, Njalsgade 13, 2300.",
     "job {'hours':{'max':37,'min':37},'postcode':'2300'}"},
    {"none",
     "Skolen har fået en have, som ingen har tid til at passe. Vi drømmer om en gartner 10-12 "
     "timer om ugen. Kirkebjerg Skole, Vanløse",
     "job {'hours':{'max':12,'min':10},'postcode':'2720','title':'gartner','workplace':'Kirkebjerg "
     "Skole'}"},
    {"none", "Hej, kan I finde en handyman til os? 20 timer, Kulturhuset i Valby",
     "job {'hours':{'max':20,'min':20},'postcode':'2500','title':'handyman'}"},
    {"none",
     "Undertegnede institution efterlyser en bogbinder. Fuld tid eller deltid. Københavns "
     "Stadsarkiv, 1599",
     "job "
     "{'hours':{'max':37,'min':37},'postcode':'1599','title':'bogbinder','workplace':'Københavns "
     "Stadsarkiv'}"},
    {"newsletter", "Jeg vil gerne søge stillingen som kaffedame i Vanløse", ""},
    {"newsletter", "Jeg søger stadig arbejde, men tak for nyhedsbrevet", ""},
    {"none", "Jeg vil gerne melde mig til mødet den 2. februar. Jeg er 60 år og pædagog.", ""},
    {"none", "Jeg blev pensioneret som lærer for 3 år siden. Kan jeg få seniorjob?", ""},
    {"none", "Min mand er død, han var smed. Jeg ønsker ikke flere breve.", ""},
    {"confirmation", "Nej. Timer: 30. Resten er rigtigt", "profile {'hours':{'max':30,'min':30}}"},
    {"confirmation", "Næsten. Jeg bor i 2450 og ikke 2400", "profile {'postcodes':['2450']}"},
    {"confirmation", "Stillingen er på 25 timer", "job {'hours':{'max':25,'min':25}}"},
    {"confirmation", "titlen skal være pedel og ikke gårdmand", "job {'title':'pedel'}"},
    {"candidate-digest", "Ingen af dem. Vi søger en med truckcertifikat",
     "? job {'licences':['truck']}"},
    {"job-digest", "Nej til dem alle. Jeg søger noget med børn, 20 timer",
     "profile {'hours':{'max':20,'min':20}}"},
    {"none",
     "Jeg er skoleleder på Rødkilde Skole i Vanløse og søger en pedelmedhjælper 30 timer om ugen "
     "fra 1. marts.",
     "job "
     "{'hours':{'max':30,'min':30},'postcode':'2720','start':'2027-03-01','title':'pedelmedhjælper'"
     ",'workplace':'Rødkilde Skole'}"},
    {"none",
     "Hej. Vi står og mangler en ekstra hånd i køkkenet på Plejehjemmet Poppelbo, 2300 S. 25 timer "
     "om ugen.",
     "job {'hours':{'max':25,'min':25},'postcode':'2300','workplace':'Plejehjemmet Poppelbo'}"},
    {"none", "Kunne I sende os en gartner? Det er til Nordre Kirkegård i 2200, 37 timer fra april.",
     "job "
     "{'hours':{'max':37,'min':37},'postcode':'2200','start':'2027-04-01','title':'gartner','"
     "workplace':'Nordre Kirkegård'}"},
    {"none",
     "Vores pedel kunne godt bruge en medhjælper. 25 timer. Strandparkskolen, 2300 København S. "
     "Kørekort vil være godt.",
     "job "
     "{'hours':{'max':25,'min':25},'licences':['B'],'postcode':'2300','title':'medhjælper','"
     "workplace':'Strandparkskolen'}"},
    {"none",
     "Jeg vil gerne oprette et seniorjob som receptionist i Valby Kulturhus. 37 timer, start 15. "
     "februar, frist for ansøgning 1. februar.",
     "job "
     "{'deadline':'2027-02-01','hours':{'max':37,'min':37},'postcode':'2500','start':'2027-02-15','"
     "title':'receptionist','workplace':'Valby Kulturhus'}"},
    {"none",
     "I Børnehaven Abelone kunne vi tænke os en legeonkel på halv tid. Vi ligger i Brønshøj.",
     "job "
     "{'hours':{'max':18.5,'min':18.5},'postcode':'2700','title':'legeonkel','workplace':'"
     "Børnehaven Abelone'}"},
    {"none",
     "Ledig stilling: Arkivmedarbejder ved Københavns Stadsarkiv. 30-37 timer. Tiltrædelse 1. maj. "
     "Ansøgningsfrist 15. marts. Krav: tysk og engelsk.",
     "job "
     "{'deadline':'2027-03-15','hours':{'max':37,'min':30},'languages':['tysk','engelsk'],'start':'"
     "2027-05-01','title':'Arkivmedarbejder','workplace':'Københavns Stadsarkiv'}"},
    {"none", "Seniorjob som museumsvært på Arbejdermuseet, 1360 København K. 20 timer ugentligt.",
     "job "
     "{'hours':{'max':20,'min':20},'postcode':'1360','title':'museumsvært','workplace':'"
     "Arbejdermuseet'}"},
    {"none",
     "Arbejdermuseet søger museumsværter (4 stk.) til sommersæsonen. 25-30 timer. Sprog: engelsk "
     "og tysk.",
     "job "
     "{'hours':{'max':30,'min':25},'languages':['engelsk','tysk'],'positions':4,'title':'"
     "museumsværter','workplace':'Arbejdermuseet'}"},
    {"none",
     "Vi kunne have stor glæde af en sangleder for de ældre. Lokalcenter Sundby, Amager. 10 timer "
     "om ugen.",
     "job "
     "{'hours':{'max':10,'min':10},'postcode':'2300','title':'sangleder','workplace':'Lokalcenter "
     "Sundby'}"},
    {"none",
     "Beboerne på Langgadehus savner en, der kan køre ture med dem. Kræver kørekort D. 15 timer. "
     "2500 Valby.",
     "job {'hours':{'max':15,'min':15},'licences':['D'],'postcode':'2500'}"},
    {"none",
     "Der mangler en køkkenmedhjælper i vores kantine på Bispebjerg Hospital. Fuld tid. Hurtigst "
     "muligt.",
     "job "
     "{'hours':{'max':37,'min':37},'postcode':'2400','title':'køkkenmedhjælper','workplace':'"
     "Bispebjerg Hospital'}"},
    {"none",
     "Titel: Serviceassistent\nInstitution: Sølund Plejehjem\nPostnr.: 2200\nUgentlig arbejdstid: "
     "32 timer\nStartdato: 01.03.2027\nAnsøgningsfrist: 10.02.2027",
     "job "
     "{'deadline':'2027-02-10','hours':{'max':32,'min':32},'postcode':'2200','start':'2027-03-01','"
     "title':'Serviceassistent','workplace':'Sølund Plejehjem'}"},
    {"none",
     "Vi er et ungdomshus på Vesterbro, og vi har brug for tre seniorjobbere til at holde orden, "
     "20 timer hver. Gerne folk, der taler arabisk eller somali.",
     "job {'hours':{'max':20,'min':20},'languages':['arabisk','somali'],'positions':3}"},
    {"none",
     "Fritidshjemmet Kometen på Frederiksberg vil gerne ansætte en værkstedspædagog 28 timer om "
     "ugen. Start uge 8.",
     "job "
     "{'hours':{'max':28,'min':28},'postcode':'2000','start':'2027-02-22','title':'"
     "værkstedspædagog','workplace':'Fritidshjemmet Kometen'}"},
    {"none",
     "Vi har fået lov at ansætte to kirkegårdsmedhjælpere pr. 1. april. Vestre Kirkegård, 2450 SV. "
     "Fuldtid.",
     "job "
     "{'hours':{'max':37,'min':37},'positions':2,'postcode':'2450','start':'2027-04-01','title':'"
     "kirkegårdsmedhjælpere','workplace':'Vestre Kirkegård'}"},
    {"none",
     "Børnehuset Kastanjen mangler hænder! Vi søger én, som kan ordne have og legetøj, 2-3 dage om "
     "ugen. Kom gerne fra mandag. 2720.",
     "job "
     "{'hours':{'max':22.2,'min':14.8},'postcode':'2720','start':'2027-01-18','workplace':'"
     "Børnehuset Kastanjen'}"},
    {"newsletter", "Vi har ikke brug for nogen lige nu.", ""},
    {"newsletter", "Kan I sende os en vejledning?", ""},
    {"candidate-digest", "Vi søger også en køkkenhjælper, 20 timer, start 1. marts",
     "job {'hours':{'max':20,'min':20},'start':'2027-03-01','title':'køkkenhjælper'}"},
    {"candidate-digest", "Vi søger også en kok til fredag", "job {'title':'kok'}"},
    {"none", "Vi mangler stadig en leder, 20 timer",
     "job {'hours':{'max':20,'min':20},'title':'leder'}"},
    {"none", "Jeg søger en læge", ""},
    {"invitation",
     "Vi kommer to personer fra Børnehuset Regnbuen. Vi søger en rengøringshjælp på 15 timer.",
     "job {'hours':{'max':15,'min':15},'title':'rengøringshjælp','workplace':'Børnehuset "
     "Regnbuen'}"},
    {"none",
     "Vi ønsker at genopslå stillingen som vicevært 30 timer, ny frist 1. marts. Boligselskabet "
     "Haven, 2400.",
     "job "
     "{'deadline':'2027-03-01','hours':{'max':30,'min':30},'postcode':'2400','title':'vicevært','"
     "workplace':'Boligselskabet Haven'}"},
    {"none",
     "Jobcentret har bedt os skrive: vi tilbyder et seniorjob i cafeen, 30 timer, som "
     "opvasker/altmuligmand. Café Rosenhaven, Valbyparken, 2450. Start efter aftale.",
     "job {'hours':{'max':30,'min':30},'postcode':'2450','title':'opvasker','workplace':'Café "
     "Rosenhaven'}"},
    {"none",
     "Københavns Brandvæsen søger en depotmedarbejder med kørekort C og truckcertifikat. 37 timer. "
     "1. april. 2400.",
     "job "
     "{'hours':{'max':37,'min':37},'licences':['C','truck'],'postcode':'2400','start':'2027-04-01',"
     "'title':'depotmedarbejder','workplace':'Københavns Brandvæsen'}"},
    {"none",
     "Stillingsopslag\n\nHavemand til Ældreboligerne Sofielund\n\nDu skal slå græs, rive blade og "
     "feje. Vi tilbyder 25-30 timer om ugen. Du skal have kørekort B. Du starter 1. april.\n\nSend "
     "en mail senest den 5. marts.\n\nSofielund, 2450 København SV",
     "job "
     "{'deadline':'2027-03-05','hours':{'max':30,'min':25},'licences':['B'],'postcode':'2450','"
     "start':'2027-04-01','title':'Havemand','workplace':'Ældreboligerne Sofielund'}"},
    {"none",
     "Vi leder efter en frisk seniorjobber til at passe vores geder i Naturskolen, Amager Fælled. "
     "20 timer.",
     "job {'hours':{'max':20,'min':20},'postcode':'2300','workplace':'Naturskolen'}"},
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
