/* SPDX-License-Identifier: EUPL-1.2 */
/* incident/acts.h - the fields of this room's acts, and the guards that judge them.
 *
 * Used by    actions.c, apply.c, guards.c. */
#ifndef INCIDENT_ACTS_H
#define INCIDENT_ACTS_H
#include "kernel/kernel.h"

struct report_incident {
    struct choice kind;
    struct list regions; /* of ref_item: region */
    struct list places;  /* of place_item */
    struct text what;
    struct id related;
    struct instant happened_at;
};
struct set_level {
    struct id region;
    struct choice grip;
    struct instant happened_at;
};
struct declare_wvr39 {
    struct id region;
    struct list municipalities; /* of ref_item: place */
    struct text urgency;
    struct list consulted; /* of ref_item: office */
    struct instant happened_at;
};
struct end_wvr39 {
    struct id region;
    struct instant happened_at;
};
struct record_objection {
    struct text text;
    struct instant happened_at;
};
struct report_to_councils {
    struct list municipalities; /* of ref_item: place */
    struct yesno in_agreement_with_mayors;
    struct list objections; /* of ref_item: office */
    struct instant happened_at;
};
struct update_picture {
    struct id incident, region;
    int64_t total_version, own_version;
    struct text text;
    struct instant happened_at;
};
struct report_situation {
    struct id region;
    struct text text;
    struct instant happened_at;
};
struct close_incident {
    struct text reason;
    struct instant happened_at;
};

#define GUARD(name)                                                                                \
    void name(const struct entry *e, const void *fields, struct tx *tx, struct verdict *v)
GUARD(incident_guard_open);
GUARD(incident_guard_report_area);
GUARD(incident_guard_level_region);
GUARD(incident_guard_situation_region);
GUARD(incident_guard_picture_region);
GUARD(incident_guard_own_incident);
GUARD(incident_guard_consulted);
GUARD(incident_guard_declare_region);
GUARD(incident_guard_municipalities);
GUARD(incident_guard_end_region);
GUARD(incident_guard_any_on);
GUARD(incident_guard_mayor_inside);
GUARD(incident_guard_report_owed);
GUARD(incident_guard_agreement);
GUARD(incident_guard_objections_named);
GUARD(incident_guard_report_municipalities);
GUARD(incident_guard_may_close);
GUARD(incident_guard_versions);
#undef GUARD

#define APPLY(name)                                                                                \
    enum result name(const struct entry *e, const void *fields, const void *settled, struct tx *tx)
APPLY(incident_apply_report_incident);
APPLY(incident_apply_set_level);
APPLY(incident_apply_declare);
APPLY(incident_apply_end);
APPLY(incident_apply_objection);
APPLY(incident_apply_councils);
APPLY(incident_apply_picture);
APPLY(incident_apply_situation);
APPLY(incident_apply_close);
#undef APPLY

#endif
