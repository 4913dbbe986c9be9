/* SPDX-License-Identifier: EUPL-1.2 */
/* access/inner.h - what the files of this room share: fields of the acts, words, sessions at a
 * moment.
 *
 * Used by    access/ and its tests only. */
#ifndef ACCESS_INNER_H
#define ACCESS_INNER_H
#include "access/access.h"

enum {
    CODE_MAX = 80,     /* "VR.plaatsvervangend_voorzitter" has 30 characters */
    INSTANCE_MAX = 40, /* "VR24", "GM0994", "Noord-Holland" */
    HOLDER_MAX = 64,   /* a pseudonym */
    TITLE_MAX = 200,
    AREAS_MAX = 60, /* a chief of police unit: 5 regions; a commissioner: some 60 municipalities */
    ROLES_MAX = 14, /* as many as there are */
    BASES_MAX = 40, /* as many as there are routes */
    LIST_PAGE = 50, /* rows on a page of a list */
    REFUSALS_MAX =
        100000, /* kept refused attempts; a day of the largest load case has some 1,000 */
};

enum { ACCESS_ACTIONS = 7, ACCESS_VIEWS = 6 };
extern const struct action access_actions[ACCESS_ACTIONS];
extern const struct view access_views[ACCESS_VIEWS];

/* One code of a flat list. */
struct code_item {
    struct text code;
};
/* One role of a flat list. */
struct role_item {
    struct choice role;
};

struct open_space {
    struct text name, kind, about;
};
struct register_office {
    struct text office, org, instance, title;
    struct list area, roles;
    struct day valid_from, valid_until;
};
struct settled_office {
    struct instant from, until; /* until: none is open */
    struct text title;          /* the code when nobody gave one */
};
struct appoint_holder {
    struct text holder;
    struct instant from, until;
};
struct end_holder {
    struct text holder;
    struct instant until;
};
struct end_office {
    struct instant until;
};
struct give_mandate {
    struct id from_office;
    struct text to_office;
    struct list bases, area;
    struct day valid_until;
};
struct settled_mandate {
    struct instant until; /* the end of the last civil day in the Netherlands */
};
struct revoke_mandate {
    struct text reason;
};

/* Whether the person holds the office at the moment. */
bool holder_is(struct tx *tx, struct id office, struct text actor, struct instant when);

/* Sessions with the moment as an argument. */
enum result session_open_at(struct space *s, struct id office, struct text actor,
                            struct instant machine_now, struct arena *a,
                            struct session *out) MUST_USE;
enum result session_find_at(struct space *s, struct text token, struct instant machine_now,
                            struct arena *a, struct session *out) MUST_USE;

#endif
