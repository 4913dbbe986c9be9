/* SPDX-License-Identifier: EUPL-1.2 */
/* request/views.h - what the view files of this room share.
 *
 * Used by    request/ only. Any reader. */
#ifndef REQUEST_VIEWS_H
#define REQUEST_VIEWS_H
#include "law/law.h"

struct request_query {
    struct id id;
};
enum result view_request(const struct look *look, const void *query, struct json *out);
struct new_query {
    struct text legal_basis;
    struct id incident, follows;
    struct place municipality;
};
/* Which route: what each is for, who asks, who decides. With a route chosen: its form. */
enum result view_choose_route(const struct look *look, const void *query, struct json *out);
enum result view_new_request(const struct look *look, const void *query, struct json *out);
enum result view_submit_at_once(const struct look *look, const void *query, struct json *out);
enum result view_new_call(const struct look *look, const void *query, struct json *out);
enum result view_edit_request(const struct look *look, const void *query, struct json *out);
/* Who fills a slot of the route here, as {"codes", "title"}: the office's title, else the names of
 * the codes. */
struct at_hand;
struct field;
struct request_form;
/* The list that a text field of the form is chosen from ("subsidiarity"), when its value is one of
 * it or it is empty; NULL for a field of free words. */
const char *form_list_of(const struct field *f, const struct request_form *form);
void put_slot(const struct look *look, const struct at_hand *h, const struct facts *facts,
              const char *name, const char *slot, struct json *out);
/* "deciding": {"pattern": {code,nl,en}, "is_agree", "is_duty", "places": [{"role", "who",
 * "has_said", "is_turn", "is_waiting", "is_yes", "is_no", "is_partly", "answer", "by", "said_at",
 * "reason", "has_reason", "has_mandate", "mandate_url"}]}: who decides, who has, who still must;
 * then "has_series", "series" [{"name", "is_own", "is_covered", "repeat_url"}]: the municipalities
 * that the form names; "has_signers", "signers" [{"title", "until_on", "mandate_url"}]: who may
 * sign under a mandate, while a signature is wanted. */
void put_deciding(const struct look *look, const struct at_hand *h, const struct facts *facts,
                  struct json *out);
/* The request with the office as requester that the law lets ask here, when the one that asked did
 * so under its mandate. */
struct at_hand as_the_law_asks(const struct at_hand *h, struct tx *tx, const struct facts *facts,
                               struct instant when);
/* "pattern", "is_agree", "is_duty": how a request on this route is decided. */
void put_pattern(struct json *out, const struct route *route, struct arena *a);
/* Whose turn it is at this stage, where the route goes another way than most. */
struct turn;
const struct turn *turn_on(const struct at_hand *h, struct arena *a);
/* True when the code is among comma-separated codes, of which "*.minister" is any minister. */
bool has_code(struct text codes, struct text code);
/* Names of comma-separated office codes, "voorzitter veiligheidsregio". */
struct text office_code_names(const struct look *look, struct text codes);
void put_flags(const struct look *look, struct id request, struct json *out);
bool route_gives_no_force(const struct route *route);
/* Class of the status chip: draft, act, def, ok, wa or bad. */
struct text stage_class(struct text stage);
#endif
