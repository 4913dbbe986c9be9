/* SPDX-License-Identifier: EUPL-1.2 */
/* The account of the lines: a pure calculation on one line, and its storing. */
#include "request/account.h"

#include <assert.h>

#include "base/tr.h"
#include "request/inner.h"
#include "request/statements.h"

struct line_account account_new(int64_t asked)
{
    return (struct line_account){ .asked = asked, .open = asked, .granted = INT_NONE };
}

static bool adds_up(const struct line_account *l)
{
    return l->open >= 0 && l->met >= 0 && l->partly >= 0 && l->substituted >= 0 &&
           l->withdrawn >= 0 && l->refused >= 0 &&
           l->asked == l->open + l->met + l->partly + l->substituted + l->withdrawn + l->refused;
}

struct line_account account_answered(struct line_account line, enum account_answer answer,
                                     int64_t granted)
{
    int64_t answered = line.asked - line.withdrawn;
    bool is_said = answer != ANSWER_PARTLY || granted != INT_NONE;
    struct line_account after = { .asked = line.asked,
                                  .withdrawn = line.withdrawn,
                                  .is_other_means = line.is_other_means };

    if (answer == ANSWER_REFUSED)
        granted = 0;
    else if (granted == INT_NONE || granted > answered)
        granted = answered;
    after.granted = is_said ? granted : INT_NONE;
    after.refused = answered - granted;
    if (line.is_other_means)
        after.substituted = granted;
    else if (is_said && granted == answered)
        after.met = granted;
    else
        after.partly = granted;
    assert(adds_up(&after));
    return after;
}

struct line_account account_withdrawn(struct line_account line)
{
    line.withdrawn = line.asked - line.refused;
    line.open = line.met = line.partly = line.substituted = 0;
    assert(adds_up(&line));
    return line;
}

const char *account_code(const struct line_account *line)
{
    if (line->open > 0)
        return line->is_other_means ? "substituted" : "asked";
    if (line->substituted > 0)
        return "substituted";
    if (line->partly > 0)
        return "partly";
    if (line->met > 0)
        return "met";
    return line->withdrawn > 0 ? "withdrawn" : "refused";
}

bool account_is_unsaid(const struct line_account *line)
{
    return line->partly + line->substituted > 0 && line->granted == INT_NONE;
}

/* ---- stored ---- */

enum { COLUMN_ACCOUNT = 4 }; /* of REQUEST_LINES_OF: granted_amount and what follows it */

static struct line_account read_line(const struct rows *r)
{
    return (struct line_account){
        .asked = rows_int(r, 2),
        .granted = rows_int(r, COLUMN_ACCOUNT),
        .is_other_means = rows_int(r, COLUMN_ACCOUNT + 1) == 1,
        .open = rows_int(r, COLUMN_ACCOUNT + 2),
        .met = rows_int(r, COLUMN_ACCOUNT + 3),
        .partly = rows_int(r, COLUMN_ACCOUNT + 4),
        .substituted = rows_int(r, COLUMN_ACCOUNT + 5),
        .withdrawn = rows_int(r, COLUMN_ACCOUNT + 6),
        .refused = rows_int(r, COLUMN_ACCOUNT + 7),
    };
}

/* The accounts by line number from 1; lines of a form are numbered without gaps. */
static int64_t load(struct tx *tx, struct id request, struct line_account out[LINES_MAX])
{
    struct rows *r = tx_query(tx, SQL_REQUEST_LINES_OF, VAL(request));
    int64_t n = 0;

    while (rows_next(r))
        if (n < LINES_MAX)
            out[n++] = read_line(r);
    return n;
}

static void store(struct tx *tx, struct id request, int64_t line, const struct line_account *l)
{
    tx_exec(tx, SQL_REQUEST_LINE_ACCOUNT, VAL(request), VAL(line), VAL(l->granted),
            VAL(l->is_other_means), VAL(l->open), VAL(l->met), VAL(l->partly), VAL(l->substituted),
            VAL(l->withdrawn), VAL(l->refused));
}

static int64_t amount_of(const struct granted_line *lines, int64_t n, int64_t line)
{
    for (int64_t i = 0; i < n; i++)
        if (lines[i].line == line)
            return lines[i].amount;
    return INT_NONE;
}

enum result account_decide(struct tx *tx, struct id request, enum account_answer answer,
                           const struct granted_line *lines, int64_t n)
{
    struct line_account all[LINES_MAX];
    int64_t count = load(tx, request, all);

    for (int64_t i = 0; i < count; i++) {
        struct line_account after = account_answered(all[i], answer, amount_of(lines, n, i + 1));

        store(tx, request, i + 1, &after);
    }
    return tx_result(tx);
}

enum result account_withdraw(struct tx *tx, struct id request)
{
    struct line_account all[LINES_MAX];
    int64_t count = load(tx, request, all);

    for (int64_t i = 0; i < count; i++) {
        struct line_account after = account_withdrawn(all[i]);

        store(tx, request, i + 1, &after);
    }
    return tx_result(tx);
}

enum result account_substitute(struct tx *tx, struct id request)
{
    return tx_exec(tx, SQL_REQUEST_LINES_OTHER_MEANS, VAL(request));
}

/* ---- shown ---- */

static const struct {
    const char *code, *words;
} codes[] = {
    { "asked", N_("asked") },
    { "met", N_("granted in full") },
    { "partly", N_("granted in part") },
    { "substituted", N_("other means accepted") },
    { "withdrawn", N_("withdrawn") },
    { "refused", N_("not granted") },
};

static void put_account(struct json *out, const struct line_account *l)
{
    struct text code = text_of(account_code(l));

    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
        if (text_is(code, codes[i].code))
            json_put_words(out, "account", codes[i].code, codes[i].words);
}

static void put_part(struct json *out, const char *code, const char *words, int64_t amount,
                     bool is_unsaid)
{
    if (amount == 0)
        return;
    json_open(out);
    json_put_words(out, "part", code, words);
    json_put_int(out, "amount", amount);
    json_put_bool(out, "is_unsaid", is_unsaid);
    json_close(out);
}

static void put_parts(struct json *out, const struct line_account *l)
{
    bool is_unsaid = account_is_unsaid(l);

    json_name(out, "parts");
    json_list(out);
    put_part(out, "open", N_("not answered yet"), l->open, false);
    put_part(out, "met", N_("granted"), l->met, false);
    put_part(out, "partly", N_("granted in part"), l->partly, is_unsaid);
    put_part(out, "substituted", N_("other means"), l->substituted, is_unsaid);
    put_part(out, "withdrawn", N_("withdrawn"), l->withdrawn, false);
    put_part(out, "refused", N_("not granted"), l->refused, false);
    json_list_end(out);
}

static void put_amounts(struct json *out, const struct line_account *l)
{
    bool has_granted = l->granted != INT_NONE;

    json_put_bool(out, "is_undecided", l->open > 0);
    json_put_bool(out, "has_granted", has_granted);
    json_put_int(out, "granted_amount", has_granted ? l->granted : 0);
    json_put_int(out, "open_amount", l->open);
    json_put_int(out, "met_amount", l->met);
    json_put_int(out, "partly_amount", l->partly);
    json_put_int(out, "substituted_amount", l->substituted);
    json_put_int(out, "withdrawn_amount", l->withdrawn);
    json_put_int(out, "refused_amount", l->refused);
    json_put_bool(out, "is_unsaid", account_is_unsaid(l));
}

void json_request_lines(struct json *out, struct tx *tx, struct id request)
{
    struct rows *r = tx_query(tx, SQL_REQUEST_LINES_OF, VAL(request));

    json_name(out, "lines");
    json_list(out);
    while (rows_next(r)) {
        struct line_account l = read_line(r);

        json_open(out);
        json_put_int(out, "line", rows_int(r, 0));
        json_put_choice(out, "effect_kind", "effect_kind", rows_text(r, 1));
        json_put_bool(out, "is_means", rows_is_null(r, 1));
        json_put_int(out, "amount", l.asked);
        json_put_choice(out, "unit", "unit", rows_text(r, 3));
        put_account(out, &l);
        put_amounts(out, &l);
        put_parts(out, &l);
        json_close(out);
    }
    json_list_end(out);
}
