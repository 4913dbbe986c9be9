/* SPDX-License-Identifier: EUPL-1.2 */
/* web/app_openapi.h - shared by the files of the OpenAPI description only. */
#ifndef WEB_APP_OPENAPI_H
#define WEB_APP_OPENAPI_H
#include "web/openapi.h"

enum { NAME_BYTES = 96 };

/* The description under way: all lists and objects are borrowed from the document. */
struct openapi {
    const struct catalogue *catalogue;
    struct arena *arena;
    json_t *paths, *schemas;
};

/* ---- app_openapi.c ---- */
/* The Dutch words of a msgid. */
const char *openapi_nl(const char *msgid);
/* {"$ref": "#/components/SECTION/NAME"}. */
json_t *openapi_ref(const char *section, const char *name);
/* Adds an operation; takes the reference. */
void openapi_put(struct openapi *o, const char *path, const char *method, json_t *operation);
/* {"application/json": {"schema": …}}; takes the reference. */
json_t *openapi_content(json_t *schema);
/* The refusals of an operation: those of every one, and what the flags add. */
enum {
    MAY_BE_ABSENT = 1,  /* 404 */
    NEEDS_SIGN_IN = 2,  /* 401 */
    HAS_BODY = 4,       /* 413 */
    HAS_JSON = 64,      /* 415 */
    MAY_CLASH = 8,      /* 409 */
    NEEDS_VERSION = 16, /* 412, 428 */
    MAY_BE_STALE = 32,  /* 412 */
};
void openapi_refusals(json_t *responses, unsigned flags);

/* ---- app_openapi_field.c ---- */
/* The schema of one field, and that of an object with these fields. */
json_t *openapi_field(struct openapi *o, const struct field *f);
json_t *openapi_fields(struct openapi *o, const struct fieldset *set);
/* The field as a query or path parameter. */
json_t *openapi_parameter(struct openapi *o, const struct field *f, bool is_path);
/* draft_request becomes DraftRequest, between `before` and `after`. */
struct text openapi_pascal(struct arena *a, const char *before, const char *name,
                           const char *after);

/* ---- app_openapi_part.c ---- */
/* Everything under components but the schemas of fields, which the operations bring along. */
json_t *openapi_components(struct openapi *o);

/* ---- app_openapi_door.c ---- */
/* What the door answers beside the tables: sessions, clock, units, files, events, this itself. */
void openapi_door(struct openapi *o);

#endif
