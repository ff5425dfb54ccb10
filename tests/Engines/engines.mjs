// Runs the exported FHIRPath and SQL in real engines over made-up forms and compares every answer with the library's own.
//   node engines.mjs FOLDER TOOL FORMS FHIRPATH_FORMS [--spoil EXPORT --only ENGINE --instrument ID]
// FOLDER holds what run.sh wrote: rules.jsonl, and the exports by name. TOOL gives the forms. FORMS and FHIRPATH_FORMS are how many forms of each instrument there are, and how
// many of them FHIRPath gets. With --spoil the exports of that name are made wrong: then it must fail.
// The modules fhirpath and @duckdb/node-api are found by ENGINE_MODULES; PostgreSQL is reached by psql with the environment of run.sh.
import os from "node:os";
import path from "node:path";
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { readRules } from "./rules.mjs";

const [folder, tool, forms, fhirPathForms, ...rest] = process.argv.slice(2);
const named = name => rest.includes(name) ? rest[rest.indexOf(name) + 1] : null;
const options = {
  folder, tool, forms: Number(forms), fhirPathForms: Number(fhirPathForms), seed: Number(process.env.ENGINE_SEED ?? 20261122),
  allScales: Number(fhirPathForms) <= 1000, spoil: named("--spoil"), only: named("--only"),
};
const rules = readRules(folder);
// The longest first, so that the last ones to run are short.
const queue = named("--instrument") ? [named("--instrument")]
  : [...rules.values()].sort((a, b) => b.items.length * b.scales.length - a.items.length * a.scales.length).map(rule => rule.id);
const asked = queue.length;
const totals = { forms: 0, pairs: 0, differences: 0, clock: {}, compared: {} };
let printed = 0;

function note(result) {
  totals.forms += result.forms;
  totals.pairs += result.pairs;
  totals.differences += result.differences;
  for (const fault of result.faults) if (printed++ < 20) console.error(fault);
}

function add(result) {
  for (const [engine, time] of Object.entries(result.clock)) totals.clock[engine] = (totals.clock[engine] ?? 0) + time;
  for (const [engine, counts] of Object.entries(result.compared)) {
    totals.compared[engine] ??= { forms: 0, answers: 0 };
    totals.compared[engine].forms += counts.forms;
    totals.compared[engine].answers += counts.answers;
  }
}

function work() {
  return new Promise((resolve, reject) => {
    let ended = false;
    const worker = fork(path.join(path.dirname(fileURLToPath(import.meta.url)), "worker.mjs"), [JSON.stringify(options)], { execArgv: ["--max-old-space-size=2000"] });
    worker.on("message", message => {
      if (message.end) {
        ended = true;
        add(message);
        return;
      }
      if (message.forms !== undefined) note(message);
      worker.send(queue.shift() ?? null);
    });
    worker.on("exit", code => ended && code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`)));
  });
}

await Promise.all(Array.from({ length: Math.min(queue.length, os.availableParallelism()) }, work));

console.log(`${totals.forms} forms of ${asked} instruments, ${totals.pairs} pairs of instrument and missing-item policy`);
const engines = ["fhirpath", ...["duckdb", "postgresql"].flatMap(engine => ["", "-long", "-ansi", "-ansi-long"].map(kind => engine + kind))];
for (const engine of engines.filter(one => !options.only || one.startsWith(options.only))) {
  const { forms: seen, answers } = totals.compared[engine] ?? { forms: 0, answers: 0 };
  console.log(`${engine}: ${answers} answers on ${seen} forms`);
  if (seen === 0) {
    console.error(`${engine}: nothing was compared`);
    totals.differences++;
  }
}
console.log(Object.entries(totals.clock).map(([engine, time]) => `${engine} ${(time / 1000).toFixed(1)} s`).join(", ") + " (over all processes)");
console.log(`${totals.differences} differences`);
process.exit(totals.differences === 0 ? 0 : 1);
