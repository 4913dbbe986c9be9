#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Looks whether the route files hang together, without the program (law/README.md).

usage: law/check.py      exit 0: all well; 1: faults, one line each
"""
import json
import os
import re
import sys

from prove import as_list, leaves as conditions, prove

HERE = os.path.dirname(os.path.abspath(__file__))
FIELD = re.compile(r"[a-z][a-z_]{1,38}[a-z]")


def load(*path):
    with open(os.path.join(HERE, *path), encoding="utf-8") as file:
        return json.load(file)


def joined(route, machine):
    """The route with what it extends, as README "Joining" says."""
    out = {**machine, **route}
    for key in ("facts", "offices", "policy"):
        out[key] = {**machine[key], **route[key]}
    own = {row["act"] for row in route["acts"]}
    left_out = own | set(route.get("without", []))
    out["acts"] = [row for row in machine["acts"] if row["act"] not in left_out] + route["acts"]
    ids = {o["id"] for o in route["obligations"]}
    out["obligations"] = [o for o in machine["obligations"] if o["id"] not in ids] + route["obligations"]
    out["form"] = {k: machine["form"][k] + route["form"].get(k, []) for k in machine["form"]}
    return out


def check(route, rules, codes, offices):
    faults = []
    bad = faults.append
    stages = {s["id"] for s in route["stages"]}
    moves = {tuple(t) for t in route["transitions"]}
    deployment_moves = {tuple(t) for t in route["deployment_transitions"]}
    obligations = {o["id"] for o in route["obligations"]}
    elsewhere = {"consulted", "urgency_recorded", "council_reported", "lesson_verified"}
    closed = {"stages": stages | {"NEW"}, "acts": {a["act"] for a in route["acts"]}, "yes_no": {True, False},
              "offices": offices, "roles": {c["id"] for c in codes["role"]}}

    def condition(where, cond):
        for fact, values in conditions(cond):
            if fact not in route["facts"]:
                if fact not in elsewhere:
                    bad(f"{where}: fact {fact} is not declared")
                continue
            allowed = route["facts"][fact]["values"]
            allowed = set(allowed) if isinstance(allowed, list) else closed.get(allowed) or {c["id"] for c in codes[allowed]}
            for value in values:
                if value not in allowed:
                    bad(f"{where}: {fact} cannot be {value!r}")

    def guard(where, entry):
        entry = {"rule": entry} if isinstance(entry, str) else entry
        if entry["rule"] not in rules:
            return bad(f"{where}: rule {entry['rule']} is not in rules.json")
        condition(where, entry.get("when"))
        condition(f"rule {entry['rule']}", rules[entry["rule"]].get("holds"))

    for fact, declared in route["facts"].items():
        if "field" in declared and (declared["values"] != "yes_no" or not FIELD.fullmatch(str(declared["field"]))):
            bad(f"fact {fact}: field {declared['field']!r} is no name of a field, or the fact is no yes or no")

    seen, leaves = set(), set()
    for row in route["acts"]:
        where = f"{row['act']} at {row['at'][0]}"
        for slot in as_list(row["by"]):
            if slot not in route["offices"]:
                bad(f"{where}: slot {slot}")
        for stage in row["at"]:
            if stage not in stages | {"NEW"}:
                bad(f"{where}: stage {stage}")
            if (row["act"], stage) in seen:
                bad(f"{where}: two rows at {stage}")
            seen.add((row["act"], stage))
        for key in ("guards", "else", "wrong_stage"):
            for entry in as_list(row.get(key)):
                guard(where, entry)
        for entry in as_list(row.get("to")):
            entry = {"stage": entry} if isinstance(entry, str) else entry
            condition(where, entry.get("when"))
            tests = dict(conditions(entry.get("when"))) if entry.get("when") else {}
            for stage in tests.get("stage", row["at"]):
                # A stage that a guard shuts for this entry needs no transition.
                shut = any(isinstance(g, dict) and g["rule"] == "STATE_ORDER" and stage in dict(conditions(g["when"])).get("stage", [])
                           for g in as_list(row.get("guards")))
                # An act that makes the request goes through DRAFT on its way.
                start = "DRAFT" if stage == "NEW" and entry["stage"] != "DRAFT" else stage
                if not shut and (start, entry["stage"]) not in moves:
                    bad(f"{where}: {stage} -> {entry['stage']} is no transition")
                leaves.add(stage)
        if row.get("to_deployment"):
            for state in row["at_deployment"]:
                if (state, row["to_deployment"]) not in deployment_moves:
                    bad(f"{where}: deployment {state} -> {row['to_deployment']} is no transition")
        for key in ("opens", "closes"):
            for entry in as_list(row.get(key)):
                entry = {"id": entry} if isinstance(entry, str) else entry
                condition(where, entry.get("when"))
                if entry["id"] not in obligations:
                    bad(f"{where}: obligation {entry['id']}")
        for name in as_list(row.get("flagged_by")):
            if name not in obligations:
                bad(f"{where}: obligation {name}")
        for notice in as_list(row.get("notices")):
            condition(where, notice.get("when"))
            if notice["to"] not in route["offices"] and not notice["to"].startswith("@field:"):
                bad(f"{where}: notice to {notice['to']}")
    for stage in sorted(stages - leaves - {"CLOSED"} - route_unused(route)):
        bad(f"nothing leaves {stage}")
    for slot, entry in route["offices"].items():
        for who in entry["of"]:
            condition(f"slot {slot}", who.get("when"))
            if who["office"][0] not in "@*" and who["office"] not in offices:
                bad(f"slot {slot}: office {who['office']}")
    for o in route["obligations"]:
        for slot in [o["owner"], o["to"], *o["tell"]]:
            if slot not in route["offices"]:
                bad(f"obligation {o['id']}: slot {slot}")
        if "policy" in o["due"] and o["due"]["policy"] not in route["policy"]:
            bad(f"obligation {o['id']}: policy {o['due']['policy']}")
    for key, kind in (("force", "force_regime"), ("cost", "cost_regime"), ("ladder", "ladder")):
        if route[key] not in {c["id"] for c in codes[kind]}:
            bad(f"{key} {route[key]}")
    condition("fits", route["fits"])
    return faults or prove(route, rules)


def route_unused(route):
    """Stages that this route does not reach."""
    reached = {e["stage"] if isinstance(e, dict) else e for row in route["acts"] for e in as_list(row.get("to")) + as_list(row.get("then"))}
    return {s["id"] for s in route["stages"]} - reached


def grounds_in_words(rules):
    """The short forms (cites) that have words: those of rules, and those in the catalogue."""
    with open(os.path.join(HERE, "..", "po", "parts", "law.nl.po"), encoding="utf-8") as f:
        said = {json.loads(line[len("msgid "):]) for line in f if line.startswith("msgid ")}
    return said | {r["cite"] for r in rules.values() if "ground" in r}


def cites_without_words(route, known):
    """A notice or a duty names its ground to people: in words, never by its short form alone."""
    rows = [n for row in route["acts"] for n in row.get("notices", [])] + route["obligations"]
    short = {row["cite"] for row in rows} - known - {"-"}
    return [f"the ground {cite} has no words in po/parts/law.nl.po" for cite in sorted(short)]


def main():
    machine = load("request-machine.json")
    rules = {r["id"]: r for r in load("rules.json")["rules"]}
    listed = load("..", "reference", "codes.json")["codes"]
    codes = {}
    for code in listed:
        codes.setdefault(code["list"], []).append(code)
    offices = {o["id"] for o in load("..", "reference", "offices.json")["offices"]}
    faults, routes, used = [], 0, set()
    for name in sorted(os.listdir(HERE)):
        if not name.endswith(".json") or name in ("request-machine.json", "rules.json"):
            continue
        routes += 1
        route = joined(load(name), machine)
        faults += [f"{name}: {f}" for f in check(route, rules, codes, offices)]
        faults += [f"{name}: {f}" for f in cites_without_words(route, grounds_in_words(rules))]
    for rule in rules.values():
        for key in ("why", "mend"):
            for language in ("en", "nl"):
                text = rule[key].get(language, "")
                if not text.endswith(".") or "!" in text:
                    faults.append(f"rules.json: {rule['id']} {key} {language} is no calm sentence")
    for fault in faults:
        print(fault)
    print(f"{routes} route{'' if routes == 1 else 's'}, {len(rules)} rules, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
