#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Makes reference_words.c: which reason codes carry a refusal, and the names of office codes.

usage: reference_words.py codes.json offices.json OUT.c
"""
import json
import sys


def literal(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def main():
    codes, offices, out = sys.argv[1:4]
    reasons = [c["id"] for c in json.load(open(codes, encoding="utf-8"))["codes"]
               if c["list"] == "reason_code" and c.get("compelling") is True]
    names = json.load(open(offices, encoding="utf-8"))["offices"]
    if not reasons or not names:
        sys.exit(f"reference_words: {codes} or {offices} holds none")
    with open(out, "w", encoding="utf-8") as o:
        o.write("/* made by request/reference_words.py from reference/ */\n"
                '#include "request/inner.h"\n\n'
                "bool reason_is_compelling(struct text code)\n{\n"
                "    static const char *const codes[] = { "
                + ", ".join(literal(c) for c in reasons) + " };\n\n"
                "    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)\n"
                "        if (text_is(code, codes[i]))\n"
                "            return true;\n"
                "    return false;\n}\n\n"
                "const struct office_name office_names[] = {\n")
        for n in names:
            o.write("    { %s, %s, %s },\n" % (literal(n["id"]), literal(n["nl"]),
                                               literal(n["en"])))
        o.write("};\nconst size_t office_names_len ="
                " sizeof(office_names) / sizeof(office_names[0]);\n")


main()
