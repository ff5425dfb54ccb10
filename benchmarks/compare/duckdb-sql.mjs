// DuckDB's side of duckdb-sql.sh: node duckdb-sql.mjs FOLDER ROWS. Prints the library's times, which stand in the folder, and its own, once the answers are found equal.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createRequire } from "node:module";

const [folder, rows] = process.argv.slice(2);
const require = createRequire(path.join(process.env.ENGINE_MODULES, "x.js"));
const { DuckDBInstance } = require("@duckdb/node-api");
const duck = await (await DuckDBInstance.create(":memory:")).connect();

// As SqlRows.cs makes them.
const items = Array.from({ length: 9 }, (_, i) => `item${i + 1}`);
const once = i => `(((form_id - 1) * 9 + ${i + 1}) * 48271 % 2147483647)`;
const mixed = i => `(${once(i)} * ${once(i)} % 2147483647 // 1000 % 40)`;
const made = items.map((item, i) => `CAST(CASE ${mixed(i)} WHEN 39 THEN NULL WHEN 38 THEN 4 ELSE ${mixed(i)} % 4 END AS TINYINT) AS ${item}`);
await duck.run(`CREATE TABLE forms AS SELECT form_id, ${made.join(", ")} FROM (SELECT CAST(range AS BIGINT) AS form_id FROM range(1, ${Number(rows) + 1}))`);
const statement = `SELECT status, score, severity, answered, COUNT(*), SUM(form_id), SUM(CAST(form_id AS HUGEINT) * form_id) FROM (${fs.readFileSync(path.join(folder, "statement.sql"), "utf8")}) GROUP BY ALL`;

async function run(threads) {
  await duck.run(`SET threads = ${threads}`);
  const began = performance.now();
  const result = await duck.runAndReadAll(statement);
  return { seconds: (performance.now() - began) / 1000, lines: result.getRowsJson().map(row => row.map(value => value ?? "").join(",")).sort() };
}

const expected = fs.readFileSync(path.join(folder, "library.csv"), "utf8").split("\n").filter(Boolean).sort();
const threads = os.availableParallelism();
const runs = [[1, await run(1)], [threads, await run(threads)]];
for (const [, { lines }] of runs) {
  if (lines.length !== expected.length || lines.some((line, i) => line !== expected[i])) {
    const wrong = lines.find(line => !expected.includes(line)) ?? expected.find(line => !lines.includes(line));
    console.error(`The answers differ: ${lines.length} groups in DuckDB, ${expected.length} in the library; first difference: ${wrong}`);
    process.exit(1);
  }
}
console.log(`${rows} PHQ-9 forms, equal in all ${expected.length} groups of status, score, severity and answered count`);
process.stdout.write(fs.readFileSync(path.join(folder, "times"), "utf8"));
for (const [count, { seconds }] of runs) {
  console.log(`DuckDB, exported SQL, ${count} thread${count === 1 ? "" : "s"}: ${seconds.toFixed(1)} s, ${(rows / seconds / 1e6).toFixed(2)} million forms a second`);
}
