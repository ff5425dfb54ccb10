// Fills in the exported Questionnaires in LHC-Forms, lets it compute its calculatedExpressions, and compares each with the library's own answer.
// What LHC-Forms then gives as QuestionnaireResponse is read by the tool and must have the library's scores, with no total that differs.
//   node lforms.mjs RELEASE FOLDER TOOL [MOST]
// RELEASE is r4 or r5; FOLDER holds what run.sh wrote: rules.jsonl, vectors.jsonl, and questionnaires-RELEASE/ID.json; of each instrument MOST forms are taken, or all. LHC-Forms (VALIDATOR_MODULES/lforms) is a browser's program: jsdom is its browser.
import fs from "node:fs";
import path from "node:path";
import readline from "node:readline";
import { createRequire } from "node:module";
import { spawnSync } from "node:child_process";

const [release, folder, tool, most] = process.argv.slice(2);
const modules = process.env.VALIDATOR_MODULES;
const require = createRequire(path.join(modules, "x.js"));
const { JSDOM, VirtualConsole } = require("jsdom");

// What LHC-Forms has to say: it logs each run, and an expression that fails only there.
const errors = [];
const consoleOfPage = new VirtualConsole();
consoleOfPage.on("log", first => { if (first instanceof Error || first?.stack) errors.push(String(first.message).slice(0, 300)); });
consoleOfPage.on("error", first => errors.push(String(first?.message ?? first).slice(0, 300)));
consoleOfPage.on("jsdomError", e => errors.push(e.message.slice(0, 300)));
const page = new JSDOM("<!doctype html><html><body></body></html>", { runScripts: "outside-only", pretendToBeVisual: true, virtualConsole: consoleOfPage, url: "http://localhost/" });
const root = path.join(modules, "lforms", "dist", "lforms");
for (const file of ["webcomponent/assets/lib/zone.min.js", "webcomponent/runtime.js", "webcomponent/polyfills.js", "webcomponent/main.js", "fhir/lformsFHIRAll.min.js"]) {
  page.window.eval(fs.readFileSync(path.join(root, file), "utf8"));
}
const { LForms } = page.window;

const faults = [];
const fault = text => { if (faults.push(text) <= 20) console.error(text); };

const rules = new Map();
for (const line of fs.readFileSync(path.join(folder, "rules.jsonl"), "utf8").split("\n").filter(Boolean)) {
  const rule = JSON.parse(line);
  const sets = new Map((rule.optionSets ?? []).map(set => [set.id, set.options]));
  for (const item of rule.items) if (typeof item.options === "string") item.options = sets.get(item.options);
  rules.set(rule.id, rule);
}

async function load(questionnaire) {
  const form = new LForms.LFormsData(LForms.Util.convertFHIRQuestionnaireToLForms(structuredClone(questionnaire), release.toUpperCase()));
  const items = new Map(form.items.map(item => [item.linkId, item]));
  await form._expressionProcessor.runCalculations(true);
  return { form, items };
}

const notApplicable = "not-applicable";

// Puts an answer into an item as a user would; false where the form offers no such answer.
function enter(item, question, definition, answer) {
  if (question.answerOption) {
    const weight = option => option.extension?.find(e => /\/(itemWeight|ordinalValue)$/.test(e.url))?.valueDecimal;
    const number = typeof answer === "number" ? answer : null;
    const at = answer.notApplicable ? question.answerOption.findIndex(o => o.valueCoding.code === notApplicable)
      : number !== null ? question.answerOption.findIndex(o => weight(o) === number)
        : definition.options.findIndex(o => (o.id ?? String(o.value)) === answer.option);
    if (at < 0) return false;
    const coding = question.answerOption[at].valueCoding;
    item.value = item.answers.find(a => a.code === coding.code && a.system === coding.system);
    if (!item.value) throw new Error(`${question.linkId}: LHC-Forms has no answer ${coding.code}`);
    return true;
  }
  if (answer.time) {
    if (question.type !== "time") return false;
    item.value = `${answer.time}:00`;
    return true;
  }
  if (typeof answer !== "number" || question.type === "time") return false;
  if (question.type === "integer" && !Number.isInteger(answer)) return false;
  item.value = answer;
  if (question.type === "quantity") item.unit = item.units[0];
  return true;
}

const same = (found, expected) => found === expected || (found !== "" && expected !== "" && Number(found) === Number(expected));
const responses = [];
const expectedScores = [];
const counts = { forms: 0, values: 0, empty: 0, severities: 0, left: 0, scales: new Set(), instruments: new Set() };

async function run(instrument, vectors) {
  const rule = rules.get(instrument);
  const definitions = new Map(rule.items.map(item => [item.id, item]));
  const questionnaire = JSON.parse(fs.readFileSync(path.join(folder, `questionnaires-${release}`, `${instrument}.json`), "utf8"));
  const questions = new Map(questionnaire.item.map(item => [item.linkId, item]));
  const { form, items } = await load(questionnaire);
  for (const vector of vectors) {
    let entered = true;
    for (const definition of rule.items) {
      const linkId = `${instrument}/${definition.id}`;
      const item = items.get(linkId);
      item.value = undefined;
      if (definition.id in vector.answers) entered &&= enter(item, questions.get(linkId), definition, vector.answers[definition.id]);
    }
    if (!entered) {
      counts.left++;
      continue;
    }
    errors.length = 0;
    await form._expressionProcessor.runCalculations(false);
    if (errors.length > 0) fault(`${instrument} form ${vector.number}: LHC-Forms says ${errors[0]}`);
    const response = LForms.Util.getFormFHIRData("QuestionnaireResponse", release.toUpperCase(), form);
    const found = linkId => {
      const answers = (response.item ?? []).find(item => item.linkId === linkId)?.answer ?? [];
      return answers.length === 0 ? "" : answers.length > 1 ? `${answers.length} answers` : String(Object.values(answers[0])[0]);
    };
    counts.forms++;
    if (response.item?.length > 0) {
      response.id = `${instrument}.${vector.number}`;
      responses.push(JSON.stringify(response));
      // What asks for the sex is not on a form.
      const isOnForm = scale => !JSON.stringify(rule.scales.find(s => s.id === scale.scale).rule).includes('"covariate"');
      for (const scale of vector.scales.filter(isOnForm)) expectedScores.push([response.id, scale.scale, scale.status, scale.score ?? "", scale.severity ?? ""]);
    }
    for (const scale of vector.scales) {
      const linkId = `${instrument}/${scale.scale}`;
      const compare = (question, expected) => {
        if (!same(found(question), expected)) fault(`${question} form ${vector.number} ${JSON.stringify(vector.answers)}: expected "${expected}", LHC-Forms has "${found(question)}"`);
      };
      if (questions.has(linkId)) {
        counts.instruments.add(instrument);
        counts.scales.add(linkId);
        const word = scale.score ?? "";
        const expected = word === "met" || word === "not-met" ? String(word === "met") : word;
        compare(linkId, expected);
        expected === "" ? counts.empty++ : counts.values++;
      }
      if (questions.has(`${linkId}/severity`)) {
        compare(`${linkId}/severity`, scale.severity ?? "");
        counts.severities++;
      }
    }
  }
}

const groups = new Map();
for await (const line of readline.createInterface({ input: fs.createReadStream(path.join(folder, "vectors.jsonl")), crlfDelay: Infinity })) {
  const vector = JSON.parse(line);
  // A form computes by the scale's own policy.
  if (vector.missingPolicy) continue;
  if (!fs.existsSync(path.join(folder, `questionnaires-${release}`, `${vector.instrument}.json`))) continue;
  if (!groups.has(vector.instrument)) groups.set(vector.instrument, []);
  const group = groups.get(vector.instrument);
  if (most === undefined || group.length < Number(most)) group.push(vector);
}
const began = Date.now();
for (const [instrument, vectors] of groups) {
  const t = Date.now();
  await run(instrument, vectors);
  if (process.env.VALIDATOR_VERBOSE) console.error(instrument, vectors.length, Date.now() - t, "ms");
}
console.log(`LHC-Forms ${LForms.lformsVersion}, ${release}: ${counts.forms} forms of ${counts.instruments.size} instruments filled in, ${counts.scales.size} scales: `
  + `${counts.values} scores, ${counts.empty} empty and ${counts.severities} severities compared in ${((Date.now() - began) / 1000).toFixed(1)} s`);

// --- The way back: forms with an answer at all.
const file = path.join(folder, `lforms-${release}.ndjson`);
fs.writeFileSync(file, responses.map(line => `${line}\n`).join(""));
const back = spawnSync(tool, ["fhir", "score", file, "--keep", "id"], { encoding: "utf8", maxBuffer: 1 << 28 });
const rows = new Map(back.stdout.split("\n").slice(1).filter(Boolean).map(line => line.split(",")).map(cells => [`${cells[1]} ${cells[3]}`, cells]));
let read = 0;
for (const [id, scale, status, score, severity] of expectedScores) {
  const row = rows.get(`${id} ${scale}`);
  if (!row) {
    fault(`${id}/${scale}: the tool reads nothing of what LHC-Forms wrote`);
    continue;
  }
  read++;
  if (row[4] !== status || !same(row[5], score) || row[6] !== severity || /stated-total-differs|fhir-total/.test(row[8])) {
    fault(`${id}/${scale}: expected ${status} ${score} ${severity}, the tool reads of what LHC-Forms wrote ${row.slice(4).join(",")}`);
  }
}
console.log(`${responses.length} QuestionnaireResponses of LHC-Forms read back: ${read} scores compared`);
if (read === 0) fault("nothing was read back");

// --- What LHC-Forms does not notice, for the record (this project's reader does: validators.mjs).
const phq9 = path.join(folder, `questionnaires-${release}`, "phq-9.json");
if (fs.existsSync(phq9)) {
  const questionnaire = JSON.parse(fs.readFileSync(phq9, "utf8"));
  const said = async act => {
    errors.length = 0;
    try {
      await act();
    } catch (e) {
      errors.push(e.message);
    }
    return errors.length === 0 ? "not a word" : errors[0];
  };
  const twice = structuredClone(questionnaire);
  twice.item.push(structuredClone(twice.item[0]));
  console.log(`LHC-Forms on a linkId that stands twice in a Questionnaire: ${await said(() => load(twice))}`);
  const values = { resourceType: "QuestionnaireResponse", status: "completed", item: [{ linkId: "phq-9/item1", answer: [{ valueCoding: questionnaire.item[0].answerOption[3].valueCoding, valueInteger: 0 }] }] };
  const merge = () => LForms.Util.mergeFHIRDataIntoLForms(structuredClone(values), LForms.Util.convertFHIRQuestionnaireToLForms(structuredClone(questionnaire), release.toUpperCase()), release.toUpperCase());
  console.log(`LHC-Forms on two value[x] in one answer: ${await said(merge)}`);
}
console.log(`${counts.left} forms left out: an answer in them is none that the form offers`);
console.log(`${faults.length} differences`);
page.window.close();
process.exit(faults.length === 0 && counts.values > 0 && counts.empty > 0 ? 0 : 1);
