#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Makes reasons.c: which reason codes carry a refusal. usage: reasons.py codes.json OUT.c"""
import json
import sys

source, out = sys.argv[1:3]
codes = [c["id"] for c in json.load(open(source, encoding="utf-8"))["codes"]
         if c["list"] == "reason_code" and c.get("compelling") is True]
if not codes:
    sys.exit(f"reasons: {source}: no reason is compelling")
with open(out, "w", encoding="utf-8") as o:
    o.write("/* made by request/reasons.py from reference/codes.json */\n"
            '#include "request/inner.h"\n\n'
            "bool reason_is_compelling(struct text code)\n{\n"
            "    static const char *const codes[] = { %s };\n\n" % ", ".join(f'"{c}"' for c in codes))
    o.write("    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)\n"
            "        if (text_is(code, codes[i]))\n            return true;\n    return false;\n}\n")
