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
};
enum result view_new_request(const struct look *look, const void *query, struct json *out);
enum result view_new_call(const struct look *look, const void *query, struct json *out);
enum result view_edit_request(const struct look *look, const void *query, struct json *out);
/* Who fills a slot of the route here, as {"codes", "title"}: the office's title, else the names of
 * the codes. */
struct at_hand;
void put_slot(const struct look *look, const struct at_hand *h, const struct facts *facts,
              const char *name, const char *slot, struct json *out);
/* Names of comma-separated office codes, "voorzitter veiligheidsregio". */
struct text office_code_names(const struct look *look, struct text codes);
void put_flags(const struct look *look, struct id request, struct json *out);
bool route_gives_no_force(const struct route *route);
/* Class of the status chip: draft, act, def, ok, wa or bad. */
struct text stage_class(struct text stage);
#endif
