/* A yes that may be to a later meeting than the one the mail is about: it is only guessed, so the
 * sender is asked. */
#include "support/replies.h"

#define INVITE "invitation"

static const struct reply rows[] = {
    {INVITE, "Ja, men først i februar", "?attend yes 0"},
    {INVITE, "Ja tak, men først til næste møde", "?attend yes 0"},
    {INVITE, "Jeg vil gerne komme, men først i marts.", "?attend yes 0"},
    {INVITE, "Ja tak, men ikke før i februar", "?attend yes 0"},
    {INVITE, "Ja tak, til mødet i februar", "?attend yes 0"},
    {INVITE, "Ja, i februar", "?attend yes 0"},
    {INVITE, "Ja, men tidligst om 2 måneder", "?attend yes 0"},
    {INVITE, "Ja, jeg kan først i februar", "?attend yes 0"},
    {INVITE, "Ja, det sidste af dem", "?attend yes 0"},
    {INVITE, "Ja tak. Jeg begynder først i praktik i februar.", "attend yes 0"},
    {INVITE, "Ja, jeg kommer den 5. februar", "attend yes 0"},
    {INVITE, "Ja tak, jeg har ventet siden februar", "attend yes 0"},
};

int main(void)
{
    return run_replies("understand/attend_later", rows, G_N_ELEMENTS(rows));
}
