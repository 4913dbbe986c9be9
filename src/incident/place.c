/* SPDX-License-Identifier: EUPL-1.2 */
/* Where: codes of regions and municipalities, who must be told there, and the tiles of the picture.
 */
#include "incident/inner.h"

/* The tile grid of the design (regions that touch lie together as far as 25 squares can), with our
 * short names, and the province whose King's Commissioner watches over the region. */
static const struct region_tile tiles[] = {
    { "VR01", "GR", "Groningen", 5, 1 },     { "VR02", "FR", "Fryslân", 4, 1 },
    { "VR03", "DR", "Drenthe", 5, 2 },       { "VR04", "IJL", "Overijssel", 5, 3 },
    { "VR05", "TW", "Overijssel", 6, 4 },    { "VR06", "NOG", "Gelderland", 5, 4 },
    { "VR07", "GM", "Gelderland", 4, 5 },    { "VR08", "GZ", "Gelderland", 4, 6 },
    { "VR09", "UT", "Utrecht", 3, 5 },       { "VR10", "NHN", "Noord-Holland", 3, 2 },
    { "VR11", "ZW", "Noord-Holland", 3, 3 }, { "VR12", "KL", "Noord-Holland", 2, 3 },
    { "VR13", "AA", "Noord-Holland", 3, 4 }, { "VR14", "GV", "Noord-Holland", 4, 4 },
    { "VR15", "HGL", "Zuid-Holland", 1, 4 }, { "VR16", "HM", "Zuid-Holland", 2, 4 },
    { "VR17", "RR", "Zuid-Holland", 1, 5 },  { "VR18", "ZHZ", "Zuid-Holland", 2, 5 },
    { "VR19", "ZL", "Zeeland", 1, 6 },       { "VR20", "MWB", "Noord-Brabant", 2, 6 },
    { "VR21", "BN", "Noord-Brabant", 3, 6 }, { "VR22", "BZO", "Noord-Brabant", 3, 7 },
    { "VR23", "LN", "Limburg", 4, 7 },       { "VR24", "LZ", "Limburg", 4, 8 },
    { "VR25", "FL", "Flevoland", 4, 3 },
};

size_t incident_tile_count(void)
{
    return sizeof(tiles) / sizeof(tiles[0]);
}

const struct region_tile *incident_tile_at(size_t i)
{
    return i < incident_tile_count() ? &tiles[i] : NULL;
}

struct text incident_region_code(struct tx *tx, struct id region, struct instant when)
{
    if (id_is_none(region))
        return T("");
    return directory_region_of(tx, id_text(tx_arena(tx), region), when);
}

struct text incident_municipality_code(struct tx *tx, struct id municipality)
{
    struct directory_place p;

    if (directory_place(tx, municipality, &p) == OK && !text_is_empty(p.cbs_code))
        return p.cbs_code;
    return id_text(tx_arena(tx), municipality);
}

struct text incident_place_code(struct tx *tx, struct text words)
{
    struct directory_place p;
    struct id id;

    if (id_read(words, &id) && directory_place(tx, id, &p) == OK && !text_is_empty(p.cbs_code))
        return p.cbs_code;
    return words;
}

struct id incident_commissioner_of(struct tx *tx, struct text region, struct instant when)
{
    struct id office = ID_NONE;

    for (size_t i = 0; i < incident_tile_count() && id_is_none(office); i++)
        if (text_is(region, tiles[i].region))
            office = office_find(tx, T("CDK.commissaris"), text_of(tiles[i].province), when);
    if (id_is_none(office)) /* entered under another name: the one there is, if the region is his */
        office = office_find(tx, T("CDK.commissaris"), T(""), when);
    return !id_is_none(office) && office_covers(tx, office, region) ? office : ID_NONE;
}

struct id incident_mayor_of(struct tx *tx, struct text municipality, struct instant when)
{
    return office_find(tx, T("GEMEENTE.burgemeester"), municipality, when);
}

int64_t incident_grip_level(struct text grip)
{
    if (!text_starts(grip, T("GRIP")) || grip.len != 5 || grip.at[4] < '0' || grip.at[4] > '5')
        return 0;
    return grip.at[4] - '0';
}
