/* SPDX-License-Identifier: EUPL-1.2 */
/* request/form_sheet.h - the form of a request in sections, as one page shows it.
 *
 * Terms      sheet: one form: whose act it is and its sections. A field that the route does not ask
 *            is folded away and kept when it is filled in; one that was found wrong stands open.
 * Used by    new_request_view.c. Any reader. */
#ifndef REQUEST_FORM_SHEET_H
#define REQUEST_FORM_SHEET_H
#include "request/route_choice.h"

enum { SECTION_FIELDS = 20 };

/* A folded section opens by itself when something stands in it or is wrong in it. */
struct section {
    const char *id, *title, *about;
    bool is_folded;
    const char *fields[SECTION_FIELDS];
};

struct sheet {
    const char *action;
    const struct section *sections; /* they show the fields that the action has */
    size_t n;
    bool is_call, is_at_once; /* records a call; submits at once */
    const char *ends;         /* said at the last section; NULL: what stands there */
};
extern const struct sheet draft_sheet, call_sheet, submit_sheet;

/* The sections with the values of `input`, what was said of them when the form comes back
 * (look->sent), the route beside them, what a call needs: all that pages/new_*.mustache show of
 * the form itself. `region`: whose neighbours can be asked. */
void put_form(const struct look *look, const struct sheet *sheet, const struct route *route,
              struct text region, const json_t *input, struct json *out);
#endif
