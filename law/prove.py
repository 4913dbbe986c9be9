# SPDX-License-Identifier: EUPL-1.2
"""What must hold for every way through a route (law/README.md, "What a check must find true"), found
by trying all of them. The program proves the same for itself (src/law/route_prove.c); this is the
second opinion. `check.py` calls prove(route, rules) with a route joined with its machine."""
import itertools

NOBODY = "\x01"  # what a coded fact is when it is none of those that a condition names


def as_list(value):
    return [] if value is None else value if isinstance(value, list) else [value]


def guard_of(entry):
    return {"rule": entry} if isinstance(entry, str) else entry


def holds(cond, facts):
    """True or false for known facts; an absent condition is true."""
    if cond is None:
        return True
    (key, value), = cond.items()
    if key == "all":
        return all(holds(part, facts) for part in value)
    if key == "any":
        return any(holds(part, facts) for part in value)
    if key == "not":
        return not holds(value, facts)
    return facts[key] in value


def leaves(cond):
    """(fact, values) of every test in a condition."""
    if cond is None:
        return
    (key, value), = cond.items()
    if key in ("all", "any"):
        for part in value:
            yield from leaves(part)
    elif key == "not":
        yield from leaves(value)
    else:
        yield key, value


def choices(route, conds, act, stages):
    """Every choice of values for the facts that these conditions read."""
    values = {}
    for fact, named in itertools.chain.from_iterable(leaves(c) for c in conds):
        declared = route["facts"].get(fact, {}).get("values", "yes_no")
        if fact in route["sets"]:
            values[fact] = {route["sets"][fact]}
        elif fact == "stage":
            values[fact] = set(stages)
        elif fact == "act":
            values[fact] = {act}
        elif declared == "yes_no":
            values[fact] = {True, False}
        elif isinstance(declared, list):
            values[fact] = set(declared)
        else:
            values.setdefault(fact, {NOBODY}).update(named)
    names = list(values)
    for combination in itertools.product(*(values[n] for n in names)):
        yield dict(zip(names, combination))


def guards(route, rules, row, key, stages, must_pass):
    for entry in map(guard_of, as_list(row.get(key))):
        rule = rules[entry["rule"]]
        conds = [entry.get("when"), rule.get("holds")]
        tried = [(holds(conds[0], f), "holds" in rule and holds(conds[1], f))
                 for f in choices(route, conds, row["act"], stages)]
        if not any(applies and not fine for applies, fine in tried):
            yield f"{row['act']}: {entry['rule']} can never refuse"
        if must_pass and not any(not applies or fine for applies, fine in tried):
            yield f"{row['act']}: {entry['rule']} can never pass"


def slots(route, row):
    for name in as_list(row["by"]):
        slot = route["offices"][name]
        for facts in choices(route, [w.get("when") for w in slot["of"]], row["act"], row["at"]):
            who = {w.get("for", w["office"]) for w in slot["of"] if holds(w.get("when"), facts)}
            if not who:
                yield f"{row['act']}: slot {name} is empty for {facts}"
                break
            one = row["act"] in ("decide", "concur", "task", "release", "recall")
            if one and (len(as_list(row["by"])) > 1 or slot["pick"] != "first" and len(who) > 1):
                yield f"{row['act']}: more than one office may be competent"
                break


def moves(route, rules, without=None):
    """(from, to) of every move that no guard shuts for good, leaving out one act."""
    for row in route["acts"]:
        if row["act"] == without:
            continue
        for entry in as_list(row.get("to")):
            entry = {"stage": entry} if isinstance(entry, str) else entry
            shut = [g for g in map(guard_of, as_list(row.get("guards")))
                    if "holds" not in rules[g["rule"]] and g.get("level") != "warn"]
            for stage in row["at"]:
                conds = [entry.get("when")] + [g.get("when") for g in shut]
                if any(holds(conds[0], f) and not any(holds(c, f) for c in conds[1:])
                       for f in choices(route, conds, row["act"], [stage])):
                    yield stage, entry["stage"]
                    for then in as_list(row.get("then")):
                        yield stage, then["stage"] if isinstance(then, dict) else then


def closure(start, pairs):
    found, before = set(start), None
    while found != before:
        before = set(found)
        found |= {b for a, b in pairs if a in found}
    return found


def ways(route, rules):
    pairs = list(moves(route, rules))
    reached = closure({"NEW"}, pairs)
    saved = closure({"CLOSED"}, [(b, a) for a, b in pairs])
    for stage in sorted(reached - saved):
        yield f"from stage {stage} there is no way to CLOSED"
    tasking = {s for row in route["acts"] if "NEW" in as_list(row.get("at_deployment")) for s in row["at"]}
    if tasking and not tasking & reached:
        yield "no way leads to a tasking"
    needed = ["decide"] + (["concur"] if route["second"]["pattern"] == "agree" else [])
    for act in needed:
        if tasking & closure({"NEW"}, list(moves(route, rules, act))):
            yield f"a unit can be tasked without the act {act}"


def deciders(route, act):
    return {w.get("for", w["office"]) for row in route["acts"] if row["act"] == act
            for slot in as_list(row["by"]) for w in route["offices"][slot]["of"]}


def decisions(route, rules):
    if route["second"]["pattern"] == "agree":
        second = deciders(route, "concur")
        if second & deciders(route, "decide"):
            yield f"{', '.join(sorted(second))} would agree with itself"
        for office in sorted(second):
            if not office.startswith(route["second"]["who"]):
                yield f"concur is of {office}, not of {route['second']['who']}"
    for row in route["acts"]:
        named = [guard_of(g) for g in as_list(row.get("guards"))]
        refuses = any((e if isinstance(e, str) else e["stage"]) == "REFUSED" for e in as_list(row.get("to")))
        compelling = any(fact == "reason_compelling" for g in named if g.get("level") != "warn"
                         for fact, _ in leaves(rules[g["rule"]].get("holds")))
        if route["second"]["pattern"] == "duty" and refuses and not compelling:
            yield f"{row['act']} can refuse without a compelling reason, though there is a duty"
        if row.get("to_deployment") == "DEPLOYED" and not any(
                g["rule"] == "FIELD_AUTHORITY_NAMED" and "when" not in g and g.get("level") != "warn" for g in named):
            yield f"{row['act']} lets a unit work without an authority in the field"


def prove(route, rules):
    """All that does not hold, a line each."""
    every = {"NEW"} | {s["id"] for s in route["stages"]}
    faults = []
    for row in route["acts"]:
        faults += guards(route, rules, row, "guards", row["at"], True)
        faults += guards(route, rules, row, "else", row["at"], False)
        faults += guards(route, rules, row, "wrong_stage", every - set(row["at"]), False)
        faults += slots(route, row)
    return faults + list(ways(route, rules)) + list(decisions(route, rules))
