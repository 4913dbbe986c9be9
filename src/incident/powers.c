/* SPDX-License-Identifier: EUPL-1.2 */
/* Who holds the mayors' powers now, what mayors objected to, what was told the councils, and the
 * incidents that go together. */
#include "base/tr.h"
#include "incident/inner.h"
#include "incident/statements.h"

enum { RELATED_MAX = 50 };

static void put_ended(struct json *out, const struct look *look, struct id incident,
                      struct text code)
{
    struct rows *r = tx_query(look->tx, SQL_ART39_ENDED_HERE, VAL(incident), VAL(code));
    struct instant ended = INSTANT_NONE, reported = INSTANT_NONE;

    if (rows_next(r)) {
        ended = rows_instant(r, 0);
        reported = rows_instant(r, 1);
        rows_close(r);
    }
    json_put_instant(out, "ended_at", ended);
    json_put_bool(out, "is_report_owed", !instant_is_none(ended) && instant_is_none(reported));
    json_put_instant(out, "reported_at", reported);
}

/* Art. 39 may be on by another incident of the region: the powers are one. */
static void put_holder(struct json *out, const struct look *look, struct text code)
{
    struct rows *r = tx_query(look->tx, SQL_ART39_HERE_AT, VAL(code), VAL(look->now));
    bool is_chair = rows_next(r);
    struct instant since = INSTANT_NONE;
    struct id office;

    if (is_chair) {
        office = office_find(look->tx, T("VR.voorzitter"), rows_text(r, 0), look->now);
        since = rows_instant(r, 1);
        rows_close(r);
    } else {
        office = incident_mayor_of(look->tx, code, look->now);
    }
    json_put_bool(out, "is_chair", is_chair);
    json_put_office(out, "office", look->tx, office);
    json_put_instant(out, "since_at", since);
    json_put_cstr(out, "cite", is_chair ? "Wvr art. 39" : "Wvr art. 5");
    json_put_ground(out, "ground", is_chair ? T("Wvr art. 39") : T("Wvr art. 5"), look->arena);
}

void incident_put_powers(struct json *out, const struct look *look, struct id incident)
{
    struct rows *r = tx_query(look->tx, SQL_INCIDENT_MUNICIPALITIES, VAL(incident));
    bool has_powers = false;

    json_name(out, "powers");
    json_list(out);
    while (rows_next(r)) {
        struct text code = rows_text(r, 0);
        struct directory_place p;

        if (directory_municipality(look->tx, code, look->now, &p) != OK)
            continue; /* a point, a region, an object: no mayor of its own */
        has_powers = true;
        json_open(out);
        json_put_text(out, "code", code);
        json_put_text(out, "name", p.name);
        put_holder(out, look, code);
        put_ended(out, look, incident, code);
        json_close(out);
    }
    json_list_end(out);
    json_put_bool(out, "has_powers", has_powers);
}

void incident_put_objections(struct json *out, const struct look *look, struct id incident)
{
    struct rows *r = tx_query(look->tx, SQL_OBJECTIONS_OF, VAL(incident));

    json_name(out, "objections");
    json_list(out);
    while (rows_next(r)) {
        json_open(out);
        json_put_office(out, "office", look->tx, rows_id(r, 0));
        json_put_text(out, "words", rows_peek(r, 1));
        json_put_instant(out, "made_at", rows_instant(r, 2));
        json_close(out);
    }
    json_list_end(out);
}

static void put_report_parts(struct json *out, const struct look *look, struct id incident,
                             int64_t position)
{
    struct rows *r =
        tx_query(look->tx, SQL_COUNCIL_MUNICIPALITIES_OF, VAL(incident), VAL(position));

    json_name(out, "municipalities");
    json_list(out);
    while (rows_next(r)) {
        json_open(out);
        json_put_text(out, "name", directory_name_of(look->tx, rows_text(r, 0)));
        json_close(out);
    }
    json_list_end(out);
    r = tx_query(look->tx, SQL_COUNCIL_OBJECTIONS_OF, VAL(incident), VAL(position));
    json_name(out, "named_objections");
    json_list(out);
    while (rows_next(r)) {
        json_open(out);
        json_put_office(out, "office", look->tx, rows_id(r, 0));
        json_close(out);
    }
    json_list_end(out);
}

void incident_put_reports(struct json *out, const struct look *look, struct id incident)
{
    struct rows *r = tx_query(look->tx, SQL_COUNCIL_REPORTS_OF, VAL(incident));

    json_name(out, "council_reports");
    json_list(out);
    while (rows_next(r)) {
        json_open(out);
        json_put_instant(out, "reported_at", rows_instant(r, 1));
        json_put_bool(out, "is_in_agreement", rows_bool(r, 2));
        put_report_parts(out, look, incident, rows_int(r, 0));
        json_close(out);
    }
    json_list_end(out);
}

static bool put_related(struct json *out, const struct look *look, struct id id)
{
    struct thing t;

    if (id_is_none(id) || !look_sees_thing(look, "incident", id) || thing_get(look->tx, id, &t))
        return false;
    json_open(out);
    json_put_id(out, "id", id);
    json_put_text(out, "label", t.label);
    json_put_bool(out, "is_open", !text_is(t.state, "CLOSED"));
    json_put_text(out, "self_url",
                  text_printf(look->arena, "/incidenten/%.*s", TEXT_FMT(id_text(look->arena, id))));
    json_close(out);
    return true;
}

void incident_put_related(struct json *out, const struct look *look, struct id incident,
                          struct id related)
{
    struct rows *r = tx_query(look->tx, SQL_INCIDENTS_RELATED, VAL(incident), VAL(RELATED_MAX));
    bool has_related;

    json_name(out, "related_incidents");
    json_list(out);
    has_related = put_related(out, look, related);
    while (rows_next(r))
        has_related = put_related(out, look, rows_id(r, 0)) || has_related;
    json_list_end(out);
    json_put_bool(out, "has_related", has_related);
}
