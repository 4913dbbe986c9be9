/* SPDX-License-Identifier: EUPL-1.2 */
/* kernel/test_room.h - a room of boxes that the kernel's own tests act on.
 *
 * Terms      box: holds at most `size` things. Invariant: held is 0..size, at the guard and in the
 *            table. Used by test_field.c, test_commit.c, test_rebuild.c. */
#ifndef KERNEL_TEST_ROOM_H
#define KERNEL_TEST_ROOM_H
#include "kernel/kernel.h"

struct make_box {
    struct text label;
    int64_t size;
    struct text secret; /* sealed group "secret" */
    struct instant happened_at;
};
struct fill_box {
    int64_t amount;
    struct id like; /* another box */
    struct instant happened_at;
};
struct settled_fill {
    int64_t held;
};

extern const struct room box_room;
extern const struct room *const box_rooms[];

#endif
