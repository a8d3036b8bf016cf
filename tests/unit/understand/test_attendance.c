/* Who came, from an answer to the guest list: one row, one thing that staff could write. */
#include "support/replies.h"

#define LIST "guest-list"

static const struct reply rows[] = {
    {LIST, "mødt: 1,4,7", "attendance came:[1,4,7]"},
    {LIST, "Mødt: 1, 4 og 7", "attendance came:[1,4,7]"},
    {LIST, "MØDT 1 4 7", "attendance came:[1,4,7]"},
    {LIST, "moedt: 1 4 7", "attendance came:[1,4,7]"},
    {LIST, "1,4,7", "attendance came:[1,4,7]"},
    {LIST, "1 4 7", "attendance came:[1,4,7]"},
    {LIST, "1.4.7", "attendance came:[1,4,7]"},
    {LIST, "1, 4 og 7 kom", "attendance came:[1,4,7]"},
    {LIST, "Nr. 1, 4 og 7 var der", "attendance came:[1,4,7]"},
    {LIST, "1-5", "attendance came:[1,2,3,4,5]"},
    {LIST, "1 - 5", "attendance came:[1,2,3,4,5]"},
    {LIST, "1–5 og 8", "attendance came:[1,2,3,4,5,8]"},
    {LIST, "1 til 5 mødte op", "attendance came:[1,2,3,4,5]"},
    {LIST, "fra 2 til 4", "attendance came:[2,3,4]"},
    {LIST, "1-5 og 8 kom, 6 udeblev", "attendance came:[1,2,3,4,5,8] absent:[6]"},
    {LIST, "1-5 og 8 var der", "attendance came:[1,2,3,4,5,8]"},
    {LIST, "alle undtagen 3", "attendance absent:[3]"},
    {LIST, "Alle undtagen 3 og 5", "attendance absent:[3,5]"},
    {LIST, "Alle på nær nr. 3", "attendance absent:[3]"},
    {LIST, "Alle kom undtagen 2", "attendance absent:[2]"},
    {LIST, "alle minus 4", "attendance absent:[4]"},
    {LIST, "ingen undtagen 3", "attendance came:[3]"},
    {LIST, "alle kom", "attendance absent:[]"},
    {LIST, "Alle", "attendance absent:[]"},
    {LIST, "alle mødte op", "attendance absent:[]"},
    {LIST, "ingen", "attendance came:[]"},
    {LIST, "Der kom ingen", "attendance came:[]"},
    {LIST, "Udeblevet: 2, 6", "attendance absent:[2,6]"},
    {LIST, "2 og 6 kom ikke", "attendance absent:[2,6]"},
    {LIST, "Nr. 2 mødte ikke op", "attendance absent:[2]"},
    {LIST, "Ikke mødt: 2, 6", "attendance absent:[2,6]"},
    {LIST, "afbud: 3", "attendance absent:[3]"},
    {LIST, "3 var syg", "attendance absent:[3]"},
    {LIST, "3 manglede", "attendance absent:[3]"},
    {LIST, "Mødt: 2, 3, 5 og 6\nUdeblevet: 1, 4, 7, 8",
     "attendance came:[2,3,5,6] absent:[1,4,7,8]"},
    {LIST, "Mødt: 1,2\nUdeblev: 3", "attendance came:[1,2] absent:[3]"},
    {LIST, "1, 2 og 4 kom. 3 udeblev.", "attendance came:[1,2,4] absent:[3]"},
    {LIST, "to og fire kom", "attendance came:[2,4]"},
    {LIST, "Hej\n\nmødt: 1,4,7\n\nVh Lone", "attendance came:[1,4,7]"},
    /* the room is smaller now */
    {LIST, "venteliste: 12, 14", "seats waiting:[12,14]"},
    {LIST, "Sæt 12 og 14 på ventelisten", "seats waiting:[12,14]"},
    {LIST, "VENTELISTE", "seats waiting:[]"},
    {LIST, "Ja, flyt dem til ventelisten", "seats waiting:[]"},
    {LIST, "behold", "seats keep:true"},
    {LIST, "Behold alle", "seats keep:true"},
    {LIST, "Alle beholder pladsen", "seats keep:true"},
    {LIST, "Lad dem komme", "seats keep:true"},
    {LIST, "alle undtagen 3 på venteliste", ""},
    {LIST, "Behold alle. Venteliste: 3", ""},
    {LIST, "Mødt: 1, 2\nVenteliste: 3", ""},
    /* nothing of it */
    {LIST, "Mødt: 1,2,3. Udeblevet: 3", ""},
    {LIST, "Hvem er nr. 3?", "question"},
    {LIST, "Tak for listen", "none"},
    {LIST, "Jeg sender den senere", ""},
    {"none", "mødt: 1,4,7", ""},
};

int main(void)
{
    return run_replies("understand/attendance", rows, G_N_ELEMENTS(rows));
}
