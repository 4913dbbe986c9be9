/* SPDX-License-Identifier: EUPL-1.2 */
/* capability/acts.h - the fields of this room's acts, and the guards that judge them.
 *
 * Used by    actions.c, guards.c. */
#ifndef CAPABILITY_ACTS_H
#define CAPABILITY_ACTS_H
#include "kernel/kernel.h"

struct register_capability {
    struct text name, unit, home;
    int64_t quantity;
    struct id region, ceiling;
    struct choice capability_type, guarantee, clock_start, clock_stop;
    struct quantity reaction_hours, practice_hours;
    struct yesno is_military;
    struct instant happened_at;
};
struct settled_register {
    struct text name;
    struct yesno is_military;
};
struct change_capability {
    struct text name, home;
    int64_t quantity;
    struct id region, ceiling;
    struct choice guarantee, clock_start, clock_stop;
    struct quantity reaction_hours, practice_hours;
    struct instant happened_at;
};
struct end_capability {
    struct text reason;
    struct instant happened_at;
};
struct report_readiness {
    int64_t quantity_ready;
    struct text personnel, materiel, training, reason, for_task;
    struct choice commander_view;
    struct instant valid_until, happened_at;
};
struct reserve_capacity {
    int64_t quantity;
    struct text purpose;
    struct day from, until;
    struct instant happened_at;
};
struct settled_reserve {
    int64_t number;
    struct instant from_at, until_at;
};
struct end_reservation {
    int64_t reservation;
    struct instant happened_at;
};

struct register_ceiling {
    struct text name, source;
    int64_t amount;
    struct id parent;
    struct instant happened_at;
};

#define GUARD(name)                                                                                \
    void name(const struct entry *e, const void *fields, struct tx *tx, struct verdict *v)
GUARD(capability_guard_change_ceiling);
GUARD(capability_guard_change_quantity);
GUARD(capability_guard_change_reaction);
GUARD(capability_guard_commander_reason);
GUARD(capability_guard_depth);
GUARD(capability_guard_holder);
GUARD(capability_guard_in_use);
GUARD(capability_guard_inside_parent);
GUARD(capability_guard_nothing_out);
GUARD(capability_guard_register_reaction);
GUARD(capability_guard_report_amount);
GUARD(capability_guard_reservation_open);
GUARD(capability_guard_reserve);
GUARD(capability_guard_valid_ahead);
#undef GUARD

#endif
