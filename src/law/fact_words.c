/* SPDX-License-Identifier: EUPL-1.2 */
/* Codes of the law in words: the law page names values, offices and regimes to people, never by
 * their codes alone. */
#include <string.h>

#include "base/tr.h"
#include "law/route_words.h"

/* Values that the facts of the law list themselves. */
static const struct {
    const char *value, *label;
} listed[] = {
    { "none", N_("none") },
    { "on", N_("in force") },
    { "ended", N_("ended") },
    { "in_force", N_("in force") },
    { "not_in_force", N_("not in force") },
    { "fire", N_("fire") },
    { "disaster", N_("disaster") },
    { "crisis", N_("crisis") },
    { "serious_fear", N_("serious fear") },
    { "other", N_("other") },
    { "EOD", N_("clearing of explosives") },
    { "CBRN", N_("response to hazardous substances") },
};

/* What a slot is, for people. The order is that of a request's life. */
static const struct {
    const char *slot, *label, *short_label;
} slots[] = {
    { "requester", N_("Asks and signs"), N_("the requester") },
    { "preparer", N_("Prepares the request"), N_("who prepares for the requester") },
    { "adviser", N_("Advises"), N_("the advisers") },
    { "informed", N_("Is told"), N_("who is told") },
    { "minister", N_("Is told as minister"), N_("the minister who is told") },
    { "desk", N_("Checks and coordinates"), N_("the desk") },
    { "first_decider", N_("May refuse beforehand"), N_("who may refuse beforehand") },
    { "tester", N_("Tests for the supplier"), N_("who tests for the supplier") },
    { "legal", N_("Tests the law"), N_("the lawyer") },
    { "decider", N_("Decides"), N_("who decides") },
    { "concurrer", N_("Must agree"), N_("the second minister") },
    { "supplier", N_("Supplies"), N_("who supplies") },
    { "tasker", N_("Tasks and recalls the unit"), N_("who tasks the unit") },
    { "operations", N_("Follows the operation"), N_("who follows the operation") },
    { "unit", N_("Carries it out"), N_("the unit") },
    { "authority", N_("Has authority in the field"), N_("the authority in the field") },
    { "finance", N_("Settles the costs"), N_("who settles the costs") },
    { "evaluator", N_("Evaluates"), N_("the evaluator") },
    { "auditor", N_("Supervises and reads"), N_("the supervisor") },
};

static const struct {
    const char *pattern, *sentence;
} seconds[] = {
    { "agree", N_("Both ministers must say yes. If one of them refuses, nothing is granted.") },
    { "duty",
      N_("Who is asked complies, unless compelling reasons oppose; there is no free choice.") },
    { "informed", N_("One minister decides; the other is told at once and is not asked.") },
    { "none", N_("There is one decision; no second signature is wanted.") },
};

static const struct {
    const char *code, *sentence;
} regimes[] = {
    { "FORCE_NONE_MIL",
      N_("This basis gives no power to use force, only everybody's rights, such as self-defence. "
         "A task that needs coercion is asked on the Police Act.") },
    { "FORCE_AMBTSINSTRUCTIE",
      N_("Who assists under the Police Act has its powers to use force (art. 7(1)-(4) and 8(3)), "
         "and follows the official instruction (art. 9(2)).") },
    { "COST_WVR55",
      N_("The Minister may contribute to the costs of actual response and of giving assistance; "
         "nobody can claim it.") },
    { "COST_FNIK",
      N_("Only additional expenditure of Defence is settled, through a central budget line; the "
         "requester normally gets no invoice.") },
    { "COST_PW_MIL",
      N_("Only additional expenditure is settled, through the central budget line of Defence, "
         "unless an agreement says otherwise; costs do not hold up the authority.") },
    { "COST_MSOB",
      N_("The costs are agreed before deployment; additional costs are charged to the requester or "
         "to the central budget line, as was agreed.") },
};

/* Whom one asks, in order, before who is asked by this route. */
static const struct {
    const char *ladder, *rung;
} rungs[] = {
    { "LADDER_DISASTER", N_("Own means of municipality and region") },
    { "LADDER_DISASTER",
      N_("The adjacent region directly: only with agreements in both plans, and urgency") },
    { "LADDER_DISASTER", N_("Other regions, through the Minister (LOCC)") },
    { "LADDER_DISASTER", N_("Means of the King's Commissioner and of other ministries") },
    { "LADDER_DISASTER", N_("Defence") },
    { "LADDER_DISASTER", N_("Abroad") },
    { "LADDER_POLICE", N_("The own police unit") },
    { "LADDER_POLICE", N_("Other police units (art. 56)") },
    { "LADDER_POLICE", N_("The Marechaussee (art. 57)") },
    { "LADDER_POLICE", N_("Other armed forces, in special cases (art. 58)") },
    { "LADDER_POLICE", N_("Special assistance units, only through art. 59") },
    { "LADDER_PUBLIC", N_("Own means") },
    { "LADDER_PUBLIC", N_("The market or a contract partner") },
    { "LADDER_PUBLIC", N_("Other public bodies") },
    { "LADDER_PUBLIC",
      N_("Defence, when the body itself cannot, cannot in time, or cannot adequately provide") },
};

static const struct {
    const char *ladder, *sentence;
} binding[] = {
    { "LADDER_DISASTER",
      N_("The Act names this order of asking, but it is no ban: Defence may be asked early.") },
    { "LADDER_POLICE",
      N_("The order follows from the articles: each next force is asked when the former do not "
         "suffice.") },
    { "LADDER_PUBLIC",
      N_("One ground must be chosen and explained: the body itself cannot, cannot in time, or "
         "cannot adequately provide. The step of the market is recalled, not read in a source.") },
    { "LADDER_UNIQUE",
      N_("There is no order: the capability is a regular part of the joint method.") },
};

static struct words both(const char *msgid)
{
    return (struct words){ .en = tr("en", msgid), .nl = tr("nl", msgid) };
}

struct words new_words(void)
{
    return both(N_("New"));
}

/* ---- values of facts ---- */

static const struct words *stage_words(const struct route *r, struct text value)
{
    for (size_t i = 0; i < r->stage_count; i++)
        if (text_is(value, r->stages[i].id))
            return &r->stages[i].words;
    return NULL;
}

/* A code of reference/codes.json: of the list that the fact names, or that bears its own name. */
static const struct choice_row *code_row(const struct fact_rule *f, const char *name,
                                         struct text value)
{
    const struct choice_row *row = f->list[0] ? choice_find(f->list, value) : NULL;

    return row ? row : choice_find(strcmp(name, "actor_role") == 0 ? "role" : name, value);
}

bool fact_value_find(const struct route *r, const struct fact_rule *f, struct text value,
                     struct words *out)
{
    const struct words *found = stage_words(r, value);
    const struct choice_row *row = code_row(f, r->shelf->names[f->fact].name, value);

    if (text_is(value, "true") || text_is(value, "false")) {
        *out = both(text_is(value, "true") ? N_("yes") : N_("no"));
        return true;
    }
    if (text_is(value, "NEW")) {
        *out = new_words();
        return true;
    }
    if (!found && row) {
        *out = (struct words){ row->en, row->nl };
        return true;
    }
    if (!found)
        found = shelf_office(r->shelf, value);
    if (found) {
        *out = *found;
        return true;
    }
    for (size_t i = 0; i < sizeof(listed) / sizeof(listed[0]); i++)
        if (text_is(value, listed[i].value)) {
            *out = both(listed[i].label);
            return true;
        }
    return false;
}

/* ---- who ---- */

const char *slot_label(struct text slot)
{
    for (size_t i = 0; i < sizeof(slots) / sizeof(slots[0]); i++)
        if (text_is(slot, slots[i].slot))
            return slots[i].label;
    return NULL;
}

const char *slot_in_order(size_t i)
{
    return i < sizeof(slots) / sizeof(slots[0]) ? slots[i].slot : NULL;
}

bool office_in_words(const struct route *r, struct text office, struct words *out)
{
    const struct words *known = shelf_office(r->shelf, office);

    if (text_is(office, "@named"))
        *out = both(N_("the office named as field authority"));
    else if (text_is(office, "@holder"))
        *out = both(N_("an office of the organisation that supplies"));
    else if (text_is(office, "*.minister"))
        *out = both(N_("any minister"));
    else if (known)
        *out = *known;
    else
        return false;
    return true;
}

enum { OFFICES_MAX = 8 };

/* The different offices of a slot: with these conditions or those, it is one office. */
static size_t office_kinds(const struct slot *s, struct text *kinds)
{
    size_t n = 0;

    for (size_t i = 0; i < s->n; i++) {
        struct text office = s->of[i].stands_for.len > 0 ? s->of[i].stands_for : s->of[i].office;
        bool is_known = false;
        for (size_t k = 0; k < n; k++)
            is_known = is_known || text_same(kinds[k], office);
        if (!is_known && n == OFFICES_MAX)
            return OFFICES_MAX + 1;
        if (!is_known)
            kinds[n++] = office;
    }
    return n;
}

static bool is_of_supplier(const struct slot *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->of[i].area != AREA_SUPPLIER)
            return false;
    return s->n > 0;
}

static struct words join(struct words a, const char *en, const char *nl, struct words b,
                         struct arena *arena)
{
    return (struct words){
        text_cstr(arena, text_printf(arena, "%s%s%s", a.en, en, b.en)),
        text_cstr(arena, text_printf(arena, "%s%s%s", a.nl, nl, b.nl)),
    };
}

static struct words of_region(const struct slot *s, struct words words, struct arena *a)
{
    return is_of_supplier(s) ? join(words, ", ", ", ", both(N_("of the region that is asked")), a)
                             : words;
}

struct words slot_short_words(const struct route *r, const struct slot *s, size_t max,
                              struct arena *a)
{
    struct text kinds[OFFICES_MAX];
    size_t n = office_kinds(s, kinds);
    struct words all = { s->name, s->name };

    if (n > max || n > OFFICES_MAX) {
        for (size_t i = 0; i < sizeof(slots) / sizeof(slots[0]); i++)
            if (strcmp(slots[i].slot, s->name) == 0)
                all = both(slots[i].short_label);
        return of_region(s, all, a);
    }
    for (size_t i = 0; i < n; i++) {
        struct words one;
        if (!office_in_words(r, kinds[i], &one))
            one.en = one.nl = text_cstr(a, kinds[i]);
        if (i == 0)
            all = one;
        else if (i + 1 < n)
            all = join(all, ", ", ", ", one, a);
        else
            all = join(join(all, " ", " ", both(N_("or")), a), " ", " ", one, a);
    }
    return of_region(s, all, a);
}

/* ---- regimes, patterns, ladders ---- */

const char *second_sentence(const struct route *r)
{
    for (size_t i = 0; i < sizeof(seconds) / sizeof(seconds[0]); i++)
        if (strcmp(r->second_pattern, seconds[i].pattern) == 0)
            return seconds[i].sentence;
    return "";
}

const char *regime_sentence(const char *code)
{
    for (size_t i = 0; i < sizeof(regimes) / sizeof(regimes[0]); i++)
        if (strcmp(code, regimes[i].code) == 0)
            return regimes[i].sentence;
    return "";
}

const char *ladder_rung(const char *ladder, size_t i)
{
    for (size_t r = 0; r < sizeof(rungs) / sizeof(rungs[0]); r++)
        if (strcmp(ladder, rungs[r].ladder) == 0 && i-- == 0)
            return rungs[r].rung;
    return NULL;
}

const char *ladder_sentence(const char *ladder)
{
    for (size_t i = 0; i < sizeof(binding) / sizeof(binding[0]); i++)
        if (strcmp(ladder, binding[i].ladder) == 0)
            return binding[i].sentence;
    return "";
}
