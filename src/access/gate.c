/* SPDX-License-Identifier: EUPL-1.2 */
/* The gate: who may act, who may see. Asked by the kernel for every act and every look. */
#include <assert.h>

#include "access/inner.h"
#include "access/statements.h"
#include "base/tr.h"

/* ---- may ---- */

/* Who may, in words, for each role of domain/reference; a whole sentence each, for the translator.
 */
static const struct {
    const char *role, *why;
} role_words[] = {
    { "ROLE_REQUESTER", N_("Only an office that may ask for assistance may do this.") },
    { "ROLE_PREPARER", N_("Only an office that prepares requests may do this.") },
    { "ROLE_LOCC", N_("Only the national coordination desk (LOCC, NCC) may do this.") },
    { "ROLE_DOPS", N_("Only the operations desk of Defence (DOPS) may do this.") },
    { "ROLE_DJZ", N_("Only a lawyer of Defence (DJZ) may do this.") },
    { "ROLE_MINISTER_JENV", N_("Only the Minister of Justice and Security may do this.") },
    { "ROLE_MINISTER_DEF", N_("Only the Minister of Defence may do this.") },
    { "ROLE_TOC", N_("Only the Territorial Operations Centre (TOC) may do this.") },
    { "ROLE_HOLDER", N_("Only an office that holds capacity may do this.") },
    { "ROLE_FIELD_AUTH", N_("Only an office with authority in the field may do this.") },
    { "ROLE_CDK", N_("Only the King's Commissioner may do this.") },
    { "ROLE_FINANCE", N_("Only an office for settlement of costs may do this.") },
    { "ROLE_EVALUATOR", N_("Only an evaluator may do this.") },
    { "ROLE_AUDITOR", N_("Only the auditor may do this.") },
};

static const char *const ask_them =
    N_("Ask that office, or sign in as that office if you hold it.");

/* Invariant of access.h, "First acts": who, and that there is no administrator yet. */
static bool is_first_actor(const struct viewer *by, struct tx *tx)
{
    return id_is_none(by->office) && text_is(by->actor, "init") && text_is(by->channel, "import") &&
           !tx_has(tx, SQL_CODE_EVER_HELD, VAL(OFFICE_ADMIN));
}

static bool is_first_act(const struct entry *entry, struct tx *tx)
{
    static const char *const first[] = { "open_space", "register_organisation", "register_place",
                                         "register_office", "appoint_holder" };
    bool is_named = false;

    for (size_t i = 0; i < sizeof(first) / sizeof(first[0]); i++)
        is_named = is_named || text_is(text_of(entry->action->name), first[i]);
    return is_named && is_first_actor(&entry->by, tx);
}

static bool word_admits(struct tx *tx, const struct office *o, struct text word)
{
    bool is_clock = text_is(o->code, OFFICE_CLOCK);

    if (text_starts(word, T("role:")))
        return office_has_role(tx, o->id, text_slice(word, 5, word.len));
    if (text_starts(word, T("office:")))
        return text_same(o->code, text_slice(word, 7, word.len));
    if (text_is(word, "clock"))
        return is_clock;
    if (text_is(word, "admin"))
        return text_is(o->code, OFFICE_ADMIN);
    if (text_is(word, "anybody") || text_is(word, "route") || text_starts(word, T("rule:")))
        return !is_clock;
    return false; /* deny by default: a word that nobody knows admits nobody */
}

/* The words that the titles of all offices with this code begin with: which of them is meant
 * follows from the place, and the gate does not know it. One office gives its whole title. */
static struct text title_of_code(struct tx *tx, struct text code, struct instant when)
{
    struct rows *r = tx_query(tx, SQL_OFFICE_TITLES, VAL(code), VAL(when));
    struct text all = T("");

    while (rows_next(r)) {
        struct text title = rows_text(r, 0);
        size_t n = 0;

        if (all.len == 0 || text_same(all, title)) {
            all = title;
            continue;
        }
        while (n < all.len && n < title.len && all.at[n] == title.at[n])
            n++;
        while (n > 0 && n < all.len && all.at[n] != ' ')
            n--;
        if (n > 0)
            all = text_slice(all, 0, n);
    }
    return all.len > 0 ? all : code;
}

static void forbid_by_word(const struct entry *entry, struct tx *tx, struct verdict *verdict,
                           struct text word)
{
    const char *why = N_("Your office may not do this.");
    struct text name = T("");
    struct verdict_item *item;

    if (text_starts(word, T("role:"))) {
        for (size_t i = 0; i < sizeof(role_words) / sizeof(role_words[0]); i++)
            if (text_is(text_slice(word, 5, word.len), role_words[i].role))
                why = role_words[i].why;
    } else if (text_starts(word, T("office:"))) {
        why = N_("Only {office} may do this.");
        name = title_of_code(tx, text_slice(word, 7, word.len), entry->recorded_at);
    } else if (text_is(word, "clock")) {
        why = N_("Only the clock of the system does this.");
    } else if (text_is(word, "admin")) {
        why = N_("Only the administrator may do this.");
    } else {
        why = N_("The clock of the system may not do this.");
    }
    item = verdict_forbid(verdict, "MAY_NOT", "", why, ask_them);
    verdict_cite(
        item,
        text_starts(word, T("role:"))
            ? text_printf(verdict->arena, "roles: %.*s", TEXT_FMT(text_slice(word, 5, word.len)))
            : T("roles"),
        T(""));
    if (!text_is_empty(name))
        verdict_hole(item, verdict->arena, "office", name);
}

/* The viewer's own office, valid and held; false after a refusal. */
static bool own_office(const struct entry *entry, struct tx *tx, struct verdict *verdict,
                       struct office *own)
{
    if (id_is_none(entry->by.office) || text_is_empty(entry->by.actor)) {
        verdict_forbid(verdict, "NOT_SIGNED_IN", "", N_("You have not signed in as an office."),
                       N_("Sign in, then choose the office you act for."));
        return false;
    }
    if (office_get(tx, entry->by.office, entry->recorded_at, own) != OK) {
        verdict_forbid(verdict, "OFFICE_NOT_VALID", "",
                       N_("The office you act for is not valid at this moment."),
                       N_("Sign in as an office that is valid now."));
        return false;
    }
    if (!holder_is(tx, own->id, entry->by.actor, entry->recorded_at)) {
        struct verdict_item *item = verdict_forbid(
            verdict, "OFFICE_NOT_HELD", "", N_("You do not hold the office of {office} now."),
            N_("Sign in as an office you hold, or ask the administrator to appoint you."));
        verdict_hole(item, verdict->arena, "office", own->title);
        return false;
    }
    return true;
}

static void gate_may(const struct entry *entry, const void *fields, struct tx *tx,
                     struct verdict *verdict)
{
    struct text words = text_of(entry->action->may), rest = words, word;
    struct office own;

    (void)fields;
    if (is_first_act(entry, tx) || !own_office(entry, tx, verdict, &own))
        return;
    if (office_has_role(tx, own.id, T("ROLE_AUDITOR"))) {
        struct verdict_item *item = verdict_forbid(
            verdict, "AUDITOR_READS", "", N_("The auditor reads everything and changes nothing."),
            N_("Leave the act to the office that is competent."));
        verdict_cite(item, T("roles: ROLE_AUDITOR"), T(""));
        return;
    }
    if (!id_is_none(entry->by.mandate) && !tx_has(tx, SQL_MANDATE_IN_FORCE, VAL(entry->by.mandate),
                                                  VAL(own.id), VAL(entry->recorded_at)))
        verdict_forbid(verdict, "MANDATE_NOT_VALID", "mandate",
                       N_("The mandate you act under does not hold for your office now."),
                       N_("Act without it, or ask for a new mandate."));
    while (text_cut(&rest, '|', &word))
        if (word_admits(tx, &own, text_trim(word)))
            return;
    rest = words;
    while (text_cut(&rest, '|', &word))
        forbid_by_word(entry, tx, verdict, text_trim(word));
    if (text_is_empty(words))
        forbid_by_word(entry, tx, verdict, T("nobody"));
}

/* ---- sees ---- */

static bool concerns(struct tx *tx, const struct statement *st, struct id thing,
                     const struct office *o)
{
    struct text kind = o->code, org = T("");
    char who[ID_TEXT_MAX];
    /* '' is no organisation and no instance: a row never holds it. */

    id_write(o->id, who);
    text_cut(&kind, '.', &org); /* "VWS.minister": every minister is "*.minister" */
    if (st == SQL_AUDIENCE_HAS)
        return tx_has(tx, st, VAL(thing), VAL((const char *)who), VAL(o->org), VAL(o->instance),
                      VAL(o->id), VAL(o->code),
                      VAL(text_printf(tx_arena(tx), "*.%.*s", TEXT_FMT(kind))));
    return tx_has(tx, st, VAL(thing), VAL((const char *)who), VAL(o->org), VAL(o->instance));
}

static bool word_shows(struct tx *tx, const struct office *o, struct text word, struct id thing)
{
    if (text_is(word, "offices") || text_is(word, "self"))
        return true;
    if (text_is(word, "auditor"))
        return text_is(o->code, OFFICE_ADMIN) || office_has_role(tx, o->id, T("ROLE_AUDITOR"));
    if (text_is(word, "parties"))
        return id_is_none(thing) || tx_has(tx, SQL_OFFICE_READS_PARTIES, VAL(o->id)) ||
               concerns(tx, SQL_AUDIENCE_HAS, thing, o);
    if (text_is(word, "holder"))
        return id_is_none(thing) || tx_has(tx, SQL_OFFICE_READS_HOLDINGS, VAL(o->id)) ||
               concerns(tx, SQL_AUDIENCE_HOLDS, thing, o);
    return false;
}

static bool gate_sees(struct tx *tx, const struct viewer *viewer, const char *audience,
                      struct id thing, struct instant now)
{
    struct text rest = text_of(audience), word;
    struct office own;

    while (text_cut(&rest, '|', &word))
        if (text_is(text_trim(word), "public"))
            return true;
    if (id_is_none(viewer->office))
        return is_first_actor(viewer, tx); /* the office just made is appointed a holder */
    if (office_get(tx, viewer->office, now, &own) != OK ||
        !holder_is(tx, own.id, viewer->actor, now))
        return false;
    rest = text_of(audience);
    while (text_cut(&rest, '|', &word))
        if (word_shows(tx, &own, text_trim(word), thing))
            return true;
    return false;
}

bool look_sees(const struct look *look, const char *audience, struct id thing)
{
    return gate_sees(look->tx, look->viewer, audience, thing, look->now);
}

bool look_has_role(const struct look *look, const char *role)
{
    return !id_is_none(look->viewer->office) &&
           office_has_role(look->tx, look->viewer->office, text_of(role));
}

bool look_has_code(const struct look *look, const char *code)
{
    struct office own;

    return !id_is_none(look->viewer->office) &&
           office_get(look->tx, look->viewer->office, look->now, &own) == OK &&
           text_is(own.code, code);
}

const struct gate access_gate = { .may = gate_may, .sees = gate_sees };
