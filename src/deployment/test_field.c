/* SPDX-License-Identifier: EUPL-1.2 */
#include "deployment/test_field.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "agreement/agreement.h"
#include "capability/capability.h"
#include "deployment/deployment.h"
#include "directory/directory.h"
#include "incident/incident.h"
#include "request/request.h"

const struct room *const field_rooms[] = {
    &kernel_room,     &access_room,   &law_room,     &directory_room,  &agreement_room,
    &capability_room, &incident_room, &request_room, &deployment_room, NULL,
};

static const char *const early = "2021-07-01T08:00:00Z";

void field_begin(struct world *w)
{
    flood_begin(w);
    world_office(w, early, "unit", "CLAS.commandant_eenheid", "", "[]", "['ROLE_HOLDER']");
    world_office(w, early, "mayor2", "GEMEENTE.burgemeester", "GM0938", "['GM0938']",
                 "['ROLE_REQUESTER','ROLE_FIELD_AUTH']");
    flood_must(w, "clas", early, "register_capability", "hands",
               "{'capability_type':'SANDBAG_LABOUR','quantity':300,'unit':'personen'}");
    flood_must(w, "clas", early, "register_capability", "trucks",
               "{'capability_type':'EVAC_TRANSPORT','quantity':30,'unit':'vrachtautos'}");
    flood_must(w, "chair", "2021-07-13T20:00:00Z", "report_incident", "I1",
               "{'kind':'flood','what':'Geul en Gulp stijgen','regions':['@VR24'],"
               "'places':['@valk']}");
}

void field_task(struct world *w, const char *handle, const char *request, int quantity,
                const char *when)
{
    struct text fields =
        text_printf(world_arena(w),
                    "{'request':'@%s','unit':'compagnie van 13 Lichte Brigade',"
                    "'capability':'@hands','quantity':%d,'field_authority':'@mayor',"
                    "'report_to':'crisiscentrum Sittard',"
                    "'safety_message':'stroming, vervuild water, zwemvest',"
                    "'force_regime':'FORCE_NONE_MIL'}%c",
                    request, quantity, 0);

    flood_must(w, "toc", when, "task", handle, fields.at);
}

void field_deploy(struct world *w, const char *handle, const char *depart, const char *arrive)
{
    flood_must(w, "unit", depart, "depart", handle, "{}");
    flood_must(w, "unit", arrive, "arrive", handle,
               "{'handed_over_to':'@mayor','field_authority_reachable':true}");
}

void field_home(struct world *w, const char *handle, const char *release, const char *home)
{
    flood_must(w, "mayor", release, "release", handle, "{'reason':'effect bereikt'}");
    flood_must(w, "unit", home, "return_home", handle, "{}");
}
