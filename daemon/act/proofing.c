#include "act/proofing.h"

#include <string.h>

#include "act/edits.h"
#include "act/newsletter.h"
#include "act/newsletter_proof.h"
#include "act/staff.h"
#include "base/failure.h"
#include "base/file.h"
#include "compose/check.h"
#include "compose/fields.h"
#include "store/approval.h"
#include "understand/cpr.h"

#define FILE_LIMIT (1024u * 1024u)

/* An answer in hand, and the letter that tells staff what came of it. */
struct answer {
    struct matter *matter;
    struct approval_proof *proof;
    json_t *fields; /* of the letter staff-proofed */
};

bool proofing_concerns(const struct matter *matter)
{
    return matter->proved && matter->person != NULL && matter->person->role == PERSON_STAFF &&
           g_strcmp0(matter->proof->replies, "proof") == 0;
}

static void set(const struct answer *answer, const char *name, const char *value)
{
    g_assert(json_object_set_new(answer->fields, name, json_string(value)) == 0);
}

static bool tell_staff(const struct answer *answer, GError **error)
{
    const struct matter *matter = answer->matter;
    const char *name = matter->person->name;
    set(answer, "nummer", answer->proof->issue);
    set(answer, "medarbejdernavn", *name != '\0' ? name : person_address(matter->person));
    return staff_tell(matter->office, &matter->cause, "staff-proofed", answer->fields, error);
}

static bool send_again(const struct answer *answer, GError **error)
{
    unsigned mails = 0;
    return proof_send_staff(answer->matter->office, &answer->matter->cause, answer->proof->issue,
                            &mails, error);
}

/* `why`: a word of [da.proofs]. */
static void set_fault(const struct answer *answer, const char *why)
{
    set(answer, "fejl", templates_word(answer->matter->office->templates, "da", "proofs", why));
}

/* The first thing that check has against the issue. Whether there is any. */
static bool set_finding(const struct answer *answer, const GPtrArray *findings)
{
    for (guint at = 0; findings != NULL && at < findings->len; at++) {
        const struct finding *finding = findings->pdata[at];
        if (finding->stops) {
            g_autofree char *text =
                g_strdup_printf("%s:%u: %s", finding->file, finding->line, finding->text);
            set(answer, "fejl", text);
            return true;
        }
    }
    return false;
}

/* What a person can mend becomes a sentence in the letter, everything else stops the round. */
static bool is_theirs(GError **failure, const struct answer *answer, GError **error)
{
    int code = (*failure)->code;
    if (code != FAILURE_INPUT && code != FAILURE_PERMANENT && code != FAILURE_NOT_FOUND) {
        g_propagate_error(error, g_steal_pointer(failure));
        return false;
    }
    set_fault(answer, "refused");
    g_clear_error(failure);
    return true;
}

static bool approve(const struct answer *answer, GError **error)
{
    const struct office *office = answer->matter->office;
    g_autofree char *names = approval_names(office->store, answer->proof, error);
    g_autoptr(GPtrArray) findings = NULL;
    g_autoptr(GError) failure = NULL;
    if (names == NULL) {
        return false;
    }
    if (!newsletter_approve_within(office, answer->proof->issue, names, &findings, &failure)) {
        if (!is_theirs(&failure, answer, error)) {
            return false;
        }
        set_finding(answer, findings); /* says more, when there is one */
        return tell_staff(answer, error);
    }
    SCOPED(issue) struct issue *issue = issue_get(office->store, answer->proof->issue, error);
    if (issue == NULL) {
        return false;
    }
    g_autofree char *when =
        templates_date(office->templates, "da", office->clock, issue->due, true);
    set(answer, "godkendtaf", names);
    set(answer, "udsendes", when);
    matter_effect(answer->matter, "approved");
    return tell_staff(answer, error);
}

/* One more who says OK. */
static bool count(const struct answer *answer, GError **error)
{
    struct matter *matter = answer->matter;
    int64_t needed = config_number(matter->office->config, CONFIG_NEWSLETTER_APPROVALS);
    int64_t given = 0;
    if (!approval_give(matter->office->store, &matter->cause, answer->proof, matter->person->id,
                       &given, error)) {
        return false;
    }
    if (given >= needed) {
        return approve(answer, error);
    }
    g_autofree char *left = g_strdup_printf("%d", (int)(needed - given));
    set(answer, "mangler", left);
    matter_effect(matter, "counted");
    return tell_staff(answer, error);
}

static char *path_of(const struct answer *answer)
{
    g_autofree char *file = g_strdup_printf("%s.md", answer->proof->issue);
    return g_build_filename(templates_directory(answer->matter->office->templates), "newsletter",
                            file, NULL);
}

/* Says of each correction whether it was made; the document with those that were. */
static char *apply_all(const struct answer *answer, const GPtrArray *edits, const char *document,
                       unsigned *made)
{
    static const char *const words[] = {[EDIT_DONE] = "edit-done",
                                        [EDIT_MISSING] = "edit-missing",
                                        [EDIT_SEVERAL] = "edit-several",
                                        [EDIT_TAG] = "edit-tag"};
    char *now = g_strdup(document);
    g_autoptr(GString) said = g_string_new(NULL);
    for (guint at = 0; at < edits->len; at++) {
        const struct edit *edit = g_ptr_array_index(edits, at);
        enum edit_result result = EDIT_DONE;
        char *next = edit_apply(edit, now, &result);
        if (next != NULL) {
            g_free(now);
            now = next;
            *made += 1;
        }
        g_string_append_printf(
            said, "%s\"%s\" -> \"%s\": %s", said->len > 0 ? "\n" : "", edit->from, edit->to,
            templates_word(answer->matter->office->templates, "da", "edits", words[result]));
    }
    g_autofree char *masked = cpr_mask(said->str);
    set(answer, "rettelser", masked);
    return now;
}

static bool has_errors(const struct answer *answer)
{
    const struct office *office = answer->matter->office;
    json_auto_t *site = fields_site(office->config);
    templates_forget_issue(office->templates, answer->proof->issue);
    g_autoptr(GPtrArray) findings =
        check_issue(office->templates, office->clock, site, answer->proof->issue, NULL);
    return set_finding(answer, findings);
}

/* Writes the corrected file; what was there comes back when it has an error then. */
static bool rewrite(const struct answer *answer, const char *path, const char *before,
                    const char *after, bool *kept, GError **error)
{
    g_autoptr(GError) failure = NULL;
    *kept = false;
    if (!file_write(path, after, strlen(after), 0640, &failure)) {
        set_fault(answer, "unwritable");
        return true;
    }
    *kept = !has_errors(answer);
    return *kept || file_write(path, before, strlen(before), 0640, error);
}

static bool correct(const struct answer *answer, const GPtrArray *edits, GError **error)
{
    g_autofree char *path = path_of(answer);
    g_autoptr(GError) failure = NULL;
    g_autofree char *before = file_read_text(path, FILE_LIMIT, &failure);
    if (before == NULL) {
        set_fault(answer, "unreadable");
        return tell_staff(answer, error);
    }
    unsigned made = 0;
    bool kept = false;
    g_autofree char *after = apply_all(answer, edits, before, &made);
    bool rehearsal = answer->matter->cause.inbound == 0; /* `explain` changes no file */
    if (made > 0 && !rehearsal && !rewrite(answer, path, before, after, &kept, error)) {
        return false;
    }
    matter_effect(answer->matter, kept ? "corrected" : "not-corrected");
    set(answer, "rettet", kept ? "ja" : "");
    return tell_staff(answer, error) && (!kept || send_again(answer, error));
}

/* Whether the issue still says what the proof showed. */
static bool is_current(const struct answer *answer, bool *current, GError **error)
{
    g_autoptr(GError) failure = NULL;
    g_autofree char *hash = newsletter_hash(answer->matter->office, answer->proof->issue, &failure);
    *current = hash != NULL && strcmp(hash, answer->proof->hash) == 0;
    return hash != NULL || is_theirs(&failure, answer, error);
}

static bool carry_out(const struct answer *answer, GError **error)
{
    const struct verdict *verdict = answer->matter->verdict;
    const struct verdict_intent *intent = verdict_intent(verdict, "approve");
    g_autoptr(GPtrArray) edits = edits_read(verdict->text);
    if (edits->len > 0) {
        return correct(answer, edits, error);
    }
    bool yes = intent != NULL && g_strcmp0(verdict_slot(intent, "answer"), "yes") == 0;
    bool current = false;
    if (yes && !is_current(answer, &current, error)) {
        return false;
    }
    if (current) {
        return count(answer, error);
    }
    if (yes) {
        matter_effect(answer->matter, "changed");
        set(answer, "aendret", "ja");
        return tell_staff(answer, error) &&
               (json_object_get(answer->fields, "fejl") != NULL || send_again(answer, error));
    }
    g_autofree char *text = cpr_mask(verdict->text);
    set(answer, "bemaerkning", text);
    matter_effect(answer->matter, "remark");
    return tell_staff(answer, error);
}

bool proofing_act(struct matter *matter, GError **error)
{
    g_autoptr(GError) failure = NULL;
    SCOPED(approval_proof)
    struct approval_proof *proof =
        approval_proof_get(matter->office->store, matter->proof->outgoing, &failure);
    if (failure != NULL) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    if (proof == NULL) {
        matter->why_human = "later"; /* a proof of before they could be answered */
        return true;
    }
    json_auto_t *fields = json_object();
    const struct answer answer = {matter, proof, fields};
    matter->answered = true; /* by what staff are told */
    return carry_out(&answer, error);
}
