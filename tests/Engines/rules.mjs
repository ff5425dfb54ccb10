// The rule files and the exports as run.sh wrote them, and what an answer of a conformance vector is as a number.
import fs from "node:fs";
import path from "node:path";

// A number that no item takes: "not applicable" in the tables.
export const notApplicable = -999999;

export function linesOf(file) {
  return fs.readFileSync(file, "utf8").split("\n").filter(Boolean).map(line => JSON.parse(line));
}

export function readRules(folder) {
  const rules = new Map();
  for (const rule of linesOf(path.join(folder, "rules.jsonl"))) {
    const sets = new Map((rule.optionSets ?? []).map(set => [set.id, set.options]));
    for (const item of rule.items) {
      if (typeof item.options === "string") item.options = sets.get(item.options);
    }
    const ids = new Set(rule.items.map(item => item.id));
    for (const scale of rule.scales) {
      scale.items = new Set(namesIn(scale.rule).filter(name => ids.has(name)));
      scale.asksForPerson = JSON.stringify(scale.rule).includes('"covariate"');
    }
    rules.set(rule.id, rule);
  }
  return rules;
}

// Every text in a rule; those that are ids of items are the items that it reads.
function namesIn(node) {
  return typeof node === "string" ? [node] : node !== null && typeof node === "object" ? Object.values(node).flatMap(namesIn) : [];
}

// What an answer is as a number in a column: of a choice, the option's value; of a time, its minutes.
export function asNumber(item, answer) {
  if (typeof answer === "number") return answer;
  if (answer.notApplicable) return notApplicable;
  if (answer.time) return Number(answer.time.slice(0, 2)) * 60 + Number(answer.time.slice(3, 5));
  const option = item.options.find(o => (o.id ?? String(o.value)) === answer.option);
  return option.value ?? null;
}

export const numberOf = (item, vector) => item.id in vector.answers ? asNumber(item, vector.answers[item.id]) : null;

// The exports of one file by instrument and policy.
export function readExports(folder, name) {
  const exports = new Map();
  for (const written of linesOf(path.join(folder, `${name}.jsonl`))) {
    const key = `${written.instrument} ${written.missingPolicy}`;
    if (!exports.has(key)) exports.set(key, []);
    exports.get(key).push(written);
  }
  return exports;
}

// Two printed answers: the same words, or the same number.
export function same(found, expected) {
  return found === expected || (found !== "" && expected !== "" && Number(found) === Number(expected));
}

export const text = value => value === null || value === undefined ? "" : String(value);

// The words of the wire hold no commas or quotes.
export function parseCsv(content) {
  const [header, ...lines] = content.split("\n").filter(Boolean);
  const names = header.split(",");
  return lines.map(line => Object.fromEntries(line.split(",").map((value, i) => [names[i], value])));
}
