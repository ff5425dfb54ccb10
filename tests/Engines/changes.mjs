// Compares the rows of the exported SQL about change with those of assess: node changes.mjs FOLDER [--spoil] (see changes.sh).
// With --spoil the statements of one instrument and policy are made wrong: then it must fail in each engine.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { spawnSync } from "node:child_process";
import { parseCsv, same, text } from "./rules.mjs";

const folder = process.argv[2];
const spoils = process.argv[3] === "--spoil";
const require = createRequire(path.join(process.env.ENGINE_MODULES, "x.js"));
const { DuckDBInstance } = require("@duckdb/node-api");
const duck = await (await DuckDBInstance.create(":memory:")).connect();
const compared = {};
const shown = {};
let differences = 0;

// The first columns hold no quotes; evidence, which may, is the last.
function rowsOf(file) {
  const [header, ...lines] = fs.readFileSync(file, "utf8").split("\n").filter(Boolean);
  const names = header.split(",");
  return lines.map(line => Object.fromEntries(line.split(",").slice(0, names.length).map((value, i) => [names[i], value])));
}

function postgres(instrument, statements) {
  const script = [
    "\\set ON_ERROR_STOP on",
    "CREATE TEMP TABLE scores (patient_id bigint, instrument text, assessed_day integer, score numeric);",
    "CREATE TEMP TABLE treatments (patient_id bigint, given_day integer);",
    `\\copy scores FROM '${folder}/${instrument}.scores.csv' WITH (FORMAT csv, HEADER true)`,
    `\\copy treatments FROM '${folder}/${instrument}.treatments.csv' WITH (FORMAT csv, HEADER true)`,
    ...statements.flatMap((statement, i) => [`CREATE TEMP VIEW changes${i} AS ${statement};`, `\\copy (SELECT * FROM changes${i}) TO '${folder}/out${i}' WITH (FORMAT csv, HEADER true)`]),
  ].join("\n") + "\n";
  const run = spawnSync("psql", ["-X", "-q", "-d", "postgres"], { input: script, encoding: "utf8" });
  if (run.status !== 0) throw new Error(run.stderr);
  return statements.map((_, i) => parseCsv(fs.readFileSync(`${folder}/out${i}`, "utf8")));
}

async function duckdb(instrument, statements) {
  await duck.run(`CREATE OR REPLACE TABLE scores AS SELECT * FROM read_csv('${folder}/${instrument}.scores.csv', header = true, columns = {'patient_id': 'BIGINT', 'instrument': 'VARCHAR', 'assessed_day': 'INTEGER', 'score': 'DOUBLE'})`);
  await duck.run(`CREATE OR REPLACE TABLE treatments AS SELECT * FROM read_csv('${folder}/${instrument}.treatments.csv', header = true, columns = {'patient_id': 'BIGINT', 'given_day': 'INTEGER'})`);
  const results = [];
  for (const statement of statements) results.push((await duck.runAndReadAll(statement)).getRowObjectsJson());
  return results;
}

const engines = [["duckdb", ["duckdb", "ansi"], duckdb], ["postgresql", ["postgresql", "ansi"], postgres]];
const files = fs.readdirSync(folder).filter(name => name.endsWith(".csv") && !/\.(scores|treatments)\.csv$/.test(name)).sort();
for (const file of spoils ? ["madrs.last-before-30.csv"] : files) {
  const name = file.slice(0, -4);
  const instrument = name.split(".")[0];
  const assessed = rowsOf(path.join(folder, file)).filter(row => row.scale === "total" && row.point === "every-visit");
  for (const [engine, dialects, run] of engines) {
    const statements = dialects.map(dialect => fs.readFileSync(path.join(folder, `${name}.${dialect}.sql`), "utf8"))
      .map(statement => spoils ? statement.replaceAll("ELSE 'not-met' END", "ELSE 'met' END") : statement);
    (await run(instrument, statements)).forEach((result, i) => compare(dialects[i] === "ansi" ? `${engine}-ansi` : engine, name, assessed, result));
  }
}

function compare(engine, name, assessed, result) {
  const rows = new Map(result.map(row => [`${row.patient_id} ${row.day}`, row]));
  for (const row of assessed) {
    const column = row.indicator === "percentage-change" ? "percentage_change" : row.indicator === "change" ? "change"
      : row.indicator === "response" || row.indicator === "remission" ? `${row.indicator}_${row.rule}` : null;
    if (column === null) continue;
    const found = rows.get(`${row.patient_id} ${row.at}`);
    const expected = column.includes("_") && row.indicator !== "percentage-change" ? row.state : row.value;
    compared[engine] = (compared[engine] ?? 0) + 1;
    if (!found || !(column in found) || !same(text(found[column]), expected)) {
      differences++;
      shown[engine] = (shown[engine] ?? 0) + 1;
      if (shown[engine] <= 5) console.error(`${engine} ${name} patient ${row.patient_id} day ${row.at} ${column}: expected "${expected}" (${row.state} ${row.reason}), found "${found ? text(found[column]) : "no row"}"`);
    }
  }
}

for (const engine of ["duckdb", "duckdb-ansi", "postgresql", "postgresql-ansi"]) {
  console.log(`changes ${engine}: ${compared[engine] ?? 0} answers compared`);
  if (!compared[engine]) differences++;
}
console.log(`${differences} differences`);
process.exit(differences === 0 ? 0 : 1);
