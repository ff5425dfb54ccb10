// Compares the rows of the exported SQL about change with those of assess: node changes.mjs FOLDER (see changes.sh).
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { spawnSync } from "node:child_process";

const folder = process.argv[2];
const require = createRequire(path.join(process.env.ENGINE_MODULES, "x.js"));
const { DuckDBInstance } = require("@duckdb/node-api");
const duck = await (await DuckDBInstance.create(":memory:")).connect();
const compared = {};
let differences = 0;

// The first columns hold no quotes; evidence, which may, is the last.
function rowsOf(file) {
  const [header, ...lines] = fs.readFileSync(file, "utf8").split("\n").filter(Boolean);
  const names = header.split(",");
  return lines.map(line => Object.fromEntries(line.split(",").slice(0, names.length).map((value, i) => [names[i], value])));
}

function postgres(instrument, statement) {
  const script = `\\set ON_ERROR_STOP on\nCREATE TEMP TABLE scores (patient_id bigint, instrument text, assessed_day integer, score numeric);\nCREATE TEMP TABLE treatments (patient_id bigint, given_day integer);
\\copy scores FROM '${folder}/${instrument}.scores.csv' WITH (FORMAT csv, HEADER true)\n\\copy treatments FROM '${folder}/${instrument}.treatments.csv' WITH (FORMAT csv, HEADER true)\nCREATE TEMP VIEW changes AS ${statement};\n\\copy (SELECT * FROM changes) TO STDOUT WITH (FORMAT csv, HEADER true)\n`;
  const run = spawnSync("psql", ["-X", "-q", "-d", "postgres"], { input: script, encoding: "utf8", maxBuffer: 1 << 30 });
  if (run.status !== 0) throw new Error(run.stderr);
  const [header, ...lines] = run.stdout.split("\n").filter(Boolean);
  const names = header.split(",");
  return lines.map(line => Object.fromEntries(line.split(",").map((value, i) => [names[i], value])));
}

async function duckdb(instrument, statement) {
  await duck.run(`CREATE OR REPLACE TABLE scores AS SELECT * FROM read_csv('${folder}/${instrument}.scores.csv', header = true, columns = {'patient_id': 'BIGINT', 'instrument': 'VARCHAR', 'assessed_day': 'INTEGER', 'score': 'DOUBLE'})`);
  await duck.run(`CREATE OR REPLACE TABLE treatments AS SELECT * FROM read_csv('${folder}/${instrument}.treatments.csv', header = true, columns = {'patient_id': 'BIGINT', 'given_day': 'INTEGER'})`);
  return (await duck.runAndReadAll(statement)).getRowObjectsJson();
}

const text = value => value === null || value === undefined ? "" : String(value);
const same = (a, b) => a === b || (a !== "" && b !== "" && Number(a) === Number(b));
for (const file of fs.readdirSync(folder).filter(name => name.endsWith(".csv") && !/\.(scores|treatments)\.csv$/.test(name)).sort()) {
  const name = file.slice(0, -4);
  const instrument = name.split(".")[0];
  const assessed = rowsOf(path.join(folder, file)).filter(row => row.scale === "total" && row.point === "every-visit");
  for (const [engine, dialect, run] of [["duckdb", "duckdb", duckdb], ["postgresql", "postgresql", postgres], ["postgresql-ansi", "ansi", postgres]]) {
    const statement = fs.readFileSync(path.join(folder, `${name}.${dialect}.sql`), "utf8");
    const rows = new Map((await run(instrument, statement)).map(row => [`${row.patient_id} ${row.day}`, row]));
    for (const row of assessed) {
      const column = row.indicator === "percentage-change" ? "percentage_change" : row.indicator === "change" ? "change"
        : row.indicator === "response" || row.indicator === "remission" ? `${row.indicator}_${row.rule}` : null;
      if (column === null) continue;
      const found = rows.get(`${row.patient_id} ${row.at}`);
      const expected = column.includes("_") && row.indicator !== "percentage-change" ? row.state : row.value;
      compared[engine] = (compared[engine] ?? 0) + 1;
      if (!found || !(column in found) || !same(text(found[column]), expected)) {
        if (++differences <= 20) console.error(`${engine} ${name} patient ${row.patient_id} day ${row.at} ${column}: expected "${expected}" (${row.state} ${row.reason}), found "${found ? text(found[column]) : "no row"}"`);
      }
    }
  }
}
for (const engine of ["duckdb", "postgresql", "postgresql-ansi"]) {
  console.log(`changes ${engine}: ${compared[engine] ?? 0} answers compared`);
  if (!compared[engine]) differences++;
}
console.log(`${differences} differences`);
process.exit(differences === 0 ? 0 : 1);
