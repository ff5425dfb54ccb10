// Runs the exported FHIRPath and SQL in real engines over made-up forms and compares every answer with the library's own.
//   node engines.mjs FOLDER FORMS
// FOLDER holds what run.sh wrote: rules.jsonl, vectors.jsonl, and the exports by name. FORMS is how many forms FHIRPath gets at most.
// The modules fhirpath and @duckdb/node-api are found by NODE_PATH; PostgreSQL is reached by psql with the environment of run.sh.
import fs from "node:fs";
import path from "node:path";
import readline from "node:readline";
import { createRequire } from "node:module";
import { spawnSync } from "node:child_process";

const folder = process.argv[2];
const fhirPathForms = Number(process.argv[3]);
const require = createRequire(path.join(process.env.ENGINE_MODULES, "x.js"));
const fhirpath = require("fhirpath");
const r4 = require("fhirpath/fhir-context/r4");
const { DuckDBInstance } = require("@duckdb/node-api");

// A number that no item takes.
const notApplicable = -999999;
const compared = {};
const faults = [];
const fault = text => { if (faults.push(text) <= 20) console.error(text); };
const count = (engine, n = 1) => { compared[engine] = (compared[engine] ?? 0) + n; };

const rules = new Map();
for (const line of fs.readFileSync(path.join(folder, "rules.jsonl"), "utf8").split("\n").filter(Boolean)) {
  const rule = JSON.parse(line);
  const sets = new Map((rule.optionSets ?? []).map(set => [set.id, set.options]));
  for (const item of rule.items) {
    if (typeof item.options === "string") item.options = sets.get(item.options);
  }
  rules.set(rule.id, rule);
}

// What an answer of a vector is as a number in a column: of a choice, the option's value; of a time, its minutes.
function asNumber(item, answer) {
  if (typeof answer === "number") return answer;
  if (answer.notApplicable) return notApplicable;
  if (answer.time) return Number(answer.time.slice(0, 2)) * 60 + Number(answer.time.slice(3, 5));
  const option = item.options.find(o => (o.id ?? String(o.value)) === answer.option);
  return option.value ?? null;
}

// The exports by name, instrument and policy, as the tool wrote them.
const exports = new Map();
for (const name of ["duckdb", "postgresql", "ansi", "postgresql-long", "ansi-long", "fhirpath-number", "fhirpath-weight", "fhirpath-number-variable", "fhirpath-weight-variable"]) {
  for (const line of fs.readFileSync(path.join(folder, `${name}.jsonl`), "utf8").split("\n").filter(Boolean)) {
    const written = JSON.parse(line);
    const key = `${name} ${written.instrument} ${written.missingPolicy}`;
    if (!exports.has(key)) exports.set(key, []);
    exports.get(key).push(written);
  }
}
const find = (name, group) => exports.get(`${name} ${group.instrument} ${group.policy}`) ?? [];

const same = (found, expected) => found === expected || (found !== null && expected !== null && found !== "" && expected !== "" && Number(found) === Number(expected));

// Compares the rows of one engine with the vectors: columns as the statement names them, by the form's number.
function compareRows(engine, group, rows, allForms) {
  const rule = rules.get(group.instrument);
  const byNumber = new Map(rows.map(row => [Number(row.form_id), row]));
  for (const vector of group.vectors) {
    const row = byNumber.get(vector.number);
    if (!row) {
      if (allForms || Object.values(vector.answers).some((answer, i) => asNumber(rule.items.find(item => item.id === Object.keys(vector.answers)[i]), answer) !== null)) {
        fault(`${engine} ${group.instrument} ${group.policy} form ${vector.number}: no row`);
      }
      continue;
    }
    let seen = 0;
    for (const scale of vector.scales) {
      if (!rule.scales.find(s => s.id === scale.scale).readers.includes("sql")) continue;
      // What asks for a fact about the person is not in a long table.
      if (!allForms && JSON.stringify(rule.scales.find(s => s.id === scale.scale).rule).includes('"covariate"')) continue;
      seen++;
      const text = value => value === null || value === undefined || value === "" ? "" : String(value);
      const found = [row[`${scale.scale}_status`], row[scale.scale], row[`${scale.scale}_severity`], row[`${scale.scale}_answered`]].map(text);
      const expected = [scale.status, scale.score ?? "", scale.severity ?? "", String(scale.answered)];
      if (!found.every((value, i) => same(value, expected[i]))) {
        fault(`${engine} ${group.instrument}/${scale.scale} ${group.policy} form ${vector.number} ${JSON.stringify(vector.answers)}: expected ${expected}, found ${found}`);
      }
    }
    for (const alert of vector.alerts) {
      seen++;
      if (row[`alert_${alert.alert}`] !== alert.status) {
        fault(`${engine} ${group.instrument} alert ${alert.alert} form ${vector.number}: expected ${alert.status}, found ${row[`alert_${alert.alert}`]}`);
      }
    }
    if (seen > 0) count(engine);
  }
}

function wideCsv(group) {
  const rule = rules.get(group.instrument);
  const lines = [["form_id", ...rule.items.map(item => item.id), "sex", "age"].join(",")];
  for (const vector of group.vectors) {
    lines.push([
      vector.number,
      ...rule.items.map(item => item.id in vector.answers ? asNumber(item, vector.answers[item.id]) ?? "" : ""),
      vector.person?.sex ?? "",
      vector.person?.age ?? "",
    ].join(","));
  }
  return lines.join("\n") + "\n";
}

function longCsv(group) {
  const rule = rules.get(group.instrument);
  const lines = ["form_id,item,value"];
  for (const vector of group.vectors) {
    for (const item of rule.items) {
      const value = item.id in vector.answers ? asNumber(item, vector.answers[item.id]) : null;
      if (value === null) continue;
      lines.push([vector.number, item.id, value].join(","));
      // The same answer twice is one answer.
      if (vector.number % 7 === 0) lines.push([vector.number, item.id, value].join(","));
    }
  }
  return lines.join("\n") + "\n";
}

const duck = await (await DuckDBInstance.create(":memory:")).connect();
const csvFile = path.join(folder, "table.csv");

async function runDuck(engine, group, statement, wide) {
  if (!statement) return;
  const rule = rules.get(group.instrument);
  fs.writeFileSync(csvFile, wide ? wideCsv(group) : longCsv(group));
  const columns = wide
    ? ["'form_id': 'BIGINT'", ...rule.items.map(item => `'${item.id}': 'DOUBLE'`), "'sex': 'VARCHAR'", "'age': 'INTEGER'"]
    : ["'form_id': 'BIGINT'", "'item': 'VARCHAR'", "'value': 'DOUBLE'"];
  await duck.run(`CREATE OR REPLACE TABLE forms AS SELECT * FROM read_csv('${csvFile}', header = true, columns = {${columns.join(", ")}})`);
  const reader = await duck.runAndReadAll(statement);
  compareRows(engine, group, reader.getRowObjectsJson(), wide);
}

function parseCsvLine(line) {
  // The words of the wire hold no commas or quotes.
  return line.split(",");
}

function runPostgres(engine, group, statement, wide) {
  if (!statement) return;
  const rule = rules.get(group.instrument);
  fs.writeFileSync(csvFile, wide ? wideCsv(group) : longCsv(group));
  const columns = wide
    ? ["form_id bigint", ...rule.items.map(item => `"${item.id}" numeric`), "sex text", "age integer"]
    : ["form_id bigint", "item text", "value numeric"];
  const script = `\\set ON_ERROR_STOP on\nCREATE TEMP TABLE forms (${columns.join(", ")});\n\\copy forms FROM '${csvFile}' WITH (FORMAT csv, HEADER true)\nCREATE TEMP VIEW scored AS ${statement};\n\\copy (SELECT * FROM scored) TO STDOUT WITH (FORMAT csv, HEADER true)\n`;
  const run = spawnSync("psql", ["-X", "-q", "-d", "postgres"], { input: script, encoding: "utf8", maxBuffer: 1 << 30 });
  if (run.status !== 0) {
    fault(`${engine} ${group.instrument} ${group.policy}: ${run.stderr.slice(0, 600)}`);
    return;
  }
  const lines = run.stdout.split("\n").filter(Boolean);
  const names = parseCsvLine(lines[0]);
  const rows = lines.slice(1).map(line => Object.fromEntries(parseCsvLine(line).map((value, i) => [names[i], value])));
  compareRows(engine, group, rows, wide);
}

// A QuestionnaireResponse: items flat or in groups, answers as numbers or as codes with a weight.
function response(vector, weighted) {
  const rule = rules.get(vector.instrument);
  const items = [];
  for (const item of rule.items) {
    if (!(item.id in vector.answers)) continue;
    const answer = vector.answers[item.id];
    let value;
    if (answer.notApplicable) value = { valueCoding: { code: "not-applicable" } };
    else if (answer.time) value = { valueTime: `${answer.time}:00` };
    else {
      const number = asNumber(item, answer);
      if (number === null) continue;
      value = weighted
        ? { valueCoding: { code: `c${number}`, extension: [{ url: "http://hl7.org/fhir/StructureDefinition/itemWeight", valueDecimal: number }] } }
        : Number.isInteger(number) ? { valueInteger: number } : { valueDecimal: number };
    }
    items.push({ linkId: item.id, answer: [value] });
  }
  const nested = vector.number % 3 === 0 ? [{ linkId: "group", item: items }]
    : vector.number % 3 === 1 ? items
      : [...items.slice(0, 1), { linkId: "note", answer: [{ valueString: "x", item: items.slice(1) }] }];
  return { resourceType: "QuestionnaireResponse", status: "completed", item: nested };
}

function runFhirPath(group, share) {
  const expressions = (mode, only) => find(`fhirpath-${mode}`, group).filter(written => only === null || written.scale === only).map(({ scale, expression }) => [scale, fhirpath.compile(expression, r4)]);
  const hasTimes = rules.get(group.instrument).items.some(item => item.kind === "time-of-day");
  // The text that every engine can run takes several times as long as the one with a variable: it gets the main scale of two forms in sixteen.
  const modes = {};
  const main = group.vectors[0].scales[0].scale;
  for (const mode of hasTimes ? ["number", "number-variable"] : ["number", "number-variable", "weight", "weight-variable"]) {
    modes[mode] = new Map(expressions(mode, mode.endsWith("variable") ? null : main));
  }
  for (const vector of group.vectors.slice(0, share)) {
    const weighted = !hasTimes && vector.number % 4 === 3;
    const mode = (weighted ? "weight" : "number") + (vector.number % 16 === 3 || vector.number % 16 === 4 ? "" : "-variable");
    const resource = response(vector, weighted);
    let seen = 0;
    // The main scale, and the others in turn.
    const others = vector.scales.length - 1;
    const chosen = vector.scales.filter((_, i) => i === 0 || i - 1 === vector.number % others || i - 1 === (vector.number * 7 + 3) % others);
    for (const scale of chosen) {
      const expression = modes[mode].get(scale.scale);
      if (!expression) continue;
      seen++;
      let found;
      try {
        const result = expression(resource, { resource });
        found = result.length === 0 ? "" : result.length === 1 ? String(result[0]) : `${result.length} results`;
      } catch (e) {
        found = `error: ${e.message}`;
      }
      let expected = scale.score ?? "";
      if (expected === "met" || expected === "not-met") expected = String(expected === "met");
      if (!same(found, expected)) {
        fault(`fhirpath ${group.instrument}/${scale.scale} ${group.policy} form ${vector.number} ${JSON.stringify(vector.answers)}: expected "${expected}", found "${found}"`);
      }
    }
    if (seen > 0) count("fhirpath");
  }
}

const clock = {};
const timed = async (name, work) => {
  const began = Date.now();
  await work();
  clock[name] = (clock[name] ?? 0) + Date.now() - began;
};
let forms = 0;
let pairs = 0;
let instruments = 0;
async function runInstrument(groups) {
  instruments++;
  for (const group of groups.values()) {
    pairs++;
    const sql = name => find(name, group)[0]?.statement;
    await timed("duckdb", () => runDuck("duckdb", group, sql("duckdb"), true));
    await timed("duckdb-ansi-long", () => runDuck("duckdb-ansi-long", group, sql("ansi-long"), false));
    await timed("postgresql", () => runPostgres("postgresql", group, sql("postgresql"), true));
    await timed("postgresql-ansi", () => runPostgres("postgresql-ansi", group, sql("ansi"), true));
    await timed("postgresql-long", () => runPostgres("postgresql-long", group, sql("postgresql-long"), false));
    await timed("fhirpath", () => runFhirPath(group, Math.ceil(fhirPathForms / rules.size / groups.size)));
  }
}

// One instrument at a time: a million forms would not fit.
let groups = new Map();
let current = null;
for await (const line of readline.createInterface({ input: fs.createReadStream(path.join(folder, "vectors.jsonl")), crlfDelay: Infinity })) {
  const vector = JSON.parse(line);
  if (vector.instrument !== current) {
    if (current !== null) await runInstrument(groups);
    groups = new Map();
    current = vector.instrument;
  }
  const policy = vector.missingPolicy ?? "default";
  if (!groups.has(policy)) groups.set(policy, { instrument: current, policy, vectors: [] });
  groups.get(policy).vectors.push(vector);
  forms++;
}
if (current !== null) await runInstrument(groups);
duck.closeSync?.();

console.log(`${forms} forms of ${instruments} instruments, ${pairs} pairs of instrument and missing-item policy`);
for (const engine of ["fhirpath", "duckdb", "duckdb-ansi-long", "postgresql", "postgresql-ansi", "postgresql-long"]) {
  console.log(`${engine}: ${compared[engine] ?? 0} forms compared in ${((clock[engine] ?? 0) / 1000).toFixed(1)} s`);
  if (!compared[engine]) fault(`${engine}: nothing was compared`);
}
console.log(`${faults.length} differences`);
process.exit(faults.length === 0 ? 0 : 1);
