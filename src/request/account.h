/* SPDX-License-Identifier: EUPL-1.2 */
/* request/account.h - what became of each line of a request, so that nothing asked is lost.
 *
 * Terms      asked: the amount of a line. open: nobody has answered this part yet. met: granted as
 *            asked. partly: granted where less than the line was granted, or where a grant in part
 *            does not say how much. substituted: granted with the other means that the requester
 *            accepted. withdrawn: given up by the requester. refused: not granted.
 * Invariants 1. asked = open + met + partly + substituted + withdrawn + refused, per line, always;
 *            none is below zero. 2. An answer covers the whole line but what was withdrawn: a later
 *            answer replaces an earlier one. 3. What is refused stays refused when the requester
 *            withdraws. 4. How much was granted is said or unknown, never guessed.
 * Uses       store/. Used by the acts of request/, and by later rooms' views. */
#ifndef REQUEST_ACCOUNT_H
#define REQUEST_ACCOUNT_H
#include "request/request.h"

enum account_answer {
    ANSWER_MET,    /* all that was asked */
    ANSWER_PARTLY, /* what the lines say; a line not named: in part, how much was not said */
    ANSWER_REFUSED,
};

/* In units of the line. */
struct line_account {
    int64_t asked, open, met, partly, substituted, withdrawn, refused;
    int64_t granted;     /* by the last answer; INT_NONE: not answered, or not said */
    bool is_other_means; /* the requester accepted other means for the same effect */
};
/* A line on which nobody acted yet. */
struct line_account account_new(int64_t asked);
/* The line after an answer; `granted` is the amount said for this line, INT_NONE when none was. */
struct line_account account_answered(struct line_account line, enum account_answer answer,
                                     int64_t granted);
struct line_account account_withdrawn(struct line_account line);
/* One code for the whole line: asked, met, partly, substituted, withdrawn, refused. */
const char *account_code(const struct line_account *line);
/* True when something is granted of which nobody said how much. */
bool account_is_unsaid(const struct line_account *line);

/* ---- for apply: the lines of one request ---- */
struct granted_line;
/* The answer of who decides (of two ministers: the second). `lines` name amounts of a grant; with
 * ANSWER_REFUSED they are not looked at. */
enum result account_decide(struct tx *tx, struct id request, enum account_answer answer,
                           const struct granted_line *lines, int64_t n);
/* The requester gives up: all that is not refused. Also when he declines what was offered. */
enum result account_withdraw(struct tx *tx, struct id request);
/* The requester accepts other means: what is granted from now on is a substitute. */
enum result account_substitute(struct tx *tx, struct id request);

/* ---- for pages ---- */
/* "lines": [{line, effect_kind, is_means, amount, unit, account, is_undecided, has_granted,
 * granted_amount, open_amount, met_amount, partly_amount, substituted_amount, withdrawn_amount,
 * refused_amount, is_unsaid, parts: [{part, amount, is_unsaid}]}]; parts are those above zero,
 * and their amounts make up what was asked. */
void json_request_lines(struct json *out, struct tx *tx, struct id request);

#endif
