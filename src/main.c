/* SPDX-License-Identifier: EUPL-1.2 */
#include "cli/cli.h"
#include "rooms.h"

int main(int argc, char **argv)
{
    return cli_main(&schakel_catalogue, argc, argv);
}
