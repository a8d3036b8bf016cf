/* People whom staff add to the list of guests by mail: one row, one thing that they could write. */
#include "support/replies.h"

#define LIST "guest-list"
#define ANNA(guests) "{\"address\":\"anna@x.dk\",\"name\":\"Anna Jensen\",\"guests\":" #guests "}"
#define OLE(guests) "{\"address\":\"ole@x.dk\",\"name\":\"Ole Bang\",\"guests\":" #guests "}"
#define ADDS(people) "guest-add people:[" people "] unclear:[]"
#define UNCLEAR(lines) "guest-add people:[] unclear:[" lines "]"

static const struct reply rows[] = {
    {LIST, "tilføj: Anna Jensen anna@x.dk, 2 personer", ADDS(ANNA(1))},
    {LIST, "Tilføj Anna Jensen anna@x.dk", ADDS(ANNA(0))},
    {LIST, "TILFØJ: Anna Jensen <anna@x.dk>", ADDS(ANNA(0))},
    {LIST, "tilfoej: Anna Jensen, anna@x.dk +1", ADDS(ANNA(1))},
    {LIST, "kommer også: Anna Jensen anna@x.dk + 2", ADDS(ANNA(2))},
    {LIST, "Kommer også: Anna Jensen (anna@x.dk), tre personer", ADDS(ANNA(2))},
    {LIST, "Anna Jensen anna@x.dk kommer også", ADDS(ANNA(0))},
    {LIST, "Hej\n\nAnna Jensen anna@x.dk har ringet. Skriv hende på.\n\nVh Mette", ""},
    {LIST, "Skriv Anna Jensen anna@x.dk på listen", ADDS(ANNA(0))},
    {LIST, "tilføj: Anna Jensen anna@x.dk, de er 2 i alt", ADDS(ANNA(1))},
    {LIST, "tilføj: Anna Jensen anna@x.dk, med 1 ledsager", ADDS(ANNA(1))},
    {LIST, "tilføj: Anna Jensen anna@x.dk, tager sin mand med", ADDS(ANNA(1))},
    {LIST, "tilføj: Anna Jensen anna@x.dk og Ole Bang ole@x.dk", ADDS(ANNA(0) "," OLE(0))},
    {LIST, "tilføj: Anna Jensen anna@x.dk, 2 personer, Ole Bang ole@x.dk",
     ADDS(ANNA(1) "," OLE(0))},
    {LIST, "tilføj:\nAnna Jensen anna@x.dk\nOle Bang ole@x.dk, 2 personer",
     ADDS(ANNA(0) "," OLE(1))},
    {LIST, "tilføj:\n- Anna Jensen anna@x.dk\n- Ole Bang ole@x.dk", ADDS(ANNA(0) "," OLE(0))},
    {LIST, "Tilføj: anna@x.dk",
     "guest-add people:[{\"address\":\"anna@x.dk\",\"name\":\"\","
     "\"guests\":0}] unclear:[]"},
    {LIST, "tilføj: Anna Jensen anna@x.dk tlf 20 11 22 33", ADDS(ANNA(0))},
    {LIST, "Kan du tilføje Anna Jensen anna@x.dk?", ADDS(ANNA(0))},
    {LIST, "Mødt: 1,4,7\nKom også: Anna Jensen anna@x.dk, 2 personer",
     "attendance came:[1,4,7]; " ADDS(ANNA(1))},
    {LIST, "Kom også: Anna Jensen anna@x.dk\nMødt: 1,4,7",
     ADDS(ANNA(0)) "; attendance came:[1,4,7]"},
    /* said to be unclear, and nothing guessed */
    {LIST, "tilføj: Anna Jensen, 2 personer", UNCLEAR("Anna Jensen, 2 personer")},
    {LIST, "tilføj: Anna Jensen anna@x.dk, 2", UNCLEAR("Anna Jensen anna@x.dk, 2")},
    {LIST, "Kommer også: Anna Jensen anna@x.dk, men hun kommer alligevel ikke",
     UNCLEAR("Anna Jensen anna@x.dk, men hun kommer alligevel ikke")},
    {LIST, "tilføj: Anna Jensen\nOle Bang ole@x.dk",
     "guest-add people:[" OLE(0) "] unclear:[Anna Jensen]"},
    /* nothing of it */
    {LIST, "Anna Jensen anna@x.dk", ""},
    {LIST, "Anna Jensen anna@x.dk kommer ikke", ""},
    {"none", "tilføj: Anna Jensen anna@x.dk", ""},
};

int main(void)
{
    return run_replies("understand/additions", rows, G_N_ELEMENTS(rows));
}
