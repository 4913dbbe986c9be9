#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Makes the kinds of capability (capability.h: capability_types) from the reference data.

usage: make_types.py capability_types.json OUT.c

Exit 2 with one line on a doubled id, a missing name or an `inside` that is not in the file.
"""
import json
import sys
from decimal import Decimal


def fail(what):
    print(f"make_types: {what}", file=sys.stderr)
    sys.exit(2)


def c(text):
    if text is None:
        return "NULL"
    return '"' + str(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def number(value, scale=1):
    return "INT_NONE" if value is None else f"INT64_C({int(Decimal(str(value)) * scale)})"


def main():
    source, out = sys.argv[1:3]
    rows = json.load(open(source, encoding="utf-8"))["capability_types"]
    ids = [r["id"] for r in rows]
    for r in rows:
        if ids.count(r["id"]) > 1:
            fail(f"{r['id']} stands twice")
        if not r.get("nl") or not r.get("en"):
            fail(f"{r['id']} lacks a Dutch or English name")
        if r["inside"] is not None and r["inside"] not in ids:
            fail(f"{r['id']} lies inside {r['inside']}, which is not in the list")
    with open(out, "w", encoding="utf-8") as o:
        o.write("/* made by make_types.py from reference/capability_types.json */\n"
                '#include "capability/capability.h"\n\n'
                "const struct capability_type capability_types[] = {\n")
        for r in rows:
            o.write("    { " + ", ".join([
                c(r["id"]), c(r["nl"]), c(r["en"]), c(r["owner"]), c(r["category"]), c(r["guarantee"]),
                number(r["typical"]), c(r["unit"]), number(r["reaction_hours"], 1000),
                c(r["clock_start"]), c(r["clock_stop"]), "true" if r["upper_bound"] else "false",
                c(" ".join(r["routes"])), c(r["inside"]), c(r["source"])]) + " },\n")
        o.write("};\nconst size_t capability_types_len = "
                "sizeof(capability_types) / sizeof(capability_types[0]);\n")


main()
