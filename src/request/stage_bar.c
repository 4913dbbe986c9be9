/* SPDX-License-Identifier: EUPL-1.2 */
/* The stage bar of nine cells, and whose turn it is at each stage. */
#include "request/stage_bar.h"

#include "base/tr.h"
#include "request/inner.h"
#include "request/statements.h"

enum {
    CELLS = 9,
    CELL_CHECK = 3,
    CELL_SEARCH = 4,
    CELL_TEST = 5,
    CELL_DECISION = 6,
    CELL_TASK = 7,
    CELL_DEPLOYMENT = 8
};

static const char *const cells[CELLS] = {
    N_("Need"),     N_("Submission"), N_("Check"),      N_("Civil search"), N_("Test"),
    N_("Decision"), N_("Tasking"),    N_("Deployment"), N_("Finishing"),
};

/* Stage by stage: the cell it lies in, and who is next to do what. */
static const struct turn turns[] = {
    { "DRAFT", 1, "requester", "sign_request", N_("Sign the request, or ask by phone.") },
    { "ORAL", 2, "tester", "will_can_may", N_("Test will, can, may on the oral request.") },
    { "SUBMITTED", 3, "desk", "desk_check", N_("Check form, competence and basis.") },
    { "RETURNED", 2, "requester", "submit_request", N_("Mend the form and submit it again.") },
    { "CHECKED", 4, "desk", "civil_search", N_("Look for civil means, or pass to Defence.") },
    { "CIVIL_SEARCH", 4, "desk", "pass_to_defence",
      N_("Pass to Defence what civil means do not cover.") },
    { "AT_DEFENCE", 5, "tester", "will_can_may", N_("Test will, can, may.") },
    { "ASSESSING", 5, "decider", "decide", N_("Decide on the request.") },
    { "OFFERED", 5, "requester", "answer_offer", N_("Answer the offer of another means.") },
    { "AWAIT_CONCUR", 6, "concurrer", "concur", N_("Agree, or say why not.") },
    { "GRANTED", 7, "tasker", "task", N_("Give the tasking.") },
    { "PARTLY_GRANTED", 7, "tasker", "task", N_("Give the tasking.") },
    { "REFUSED", 6, "requester", "close", N_("Close the file.") },
    { "TASKED", 7, "unit", "depart", N_("Leave for the place of deployment.") },
    { "EN_ROUTE", 8, "unit", "arrive", N_("Report arrival and hand over to the field authority.") },
    { "DEPLOYED", 8, "authority", "release", N_("Release the unit, or ask for an extension.") },
    { "EXTENSION", 8, "decider", "decide_extension", N_("Answer the extension.") },
    { "REBASED", 8, "authority", "release", N_("Release the unit from this request.") },
    { "RELEASED", 9, "unit", "return_home", N_("Report that the unit is home.") },
    { "RECALLED", 9, "unit", "return_home", N_("Report that the unit is home.") },
    { "RETURNED_HOME", 9, "finance", "settle_cost", N_("Settle the additional costs.") },
    { "SETTLED", 9, "evaluator", "evaluate", N_("Evaluate the deployment.") },
    { "EVALUATED", 9, "evaluator", "close", N_("Close the file.") },
    { "WITHDRAWN", 9, "requester", "close", N_("Close the file.") },
    { "CLOSED", 9, NULL, NULL, NULL },
};

const struct turn *turn_of(struct text stage, bool is_signed)
{
    static const struct turn sends = { "DRAFT", 1, "requester", "submit_request",
                                       N_("Submit the signed request.") };

    if (is_signed && text_is(stage, "DRAFT"))
        return &sends;
    for (size_t i = 0; i < sizeof(turns) / sizeof(turns[0]); i++)
        if (text_is(stage, turns[i].stage))
            return &turns[i];
    return NULL;
}

/* Cells that the request passed by: no check or search on record (an oral start goes straight to
 * the test), nothing after a refusal or a withdrawal. */
static void mark(const struct rows *r, bool skipped[CELLS + 1])
{
    struct text stage = rows_peek(r, 0);
    bool is_ended = text_is(stage, "REFUSED") || text_is(stage, "WITHDRAWN");

    skipped[CELL_CHECK] = !rows_bool(r, 1);
    skipped[CELL_SEARCH] = !rows_bool(r, 2);
    skipped[CELL_TEST] = !rows_bool(r, 3);
    skipped[CELL_DECISION] = !rows_bool(r, 4);
    skipped[CELL_TASK] = is_ended || !rows_bool(r, 4);
    skipped[CELL_DEPLOYMENT] = is_ended || !rows_bool(r, 4);
}

void json_stage_bar(struct json *out, struct tx *tx, struct id request)
{
    struct rows *r = tx_query(tx, SQL_REQUEST_STAGE_MARKS, VAL(request));
    bool skipped[CELLS + 1] = { false };
    const struct turn *turn = NULL;

    while (rows_next(r)) {
        turn = turn_of(rows_peek(r, 0), false);
        mark(r, skipped);
    }
    json_name(out, "stage_bar");
    json_list(out);
    for (int i = 1; turn && i <= CELLS; i++) {
        json_open(out);
        json_put_int(out, "step", i);
        json_put_words(out, "words", "cell", cells[i - 1]);
        json_put_bool(out, "is_done", i < turn->cell && !skipped[i]);
        json_put_bool(out, "is_now", i == turn->cell);
        json_put_bool(out, "is_skipped", i < turn->cell && skipped[i]);
        json_put_bool(out, "is_ahead", i > turn->cell);
        json_close(out);
    }
    json_list_end(out);
    json_put_int(out, "stage_step", turn ? turn->cell : 0);
}
