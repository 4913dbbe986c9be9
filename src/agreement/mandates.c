/* SPDX-License-Identifier: EUPL-1.2 */
/* The page of a mandate and the form of a new one. They stand here, not in access/, because they
 * name legal bases and areas by their words. */
#include <string.h>

#include "agreement/inner.h"
#include "base/hash.h"
#include "base/tr.h"
#include "law/law.h"

void json_form_key(struct json *out)
{
    unsigned char bytes[16];
    struct buf hex = buf_make(64);

    random_bytes(bytes, sizeof(bytes)); /* a form sent twice is one act */
    buf_add_hex(&hex, bytes, sizeof(bytes));
    json_put_text(out, "key", buf_text(&hex));
    buf_free(&hex);
}

/* ---- one mandate ---- */

struct writing {
    const struct look *look;
    struct json *out;
    struct text code; /* of the office looked for, or of the own one */
    int64_t n;        /* written so far */
};

static void put_basis(void *ctx, struct text basis)
{
    struct writing *w = ctx;
    const struct route *route = route_in_force(w->look->tx, basis, w->look->now);

    json_open(w->out);
    json_put_text(w->out, "code", basis);
    json_put_bool(w->out, "has_route", route != NULL);
    if (route) {
        json_put_route(w->out, "route", route);
        json_put_text(w->out, "article", route_article(route));
    }
    json_put_text(w->out, "law_url", text_printf(w->look->arena, "/wetten/%.*s", TEXT_FMT(basis)));
    json_close(w->out);
}

static void put_area(void *ctx, struct text area)
{
    struct writing *w = ctx;

    json_open(w->out);
    json_put_text(w->out, "code", area);
    json_put_text(w->out, "name", directory_name_of(w->look->tx, area));
    json_close(w->out);
}

static void put_receiver(void *ctx, const struct office *o)
{
    struct writing *w = ctx;

    if (!text_same(o->code, w->code))
        return;
    json_open(w->out);
    json_put_text(w->out, "title", o->title);
    json_put_text(
        w->out, "office_url",
        text_printf(w->look->arena, "/ambten/%.*s", TEXT_FMT(id_text(w->look->arena, o->id))));
    json_close(w->out);
}

/* {"id", "from": office, "from_url", "to_code", "receivers": [{title, office_url}] (offices of the
 * giver's own instance that hold the code now), "has_receivers", "given_at", "valid_until_on",
 * "revoked_at", "is_in_force", "is_revoked", "bases": [{code, has_route, route, article, law_url}],
 * "areas": [{code, name}], "acts", "timeline"} */
enum result view_mandate(const struct look *look, const void *query, struct json *out)
{
    const struct one_asked *q = query;
    struct writing w = { look, out, T(""), 0 };
    struct office giver;
    struct mandate m;
    bool has_giver;

    if (mandate_get(look->tx, q->id, &m) != OK)
        return NOT_FOUND;
    w.code = m.to_code;
    has_giver = office_get(look->tx, m.giver, look->now, &giver) == OK;
    json_put_id(out, "id", m.id);
    json_put_office(out, "from", look->tx, m.giver);
    json_put_text(
        out, "from_url",
        text_printf(look->arena, "/ambten/%.*s", TEXT_FMT(id_text(look->arena, m.giver))));
    json_put_bool(out, "is_giver_gone", !has_giver);
    json_put_text(out, "to_code", m.to_code);
    json_name(out, "receivers");
    json_list(out);
    if (has_giver)
        offices_of(look->tx, giver.org, giver.instance, look->now, put_receiver, &w);
    json_list_end(out);
    json_put_instant(out, "given_at", m.given_at);
    json_put_text(out, "valid_until_on", day_text(look->arena, m.until));
    json_put_instant(out, "revoked_at", m.revoked_at);
    json_put_bool(out, "is_revoked", !instant_is_none(m.revoked_at));
    json_put_bool(out, "is_in_force",
                  has_giver && instant_is_none(m.revoked_at) && m.until_at.us > look->now.us);
    json_name(out, "bases");
    json_list(out);
    mandate_bases(look->tx, m.id, put_basis, &w);
    json_list_end(out);
    json_name(out, "areas");
    json_list(out);
    mandate_areas(look->tx, m.id, put_area, &w);
    json_list_end(out);
    json_acts(out, look, m.id, false);
    json_timeline(out, look, m.id, 50);
    return OK;
}

/* ---- a new one ---- */

static void put_peer(void *ctx, const struct office *o)
{
    struct writing *w = ctx;

    if (text_same(o->code, w->code))
        return; /* an office needs no mandate of itself */
    w->n++;
    json_open(w->out);
    json_put_text(w->out, "value", o->code);
    json_put_text(w->out, "title", o->title);
    json_close(w->out);
}

/* Routes on which the office has a power that a mandate can lend: to ask or to decide. */
static void put_bases_of(const struct look *look, const struct office *own, struct json *out)
{
    static const char *const lent[] = { "requester", "decider", "concurrer", "first_decider" };
    const struct route_shelf *shelf = route_shelf_shared();
    const struct facts none = { 0 };
    struct text last = T("");

    json_name(out, "bases");
    json_list(out);
    for (size_t i = 0; i < route_shelf_count(shelf); i++) {
        struct text id = route_id(route_shelf_at(shelf, i)), codes, code;
        const struct route *route;
        bool is_lent = false;

        if (text_same(id, last))
            continue; /* versions of one route stand together on the shelf */
        last = id;
        route = route_in_force(look->tx, id, look->now);
        for (size_t k = 0; route && k < sizeof(lent) / sizeof(lent[0]); k++) {
            codes = route_has_slot(route, lent[k]) ? route_slot(route, lent[k], &none, look->arena)
                                                   : T("");
            while (text_cut(&codes, ',', &code))
                is_lent = is_lent || text_same(code, own->code);
        }
        if (!is_lent)
            continue;
        json_open(out);
        json_put_text(out, "value", id);
        json_put_route(out, "route", route);
        json_put_text(out, "article", route_article(route));
        json_close(out);
    }
    json_list_end(out);
}

/* {"key", "post_url", "back_url", "own": office, "peers": [{value, title}], "has_peers", "bases":
 * [{value, route, article}], "own_area": {code, name} or null}: the form of give_mandate, with what
 * this office can give. */
enum result view_mandate_form(const struct look *look, const void *query, struct json *out)
{
    struct writing w = { look, out, T(""), 0 };
    struct office own;
    struct text region;

    (void)query;
    if (office_get(look->tx, look->viewer->office, look->now, &own) != OK)
        return NOT_FOUND;
    w.code = own.code;
    region = own.instance;
    json_form_key(out);
    json_put_text(out, "post_url", T("/mandaten/nieuw/mandaat"));
    json_put_text(out, "back_url", T("/mandaten"));
    json_put_office(out, "own", look->tx, own.id);
    json_name(out, "peers");
    json_list(out);
    offices_of(look->tx, own.org, own.instance, look->now, put_peer, &w);
    json_list_end(out);
    json_put_bool(out, "has_peers", w.n > 0);
    put_bases_of(look, &own, out);
    json_name(out, "own_area");
    if (region.len > 0 && office_has_area(look->tx, own.id, region))
        put_area(&w, region);
    else
        json_none(out);
    return OK;
}
