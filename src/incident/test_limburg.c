/* SPDX-License-Identifier: EUPL-1.2 */
#include "incident/test_limburg.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "incident/inner.h"

static const struct room *const rooms[] = { &kernel_room,    &access_room,   &law_room,
                                            &directory_room, &incident_room, NULL };

static void place(struct world *w, const char *handle, const char *name, const char *region,
                  const char *code)
{
    char fields[200];

    snprintf(fields, sizeof(fields),
             "{'name':'%s','kind':'gemeente','region':'%s','cbs_code':'%s'}", name, region, code);
    if (world_act(w, "beheer", T0, "register_place", handle, fields) != OK)
        fail_msg("place %s: %s", handle, world_verdict_code(w, 0));
}

static void region(struct world *w, const char *handle, const char *code, const char *name)
{
    char fields[200];

    snprintf(fields, sizeof(fields), "{'code':'%s','name':'%s'}", code, name);
    if (world_act(w, "beheer", T0, "register_region", handle, fields) != OK)
        fail_msg("region %s: %s", handle, world_verdict_code(w, 0));
}

int limburg_set_up(void **state)
{
    struct world *w = world_open(rooms, &access_gate);

    world_first(w, T0);
    region(w, "VR24", "VR24", "Limburg-Zuid");
    region(w, "VR23", "VR23", "Limburg-Noord");
    place(w, "VALK", "Valkenburg aan de Geul", "VR24", "GM0994");
    place(w, "MEER", "Meerssen", "VR24", "GM0938");
    place(w, "VENLO", "Venlo", "VR23", "GM0983");
    place(w, "SITT", "Sittard-Geleen", "VR24", "GM1883");
    world_office(w, T0, "chair", "VR.voorzitter", "VR24", "['VR24']",
                 "['ROLE_REQUESTER','ROLE_FIELD_AUTH']");
    world_office(w, T0, "chair23", "VR.voorzitter", "VR23", "['VR23']",
                 "['ROLE_REQUESTER','ROLE_FIELD_AUTH']");
    world_office(w, T0, "mk", "MELDKAMER.calamiteitencoordinator", "VR24", "['VR24']",
                 "['ROLE_PREPARER']");
    world_office(w, T0, "rot", "ROT.operationeel_leider", "VR24", "['VR24']", "['ROLE_PREPARER']");
    world_office(w, T0, "valk", "GEMEENTE.burgemeester", "GM0994", "['GM0994']",
                 "['ROLE_REQUESTER','ROLE_FIELD_AUTH']");
    world_office(w, T0, "meer", "GEMEENTE.burgemeester", "GM0938", "['GM0938']",
                 "['ROLE_REQUESTER','ROLE_FIELD_AUTH']");
    world_office(w, T0, "venlo", "GEMEENTE.burgemeester", "GM0983", "['GM0983']",
                 "['ROLE_REQUESTER','ROLE_FIELD_AUTH']");
    world_office(w, T0, "cdk", "CDK.commissaris", "Limburg", "['VR23','VR24']", "['ROLE_CDK']");
    world_office(w, T0, "locc", "LOCC.desk", "", "[]", "['ROLE_LOCC']");
    *state = w;
    return 0;
}

int limburg_tear_down(void **state)
{
    world_close(*state);
    return 0;
}

void limburg_reported(struct world *w)
{
    assert_int_equal(OK, world_act(w, "mk", T1, "report_incident", "I", REPORT));
}

void limburg_declared(struct world *w)
{
    limburg_reported(w);
    assert_int_equal(OK, world_act(w, "chair", "2021-07-15T08:45:00Z", "declare_wvr39", "I",
                                   DECLARE("'@VALK','@MEER'")));
}
