// The options of an export, as a new user would use them: own tables, columns, keys and codes, in a wide table and in a long one with other instruments beside, and own linkIds.
//   node options.mjs FOLDER TOOL
// The tables are those of a survey (NHANES: DPQ010, 7 refused, 9 does not know); every answer is held against the library's on the same forms.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { spawnSync } from "node:child_process";
import { asNumber, parseCsv, readRules, same, text } from "./rules.mjs";

const [folder, tool] = process.argv.slice(2);
const require = createRequire(path.join(process.env.ENGINE_MODULES, "x.js"));
const { DuckDBInstance } = require("@duckdb/node-api");
const fhirpath = require("fhirpath");
const r4 = require("fhirpath/fhir-context/r4");
const rules = readRules(folder);
const forms = 400;
let differences = 0;
const fault = words => { if (differences++ < 20) console.error(words); };

function run(...words) {
  const run = spawnSync(tool, words, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout;
}

// Item 1 is column DPQ010, item 2 DPQ020, ...: of the WSAS, whose items may not apply, W1, W2, ...
const surveys = [
  { instrument: "phq-9", column: number => `DPQ${String(number).padStart(2, "0")}0`, missing: [7, 9], notApplicable: null },
  { instrument: "wsas", column: number => `W ${number}`, missing: [555, 777], notApplicable: 99 },
];
for (const survey of surveys) {
  const rule = rules.get(survey.instrument);
  const columns = rule.items.map((_, i) => survey.column(i + 1));
  const vectors = run("export", "vectors", "--instrument", rule.id, "--count", String(forms), "--seed", "5").split("\n").filter(Boolean).map(line => JSON.parse(line)).filter(vector => !vector.missingPolicy);
  // A missing answer is nothing, or one of the codes, in turn.
  const cells = vectors.map(vector => rule.items.map((item, i) => {
    const answer = item.id in vector.answers ? vector.answers[item.id] : null;
    if (answer?.notApplicable) return survey.notApplicable;
    return (answer === null ? null : asNumber(item, answer)) ?? [null, ...survey.missing][(vector.number + i) % 3];
  }));
  const common = ["--instrument", rule.id, "--scale", "total", "--table", "survey.answers", "--key", "SEQN,cycle", "--map", rule.items.map((item, i) => `${item.id}=${columns[i]}`).join(","),
    ...survey.missing.map(code => `--missing-code=${code}`), ...(survey.notApplicable === null ? [] : ["--not-applicable-code", String(survey.notApplicable)])];
  const long = ["--long", "--item-column", "question", "--value-column", "response", "--instrument-column", "form"];

  const wideFile = path.join(folder, `${rule.id}.options-wide.csv`);
  const longFile = path.join(folder, `${rule.id}.options-long.csv`);
  fs.writeFileSync(wideFile, [["SEQN", "cycle", ...columns].join(",")].concat(vectors.map((vector, i) => [vector.number, "J", ...cells[i].map(text)].join(","))).join("\n") + "\n");
  fs.writeFileSync(longFile, ["SEQN,cycle,form,question,response"].concat(vectors.flatMap((vector, i) => [
    ...cells[i].map((cell, k) => `${vector.number},J,${rule.id},${columns[k]},${text(cell)}`),
    // Another instrument's answer to a question of the same name.
    `${vector.number},J,another,${columns[0]},3`,
  ])).join("\n") + "\n");

  for (const wide of [true, false]) {
    const file = wide ? wideFile : longFile;
    const fields = wide ? [["SEQN", "BIGINT"], ["cycle", "VARCHAR"], ...columns.map(name => [name, "NUMERIC"])]
      : [["SEQN", "BIGINT"], ["cycle", "VARCHAR"], ["form", "VARCHAR"], ["question", "VARCHAR"], ["response", "NUMERIC"]];
    const table = `CREATE TABLE survey.answers (${fields.map(([name, type]) => `"${name}" ${type}`).join(", ")})`;
    const statement = dialect => run("export", "sql", "--dialect", dialect, ...common, ...(wide ? [] : long));
    for (const dialect of ["duckdb", "ansi"]) {
      const duck = await (await DuckDBInstance.create(":memory:")).connect();
      await duck.run("CREATE SCHEMA survey");
      await duck.run(table);
      await duck.run(`COPY survey.answers FROM '${file}' (HEADER true)`);
      compare(`duckdb ${dialect} ${wide ? "wide" : "long"}`, (await duck.runAndReadAll(statement(dialect))).getRowObjectsJson());
    }
    for (const dialect of ["postgresql", "ansi"]) {
      const script = `\\set ON_ERROR_STOP on\nDROP SCHEMA IF EXISTS survey CASCADE;\nCREATE SCHEMA survey;\n${table};\n\\copy survey.answers FROM '${file}' WITH (FORMAT csv, HEADER true)\nCREATE VIEW survey.scored AS ${statement(dialect)};\n\\copy (SELECT * FROM survey.scored) TO STDOUT WITH (FORMAT csv, HEADER true)\n`;
      const psql = spawnSync("psql", ["-X", "-q", "-d", "postgres"], { input: script, encoding: "utf8", maxBuffer: 1 << 28 });
      if (psql.status !== 0) throw new Error(psql.stderr);
      compare(`postgresql ${dialect} ${wide ? "wide" : "long"}`, parseCsv(psql.stdout));
    }
  }

  function compare(engine, rows) {
    const byNumber = new Map(rows.map(row => [`${row.SEQN} ${row.cycle}`, row]));
    if (rows.length !== vectors.length) fault(`${engine} ${rule.id}: ${rows.length} rows of ${vectors.length} forms`);
    for (const vector of vectors) {
      const row = byNumber.get(`${vector.number} J`) ?? {};
      const scale = vector.scales[0];
      const found = [row.instrument, row.scale, row.status, row.score, row.severity, row.answered].map(text);
      const expected = [rule.id, "total", scale.status, scale.score ?? "", scale.severity ?? "", String(scale.answered)];
      if (!found.every((value, i) => same(value, expected[i]))) fault(`${engine} ${rule.id} form ${vector.number} ${JSON.stringify(vector.answers)}: expected ${expected}, found ${found}`);
    }
    console.log(`options ${engine} ${rule.id}: ${vectors.length} forms`);
  }

  // The same codes and names on a QuestionnaireResponse.
  for (const more of [[], ["--define-variable"]]) {
    const expression = fhirpath.compile(run("export", "fhirpath", "--instrument", rule.id, "--scale", "total", "--map", rule.items.map((item, i) => `${item.id}=/${columns[i]}`).join(","),
      ...survey.missing.map(code => `--missing-code=${code}`), ...more), r4);
    vectors.forEach((vector, i) => {
      const resource = { resourceType: "QuestionnaireResponse", status: "completed", item: cells[i].flatMap((cell, k) => cell === null ? [] : [{
        linkId: `/${columns[k]}`,
        answer: [cell === survey.notApplicable ? { valueCoding: { code: "not-applicable" } } : Number.isInteger(cell) ? { valueInteger: cell } : { valueDecimal: cell }],
      }]) };
      const found = expression(resource, { resource }).map(String).join(" and ");
      if (!same(found, vector.scales[0].score ?? "")) fault(`fhirpath ${rule.id} form ${vector.number} ${JSON.stringify(vector.answers)}: expected "${vector.scales[0].score ?? ""}", found "${found}"`);
    });
    console.log(`options fhirpath${more.length > 0 ? " with variables" : ""} ${rule.id}: ${vectors.length} forms`);
  }
}
console.log(`${differences} differences`);
process.exit(differences === 0 ? 0 : 1);
