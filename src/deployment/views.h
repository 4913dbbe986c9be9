/* SPDX-License-Identifier: EUPL-1.2 */
/* deployment/views.h - parts of documents that several looks of this room share.
 *
 * Used by    deployment/ only. Any thread. */
#ifndef DEPLOYMENT_VIEWS_H
#define DEPLOYMENT_VIEWS_H
#include "deployment/inner.h"

/* What a list shows of one: id, number, unit, state, request, authority, force, times, self_url. */
void put_dep_card(struct json *out, const struct look *look, const struct deployment *d);
/* The whole: card, means, reports, substitutions, extensions, the end. */
void put_dep_whole(struct json *out, const struct look *look, const struct deployment *d);
/* "next": what the unit or its authority reports next {name, title, url, is_report} when this
 * viewer may; null else, and then "waits_for": who is next, in words. */
void put_dep_next(struct json *out, const struct look *look, const struct deployment *d,
                  bool is_phone);
/* Text, or null when there is none. */
void put_text_or_null(struct json *out, const char *name, struct text t);

struct dep_query {
    struct id id;
};

#endif
