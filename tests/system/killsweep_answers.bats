# plain only: it is about what is on disk; other stories walk the same code.
# As killsweep.bats: what answers of people do is done once, whichever process is killed.

load helpers
load killsweep

@test "a pause, a new address, what was guessed, a call: each once, and answered once" {
    swept inbound-wishes main understand
}

@test "what staff reply, an approval and a correction by mail: each once" {
    swept inbound-staff main understand
}

@test "invitations, a seat that is offered, a change, a cancellation: each guest hears of it once" {
    swept meeting main understand
}

@test "a job comes, its lists go to three people, one yes opens a talk, another one asks: each once" {
    swept match main understand
}

@test "a talk agreed, a trial, its end, a hiring, a follow-up, a reminder: each once" {
    swept hiring main understand
}
