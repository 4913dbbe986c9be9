/* SPDX-License-Identifier: EUPL-1.2 */
/* request/route_choice.h - choosing the route of a new request, and what single routes ask of the
 * form.
 *
 * Terms      usable: the viewer's office may ask or prepare on the route, as far as its code tells;
 *            place and moment are judged by the act. neighbour: a region that borders on the own
 *            one, with what both crisis plans say of it (Wvr art. 51 lid 5).
 * Used by    form_sheet.c, new_request_view.c. Any reader. */
#ifndef REQUEST_ROUTE_CHOICE_H
#define REQUEST_ROUTE_CHOICE_H
#include "request/views.h"

/* The route that a new request begins with: the one asked for when it is in force; else the first
 * usable one by which Defence is asked, the first usable, the first in force. NULL: none. */
const struct route *choice_route(const struct look *look, const struct new_query *q);
/* True when the viewer's office fills this slot of the route at its own place now: under art. 39
 * the chair and not the mayor. */
bool viewer_fills(const struct look *look, const struct route *route, const char *slot);
/* True when the viewer has to choose: no basis is asked for, and several are usable. */
bool choice_is_open(const struct look *look, const struct new_query *q);
/* "choices": every route in force in legal order [{"value", "route", "text", "article", "asks",
 * "decides", "agrees", "told", "also_told", "pattern", "force", "has_no_force", "costs", "needs":
 * [{"label"}], "may_ask", "may_prepare", "is_usable", "is_selected", "choose_url", "may_call",
 * "call_url", "law_url"}]. */
void put_choices_of_route(const struct look *look, const struct new_query *q,
                          const struct route *chosen, struct json *out);
/* Where another route is chosen: the address with what else the query knows. */
struct text choice_url(const struct look *look, const struct new_query *q, struct text basis);
/* {"title"} of a slot as a member, by the names of its codes; a pattern by what it stands for; null
 * for a slot without offices. */
void put_who(const struct look *look, const struct route *route, const char *name, const char *slot,
             struct json *out);
/* Own region of the viewer's office; "" when it has none. */
struct text own_region(const struct look *look);
/* "has_neighbours", "has_both" (some neighbour is named in both plans), "own_name", "neighbours"
 * [{"value", "code", "name", "is_selected", "is_both", "lacks_own", "lacks_theirs", "lacks_both"}],
 * "plans" [{"value", "label", "plan_url", "is_checked"}]. False: no neighbour is known. */
bool put_neighbours(const struct look *look, struct text region, const json_t *input,
                    struct json *out);
/* "is_one_form", "is_cost_first", "ladder_rule": what is said beforehand about this route. */
void put_route_rules(const struct look *look, const struct route *route, struct json *out);
/* Sets what the route decides by itself: purpose, task domain, cost regime. */
void preset_by_route(const struct route *route, json_t *input);
/* The input of a request that follows another: its text, without what does not go with the new
 * route or the new place. False: the viewer may not see it. */
bool preset_from(const struct look *look, struct id follows, const struct route *route,
                 json_t *input);
#endif
