/* SPDX-License-Identifier: EUPL-1.2 */
/* The acts by which law and policy come into force: of the office that answers for the data. */
#include <assert.h>

#include "base/tr.h"
#include "law/inner.h"
#include "law/statements.h"

enum { REASON_MAX = 500 };

/* ---- adopt_route ---- */

struct adopt_route {
    struct text route; /* "WVR51_MIL" */
    int64_t version;
    struct text sha256;    /* of the carried files; empty: whatever the program carries */
    struct day valid_from; /* none: from now */
};
struct settled_adoption {
    struct text sha256;
    struct instant valid_from;
};

static void guard_route_is_carried(const struct entry *entry, const void *fields, struct tx *tx,
                                   struct verdict *verdict)
{
    const struct adopt_route *f = fields;

    (void)entry;
    (void)tx;
    if (f->route.len == 0 || f->version == INT_NONE)
        return; /* a dry run of a form that is not complete yet */
    const struct route *r = route_version(f->route, f->version);
    if (!r) {
        verdict_refuse(verdict, "ROUTE_UNKNOWN", "route",
                       N_("This program does not carry this version of this route."),
                       N_("Choose a route and a version from the list of laws."));
        return;
    }
    if (f->sha256.len > 0 && !text_same(f->sha256, route_sha256(r)))
        verdict_refuse(verdict, "ROUTE_DIGEST", "sha256",
                       N_("The route that this program carries is not the one you name."),
                       N_("Compare the digests; adopt what was reviewed and nothing else."));
}

static void guard_route_once(const struct entry *entry, const void *fields, struct tx *tx,
                             struct verdict *verdict)
{
    const struct adopt_route *f = fields;

    (void)entry;
    if (f->version != INT_NONE && tx_has(tx, SQL_LAW_ROUTE_ADOPTED, VAL(f->route), VAL(f->version)))
        verdict_refuse(verdict, "ROUTE_ADOPTED", "version",
                       N_("This version of the route has been adopted already."),
                       N_("See the law page for what is in force and since when."));
}

/* The moment a civil day begins in the Netherlands. Midnight is never skipped there: summer time
 * begins at 2 o'clock. */
static struct instant day_begin(const struct zone *z, struct day d)
{
    struct civil c = zone_civil(z, (struct instant){ d.n * SPAN_DAY + 12 * SPAN_HOUR });
    struct instant first, second;

    c.hour = c.minute = c.second = c.micro = 0;
    (void)zone_instant(z, &c, &first, &second);
    return first;
}

static enum result settle_adopt_route(const struct entry *entry, const void *fields, struct tx *tx,
                                      void *settled)
{
    const struct adopt_route *f = fields;
    struct settled_adoption *s = settled;
    const struct route *r = route_version(f->route, f->version);

    (void)tx;
    assert(r); /* guard_route_is_carried */
    s->sha256 = route_sha256(r);
    s->valid_from =
        f->valid_from.n == DAY_NONE.n ? entry->happened_at : day_begin(entry->zone, f->valid_from);
    entry_uses_law(entry, f->route, f->version, s->sha256);
    return OK;
}

static enum result apply_adopt_route(const struct entry *entry, const void *fields,
                                     const void *settled, struct tx *tx)
{
    const struct adopt_route *f = fields;
    const struct settled_adoption *s = settled;

    tx_exec(tx, SQL_LAW_ROUTE_PUT, VAL(entry->object), VAL(f->route), VAL(f->version),
            VAL(s->sha256), VAL(s->valid_from), VAL(entry->seq));
    return thing_label(
        tx, entry->object,
        text_printf(tx_arena(tx), "%.*s/%lld", TEXT_FMT(f->route), (long long)f->version),
        f->route);
}

/* ---- set_policy ---- */

struct set_policy {
    struct text name; /* "oral_confirmation_hours" */
    int64_t value;
    struct text reason;
};

static void guard_policy_is_known(const struct entry *entry, const void *fields, struct tx *tx,
                                  struct verdict *verdict)
{
    const struct set_policy *f = fields;
    int64_t value;

    (void)entry;
    (void)tx;
    if (f->name.len > 0 && !policy_default(f->name, &value))
        verdict_refuse(verdict, "POLICY_UNKNOWN", "name",
                       N_("There is no policy parameter of this name."),
                       N_("Choose a parameter that a route declares; its page lists them."));
}

static enum result apply_set_policy(const struct entry *entry, const void *fields,
                                    const void *settled, struct tx *tx)
{
    const struct set_policy *f = fields;

    (void)settled;
    tx_exec(tx, SQL_POLICY_PUT, VAL(f->name), VAL(f->value), VAL(f->reason),
            VAL(entry->happened_at), VAL(entry->seq));
    return thing_label(tx, entry->object, f->name, f->reason);
}

const struct action law_actions[2] = {
    {
        .name = "adopt_route",
        .version = 1,
        .object = "law_route",
        .address = "vaststelling",
        .title = N_("Adopt the route"),
        .done = N_("The route has been adopted."),
        .may = "admin",
        .creates = true,
        .is_binding = true,
        FIELDS(adopt_route,
               FIELD(adopt_route, route, .label = N_("Route"), .max = 40,
                     .hint = N_("Its code, as in the list of laws.")),
               FIELD(adopt_route, version, .label = N_("Version"), .min = 1, .max = 1000000),
               FIELD(adopt_route, sha256, .label = N_("Digest"), .min = 64, .max = 64,
                     .optional = true,
                     .hint =
                         N_("SHA-256 of route, machine and rules as reviewed; empty: as carried.")),
               FIELD(adopt_route, valid_from, .label = N_("In force from"), .optional = true,
                     .hint = N_("Empty: from now."))),
        SETTLES(settled_adoption, FIELD(settled_adoption, sha256, .label = N_("Digest")),
                FIELD(settled_adoption, valid_from, .label = N_("In force from"))),
        .guards = { guard_route_is_carried, guard_route_once },
        .settle = settle_adopt_route,
        .apply = apply_adopt_route,
    },
    {
        .name = "set_policy",
        .version = 1,
        .object = "policy",
        .address = "beleidsparameter",
        .title = N_("Set the parameter"),
        .done = N_("The parameter has been set."),
        .may = "admin",
        .creates = true,
        FIELDS(set_policy, FIELD(set_policy, name, .label = N_("Parameter"), .min = 3, .max = 60),
               FIELD(set_policy, value, .label = N_("Value"), .min = 0, .max = POLICY_VALUE_MAX,
                     .hint = N_("In hours or days, as the name of the parameter says.")),
               FIELD(set_policy, reason, .label = N_("Reason"), .min = 1, .max = REASON_MAX)),
        .guards = { guard_policy_is_known },
        .apply = apply_set_policy,
    },
};
