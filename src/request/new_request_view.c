/* SPDX-License-Identifier: EUPL-1.2 */
/* The pages of a new request, a call and an edit: the route first, then the form, with what is
 * known beforehand or, when it comes back, what was typed. */
#include "base/tr.h"
#include "directory/directory.h"
#include "request/form_sheet.h"
#include "request/inner.h"

/* Set beforehand what is known: the text of the request that this one follows, what the route
 * decides, the incident, that it is urgent and now. */
static json_t *preset(const struct look *look, const struct new_query *q, const struct route *route)
{
    json_t *input = json_object();
    char id[ID_TEXT_MAX];
    struct text place = q->municipality.words;

    if (!id_is_none(q->follows))
        preset_from(look, q->follows, route, input);
    if (route)
        preset_by_route(route, input);
    if (!json_object_get(input, "classification"))
        json_object_set_new(input, "classification", json_string("intern"));
    if (place.len > 0)
        json_object_set_new(input, "municipality", json_stringn_nocheck(place.at, place.len));
    if (id_is_none(q->incident))
        return input;
    id_write(q->incident, id);
    json_object_set_new(input, "incident", json_string(id));
    json_object_set_new(input, "planned", json_false());
    json_object_set_new(input, "found_explosive", json_false());
    json_object_set_new(input, "force_needed", json_false());
    json_object_set_new(input, "urgent", json_true());
    return input;
}

/* What was typed when the form comes back; else what is known beforehand. A new reference. */
static json_t *typed_or_preset(const struct look *look, const struct new_query *q,
                               const struct route *route)
{
    return look->sent ? json_deep_copy(look->sent->input) : preset(look, q, route);
}

enum result view_choose_route(const struct look *look, const void *query, struct json *out)
{
    const struct new_query *q = query;

    if (!choice_is_open(look, q))
        return view_new_request(look, query, out);
    json_put_bool(out, "is_choosing", true);
    json_put_bool(out, "is_at_once", false);
    json_put_bool(out, "is_edit", false);
    json_put_bool(out, "has_followed", !id_is_none(q->follows));
    json_put_text(out, "back_url", T("/aanvragen"));
    put_choices_of_route(look, q, NULL, out);
    return OK;
}

static enum result put_new(const struct look *look, const struct new_query *q,
                           const struct sheet *sheet, struct json *out)
{
    const struct route *route = choice_route(look, q);
    json_t *input = typed_or_preset(look, q, route);

    json_put_bool(out, "is_choosing", false);
    json_put_text(out, "other_url", choice_url(look, q, T("")));
    json_put_bool(out, "is_edit", false);
    json_put_bool(out, "may_edit", true);
    json_put_text(out, "number", T(""));
    json_put_int(out, "seen_version", 0);
    json_put_text(out, "oral_url", T("/aanvragen/nieuw/mondeling"));
    json_put_text(out, "back_url", T("/aanvragen"));
    put_form(look, sheet, route, own_region(look), input, out);
    json_decref(input);
    return OK;
}

enum result view_new_request(const struct look *look, const void *query, struct json *out)
{
    json_put_bool(out, "is_chosen", true);
    json_put_text(out, "post_url", T("/aanvragen/nieuw/aanvraag"));
    return put_new(look, query, &draft_sheet, out);
}

enum result view_submit_at_once(const struct look *look, const void *query, struct json *out)
{
    json_put_bool(out, "is_chosen", false);
    json_put_text(out, "post_url", T("/aanvragen/nieuw/ineens"));
    return put_new(look, query, &submit_sheet, out);
}

/* The call goes to the desk of the route; a neighbour's desk is known once it is chosen. */
static void preset_receiver(const struct look *look, const struct route *route, json_t *input)
{
    struct at_hand here = { .route = route, .region = own_region(look), .municipality = T("") };
    struct facts facts = { 0 };
    struct id desk = ID_NONE;
    char id[ID_TEXT_MAX];

    if (route && route_has_slot(route, "desk") && !route_slot_is_of_supplier(route, "desk"))
        desk = at_hand_office(&here, look->tx, "desk", &facts, look->now);
    if (id_is_none(desk))
        return;
    id_write(desk, id);
    json_object_set_new(input, "receiver", json_string(id));
}

/* The call of a new request: what a call needs stands open, the rest is folded. Who calls cannot
 * wait, so that is set beforehand. */
enum result view_new_call(const struct look *look, const void *query, struct json *out)
{
    const struct new_query *q = query;
    const struct route *route = choice_route(look, q);
    json_t *input = typed_or_preset(look, q, route);

    if (!look->sent) {
        json_object_set_new(input, "urgent", json_true());
        json_object_set_new(input, "channel", json_string("phone"));
        preset_receiver(look, route, input);
    }
    json_put_text(out, "post_url", T("/aanvragen/nieuw/mondeling"));
    json_put_text(out, "back_url", T("/aanvragen"));
    json_put_text(out, "draft_url", T("/aanvragen/nieuw/aanvraag"));
    json_put_bool(out, "is_chosen", false);
    json_put_bool(out, "is_edit", false);
    put_form(look, &call_sheet, route, own_region(look), input, out);
    json_decref(input);
    return OK;
}

/* What stands in the draft, or was typed in its place. A new reference. */
static json_t *typed_or_drafted(const struct look *look, const struct at_hand *h)
{
    json_t *input, *sealed;

    if (look->sent)
        return json_deep_copy(look->sent->input);
    input = fields_write(&form_fields, &h->form, NULL);
    sealed = fields_write(&form_fields, &h->form, "contact");
    json_object_update(input, sealed);
    json_decref(sealed);
    return input;
}

/* The basis as it was chosen on the form that comes back, else the draft's own. */
static const struct route *edited_route(const struct look *look, const struct at_hand *h)
{
    const struct route *chosen =
        look->sent
            ? route_in_force(look->tx,
                             json_string_text(json_object_get(look->sent->input, "legal_basis")),
                             look->now)
            : NULL;

    return chosen ? chosen : h->route;
}

/* The draft in the same form: a save replaces the whole, so the whole stands in it. */
enum result view_edit_request(const struct look *look, const void *query, struct json *out)
{
    const struct request_query *q = query;
    struct entry looking = { .object = q->id };
    struct at_hand h;
    struct thing t;
    json_t *input;

    at_hand_take(&h, &looking, NULL, NULL, look->tx);
    if (!h.is_there || !h.route || thing_get(look->tx, q->id, &t) != OK)
        return NOT_FOUND;
    input = typed_or_drafted(look, &h);
    json_put_bool(out, "is_choosing", false);
    json_put_bool(out, "is_chosen", false);
    json_put_bool(out, "is_edit", true);
    json_put_bool(out, "may_edit", text_is(h.stage, "DRAFT") || text_is(h.stage, "RETURNED"));
    json_put_text(out, "number", h.number);
    json_put_int(out, "seen_version", t.version);
    json_put_text(out, "post_url",
                  text_printf(look->arena, "/aanvragen/%.*s/wijziging",
                              TEXT_FMT(id_text(look->arena, q->id))));
    json_put_text(out, "oral_url",
                  text_printf(look->arena, "/aanvragen/%.*s/mondeling",
                              TEXT_FMT(id_text(look->arena, q->id))));
    json_put_text(
        out, "back_url",
        text_printf(look->arena, "/aanvragen/%.*s", TEXT_FMT(id_text(look->arena, q->id))));
    put_form(look, &draft_sheet, edited_route(look, &h),
             h.region.len > 0 ? h.region : own_region(look), input, out);
    json_decref(input);
    return OK;
}
