// Forms as tables in DuckDB and PostgreSQL, and the rows that the exported statements give beside the library's answers.
import fs from "node:fs";
import path from "node:path";
import { spawnSync } from "node:child_process";
import { numberOf, parseCsv, same, text } from "./rules.mjs";

// A second answer to an item that contradicts the first: the form is invalid wherever that item is read. Such forms have numbers of their own.
const contradictions = 100;

export function wideCsv(rule, vectors) {
  const lines = [["form_id", ...rule.items.map(item => item.id), "sex", "age"].join(",")];
  for (const vector of vectors) {
    lines.push([vector.number, ...rule.items.map(item => numberOf(item, vector) ?? ""), vector.person?.sex ?? "", vector.person?.age ?? ""].join(","));
  }
  return lines.join("\n") + "\n";
}

export function longCsv(rule, vectors) {
  const lines = ["form_id,item,value"];
  vectors.forEach((vector, index) => {
    const given = rule.items.map(item => [item.id, numberOf(item, vector)]).filter(([, value]) => value !== null);
    for (const [id, value] of given) {
      lines.push([vector.number, id, value].join(","));
      // The same answer twice is one answer.
      if (vector.number % 7 === 0) lines.push([vector.number, id, value].join(","));
    }
    if (index < contradictions && given.length > 0) {
      for (const [id, value] of given) lines.push([-vector.number, id, value].join(","));
      const [id, value] = given[index % given.length];
      lines.push([-vector.number, id, value + 1].join(","));
    }
  });
  return lines.join("\n") + "\n";
}

const columnsOf = (rule, wide, big, real, words, whole) => wide
  ? [["form_id", big], ...rule.items.map(item => [item.id, real]), ["sex", words], ["age", whole]]
  : [["form_id", big], ["item", words], ["value", real]];

export async function runDuck(duck, rule, file, statements, wide) {
  const columns = columnsOf(rule, wide, "BIGINT", "DOUBLE", "VARCHAR", "INTEGER").map(([name, type]) => `'${name}': '${type}'`).join(", ");
  await duck.run(`CREATE OR REPLACE TABLE forms AS SELECT * FROM read_csv('${file}', header = true, columns = {${columns}})`);
  const results = [];
  for (const statement of statements) results.push((await duck.runAndReadAll(statement)).getRowObjectsJson());
  return results;
}

// One session for all statements on a table: starting one takes longer than most of them.
export function runPostgres(rule, file, statements, wide) {
  const columns = columnsOf(rule, wide, "bigint", "numeric", "text", "integer").map(([name, type]) => `"${name}" ${type}`).join(", ");
  const outputs = statements.map((_, i) => `${file}.${i}.out`);
  const script = [
    "\\set ON_ERROR_STOP on",
    // Its just-in-time compiler spends minutes on the portable form of scales behind skips (docs/rule-format.md).
    "SET jit = off;",
    `CREATE TEMP TABLE forms (${columns});`,
    `\\copy forms FROM '${file}' WITH (FORMAT csv, HEADER true)`,
    "ANALYZE forms;",
    ...statements.flatMap((statement, i) => [`CREATE TEMP VIEW scored${i} AS ${statement};`, `\\copy (SELECT * FROM scored${i}) TO '${outputs[i]}' WITH (FORMAT csv, HEADER true)`]),
  ].join("\n") + "\n";
  const run = spawnSync("psql", ["-X", "-q", "-d", "postgres"], { input: script, encoding: "utf8" });
  if (run.status !== 0) throw new Error(run.stderr.slice(0, 600));
  return outputs.map(output => {
    const rows = parseCsv(fs.readFileSync(output, "utf8"));
    fs.rmSync(output);
    return rows;
  });
}

// Compares the rows of one engine with the vectors: columns as the statement names them, by the form's number. Gives how many forms and answers were compared.
export function compareRows(engine, rule, group, rows, wide, fault) {
  const byNumber = new Map(rows.map(row => [Number(row.form_id), row]));
  let forms = 0;
  let answers = 0;
  for (const [index, vector] of group.vectors.entries()) {
    const row = byNumber.get(vector.number);
    const given = rule.items.filter(item => numberOf(item, vector) !== null);
    if (!row) {
      // A form without any row does not appear.
      if (wide || given.length > 0) fault(`${engine} ${rule.id} ${group.policy} form ${vector.number}: no row`);
      continue;
    }
    let seen = 0;
    for (const scale of vector.scales) {
      const definition = rule.scales.find(s => s.id === scale.scale);
      // What asks for a fact about the person is not in a long table.
      if (!definition.readers.includes("sql") || (!wide && definition.asksForPerson)) continue;
      seen++;
      const found = [`${scale.scale}_status`, scale.scale, `${scale.scale}_severity`, `${scale.scale}_answered`].map(name => text(row[name]));
      const expected = [scale.status, scale.score ?? "", scale.severity ?? "", String(scale.answered)];
      if (!found.every((value, i) => same(value, expected[i]))) {
        fault(`${engine} ${rule.id}/${scale.scale} ${group.policy} form ${vector.number} ${JSON.stringify(vector.answers)}: expected ${expected}, found ${found}`);
      }
      if (!wide && index < contradictions && given.length > 0 && definition.items.has(given[index % given.length].id)) {
        seen++;
        const contradicted = byNumber.get(-vector.number);
        const told = contradicted && [contradicted[`${scale.scale}_status`], text(contradicted[scale.scale])];
        if (!told || told[0] !== "invalid" || told[1] !== "") fault(`${engine} ${rule.id}/${scale.scale} ${group.policy} form ${vector.number} with two answers to ${given[index % given.length].id}: found ${told}`);
      }
    }
    for (const alert of vector.alerts) {
      seen++;
      if (row[`alert_${alert.alert}`] !== alert.status) {
        fault(`${engine} ${rule.id} alert ${alert.alert} form ${vector.number}: expected ${alert.status}, found ${row[`alert_${alert.alert}`]}`);
      }
    }
    if (seen > 0) forms++;
    answers += seen;
  }
  return { forms, answers };
}

export const csvFile = (folder, wide) => path.join(folder, `forms.${process.pid}.${wide ? "wide" : "long"}.csv`);
