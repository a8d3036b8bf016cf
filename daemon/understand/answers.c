#include "understand/answers.h"

#include "understand/attend.h"
#include "understand/attendance.h"
#include "understand/choose.h"
#include "understand/progress.h"

void answers_find(struct search *search)
{
    attend_find(search);
    choose_find(search);
    outcome_find(search);
    job_state_find(search);
    reveal_find(search);
    attendance_find(search);
}
