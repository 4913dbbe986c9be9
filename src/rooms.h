/* SPDX-License-Identifier: EUPL-1.2 */
/* rooms.h - all rooms of the program, for main and for tests across rooms. */
#ifndef ROOMS_H
#define ROOMS_H
#include "kernel/action.h"

extern const struct catalogue schakel_catalogue;

#endif
