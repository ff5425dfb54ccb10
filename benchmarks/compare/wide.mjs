// DuckDB's side of `score --wide` in report.sh: node wide.mjs FORMS EXPECTED [THREADS...]. From a CSV of PHQ-9 forms to a CSV with the columns that the tool writes, all of them: four scales, the alert, the issues.
// Its file is held against EXPECTED (the tool's), byte by byte, before a time counts. Prints one line a number of threads: threads, seconds, peak resident kilobytes of the process so far.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const [forms, expected, ...threads] = process.argv.slice(2);
const require = createRequire(path.join(process.env.ENGINE_MODULES, "x.js"));
const { DuckDBInstance } = require("@duckdb/node-api");
const duck = await (await DuckDBInstance.create(":memory:")).connect();

const items = Array.from({ length: 9 }, (_, i) => `item${i + 1}`);
const types = items.map(item => `'${item}': 'TINYINT'`).join(", ");
const isWrong = items.map(item => `COALESCE(${item} NOT BETWEEN 0 AND 3, FALSE)`);
const any = conditions => `(${conditions.join(" OR ")})`;
const status = (wrong, value) => `CASE WHEN ${wrong} THEN 'invalid' WHEN ${value} IS NULL THEN 'incomplete' ELSE 'scored' END`;
const score = (wrong, value) => `CASE WHEN ${wrong} THEN NULL ELSE ${value} END`;
const severity = (wrong, value) => `CASE WHEN ${wrong} OR ${value} IS NULL THEN NULL WHEN ${value} >= 20 THEN 'severe' WHEN ${value} >= 15 THEN 'moderately-severe' WHEN ${value} >= 10 THEN 'moderate' WHEN ${value} >= 5 THEN 'mild' ELSE 'minimal' END`;

// Five of nine symptoms, the ninth from 1: known as soon as the answers that are there decide it.
const symptoms = items.map((item, i) => `${item} >= ${i === 8 ? 1 : 2}`);
const count = known => symptoms.map(symptom => `CAST(COALESCE(${symptom}, ${known}) AS TINYINT)`).join(" + ");
const select = `SELECT row, 'phq-9' AS instrument,
    ${status("wrong", "total")} AS total_status, ${score("wrong", "total")} AS total, ${severity("wrong", "total")} AS total_severity,
    ${status("wrong2", "two")} AS "phq-2_status", ${score("wrong2", "two")} AS "phq-2", NULL AS "phq-2_severity",
    ${status("wrong", "eight")} AS "phq-8_status", ${score("wrong", "eight")} AS "phq-8", ${severity("wrong", "eight")} AS "phq-8_severity",
    ${status("wrong", "pattern")} AS "major-depressive-pattern_status",
    CASE WHEN wrong OR pattern IS NULL THEN NULL WHEN pattern THEN 'met' ELSE 'not-met' END AS "major-depressive-pattern", NULL AS "major-depressive-pattern_severity",
    CASE WHEN ${isWrong[8]} OR item9 IS NULL THEN 'not-assessed' WHEN item9 >= 1 THEN 'raised' ELSE 'clear' END AS alert_item9,
    CASE WHEN wrong OR total IS NULL THEN concat_ws(';', ${items.map((item, i) => `CASE WHEN ${isWrong[i]} THEN 'item-out-of-range:${item}' END`).join(", ")},
      ${items.map((item, i) => `CASE WHEN ${item} IS NULL AND ${i < 2 ? "(NOT wrong OR NOT wrong2)" : "NOT wrong"} THEN 'item-missing:${item}' END`).join(", ")}) END AS issues
  FROM (SELECT *, ${any(isWrong)} AS wrong, ${any(isWrong.slice(0, 2))} AS wrong2, ${items.join(" + ")} AS total, item1 + item2 AS two,
      CASE WHEN item9 IS NULL THEN NULL ELSE ${items.slice(0, 8).join(" + ")} END AS eight,
      (item1 >= 2 OR item2 >= 2) AND CASE WHEN ${count("FALSE")} >= 5 THEN TRUE WHEN ${count("TRUE")} < 5 THEN FALSE END AS pattern
    FROM (SELECT row_number() OVER () AS row, * FROM read_csv('${forms}', header = true, columns = {${types}})))`;

const out = `${expected}.duckdb`;
function isEqual() {
  const [one, other] = [fs.openSync(out), fs.openSync(expected)];
  const [a, b] = [Buffer.alloc(1 << 20), Buffer.alloc(1 << 20)];
  for (;;) {
    const [m, n] = [fs.readSync(one, a), fs.readSync(other, b)];
    if (m !== n || !a.subarray(0, m).equals(b.subarray(0, n))) return false;
    if (m === 0) return true;
  }
}

for (const many of threads) {
  await duck.run(`SET threads = ${many}`);
  const began = performance.now();
  await duck.run(`COPY (${select}) TO '${out}' (FORMAT csv, HEADER true)`);
  const seconds = (performance.now() - began) / 1000;
  if (!isEqual()) {
    console.error(`DuckDB, threads ${many}: other columns than the tool's.`);
    process.exit(1);
  }
  fs.rmSync(out);
  console.log(`${many}\t${seconds}\t${process.resourceUsage().maxRSS}`);
}
