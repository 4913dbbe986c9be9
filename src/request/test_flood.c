/* SPDX-License-Identifier: EUPL-1.2 */
#include "request/test_flood.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const char *const early = "2021-07-01T07:00:00Z";

void flood_must(struct world *w, const char *who, const char *when, const char *action,
                const char *object, const char *fields)
{
    if (world_act(w, who, when, action, object, fields) != OK)
        fail_msg("%s by %s refused: %s %s %s", action, who, world_verdict_code(w, 0),
                 world_verdict_code(w, 1), world_verdict_code(w, 2));
}

void flood_refused(struct world *w, const char *code, const char *who, const char *when,
                   const char *action, const char *object, const char *fields)
{
    if (world_act(w, who, when, action, object, fields) == OK)
        fail_msg("%s by %s was accepted, %s expected", action, who, code);
    if (!world_has_verdict(w, code))
        fail_msg("%s by %s: %s expected, got %s %s %s", action, who, code, world_verdict_code(w, 0),
                 world_verdict_code(w, 1), world_verdict_code(w, 2));
}

static void offices(struct world *w)
{
    static const struct {
        const char *handle, *code, *instance, *area, *roles;
    } rows[] = {
        { "chair", "VR.voorzitter", "VR24", "['VR24']", "['ROLE_REQUESTER','ROLE_FIELD_AUTH']" },
        { "chair23", "VR.voorzitter", "VR23", "['VR23']", "['ROLE_REQUESTER','ROLE_FIELD_AUTH']" },
        { "deputy", "VR.plaatsvervangend_voorzitter", "VR24", "['VR24']", "['ROLE_PREPARER']" },
        { "rmoa", "RMOA.adviseur", "VR24", "['VR24']", "['ROLE_PREPARER']" },
        { "rot", "ROT.operationeel_leider", "VR24", "['VR24']", "['ROLE_PREPARER']" },
        { "mayor", "GEMEENTE.burgemeester", "GM0994", "['GM0994']",
          "['ROLE_REQUESTER','ROLE_FIELD_AUTH']" },
        { "cdk_ge", "CDK.commissaris", "Gelderland", "['VR06','VR07','VR08']", "['ROLE_CDK']" },
        { "cdk", "CDK.commissaris", "Limburg", "['VR23','VR24']", "['ROLE_CDK']" },
        { "locc", "LOCC.desk", "", "[]", "['ROLE_LOCC']" },
        { "jenv", "MIN_JENV.minister", "", "[]", "['ROLE_MINISTER_JENV']" },
        { "dops", "DOPS.desk", "", "[]", "['ROLE_DOPS']" },
        { "djz", "DJZ.piketjurist", "", "[]", "['ROLE_DJZ']" },
        { "def", "MIN_DEF.minister", "", "[]", "['ROLE_MINISTER_DEF']" },
        { "toc", "TOC.desk", "", "[]", "['ROLE_TOC']" },
        { "clas", "CLAS.actiecentrum", "", "[]", "['ROLE_HOLDER']" },
        { "finance", "MIN_DEF.verrekening", "", "[]", "['ROLE_FINANCE']" },
        { "evaluator", "NIPV.evaluator", "", "[]", "['ROLE_EVALUATOR']" },
        { "auditor", "INSPECTIE.toezichthouder", "", "[]", "['ROLE_AUDITOR']" },
    };

    world_first(w, early);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        world_office(w, early, rows[i].handle, rows[i].code, rows[i].instance, rows[i].area,
                     rows[i].roles);
}

void flood_begin(struct world *w)
{
    offices(w);
    flood_must(w, "beheer", early, "register_region", "VR24",
               "{'code':'VR24','name':'Limburg-Zuid'}");
    flood_must(w, "beheer", early, "register_region", "VR23",
               "{'code':'VR23','name':'Limburg-Noord'}");
    flood_must(w, "beheer", early, "register_place", "valk",
               "{'name':'Valkenburg aan de Geul','kind':'gemeente','region':'VR24',"
               "'cbs_code':'GM0994'}");
    flood_must(w, "beheer", early, "register_place", "venlo",
               "{'name':'Venlo','kind':'gemeente','region':'VR23','cbs_code':'GM0983'}");
    flood_must(w, "beheer", early, "adopt_route", "law", "{'route':'WVR51_MIL','version':1}");
}

const char *flood_form(struct world *w, const char *more)
{
    return text_printf(
               world_arena(w),
               "{'legal_basis':'WVR51_MIL','task_domain':'rampenbestrijding',"
               "'situation':'Geul en Gulp stijgen; alle ploegen zijn ingezet',"
               "'effect':'10 km oever van Geul en Gulp blijft staan en 400 mensen kunnen weg',"
               "'means_hint':'compagnie met vrachtauto s','quantity':'wat past bij het effect',"
               "'location':'Valkenburg aan de Geul; melden in Sittard','municipality':'@valk',"
               "'needed_from':'2021-07-14T12:00:00+02:00',"
               "'needed_until':'2021-07-15T18:00:00+02:00',"
               "'own_insufficient':'alle ploegen van regio en waterschap zijn ingezet',"
               "'alternatives':[{'rung':'own means','asked':'VR24',"
               "'at':'2021-07-14T02:30:00+02:00','answer':'alles ingezet'}],"
               "'field_lead':'burgemeester','armament':'geen','safety':'stroming, vervuild water',"
               "'logistics':'door het waterschap','media':'door de regio',"
               "'classification':'intern','costs':'COST_FNIK',"
               "'contact':'piket crisisorganisatie, dag en nacht','purpose':'disaster',"
               "'lines':[{'effect_kind':'bank_held','amount':10,'unit':'km'},"
               "{'effect_kind':'road_kept_open','amount':10,'unit':'km'},"
               "{'effect_kind':'people_moved','amount':400,'unit':'persons'}],"
               "'planned':false,'found_explosive':false,'force_needed':false,'urgent':true,"
               "'urgency':'water staat binnen uren in de huizen'%s}%c",
               more, 0)
        .at;
}

void flood_request(struct world *w, const char *handle, const char *stage)
{
    static const struct {
        const char *stage, *who, *when, *act, *fields;
    } way[] = {
        { "DRAFT", "rmoa", "2021-07-14T02:15:00Z", "draft_request", NULL },
        { "ORAL", "chair", "2021-07-14T02:40:00Z", "request_orally",
          "{'receiver':'@locc','channel':'phone','happened_at':'2021-07-14T04:35:00+02:00',"
          "'urgency':'water staat binnen uren in de huizen','urgent':true}" },
        { "", "chair", "2021-07-14T05:10:00Z", "sign_request", "{'office':'VR.voorzitter'}" },
        { "", "chair", "2021-07-14T05:18:00Z", "notify",
          "{'to':'@cdk','about':'R1','channel':'phone','happened_at':'2021-07-14T07:15:00+02:00'"
          "}" },
        { "SUBMITTED", "chair", "2021-07-14T05:20:00Z", "submit_request", "{}" },
        { "CHECKED", "locc", "2021-07-14T05:40:00Z", "desk_check",
          "{'form_complete':true,'competence_ok':true,'basis_ok':true,"
          "'consent_on_behalf_of':'MIN_JENV'}" },
        { "CIVIL_SEARCH", "locc", "2021-07-14T05:55:00Z", "civil_search",
          "{'found':'geen handen voor deze nacht','channel':'phone'}" },
        { "AT_DEFENCE", "locc", "2021-07-14T06:10:00Z", "pass_to_defence",
          "{'ladder':'doorlopen, zie alternatieven'}" },
        { "ASSESSING", "dops", "2021-07-14T06:40:00Z", "will_can_may",
          "{'will':'yes','can':'68 mensen van 13 Lichte Brigade','may':'toets gevraagd'}" },
        { "", "djz", "2021-07-14T07:00:00Z", "legal_test",
          "{'result':'lawful','basis':'WVR51_MIL','force_regime':'FORCE_NONE_MIL'}" },
        { "GRANTED", "def", "2021-07-14T08:00:00Z", "decide",
          "{'decision':'grant','reason':'ramp, geen dringende reden ertegen',"
          "'given':'68 mensen met vrachtauto s, tot donderdag 18.00'}" },
    };

    for (size_t i = 0; i < sizeof(way) / sizeof(way[0]); i++) {
        flood_must(w, way[i].who, way[i].when, way[i].act, handle,
                   way[i].fields ? way[i].fields : flood_form(w, ""));
        if (strcmp(way[i].stage, stage) == 0)
            return;
    }
    fail_msg("no way to stage %s", stage);
}
