#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Makes first inputs for the fuzz targets of what the project has anyway: law files, the demo's steps,
the sample of a journal, pages. So they follow what they are made of; what else helps is in fuzz/seeds/.

usage: seeds.py OUT      writes OUT/NAME/*
"""
import json
import os
import re
import sys
from urllib.parse import urlencode

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def read(path):
    with open(os.path.join(ROOT, path), "rb") as f:
        return f.read()


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def law():
    """A law file behind the byte that is its place among those which the program carries."""
    carried = re.findall(r"'\.\./\.\./((?:law|reference)/[^']*\.json)'", read("src/law/meson.build").decode())
    for i, path in enumerate(sorted(carried)):
        yield os.path.basename(path), bytes([i]) + read(path)


def one_of_each_act():
    case, seen = json.loads(read("demo/limburg-2021.json")), set()
    for step in case["given"] + case["steps"]:
        if step["act"] not in seen:
            seen.add(step["act"])
            yield case, step


def cases():
    """The demo, cut to one step."""
    for case, step in one_of_each_act():
        words = json.dumps(step)
        actors = {k: v for k, v in case["actors"].items() if f'"{k}"' in words}
        places = {k: v for k, v in case["places"].items() if f'"{k}"' in words}
        yield step["act"], compact({"format": case["format"], "id": case["id"], "places": places,
                                    "actors": actors, "given": [], "steps": [step]})


def fields():
    for _, step in one_of_each_act():
        yield step["act"], step["act"].encode() + b"\n" + compact(step["fields"])


def pairs(value, name):
    """As a browser sends it: lines.0.amount=3, period.from=…"""
    if isinstance(value, dict):
        parts = value.items()
    elif isinstance(value, list):
        if not any(isinstance(v, dict) for v in value):
            return [p for v in value for p in pairs(v, name)]
        parts = enumerate(value)
    else:
        return [(name, {True: "ja", False: "nee", None: ""}[value]
                 if value is None or isinstance(value, bool) else value)]
    return [p for k, v in parts for p in pairs(v, f"{name}.{k}" if name else str(k))]


def forms():
    for _, step in one_of_each_act():
        yield step["act"], (step["act"] + "\n" + urlencode(pairs(step["fields"], ""))).encode()


def views():
    """Every query that a view declares, with a value for its cursor."""
    for folder in sorted(os.listdir(os.path.join(ROOT, "src"))):
        path = f"src/{folder}/views.c"
        if os.path.exists(os.path.join(ROOT, path)):
            text = read(path).decode()
            names = dict.fromkeys(re.findall(r"\bFIELD\(\w+, (\w+)", text))
            for name in re.findall(r'^\s*\.name = "(\w+)"', text, re.M):
                yield name, f"{name}\n{'&'.join(f'{n}=1-7' for n in names)}".encode()


def bodies():
    for i, line in enumerate(read("tests/journal/sample.jsonl").splitlines()):
        yield f"{i + 1}", re.fullmatch(rb'\{"entry":(.*),"hash":"[0-9a-f]{64}",.*', line)[1]


def pages():
    """A page, and as much of a document."""
    for folder, _, files in os.walk(os.path.join(ROOT, "src")):
        for f in sorted(files):
            if f.endswith(".mustache"):
                page = read(os.path.join(folder, f))
                doc = compact({n: [{"label": "<&\">", "number": 3}] for n in
                               sorted(set(re.findall(r"\{\{[#^&]?(\w+)", page.decode())))})
                size = max(len(page), len(doc))
                yield f"{os.path.basename(os.path.dirname(folder))}-{f}", page.ljust(size) + doc.ljust(size)


def json_texts():
    for _, step in one_of_each_act():
        yield step["act"], compact(step)


MADE = {"route": law, "case": cases, "field": fields, "form": forms, "query": views, "journal": bodies,
        "mustache": pages, "json": json_texts}


def main():
    out = sys.argv[1]
    for target, make in MADE.items():
        folder, n = os.path.join(out, target), 0
        os.makedirs(folder, exist_ok=True)
        for name, data in make():
            n += 1
            with open(os.path.join(folder, name), "wb") as f:
                f.write(data)
        if n == 0:
            sys.exit(f"seeds.py: nothing was found for {target}")


main()
