#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Makes cost_kinds.c: which kinds of cost are additional. usage: cost_kinds.py codes.json OUT.c"""
import json
import sys

source, out = sys.argv[1:3]
codes = [c["id"] for c in json.load(open(source, encoding="utf-8"))["codes"]
         if c["list"] == "cost_kind" and c.get("additional") is True]
if not codes:
    sys.exit(f"cost_kinds: {source}: no kind of cost is additional")
with open(out, "w", encoding="utf-8") as o:
    o.write("/* made by settlement/cost_kinds.py from reference/codes.json */\n"
            '#include "settlement/settlement.h"\n\n'
            "bool cost_kind_is_additional(struct text code)\n{\n"
            "    static const char *const codes[] = { %s };\n\n" % ", ".join(f'"{c}"' for c in codes))
    o.write("    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)\n"
            "        if (text_is(code, codes[i]))\n            return true;\n    return false;\n}\n")
