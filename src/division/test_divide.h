/* SPDX-License-Identifier: EUPL-1.2 */
/* division/test_divide.h - the flood of deployment/test_field.h with two granted requests, boats of
 * the water authority and a picture, and divisions in one line.
 *
 * Terms      handles beside those of test_field.h: R1 and R2, granted at 08:00 UTC for the period
 *            14 July 12:00 to 15 July 18:00 local time; pools hands 300, trucks 30, boats 6 of
 *            office water; picture P1.
 * Used by    tests of this room. One thread. */
#ifndef DIVISION_TEST_DIVIDE_H
#define DIVISION_TEST_DIVIDE_H
#include "deployment/test_field.h"

#define NINE  "2021-07-14T09:00:00Z"
#define TEN   "2021-07-14T10:30:00Z" /* the period has begun */
#define LATER "2021-07-14T11:00:00Z"
#define END   "2021-07-15T16:00:00Z" /* of the period */

#define LINE(r, pool, n) "{'request':'@" r "','capability':'@" pool "','quantity':" n "}"
#define LINE_UNTIL(r, pool, n, day)                                                                \
    "{'request':'@" r "','capability':'@" pool "','quantity':" n ",'until':'" day "'}"
#define PROPOSAL(requests, lines)                                                                  \
    "{'for_requests':[" requests "],'picture_versions':['@P1'],'proposal':[" lines "]}"
#define NOTHING(requests, r) /* is free: advice too, with who goes without */                      \
    "{'for_requests':[" requests "],'picture_versions':['@P1'],'proposal':[],"                     \
    "'left_without':[{'request':'@" r "','short':1,'why':'niets is vrij'}]}"
#define BOTH          "'@R1','@R2'"
#define ACCEPT(lines) "{'reason':'past bij de nood','deviates':false,'lines':[" lines "]}"
#define TAKEN(r, pool, n)                                                                          \
    ",'taken_from':[{'request':'@" r "','capability':'@" pool "','quantity':" n "}]"
#define ORDER(r, pool, n, more)                                                                    \
    "{'request':'@" r "','unit':'ploeg','capability':'@" pool "','quantity':" n                    \
    ",'field_authority':'@mayor','safety_message':'stroming','force_regime':'FORCE_NONE_MIL'" more \
    "}"

/* Set-up and tear-down of a cmocka test; *state is the world. */
int divide_open(void **state);
int divide_close(void **state);
/* Asked orally at one moment for this period. */
void divide_ask_for(struct world *w, const char *handle, const char *when, const char *from,
                    const char *until);
/* Asked for the period of R1, and on to the decision. */
void divide_ask(struct world *w, const char *handle, const char *when, bool is_granted);
/* Proposed and accepted, by LOCC and TOC. */
void divide_give(struct world *w, const char *handle, const char *when, const char *proposal,
                 const char *accept);
/* Free of a pool in a window, seen from `now`; at a moment. */
int64_t divide_free(struct world *w, const char *of, const char *from, const char *until,
                    const char *now);
int64_t divide_free_at(struct world *w, const char *of, const char *when);
/* What a request or a deployment has of a pool. */
int64_t divide_held(struct world *w, const char *of, const char *what, const char *now);
/* The field at which the last act was refused with this code; the value in a hole of it. */
void divide_assert_field(struct world *w, const char *code, const char *field);
void divide_assert_hole(struct world *w, const char *code, const char *name, const char *value);
/* The unit departs and arrives, and is handed over to the mayor. */
void divide_deploy(struct world *w, const char *handle, const char *depart, const char *arrive);

#endif
