/* SPDX-License-Identifier: EUPL-1.2 */
/* What the cost regimes mean, with where it is read; whether the cost was agreed beforehand. */
#include <string.h>

#include "agreement/agreement.h"
#include "base/tr.h"
#include "settlement/inner.h"

static const struct regime regimes[] = {
    { .code = "COST_FNIK",
      .meaning = N_("Only the additional expenditure of Defence is settled, through the central "
                    "budget line for national deployment. Salaries, depreciation and exercise stay "
                    "with Defence."),
      .payer = N_("Defence pays and settles with the central budget line. The requester normally "
                  "gets no invoice."),
      .source = N_("Budget line in the State budget; the working of the covenant is recalled"),
      .is_recalled = true },
    { .code = "COST_WVR55",
      .meaning = N_("The Minister of Justice and Security may contribute to what a municipality "
                    "spends on fighting a disaster, and to what a region spends on giving "
                    "assistance."),
      .payer = N_("Who gives the assistance bears its cost first. The Minister may contribute."),
      .claim = N_("May contribute: nobody has an automatic claim."),
      .source = N_("Safety Regions Act, art. 55, paragraphs 2 to 4"),
      .is_recalled = false },
    { .code = "COST_PW_MIL",
      .meaning = N_("Military assistance to the police is settled as national deployment is: "
                    "additional expenditure only, unless an agreement says otherwise."),
      .payer = N_("Defence pays and settles with the budget line for national deployment, unless "
                  "an agreement says otherwise. The authority is not held up by cost."),
      .source = N_("Recalled practice; no text was found"),
      .is_recalled = true },
    { .code = "COST_MSOB",
      .meaning = N_("The cost of support in the public interest is agreed before the deployment. "
                    "Additional expenditure only."),
      .payer = N_("The requester pays Defence, or the budget line for national deployment does, as "
                  "was agreed beforehand."),
      .source = N_("Recalled practice; the text of the scheme was not found"),
      .is_recalled = true,
      .agrees_first = true },
    { .code = "COST_EOD",
      .meaning = N_("Defence clears the explosive. Searching and the measures around it are the "
                    "municipality's, to which the State may contribute."),
      .payer = N_("Defence pays the clearing, the municipality the search and the measures."),
      .claim = N_("May contribute: nobody has an automatic claim."),
      .source = N_("Recalled practice; no text was found"),
      .is_recalled = true },
    { .code = "COST_POLICE_INTERNAL",
      .meaning = N_("The cost stays within the budget of the national police."),
      .payer = N_("The police pay; nobody is asked."),
      .source = N_("Recalled practice; no text was found"),
      .is_recalled = true },
    { .code = "COST_OWN_TASK",
      .meaning = N_("It is the service's own task, paid from its own budget."),
      .payer = N_("The service pays; nobody is asked."),
      .source = N_("Recalled practice; no text was found"),
      .is_recalled = true },
    { .code = "COST_HNS",
      .meaning = N_("Support to allied forces goes by the agreement with the sending nation; cost "
                    "of passage lies where it falls."),
      .payer = N_("The sending nation pays what the agreement names."),
      .source = N_("Recalled practice; no text was found"),
      .is_recalled = true,
      .agrees_first = true },
    { .code = "COST_CONTRACT",
      .meaning = N_("As was agreed; the base of the price is fixed before delivery."),
      .payer = N_("Who ordered pays who delivered, as was agreed."),
      .source = N_("Working rule of Schakel"),
      .is_recalled = false,
      .agrees_first = true },
};

const struct regime *regime_find(struct text code)
{
    for (size_t i = 0; i < sizeof(regimes) / sizeof(regimes[0]); i++)
        if (text_is(code, regimes[i].code))
            return &regimes[i];
    return NULL;
}

struct id cost_asker(struct tx *tx, struct id request, struct instant when)
{
    struct facts *none = arena_new(tx_arena(tx), struct facts);

    return none ? request_slot_office(tx, request, "requester", none, when) : ID_NONE;
}

/* An agreement names a party by its kind of organisation or by which one it is. */
bool cost_is_agreed(struct tx *tx, struct id request, struct instant when)
{
    static const char *const defence[] = { "MIN_DEF", "CDS",       "DOPS",           "TOC",
                                           "CLAS",    "CZSK",      "CLSK",           "KMAR",
                                           "DOSCO",   "RMC_NOORD", "RMC_WESTMIDDEN", "RMC_ZUID",
                                           "EODD",    "CBRN_RE" };
    struct office asker;

    if (office_get(tx, cost_asker(tx, request, when), when, &asker) != OK)
        return false;
    for (size_t i = 0; i < sizeof(defence) / sizeof(defence[0]); i++)
        if ((asker.instance.len > 0 &&
             agreement_is_between(tx, asker.instance, text_of(defence[i]), when)) ||
            agreement_is_between(tx, asker.org, text_of(defence[i]), when))
            return true;
    return false;
}
