// Gives every resource that the library writes to others' FHIR validators, and then broken ones, so that it is seen that each of them can say no.
//   node validators.mjs RELEASE FOLDER TOOL
// RELEASE is r4 or r5; FOLDER holds samples-RELEASE.jsonl and questionnaires-RELEASE/*.json; TOOL is the built tool. Modules are under VALIDATOR_MODULES.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { spawnSync } from "node:child_process";
import { bases, resourcesOf, walker } from "./definitions.mjs";

const [release, folder, tool] = process.argv.slice(2);
const modules = process.env.VALIDATOR_MODULES;
const require = createRequire(path.join(modules, "x.js"));
const version = name => JSON.parse(fs.readFileSync(path.join(modules, "node_modules", name, "package.json"), "utf8")).version;
const definitions = resourcesOf(release, modules);

// --- The validators: each gives what it has against a resource.
const validators = new Map();

// HL7's StructureDefinitions, walked by definitions.mjs: names, types, cardinalities, required codes, where extensions may stand. No invariants.
const walk = walker(definitions);
validators.set(`StructureDefinitions of ${release === "r4" ? "4.0.1" : "5.0.0"}`, resource => walk.check(resource));

// Structure, cardinality, primitive types and the FHIRPath invariants.
const medplum = require("@medplum/core");
medplum.indexStructureDefinitionBundle(bases(definitions));
validators.set(`@medplum/core ${version("@medplum/core")}`, resource => {
  try {
    // Whatever does not stop it is a warning.
    medplum.validateResource(resource);
    return [];
  } catch (e) {
    return e.outcome?.issue?.filter(i => i.severity === "error").map(i => `${i.expression}: ${i.details?.text}`) ?? [e.message];
  }
});

if (release === "r4") {
  const { Fhir } = require("fhir");
  const fhir = new Fhir();
  validators.set(`fhir ${version("fhir")}`, resource => fhir.validate(resource, { errorOnUnexpected: true }).messages
    .filter(m => m.severity === "error" || m.severity === "fatal").map(m => `${m.location}: ${m.message}`));

  const Schema = require("@asymmetrik/fhir-json-schema-validator");
  const schema = new Schema();
  validators.set(`@asymmetrik/fhir-json-schema-validator ${version("@asymmetrik/fhir-json-schema-validator")}`, resource => schema.validate(resource, true).map(e => `${e.dataPath} ${e.message}`));
} else {
  // HL7's JSON schema of R5. One of its patterns is no regular expression in Unicode mode.
  const Ajv = require("ajv");
  const schema = JSON.parse(fs.readFileSync(path.join(modules, "node_modules/hl7.fhir.r5.core/openapi/fhir.schema.json"), "utf8"));
  for (const key of ["id", "$schema", "oneOf", "discriminator"]) delete schema[key];
  schema.definitions.Resource ??= {};
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false, unicodeRegExp: false });
  ajv.addSchema({ ...schema, $id: "http://hl7.org/fhir/r5" });
  const compiled = new Map();
  validators.set(`JSON schema of hl7.fhir.r5.core ${version("hl7.fhir.r5.core")} in ajv ${version("ajv")}`, resource => {
    const type = resource.resourceType;
    if (!compiled.has(type)) compiled.set(type, ajv.getSchema(`http://hl7.org/fhir/r5#/definitions/${type}`));
    return compiled.get(type)(resource) ? [] : compiled.get(type).errors.map(e => `${e.instancePath} ${e.message}`);
  });
}

// --- What is written
let faults = 0;
const fault = text => { if (++faults <= 20) console.error(text.slice(0, 400)); };
const samples = fs.readFileSync(path.join(folder, `samples-${release}.jsonl`), "utf8").split("\n").filter(Boolean).map(line => JSON.parse(line));
const forms = path.join(folder, `questionnaires-${release}`);
for (const file of fs.readdirSync(forms)) samples.push(JSON.parse(fs.readFileSync(path.join(forms, file), "utf8")));
const kinds = {};
for (const sample of samples) kinds[sample.resourceType] = (kinds[sample.resourceType] ?? 0) + 1;
console.log(`${release}: ${samples.length} resources: ${Object.entries(kinds).map(([kind, count]) => `${count} ${kind}`).join(", ")}`);
for (const kind of ["Questionnaire", "QuestionnaireResponse", "Observation", "MedicationAdministration", "Procedure", "Bundle"]) {
  if (!kinds[kind]) fault(`no ${kind} was written`);
}
// A primitive may have an extension and no value (json.html#primitive), and counts as there: so is a relative day written. The package fhir does not look at "_effectiveDateTime" when it asks whether effective[x] is there.
const isDose = resource => resource?.resourceType === "MedicationAdministration" && !("effectiveDateTime" in resource) && resource._effectiveDateTime?.extension?.length > 0;
const hasDose = resource => isDose(resource) || (resource.entry ?? []).some(entry => isDose(entry.resource));
const isBlind = (name, sample, found) => name.startsWith("fhir ") && hasDose(sample) && found.every(text => text === "MedicationAdministration.effective: Missing property");
for (const [name, validate] of validators) {
  const began = Date.now();
  let refused = 0;
  let blind = 0;
  for (const sample of samples) {
    const found = validate(sample);
    if (isBlind(name, sample, found) && found.length > 0) {
      blind++;
    } else if (found.length > 0) {
      refused++;
      fault(`${name} refuses a ${sample.resourceType}: ${found[0]}`);
    }
  }
  console.log(`  ${name}: ${samples.length - refused - blind} accepted, ${refused} refused (${((Date.now() - began) / 1000).toFixed(1)} s)${blind > 0 ? `; ${blind} not judged: it sees no primitive that has an extension and no value` : ""}`);
}
console.log(`  elements written: ${[...walk.seen.values()].filter((e, i, all) => all.indexOf(e) === i).length}; codes of HL7's own systems looked up: ${walk.looked.size}`);
if (process.env.VALIDATOR_ELEMENTS) console.log([...walk.seen.keys()].sort().join("\n"));

// --- What is broken
const first = (kind, where = () => true) => structuredClone(samples.find(sample => sample.resourceType === kind && where(sample)));
const scored = o => o.valueQuantity && o.interpretation;
const coded = r => r.questionnaire.includes("/phq-9|") && r.item?.[0]?.answer[0].valueCoding;
const broken = [
  ["an element that does not exist", first("Observation"), o => { o.score = 8; }],
  ["a status that does not exist", first("Observation"), o => { o.status = "done"; }],
  ["a required element missing", first("Observation"), o => { delete o.code; }],
  ["no subject of a Procedure", first("Procedure"), o => { delete o.subject; }],
  ["no list where one is wanted", first("Observation"), o => { o.category = o.category[0]; }],
  ["a number as a text", first("Observation", scored), o => { o.valueQuantity.value = "8"; }],
  ["a date that is none", first("QuestionnaireResponse", r => r.authored), o => { o.authored = "1.3.2026"; }],
  ["a value and the reason why there is none (obs-6)", first("Observation", scored), o => { o.dataAbsentReason = { text: "unknown" }; }],
  ["the other release's name of a time", first("MedicationAdministration", m => m.effectiveDateTime || m.occurenceDateTime), o => {
    const [right, wrong] = release === "r4" ? ["effectiveDateTime", "occurenceDateTime"] : ["occurenceDateTime", "effectiveDateTime"];
    o[wrong] = o[right];
    delete o[right];
  }],
  ["the other release's type of a coded item", first("Questionnaire", q => q.item[0].answerOption), o => { o.item[0].type = release === "r4" ? "coding" : "choice"; }],
  ["a value[x] of a type that FHIR does not have there", first("Observation", scored), o => {
    o.valueDecimal = 8;
    delete o.valueQuantity;
  }],
  // HL7's package of R5 has none of the code systems that moved to its terminology.
  ...(release === "r4" ? [["a code that its code system does not have", first("Observation", o => o.dataAbsentReason), o => { o.dataAbsentReason.coding[0].code = "no-such-reason"; }]] : []),
  ["a fault inside a Bundle", first("Bundle", b => b.entry.some(e => e.resource.resourceType === "QuestionnaireResponse")), o => {
    delete o.entry.find(e => e.resource.resourceType === "QuestionnaireResponse").resource.status;
  }],
];
const notices = (name, resource) => validators.get(name)(resource).length > 0;
const found = new Map([...validators.keys()].map(name => [name, 0]));
console.log("  broken resources, and who refuses them:");
for (const [what, resource, damage] of broken) {
  damage(resource);
  const by = [...validators.keys()].filter(name => notices(name, resource));
  by.forEach(name => found.set(name, found.get(name) + 1));
  if (by.length === 0) fault(`nobody notices ${what}`);
  console.log(`    ${what}: ${by.length === validators.size ? "all" : by.map(name => name.replace(/ [\d.]+$/, "")).join(", ")}`);
}
for (const [name, count] of found) if (count === 0) fault(`${name} refuses nothing`);

// --- What others let pass and this project's reader does not
const twice = first("QuestionnaireResponse", coded);
twice.item[0].answer[0].valueInteger = 1;
const again = first("QuestionnaireResponse", coded);
again.item.push(structuredClone(again.item[0]));
const form = first("Questionnaire");
form.item.push(structuredClone(form.item[0]));
console.log("  what is often let pass, and who refuses it:");
for (const [what, resource] of [["two value[x] in one answer", twice], ["one linkId twice in a QuestionnaireResponse", again], ["one linkId twice in a Questionnaire (que-2)", form]]) {
  const by = [...validators.keys()].filter(name => notices(name, resource));
  console.log(`    ${what}: ${by.length === 0 ? "none of them" : by.map(name => name.replace(/ [\d.]+$/, "")).join(", ")}`);
}
for (const [resource, code] of [[twice, "fhir-value-several"], [again, "fhir-item-twice"]]) {
  const run = spawnSync(tool, ["fhir", "score", "-"], { input: JSON.stringify(resource), encoding: "utf8" });
  const seen = run.stdout.split("\n").some(row => row.startsWith("1,phq-9,total,invalid,,") && row.includes(code));
  console.log(`    this project's reader: ${code}, ${seen ? "no score" : "NOT NOTICED"}`);
  if (!seen) fault(`the reader lets pass what should be ${code}`);
}
console.log(`  ${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
