/* SPDX-License-Identifier: EUPL-1.2 */
/* request/brief.h - a request in a few words, and which requests ask for help now: for pages that
 * compare.
 *
 * Terms      asking: sent or made by phone, and not yet ended, refused or withdrawn.
 * Uses       request.h. Used by division/. Any thread. */
#ifndef REQUEST_BRIEF_H
#define REQUEST_BRIEF_H
#include "request/request.h"

/* Members of an open object: "is_hidden", and unless it is: id, number, label, stage, stage_class,
 * region, region_name, from_at, until_at, self_url. Who may not open the request learns that there
 * is one, no more. Returns whether the viewer may see it. */
bool json_request_brief(struct json *out, const struct look *look, struct id request);
/* Requests that ask now in a region ("": everywhere), the oldest first, those after `after` (none:
 * from the begin): at most `max`; how many. */
size_t requests_asking(struct tx *tx, struct text region, struct id after, struct id *out,
                       size_t max);
/* Of these the ones that the viewer may see: what he may not see takes no place. At most
 * ASKING_LOOKED are looked at. */
enum { ASKING_LOOKED = 4000 };
size_t requests_asking_seen(const struct look *look, struct text region, struct id *out,
                            size_t max);
/* True while the request asks. */
bool request_is_asking(struct tx *tx, struct id request);

#endif
