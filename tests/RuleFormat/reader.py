#!/usr/bin/env python3
"""A reader of the rule files, written from docs/rule-format.md and docs/rule-algebra.md alone, and held to the conformance vectors.

    reader.py RULES.jsonl VECTORS.jsonl

It knows nothing of the library. Where it differs from a vector, the specification or the library is wrong. Standard library only.
"""
import json
import sys
from fractions import Fraction


def number(value):
    """A number of a rule file or vector, exactly: JSON numbers keep their digits, and texts may hold a fraction."""
    return Fraction(str(value))


MISSING, KNOWN, DROPPED = "missing", "known", "dropped"


class Value:
    """A node's value: known, dropped, or unknown between two ends (None: no upper end)."""

    def __init__(self, low=None, high=None, known=False, dropped=False):
        self.low, self.high, self.known, self.dropped = low, high, known, dropped

    @staticmethod
    def of(value):
        return Value(value, value, known=True)

    @staticmethod
    def logic(low, high):
        return Value(Fraction(low), Fraction(high), known=low == high)


GONE = Value(dropped=True)


def highest(values):
    return None if any(value is None for value in values) else max(values)


def lowest_high(values):
    given = [value for value in values if value is not None]
    return min(given) if given else None


def total(values):
    return None if any(value is None for value in values) else sum(values, Fraction(0))


class Item:
    def __init__(self, item, sets):
        self.id = item["id"]
        self.kind = item.get("kind", "number")
        options = item.get("options", [])
        self.options = sets[options] if isinstance(options, str) else options
        self.not_rated = {number(code) for code in item.get("notRated", [])}
        self.not_applicable = item.get("notApplicable", False)
        self.step = number(item.get("step", 1))
        values = [number(option["value"]) for option in self.options if option.get("value") is not None]
        self.listed = set(values) if values and self.kind in ("number", "choice") else None
        if self.kind == "time-of-day":
            self.low, self.high = Fraction(0), Fraction(1439)
        else:
            self.low = number(item["min"]) if "min" in item else min(values, default=Fraction(0))
            self.high = number(item["max"]) if "max" in item else max(values) if values else None

    def accepts(self, value):
        if self.listed is not None:
            return value in self.listed
        return value >= self.low and (self.high is None or value <= self.high) and ((value - self.low) / self.step).denominator == 1

    def read(self, answer):
        """(standing, value, is an error, is "not applicable")"""
        if answer is None:
            return MISSING, None, False, False
        if isinstance(answer, dict) and answer.get("notApplicable"):
            return MISSING, None, not self.not_applicable, self.not_applicable
        if isinstance(answer, dict) and "option" in answer:
            for option in self.options:
                if str(option.get("id", option.get("value"))) == answer["option"]:
                    return (MISSING, None, False, False) if option.get("value") is None else (KNOWN, number(option["value"]), False, False)
            return MISSING, None, True, False
        if isinstance(answer, dict):
            hours, minutes = answer["time"].split(":")[:2]
            value = Fraction(int(hours) * 60 + int(minutes))
        else:
            value = number(answer)
        if value in self.not_rated:
            return MISSING, None, False, False
        return (KNOWN, value, False, False) if self.accepts(value) else (MISSING, None, True, False)


class Evaluation:
    def __init__(self, rule, states, policy=None, person=None):
        self.rule, self.states, self.policy, self.person = rule, states, policy or {}, person or {}
        self.used = False
        self.error = False

    # --- the nodes
    def value(self, node):
        if isinstance(node, str) and "/" not in node:
            standing, value = self.states[node]
            item = self.rule.items[node]
            return Value.of(value) if standing == KNOWN else GONE if standing == DROPPED else Value(item.low, item.high)
        if not isinstance(node, dict):
            return Value.of(number(node))
        kind = next(key for key in node if key != "id")
        return getattr(self, "node_" + kind)(node, node[kind])

    def parts(self, nodes):
        return [value for value in map(self.value, nodes) if not value.dropped]

    def fill(self, node, parts):
        """None, or (decimals or None,) where the policy fills the aggregate in."""
        known = sum(part.known for part in parts)
        name = node.get("id")
        if name is None or known == 0:
            return None
        for rule in self.policy.get("personMean", []):
            if rule["aggregate"] == name and len(parts) - known <= rule["maxMissing"]:
                return self.filled(node, (rule.get("roundTo"),))
        for rule in self.policy.get("kOfN", []):
            if rule["aggregate"] == name and known >= rule["required"]:
                return self.filled(node, (None,))
        return None

    def filled(self, node, result):
        if self.policy.get("proration", False):
            for item in self.rule.items_of(node):
                if self.states[item][0] == MISSING and item in self.rule.alert_items:
                    return None
        self.used = True
        return result

    def aggregate(self, node, nodes, mean):
        parts = self.parts(nodes)
        if not parts:
            return GONE
        known = [part.low for part in parts if part.known]
        share = len(parts) if mean else 1
        if len(known) == len(parts):
            return Value.of(sum(known, Fraction(0)) / share)
        filling = self.fill(node, parts)
        if filling:
            value = sum(known, Fraction(0)) / len(known) * (1 if mean else len(parts))
            return Value.of(value if filling[0] is None else half_away(value, filling[0]))
        high = total([part.high for part in parts])
        return Value(sum((part.low for part in parts), Fraction(0)) / share, None if high is None else high / share)

    def node_sum(self, node, nodes):
        return self.aggregate(node, nodes, mean=False)

    def node_mean(self, node, nodes):
        return self.aggregate(node, nodes, mean=True)

    def extreme(self, node, nodes, low, high, pick):
        parts = self.parts(nodes)
        if not parts:
            return GONE
        ends = Value(low([part.low for part in parts]), high([part.high for part in parts]))
        if all(part.known for part in parts) or ends.low == ends.high:
            return Value.of(ends.low)
        return Value.of(pick(part.low for part in parts if part.known)) if self.fill(node, parts) else ends

    def node_max(self, node, nodes):
        return self.extreme(node, nodes, max, highest, max)

    def node_min(self, node, nodes):
        return self.extreme(node, nodes, min, lowest_high, min)

    def node_count(self, node, body):
        parts, least = self.parts(body["of"]), number(body["atLeast"])
        if not parts:
            return GONE
        low = sum(part.low >= least for part in parts)
        high = sum(part.high is None or part.high >= least for part in parts)
        return Value(Fraction(low), Fraction(high), known=low == high)

    def node_and(self, node, nodes):
        parts = self.parts(nodes)
        return Value.logic(all(part.low != 0 for part in parts), all(part.high != 0 for part in parts)) if parts else GONE

    def node_or(self, node, nodes):
        parts = self.parts(nodes)
        return Value.logic(any(part.low != 0 for part in parts), any(part.high != 0 for part in parts)) if parts else GONE

    def node_oneOf(self, node, nodes):
        parts = self.parts(nodes)
        known = [part for part in parts if part.known]
        if not parts:
            return GONE
        self.error |= len(known) > 1
        return known[0] if len(known) == 1 else Value(min(part.low for part in parts), highest([part.high for part in parts]))

    def node_profile(self, node, nodes):
        parts = self.parts(nodes)
        if len(parts) < len(nodes) or not all(part.known for part in parts):
            return Value(Fraction(0), None)
        return Value.of(Fraction("".join(str(part.low) for part in parts)))

    def node_atLeast(self, node, body):
        part, value = self.value(body["of"]), number(body["value"])
        return part if part.dropped else Value.logic(part.low >= value, part.high is None or part.high >= value)

    def node_atMost(self, node, body):
        part, value = self.value(body["of"]), number(body["value"])
        return part if part.dropped else Value.logic(part.high is not None and part.high <= value, part.low <= value)

    def linear(self, part, multiply, add):
        if part.dropped:
            return part
        ends = [part.low * multiply + add, None if part.high is None else part.high * multiply + add]
        return Value(*(reversed(ends) if multiply < 0 else ends), known=part.known)

    def node_weight(self, node, body):
        return self.linear(self.value(body["of"]), number(body["by"]), Fraction(0))

    def node_linear(self, node, body):
        return self.linear(self.value(body["of"]), number(body["multiply"]), number(body.get("add", 0)))

    def node_reverse(self, node, of):
        # The part's own range: that of the same part with nothing answered.
        blank = Evaluation(self.rule, {item: (MISSING, None) for item in self.rule.items}).value(of)
        return self.linear(self.value(of), Fraction(-1), blank.low + blank.high)

    def node_recode(self, node, body):
        part = self.value(body["of"])
        if part.dropped:
            return part
        table = {number(entry["from"]): number(entry["to"]) for entry in body["map"]}
        if part.known and part.low in table:
            return Value.of(table[part.low])
        targets = [to for key, to in table.items() if part.known or (key >= part.low and (part.high is None or key <= part.high))]
        return Value(min(targets), max(targets))

    def node_lookup(self, node, body):
        part = self.value(body["of"])
        if part.dropped:
            return part
        rows = [(number(row["from"]), number(row["value"])) for row in body["rows"]]

        def find(value):
            return max([index for index, row in enumerate(rows) if row[0] <= value], default=0)

        if part.known:
            return Value.of(rows[find(part.low)][1])
        last = len(rows) - 1 if part.high is None else find(part.high)
        values = [row[1] for row in rows[find(part.low):last + 1]]
        return Value(min(values), max(values))

    def node_case(self, node, body):
        possible = []
        for branch in body["branches"]:
            when = self.value(branch["if"])
            if when.dropped or (when.known and when.low == 0):
                continue
            possible.append(self.value(branch["then"]))
            if when.known:
                break
        else:
            possible.append(self.value(body["else"]))
        if len(possible) == 1:
            return possible[0]
        low, high = min(value.low for value in possible), highest([value.high for value in possible])
        return Value(low, high, known=all(value.known for value in possible) and low == high)

    def node_quotient(self, node, body):
        of, by = self.value(body["of"]), self.value(body["by"])
        if of.dropped or by.dropped:
            return GONE
        if of.known and by.known and by.low == 0:
            self.error = True
        return Value.of(of.low / by.low) if of.known and by.known and by.low != 0 else Value(Fraction(0), None)

    def node_clockDifference(self, node, body):
        start, end = self.value(body["from"]), self.value(body["to"])
        if start.dropped or end.dropped:
            return GONE
        return Value.of((end.low - start.low) % 1440) if start.known and end.known else Value(Fraction(0), Fraction(1439))

    def node_covariate(self, node, kind):
        if kind not in self.person:
            return Value(Fraction(0), Fraction(1 if kind == "sex" else 130))
        return Value.of(Fraction(["male", "female"].index(self.person["sex"])) if kind == "sex" else number(self.person["age"]))

    def node_valueSet(self, node, body):
        # Vectors come without a value set: the part is unknown.
        return Value(number(body["low"]), number(body["high"]))


def half_away(value, decimals):
    scaled = abs(value) * 10 ** decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, 10 ** decimals)


def printed(value, decimals):
    whole = half_away(value, decimals) * 10 ** decimals
    digits = str(abs(whole.numerator)).rjust(decimals + 1, "0")
    sign = "-" if whole < 0 else ""
    return sign + (digits if decimals == 0 else digits[:-decimals] + "." + digits[-decimals:])


class Rule:
    def __init__(self, file):
        sets = {one["id"]: one["options"] for one in file.get("optionSets", [])}
        self.file = file
        self.items = {item["id"]: Item(item, sets) for item in file["items"]}
        self.alerts = file.get("alerts", [])
        self.alert_items = {alert["item"] for alert in self.alerts}

    def items_of(self, node):
        if isinstance(node, str):
            return [node] if node in self.items else []
        if isinstance(node, list):
            return [item for part in node for item in self.items_of(part)]
        return [item for key, part in node.items() if key != "id" for item in self.items_of(part)] if isinstance(node, dict) else []

    def score(self, vector):
        answers, policy_name = vector["answers"], vector.get("missingPolicy")
        states, wrong, inapplicable = {}, set(), set()
        for item in self.items.values():
            standing, value, error, not_applicable = item.read(answers.get(item.id))
            states[item.id] = (standing, value)
            if error:
                wrong.add(item.id)
            if not_applicable:
                inapplicable.add(item.id)
        given = dict(states)
        for skip in self.file.get("skips", []):
            when = Evaluation(self, states).value(skip["when"])
            if when.known and when.low != 0:
                for entry in skip["as"]:
                    answered, value = states[entry["item"]][0] == KNOWN, number(entry["value"])
                    if not (answered and states[entry["item"]][1] != value and skip["answered"] == "keep"):
                        states[entry["item"]] = (KNOWN, value)
        scales = [self.score_scale(scale, dict(states), given, wrong, inapplicable, policy_name, vector.get("person")) for scale in self.file.get("scales", [])]
        return {"scales": scales, "alerts": [self.judge(alert, given, states, wrong) for alert in self.alerts]}

    def score_scale(self, scale, states, given, wrong, inapplicable, policy_name, person):
        policy = next((policy for policy in scale["missing"] if policy["name"] == policy_name), scale["missing"][0])
        items = list(dict.fromkeys(self.items_of(scale["rule"])))
        dropped = [item for item in items if item in inapplicable] if policy.get("notApplicable") == "out-of-denominator" else []
        for item in dropped:
            states[item] = (DROPPED, None)
        evaluation = Evaluation(self, states, policy, person)
        value = evaluation.value(scale["rule"])
        result = {"scale": scale["id"], "answered": sum(given[item][0] == KNOWN for item in items)}
        if evaluation.error or any(item in wrong for item in items):
            return result | {"status": "invalid"}
        if not value.known:
            return result | {"status": "incomplete"}
        result["status"] = "prorated" if evaluation.used and policy.get("proration", False) else "scored"
        if scale["result"] == "flag":
            return result | {"score": "met" if value.low else "not-met"}
        if scale["result"] == "category":
            return result | {"score": next(category["id"] for category in scale["categories"] if number(category["value"]) == value.low)}
        if scale["result"] == "profile":
            return result | {"score": str(value.low)}
        result |= {"score": printed(value.low, scale.get("decimals", 0)), "exact": f"{value.low.numerator}/{value.low.denominator}"}
        bands = next((bands for bands in scale.get("bands", []) if bands.get("default")), None)
        if bands and not dropped:
            result["severity"] = [level["id"] for level in bands["levels"] if value.low >= number(level["from"])][-1]
        return result

    @staticmethod
    def judge(alert, given, states, wrong):
        item = alert["item"]
        standing, value = given[item] if given[item][0] == KNOWN else states[item]
        result = {"alert": alert.get("id", item), "status": "not-assessed"}
        if standing == KNOWN and item not in wrong:
            result["status"] = "raised" if value >= number(alert["raisedFrom"]) else "clear"
            levels = [level["id"] for level in alert.get("levels", []) if value >= number(level["from"])]
            if levels:
                result["level"] = levels[-1]
        return result


def main():
    with open(sys.argv[1], encoding="utf-8") as lines:
        files = [json.loads(line, parse_float=str) for line in lines]
    rules = {file["id"]: Rule(file) for file in files}
    compared = differences = 0
    with open(sys.argv[2], encoding="utf-8") as lines:
        for line in lines:
            vector = json.loads(line, parse_float=str)
            found = rules[vector["instrument"]].score(vector)
            compared += 1
            for part in ("scales", "alerts"):
                for mine, theirs in zip(found[part], vector[part], strict=True):
                    if mine != theirs:
                        differences += 1
                        if differences <= 20:
                            print(f"{vector['instrument']} {vector['number']} {vector.get('missingPolicy')} {vector['answers']}: reader {mine}, vector {theirs}")
    print(f"{compared} vectors of {len(rules)} instruments compared, {differences} differences")
    return 0 if compared > 0 and differences == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
