/* SPDX-License-Identifier: EUPL-1.2 */
/* What a fact may be, in words: the law page names values to people, never their codes alone. */
#include <string.h>

#include "base/tr.h"
#include "law/inner.h"

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

static void put(struct json *out, struct text value, const char *nl, const char *en)
{
    json_open(out);
    json_put_text(out, "code", value);
    json_put_cstr(out, "nl", nl);
    json_put_cstr(out, "en", en);
    json_close(out);
}

static void put_label(struct json *out, struct text value, const char *label)
{
    put(out, value, tr("nl", label), tr("en", label));
}

static bool put_stage(struct json *out, const struct route *r, struct text value)
{
    if (text_is(value, "NEW")) {
        put_label(out, value, N_("New"));
        return true;
    }
    for (size_t i = 0; i < r->stage_count; i++)
        if (text_is(value, r->stages[i].id)) {
            put(out, value, r->stages[i].words.nl, r->stages[i].words.en);
            return true;
        }
    return false;
}

/* A code of reference/codes.json: of the list that the fact names, or that bears its own name. */
static bool put_code(struct json *out, const struct fact_rule *f, const char *name,
                     struct text value)
{
    const struct choice_row *row = f->list[0] ? choice_find(f->list, value) : NULL;

    if (!row)
        row = choice_find(strcmp(name, "actor_role") == 0 ? "role" : name, value);
    if (row)
        put(out, value, row->nl, row->en);
    return row != NULL;
}

void put_fact_value(struct json *out, const struct route *r, const struct fact_rule *f,
                    struct text value)
{
    const struct words *office = shelf_office(r->shelf, value);

    if (text_is(value, "true") || text_is(value, "false")) {
        put_label(out, value, text_is(value, "true") ? N_("yes") : N_("no"));
        return;
    }
    if (put_stage(out, r, value) || put_code(out, f, r->shelf->names[f->fact].name, value))
        return;
    if (office) {
        put(out, value, office->nl, office->en);
        return;
    }
    for (size_t i = 0; i < sizeof(listed) / sizeof(listed[0]); i++)
        if (text_is(value, listed[i].value)) {
            put_label(out, value, listed[i].label);
            return;
        }
    json_open(out); /* no words: the code is all that is known */
    json_put_text(out, "code", value);
    json_put_text(out, "nl", value);
    json_put_text(out, "en", value);
    json_close(out);
}
