#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Puts the rows of a run of scripts/bench into the table of bench/RESULTS.md, between its two marks.

usage: bench_table.py RESULTS.md ROWS DATE MACHINE
ROWS holds lines "row: what | found | beside it | ratio | goal". Exit 2 when a mark is missing.
"""
import sys

BEGIN, END = "<!-- measured -->\n", "<!-- /measured -->\n"


def main():
    results, rows, date, machine = sys.argv[1:5]
    with open(results, encoding="utf-8") as f:
        text = f.read()
    if BEGIN not in text or END not in text:
        sys.exit(f"bench_table: {results} has no marks {BEGIN.strip()} and {END.strip()}")
    with open(rows, encoding="utf-8") as f:
        lines = [line.removeprefix("row: ").strip() for line in f if line.startswith("row: ")]
    table = [f"Measured on {date}: {machine}.", "",
             "| Measured | Found | Beside it | Ratio | Goal |", "|---|---|---|---|---|"]
    table += [f"| {line} |" for line in lines]
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    with open(results, "w", encoding="utf-8") as f:
        f.write(before + BEGIN + "\n".join(table) + "\n" + END + after)


main()
