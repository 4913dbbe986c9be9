/* SPDX-License-Identifier: EUPL-1.2 */
/* access/ - who may: offices with area and validity, their holders, mandates; who sees what.
 *
 * Terms      office: a seat with power, "VR.voorzitter" of VR24: code (reference/offices.json),
 *            organisation kind, instance, area (regions, municipalities it is competent for; none:
 *            the whole country), roles (ROLE_REQUESTER…), validity. holder: the person (pseudonym)
 *            who holds it from..until. mandate: given by one office to an office code: bases, area,
 *            until. sign-in: the person proves who he is, then acts AS an office.
 * Invariants 1. Deny by default: no office, no act. 2. An office with ROLE_AUDITOR writes nothing
 *            (AUDITOR_READS). 3. Office, holder and mandate are judged at the moment the act is
 *            recorded: a fact of yesterday is entered by who holds the office today. 4. The clock's
 *            office (SYSTEEM.klok) may do only acts whose `may` names it. 5. Demo sign-in works in
 *            demo spaces and on loopback only. 6. Sessions count by the machine's clock, because a
 *            scenario's clock may jump a day while the person sits at his desk.
 *
 * First acts While no office BEHEER.beheerder has ever had a holder, actor "init" without an
 *            office, on channel "import", may do open_space, register_organisation, register_place,
 *            register_office and appoint_holder; nothing else. access_administrator carries the
 *            first unit (space, administrator, clock); then the door is shut for ever.
 *
 * Codes      NOT_SIGNED_IN, OFFICE_NOT_VALID, OFFICE_NOT_HELD, AUDITOR_READS, MANDATE_NOT_VALID,
 *            MAY_NOT (one item for each office or role that may), DEMO_ONLY, OFFICE_EMPTY.
 *
 * Words of an action's `may` (alternatives by "|"):
 *   "anybody"          any office that is valid now (never the clock, never the auditor)
 *   "role:ROLE_X"      the office has this role
 *   "office:LOCC.desk" the office has this code
 *   "clock"            the clock's own office
 *   "admin"            office BEHEER.beheerder (reference data, offices, holders)
 *   "route"            the law decides: a ready guard of request/ judges the route
 *   "rule:NAME"        a ready guard of the action decides; NAME stands in the permission matrix
 *
 * Words of an audience (alternatives by "|"; the administrator sees what "auditor" and "offices"
 * see, no more):
 *   "public"           without sign-in
 *   "offices"          every valid office
 *   "parties"          offices that the thing concerns (rows of table `audience`: an office, an
 *                      organisation or instance, an area, the King's Commissioner by his area), the
 *                      national desks (ROLE_LOCC, ROLE_MINISTER_JENV), Defence's (ROLE_DOPS,
 *                      ROLE_DJZ, ROLE_TOC, ROLE_MINISTER_DEF), evaluators and the auditor
 *   "holder"           the office that holds the thing (rows of `audience` marked holder),
 *                      Defence's desks, the auditor
 *   "auditor"          the auditor and the administrator
 *   "self"             every valid office: the view shows only what belongs to the viewer's own
 *
 * Uses       kernel/. Used by every room above and the doors. Any thread. */
#ifndef ACCESS_ACCESS_H
#define ACCESS_ACCESS_H
#include "kernel/kernel.h"

#define OFFICE_ADMIN "BEHEER.beheerder"
#define OFFICE_CLOCK "SYSTEEM.klok"

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
enum result office_get(struct tx *tx, struct id id, struct instant when,
                       struct office *out) MUST_USE;
/* The office with this code and instance ("" = any instance) valid at `when`; none if missing. */
struct id office_find(struct tx *tx, struct text code, struct text instance, struct instant when);
bool office_has_role(struct tx *tx, struct id office, struct text role);
/* True when `area` (a region "VR24", a municipality "GM0994" or an instance code) lies within the
 * office's own area rows, or the office has none (whole country). The caller resolves a
 * municipality to its region too and asks for both. */
bool office_covers(struct tx *tx, struct id office, struct text area);

/* True when the office states this area itself: unlike office_covers, no area is not the whole
 * country. */
bool office_has_area(struct tx *tx, struct id office, struct text area);

/* {"id","code","instance","title"} of an office as a member, whether valid now or not; null for
 * none. */
void json_put_office(struct json *out, const char *name, struct tx *tx, struct id office);

/* The administrator's viewer on channel "import". Makes the space's first acts when there is none
 * yet: open_space, BEHEER.beheerder with its holder "beheer", SYSTEEM.klok with its holder "klok".
 * For the loader of reference data, the player of cases, tests. The receipt's verdict tells a
 * refusal. */
enum result access_administrator(struct space *s, struct arena *a, struct viewer *out) MUST_USE;
/* The clock's viewer on channel "clock"; NOT_FOUND in a space without its first acts. */
enum result access_clock(struct space *s, struct arena *a, struct viewer *out) MUST_USE;
/* The viewer who acts as `office` now, by its last appointed holder; NOT_FOUND when it is empty. */
enum result access_viewer(struct tx *tx, struct id office, struct instant when, const char *channel,
                          struct viewer *out) MUST_USE;

/* A mandate that lets `office` sign for office code `signs_as` on `basis` in `area` at `when`: its
 * id, or none. */
struct id mandate_for(struct tx *tx, struct id office, struct text signs_as, struct text basis,
                      struct text area, struct instant when);

struct mandate {
    struct id id, giver; /* the giver is an office */
    struct text to_code;
    struct instant given_at, until_at, revoked_at; /* revoked_at none: it was not */
    struct day until;                              /* last civil day */
};
/* NOT_FOUND when there is none. */
enum result mandate_get(struct tx *tx, struct id id, struct mandate *out) MUST_USE;
/* Calls `each` for every legal basis / area of the mandate; no area: wherever the giver is
 * competent. */
void mandate_bases(struct tx *tx, struct id id, void (*each)(void *ctx, struct text basis),
                   void *ctx);
void mandate_areas(struct tx *tx, struct id id, void (*each)(void *ctx, struct text area),
                   void *ctx);
/* Calls `each` for every mandate of office `giver` that is in force at `when` for this basis, and
 * for the area or whatever the giver's is. */
void mandates_from(struct tx *tx, struct id giver, struct text basis, struct text area,
                   struct instant when, void (*each)(void *ctx, const struct mandate *m),
                   void *ctx);
/* Calls `each` for every office valid at `when` that is one of this instance ("VR24"), or, for "",
 * of this kind of organisation. */
void offices_of(struct tx *tx, struct text org, struct text instance, struct instant when,
                void (*each)(void *ctx, const struct office *o), void *ctx);

/* For apply of rooms: `thing` concerns this office / every office whose org or area matches. */
enum result audience_add_office(struct tx *tx, struct id thing, struct id office, bool is_holder);
enum result audience_add_area(struct tx *tx, struct id thing, struct text area);
/* Every office of this code, wherever it is: "TOC.desk"; "*.minister" is every minister. */
enum result audience_add_code(struct tx *tx, struct id thing, struct text code);
enum result audience_add_org(struct tx *tx, struct id thing, struct text org);
/* The same parties as another thing has now (a deployment like its request). */
enum result audience_copy(struct tx *tx, struct id from, struct id to);
/* True when the viewer of `look` may see the thing under this audience: lists ask it for each row.
 */
bool look_sees(const struct look *look, const char *audience, struct id thing);
/* True when the viewer's office has the role / the code. */
bool look_has_role(const struct look *look, const char *role);
bool look_has_code(const struct look *look, const char *code);
/* Keeps a refused attempt for the auditor (kept table `refusal`): who, what, which codes; never
 * what was in the fields. By the doors, after a refusal; a failure is logged, the answer goes on.
 */
void access_note_refusal(struct space *s, const struct viewer *by, struct text action,
                         struct id object, const struct verdict *verdict);

/* A page of a list from a query that asked for one row more than `most`, first column the id: the
 * rows as `name` [{columns…, "self_url": "<address>/<id>"}], then "next" (what to give as `after`,
 * null at the end) and "next_url" ("<address>?q=…&after=…", null at the end). `q`: the words
 * searched for, may be empty. Ends the rows. */
void json_list_page(struct json *out, const char *name, struct rows *rows, int64_t most,
                    const char *list, const char *thing, struct text q, struct arena *a);
/* "creates": [{"name","title","url","api"}]: acts by which the viewer may make a thing of this
 * type, by the gate alone (what its fields would say is judged in the form). For a list's page. */
void json_creates(struct json *out, const struct look *look, const char *type);
/* "%words%" for LIKE … ESCAPE '!', in small letters (ASCII); "%" for no words. */
struct text like_words(struct arena *a, struct text words);
/* The midnight at which a civil day begins in the zone; the day after a day. A last day in force
 * ends at day_begins(zone, day_next(day)). For settle. */
struct instant day_begins(const struct zone *z, struct day d);
struct day day_next(struct day d);
/* {"code","nl","en"} of a word of this program as a member (a template shows name.label). */
void json_put_words(struct json *out, const char *name, const char *code, const char *msgid);

/* ---- sign-in (kept tables of the node: sessions) ---- */
struct session {
    struct viewer viewer;
    struct text lang, mode; /* "nl"/"en"; "day"/"night"/"" */
    struct text csrf;       /* 43 characters, for forms */
    struct text token;      /* what the cookie carries */
};
/* Makes a session for the person who acts as `office` by demo sign-in. REFUSED outside demo spaces
 * or off loopback (DEMO_ONLY), or when the office has no holder now. In the arena. */
enum result session_open_demo(struct space *s, struct id office, bool is_loopback, struct arena *a,
                              struct session *out, struct verdict *verdict) MUST_USE;
/* The same for a program that plays a case: it may also be the clock, which may do only what is the
 * clock's (invariant 4), so that what it must not do can be tried. */
enum result session_open_program(struct space *s, struct id office, bool is_loopback,
                                 struct arena *a, struct session *out,
                                 struct verdict *verdict) MUST_USE;
/* The session of a cookie's token: only its SHA-256 is stored; idle limit 8 h. NOT_FOUND. */
enum result session_find(struct space *s, struct text token, struct arena *a,
                         struct session *out) MUST_USE;
enum result session_end(struct space *s, struct text token) MUST_USE;
/* True while the token's session lives; asking is no use of it: a stream that only listens asks
 * this and lets the person become idle. */
bool session_lives(struct space *s, struct text token);
/* Sets language and mode; empty: as it was; mode "-": none. REFUSED for words it does not know. */
enum result session_set(struct space *s, struct text token, struct text lang,
                        struct text mode) MUST_USE;
/* "groups": [{"title": {nl, en}, "offices": [{id, code, org, instance, title, roles: []}]}] that
 * demo sign-in offers: regions, municipalities, the State, Defence, police and justice, others. */
void json_demo_offices(struct json *out, struct tx *tx, struct instant when);

#endif
