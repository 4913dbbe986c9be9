/* SPDX-License-Identifier: EUPL-1.2 */
/* access/ - who may: offices with area and validity, their holders, mandates; who sees what.
 *
 * Terms      office: a seat with power, "VR.voorzitter" of VR24: code (reference/offices.json),
 *            organisation kind, instance, area (regions, municipalities it is competent for; none:
 *            the whole country), roles (ROLE_REQUESTER…), validity. holder: the person (pseudonym)
 *            who holds it from..until. mandate: given by one office to an office code: bases, area,
 *            until. sign-in: the person proves who he is, then acts AS an office.
 * Invariants 1. Deny by default: no office, no act. 2. An office with ROLE_AUDITOR writes nothing
 *            (AUDITOR_READS). 3. Holders and mandates are judged at the moment of the act. 4. The
 *            clock's office (SYSTEEM.klok) may do only acts whose `may` names it. 5. Demo sign-in
 *            works in demo spaces and on loopback only.
 *
 * Words of an action's `may` (alternatives by "|"):
 *   "anybody"          any office that is valid now (never the clock, never the auditor)
 *   "role:ROLE_X"      the office has this role
 *   "office:LOCC.desk" the office has this code
 *   "clock"            the clock's own office
 *   "admin"            office BEHEER.beheerder (reference data, offices, holders)
 *   "route"            the law decides: the action has a ready guard of request/ that judges the route
 *   "rule:NAME"        a rule that a room registers: access_rule_make
 * Words of an audience:
 *   "public"    without sign-in        "offices"  every valid office
 *   "parties"   offices of the regions and organisations concerned by the thing, the national desks,
 *               Defence's desks, the King's Commissioner, the auditor (rows of table `audience`)
 *   "holder"    the office that holds the thing (rows of `audience` marked holder), Defence's desks
 *   "auditor"   the auditor and the administrator
 *   "self"      the view shows only what belongs to the viewer's own office
 * Uses       kernel/. Used by every room above and the doors. Any thread. */
#ifndef ACCESS_ACCESS_H
#define ACCESS_ACCESS_H
#include "kernel/kernel.h"

extern const struct gate access_gate;
extern const struct room access_room;

/* An office as rooms need it. Texts live in the tx's arena. */
struct office {
    struct id id;
    struct text code;     /* "VR.voorzitter" */
    struct text org;      /* organisation kind: "VR" */
    struct text instance; /* "VR24", "GM0994", "" for the only one */
    struct text title;    /* "voorzitter veiligheidsregio Limburg-Zuid" */
};
/* NOT_FOUND when there is none or it is not valid at `when`. */
enum result office_get(struct tx *tx, struct id id, struct instant when, struct office *out) MUST_USE;
/* The office with this code and instance ("" = any instance) valid at `when`; none if missing. */
struct id office_find(struct tx *tx, struct text code, struct text instance, struct instant when);
bool office_has_role(struct tx *tx, struct id office, struct text role);
/* True when `area` (a region "VR24", a municipality "GM0994" or an instance code) lies within the
 * office's own area rows, or the office has none (whole country). The caller resolves a municipality
 * to its region too and asks for both. */
bool office_covers(struct tx *tx, struct id office, struct text area);

/* A mandate that lets `office` sign for office code `signs_as` on `basis` in `area` at `when`: its id,
 * or none. */
struct id mandate_for(struct tx *tx, struct id office, struct text signs_as, struct text basis,
                      struct text area, struct instant when);

/* For apply of rooms: `thing` concerns this office / every office whose org or area matches. */
enum result audience_add_office(struct tx *tx, struct id thing, struct id office, bool is_holder);
enum result audience_add_area(struct tx *tx, struct id thing, struct text area);
enum result audience_add_org(struct tx *tx, struct id thing, struct text org);
/* The same parties as another thing has now (a deployment like its request). */
enum result audience_copy(struct tx *tx, struct id from, struct id to);
/* True when the viewer of `look` may see the thing under this audience: lists ask it for each row. */
bool look_sees(const struct look *look, const char *audience, struct id thing);
/* True when the viewer's office has the role / the code. */
bool look_has_role(const struct look *look, const char *role);
bool look_has_code(const struct look *look, const char *code);
/* Only the auditor's channel to write refused attempts (kept table `refusal`): by the doors. */

/* ---- sign-in (kept tables of the node: sessions) ---- */
struct session {
    struct viewer viewer;
    struct text lang, mode; /* "nl"/"en"; "day"/"night"/"" */
    struct text csrf;       /* 43 characters, for forms */
    struct text token;      /* what the cookie carries */
};
/* Makes a session for the person who acts as `office` by demo sign-in. REFUSED outside demo spaces or
 * off loopback (DEMO_ONLY), or when the office has no holder now. In the arena. */
enum result session_open_demo(struct space *s, struct id office, bool is_loopback, struct arena *a,
                              struct session *out, struct verdict *verdict) MUST_USE;
/* The session of a cookie's token: only its SHA-256 is stored; idle limit 8 h. NOT_FOUND. */
enum result session_find(struct space *s, struct text token, struct arena *a,
                         struct session *out) MUST_USE;
enum result session_end(struct space *s, struct text token) MUST_USE;
enum result session_set(struct space *s, struct text token, struct text lang,
                        struct text mode) MUST_USE;
/* "offices": [{id, code, instance, title, roles}] that demo sign-in offers, grouped and ordered. */
void json_demo_offices(struct json *out, struct tx *tx, struct instant when);

#endif
