// DuckDB's side of report.sh: node peers.mjs FOLDER ROWS [THREADS]. In memory: a table of the forms, a table of the results. From a file: forms.csv to a CSV of the results.
// Each result is held against expected.csv, byte by byte, before its time is written.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createRequire } from "node:module";

const [folder, rows, all] = process.argv.slice(2);
const require = createRequire(path.join(process.env.ENGINE_MODULES, "x.js"));
const { DuckDBInstance } = require("@duckdb/node-api");
const duck = await (await DuckDBInstance.create(":memory:")).connect();
const version = (await duck.runAndReadAll("SELECT version()")).getRowsJson()[0][0];
fs.appendFileSync(path.join(folder, "facts.tsv"), `DuckDB\t${version} (npm @duckdb/node-api, node ${process.version})\n`);

// As MadeUpForms.cs makes them.
const items = Array.from({ length: 9 }, (_, i) => `item${i + 1}`);
const once = i => `(((form_id - 1) * 9 + ${i + 1}) * 48271 % 2147483647)`;
const mixed = i => `(${once(i)} * ${once(i)} % 2147483647 // 1000 % 40)`;
const made = items.map((item, i) => `CAST(CASE ${mixed(i)} WHEN 39 THEN NULL WHEN 38 THEN 4 ELSE ${mixed(i)} % 4 END AS TINYINT) AS ${item}`);
await duck.run(`CREATE TABLE forms AS SELECT form_id, ${made.join(", ")} FROM (SELECT CAST(range AS BIGINT) AS form_id FROM range(1, ${Number(rows) + 1}))`);

const exported = fs.readFileSync(path.join(folder, "statement.sql"), "utf8").trim().replace(/;$/, "");
const bySum = items.join(" + ");
const isWrong = items.map(item => `${item} NOT BETWEEN 0 AND 3`).join(" OR ");
const byHand = `SELECT
    CAST(CASE WHEN wrong THEN 4 WHEN total IS NULL THEN 3 ELSE 1 END AS TINYINT) AS status,
    CASE WHEN wrong THEN NULL ELSE total END AS score,
    CAST(CASE WHEN wrong OR total IS NULL THEN NULL WHEN total >= 20 THEN 4 WHEN total >= 15 THEN 3 WHEN total >= 10 THEN 2 WHEN total >= 5 THEN 1 ELSE 0 END AS TINYINT) AS severity
  FROM (SELECT COALESCE(${isWrong}, FALSE) AS wrong, ${bySum} AS total FROM forms)`;
const words = `SELECT CASE status WHEN 1 THEN 'scored' WHEN 3 THEN 'incomplete' ELSE 'invalid' END, score,
  CASE severity WHEN 0 THEN 'minimal' WHEN 1 THEN 'mild' WHEN 2 THEN 'moderate' WHEN 3 THEN 'moderately-severe' WHEN 4 THEN 'severe' END FROM results`;

const out = path.join(folder, "duckdb.csv");
const copy = select => `COPY (${select}) TO '${out}' (FORMAT csv, HEADER false)`;
function isEqual() {
  const expected = fs.readFileSync(path.join(folder, "expected.csv"));
  return fs.readFileSync(out).equals(expected);
}

async function time(work, rounds) {
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    await work();
    best = Math.min(best, (performance.now() - began) / 1000);
  }
  return best;
}

const lines = [];
const cores = Number(all ?? os.availableParallelism());
for (const threads of cores > 1 ? [1, cores] : [1]) {
  await duck.run(`SET threads = ${threads}`);
  for (const [subject, select, check] of [
    ["DuckDB, exported SQL", `SELECT status, score, severity FROM (${exported})`, "SELECT status, score, severity FROM results"],
    ["DuckDB, SQL written by hand", byHand, words],
  ]) {
    const seconds = await time(() => duck.run(`CREATE OR REPLACE TABLE results AS ${select}`), 4);
    await duck.run(copy(check));
    if (!isEqual()) {
      console.error(`${subject}, threads ${threads}: other answers than the library's.`);
      process.exit(1);
    }
    lines.push(["peers", subject, threads, rows, seconds]);
  }
  const types = items.map(item => `'${item}': 'TINYINT'`).join(", ");
  const file = `(SELECT 0 AS form_id, * FROM read_csv('${path.join(folder, "forms.csv")}', header = true, columns = {${types}}))`;
  const seconds = await time(() => duck.run(copy(`SELECT status, score, severity FROM (${exported.replaceAll('FROM "forms"', `FROM ${file}`)})`)), 2);
  if (!isEqual()) {
    console.error(`DuckDB from a file, threads ${threads}: other answers than the library's.`);
    process.exit(1);
  }
  lines.push(["files", "DuckDB, exported SQL, COPY to CSV", threads, rows, seconds]);
}
fs.appendFileSync(path.join(folder, "results.tsv"), lines.map(line => line.join("\t") + "\n").join(""));
