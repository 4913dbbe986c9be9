/* SPDX-License-Identifier: EUPL-1.2 */
/* What the forms of acts on a request begin with, so that nobody types what is known: his own
 * office, the basis at hand, who has to be told. */
#include "access/access.h"
#include "base/json.h"
#include "incident/incident.h"
#include "law/law.h"
#include "request/inner.h"

#include <string.h>

static void put_text(json_t *input, const char *member, struct text value)
{
    if (value.len > 0)
        json_object_set_new(input, member, json_stringn_nocheck(value.at, value.len));
}

/* The mandate under which this office may sign here; nothing when it signs by its own power. */
void preset_sign(const struct look *look, struct id object, json_t *input)
{
    struct entry looking = {
        .object = object, .by = *look->viewer, .recorded_at = look->now, .happened_at = look->now
    };
    struct facts facts = { 0 };
    struct at_hand h;
    struct text codes, code, basis;
    struct id found = ID_NONE, own = look->viewer->office;

    at_hand_take(&h, &looking, NULL, NULL, look->tx);
    if (!h.is_there || !h.route)
        return;
    at_hand_facts(&h, &looking, look->tx, "sign_request", &facts);
    if (!fact_is(&facts, "mandate", "in_force"))
        return;
    basis = route_id(h.route);
    codes = route_slot(h.route, "requester", &facts, look->arena);
    while (id_is_none(found) && text_cut(&codes, ',', &code)) {
        if (text_same(code, fact_get(&facts, "actor_office")))
            return;
        found = mandate_for(look->tx, own, code, basis, h.municipality, look->now);
        if (id_is_none(found))
            found = mandate_for(look->tx, own, code, basis, h.region, look->now);
    }
    if (!id_is_none(found))
        put_text(input, "mandate", id_text(look->arena, found));
}

/* The written form of a request by phone is there when this form is opened; its sender signed. */
void preset_confirm(const struct look *look, struct id object, json_t *input)
{
    struct office own;

    preset_sign(look, object, input);
    json_object_set_new(input, "signed_form", json_true());
    if (office_get(look->tx, look->viewer->office, look->now, &own) == OK)
        put_text(input, "office", own.code);
}

/* The test is of the basis that was asked, with the use of force of its route. */
void preset_legal_test(const struct look *look, struct id object, json_t *input)
{
    struct at_hand h;

    at_hand_find(&h, look->tx, object);
    if (!h.route)
        return;
    put_text(input, "basis", route_id(h.route));
    put_text(input, "force_regime", text_of(route_force(h.route)));
}

/* The King's Commissioner, where the law wants him told of the request and nobody did yet. */
void preset_notify(const struct look *look, struct id object, json_t *input)
{
    struct entry looking = {
        .object = object, .by = *look->viewer, .recorded_at = look->now, .happened_at = look->now
    };
    struct facts facts = { 0 };
    struct at_hand h;
    struct id to;

    at_hand_take(&h, &looking, NULL, NULL, look->tx);
    if (!h.is_there || !h.route || !route_has_slot(h.route, "informed"))
        return;
    at_hand_facts(&h, &looking, look->tx, "notify", &facts);
    to = incident_commissioner_of(look->tx, h.region, look->now);
    if (!id_is_none(to) && !fact_is(&facts, "cdk_told", "true"))
        put_text(input, "to", id_text(look->arena, to));
}
