// One process of engines.mjs: takes one instrument after the other through all engines.
import fs from "node:fs";
import path from "node:path";
import readline from "node:readline";
import { createRequire } from "node:module";
import { spawn } from "node:child_process";
import { readExports, readRules } from "./rules.mjs";
import { compareRows, csvFile, longCsv, runDuck, runPostgres, wideCsv } from "./tables.mjs";
import { Expressions } from "./responses.mjs";

const options = JSON.parse(process.argv[2]);
const require = createRequire(path.join(process.env.ENGINE_MODULES, "x.js"));
const { DuckDBInstance } = require("@duckdb/node-api");
const duck = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
const rules = readRules(options.folder);

// A chunk at a time: a million forms would not fit.
const chunk = 5000;
const sqlEngines = [
  { engine: "duckdb", dialect: "duckdb", wide: true, isDuck: true },
  { engine: "duckdb-long", dialect: "duckdb-long", wide: false, isDuck: true },
  { engine: "duckdb-ansi", dialect: "ansi", wide: true, isDuck: true },
  { engine: "duckdb-ansi-long", dialect: "ansi-long", wide: false, isDuck: true },
  { engine: "postgresql", dialect: "postgresql", wide: true, isDuck: false },
  { engine: "postgresql-long", dialect: "postgresql-long", wide: false, isDuck: false },
  { engine: "postgresql-ansi", dialect: "ansi", wide: true, isDuck: false },
  { engine: "postgresql-ansi-long", dialect: "ansi-long", wide: false, isDuck: false },
];
const exports = new Map();
const find = (name, instrument, policy) => {
  if (!exports.has(name)) exports.set(name, readExports(options.folder, name));
  return spoil(name, exports.get(name).get(`${instrument} ${policy}`) ?? []);
};

// A deliberately wrong export, to show that it is noticed: a missing first item passes for an answer of 0, the mistake that guards are there against.
function spoil(name, written) {
  if (!options.spoil || !name.startsWith(options.spoil)) return written;
  return written.map(one => ({
    ...one,
    statement: one.statement?.replace("THEN 1 ELSE 0 END AS ko_k0_0", "THEN 1 ELSE 1 END AS ko_k0_0"),
    expression: one.expression?.replaceAll(/count\(\) = 9/g, "count() >= 8"),
  }));
}

const isAsked = engine => !options.only || engine.startsWith(options.only);
const clock = {};
const compared = {};
let faults;
async function timed(engine, work) {
  const began = Date.now();
  try {
    const counts = await work();
    for (const [name, { forms, answers }] of Object.entries(counts)) {
      compared[name] ??= { forms: 0, answers: 0 };
      compared[name].forms += forms;
      compared[name].answers += answers;
    }
  } catch (e) {
    faults.push(`${engine}: ${e.message}`);
  }
  clock[engine] = (clock[engine] ?? 0) + Date.now() - began;
}

async function runGroup(rule, group, expressions, fhirPathShare) {
  const fault = words => faults.push(words);
  for (const wide of [true, false]) {
    const file = csvFile(options.folder, wide);
    fs.writeFileSync(file, wide ? wideCsv(rule, group.vectors) : longCsv(rule, group.vectors));
    for (const isDuck of [true, false]) {
      const asked = sqlEngines.filter(one => one.wide === wide && one.isDuck === isDuck && isAsked(one.engine))
        .map(one => ({ ...one, statement: find(one.dialect, rule.id, group.policy)[0]?.statement })).filter(one => one.statement);
      if (asked.length === 0) continue;
      await timed(isDuck ? "duckdb" : "postgresql", async () => {
        const statements = asked.map(one => one.statement);
        const results = isDuck ? await runDuck(duck, rule, file, statements, wide) : runPostgres(rule, file, statements, wide);
        return Object.fromEntries(asked.map((one, i) => [one.engine, compareRows(one.engine, rule, group, results[i], wide, fault)]));
      });
    }
    fs.rmSync(file);
  }
  if (isAsked("fhirpath")) {
    await timed("fhirpath", () => ({ fhirpath: expressions.compare(rule, group, group.vectors.slice(0, fhirPathShare), options.allScales, fault) }));
  }
}

async function runInstrument(id) {
  const rule = rules.get(id);
  const fhirpath = isAsked("fhirpath") ? require("fhirpath") : null;
  const expressions = new Expressions(fhirpath, fhirpath && require("fhirpath/fhir-context/r4"), find);
  let left = options.fhirPathForms;
  let forms = 0;
  let pairs = new Set();
  let vectors = [];
  async function flush() {
    const groups = new Map();
    for (const vector of vectors) {
      const policy = vector.missingPolicy ?? "default";
      if (!groups.has(policy)) groups.set(policy, { policy, vectors: [] });
      groups.get(policy).vectors.push(vector);
    }
    const share = Math.min(1, left / vectors.length);
    left -= Math.min(left, vectors.length);
    for (const group of groups.values()) {
      pairs.add(group.policy);
      await runGroup(rule, group, expressions, Math.ceil(group.vectors.length * share));
    }
    vectors = [];
  }

  const tool = spawn(options.tool, ["export", "vectors", "--instrument", id, "--seed", String(options.seed), "--count", String(options.forms)], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise(resolve => tool.on("close", resolve));
  for await (const line of readline.createInterface({ input: tool.stdout, crlfDelay: Infinity })) {
    vectors.push(JSON.parse(line));
    forms++;
    if (vectors.length === chunk) await flush();
  }
  if (vectors.length > 0) await flush();
  const code = await ended;
  if (code !== 0 || forms !== options.forms) faults.push(`${id}: the tool gave ${forms} of ${options.forms} vectors and ended with ${code}`);
  return { forms, pairs: pairs.size };
}

process.on("message", async id => {
  if (id === null) {
    process.send({ end: true, clock, compared }, () => process.exit(0));
    return;
  }
  faults = [];
  const { forms, pairs } = await runInstrument(id);
  process.send({ forms, pairs, faults: faults.slice(0, 100), differences: faults.length });
});
process.send({ ready: true });
