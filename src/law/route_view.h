/* SPDX-License-Identifier: EUPL-1.2 */
/* law/route_view.h - what the files behind the law pages share.
 *
 * Used by    route_view.c, flow_view.c, route_changes.c, views.c. A look: one thread each. */
#ifndef LAW_ROUTE_VIEW_H
#define LAW_ROUTE_VIEW_H
#include "law/inner.h"

/* The title of an act, a msgid; its code when no room declares it. `look` is a struct look. */
const char *act_title(const void *look, const char *act);
/* "pictures" and "diagram" (flow_view.c). */
void put_flow(struct json *out, const struct look *look, const struct route *r);
/* "has_former", "former_version", "changes": [{what, name, how}] against the version before. */
void put_changes(struct json *out, const struct look *look, const struct route *r);
/* What changed from one version to the next: calls `each` for every part that differs. `kind` is a
 * msgid ("An act", "Who", "Owed", "Words"), `code` that of the part, `how` a msgid ("new", "gone",
 * "changed"). */
void route_changes(const struct route *before, const struct route *now,
                   void (*each)(void *ctx, const char *kind, const char *code, const char *how),
                   void *ctx);
/* Of the list of laws: "asks", "decides", "fits", each in words. */
void put_route_line(struct json *out, const struct look *look, const struct route *r);

#endif
