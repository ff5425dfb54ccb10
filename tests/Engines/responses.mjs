// Forms as QuestionnaireResponses, and the exported FHIRPath over them.
import { asNumber, same, text } from "./rules.mjs";

// A QuestionnaireResponse: items flat or in groups, answers as numbers or as codes with a weight.
export function response(rule, vector, weighted) {
  const items = [];
  for (const item of rule.items) {
    if (!(item.id in vector.answers)) continue;
    const answer = vector.answers[item.id];
    let value;
    if (answer.notApplicable) value = { valueCoding: { code: "not-applicable" } };
    else if (answer.time) value = { valueTime: `${answer.time}:00` };
    else {
      const number = asNumber(item, answer);
      if (number === null) continue;
      value = coded(number, weighted);
    }
    items.push({ linkId: item.id, answer: [value] });
  }
  const nested = vector.number % 3 === 0 ? [{ linkId: "group", item: items }]
    : vector.number % 3 === 1 ? items
      : [...items.slice(0, 1), { linkId: "note", answer: [{ valueString: "x", item: items.slice(1) }] }];
  return { resourceType: "QuestionnaireResponse", status: "completed", item: nested, answered: items };
}

const coded = (number, weighted) => weighted
  ? { valueCoding: { code: `c${number}`, extension: [{ url: "http://hl7.org/fhir/StructureDefinition/itemWeight", valueDecimal: number }] } }
  : Number.isInteger(number) ? { valueInteger: number } : { valueDecimal: number };

// One more answer to an item, to the same question or to the same one asked again: nothing on it can be trusted.
function contradict(resource, number, weighted) {
  const { item } = resource;
  const answered = resource.answered[number % resource.answered.length];
  const before = answered.answer[0];
  const other = before.valueTime ? { valueTime: before.valueTime === "00:00:00" ? "01:00:00" : "00:00:00" }
    : coded(number % 2 + (before.valueInteger === number % 2 || before.valueCoding?.code === `c${number % 2}` ? 1 : 0), weighted);
  if (number % 4 < 2) answered.answer.push(other);
  else item.push({ linkId: answered.linkId, answer: [other] });
  return answered.linkId;
}

// The text that every engine can run takes several times as long as the one with variables: so many forms of an instrument and policy get it, one scale each.
const portableForms = 400;

export class Expressions {
  constructor(fhirpath, model, find) {
    Object.assign(this, { fhirpath, model, find, compiled: new Map() });
  }

  // Compiled once for an instrument and policy, and used for all forms.
  of(mode, rule, policy, scale) {
    const key = `${mode} ${rule.id} ${policy} ${scale}`;
    if (!this.compiled.has(key)) {
      const written = this.find(`fhirpath-${mode}`, rule.id, policy).find(w => w.scale === scale);
      this.compiled.set(key, written ? this.fhirpath.compile(written.expression, this.model) : null);
    }
    return this.compiled.get(key);
  }

  // With allScales every scale of every form; else the main scale and another in turn.
  compare(rule, group, vectors, allScales, fault) {
    const hasTimes = rule.items.some(item => item.kind === "time-of-day");
    let forms = 0;
    let answers = 0;
    for (const [index, vector] of vectors.entries()) {
      const weighted = !hasTimes && vector.number % 4 === 3;
      const mode = weighted ? "weight" : "number";
      const resource = response(rule, vector, weighted);
      const answered = resource.answered;
      delete resource.answered;
      let seen = 0;
      const ask = (kind, scale, expected, why) => {
        const expression = this.of(kind, rule, group.policy, scale);
        if (!expression) return;
        seen++;
        let found;
        try {
          const result = expression(resource, { resource });
          found = result.length === 0 ? "" : result.length === 1 ? String(result[0]) : `${result.length} results`;
        } catch (e) {
          found = `error: ${e.message}`;
        }
        if (!same(found, expected)) {
          fault(`fhirpath ${kind} ${rule.id}/${scale} ${group.policy} form ${vector.number}${why} ${JSON.stringify(vector.answers)}: expected "${expected}", found "${found}"`);
        }
      };
      const wanted = scale => scale.score === "met" || scale.score === "not-met" ? String(scale.score === "met") : text(scale.score);
      const others = vector.scales.length - 1;
      for (const [i, scale] of vector.scales.entries()) {
        if (allScales || i === 0 || i - 1 === vector.number % others) ask(`${mode}-variable`, scale.scale, wanted(scale), "");
      }
      if (vector.number <= portableForms && (vector.number % 16 === 3 || vector.number % 16 === 4)) {
        const scale = vector.scales[(vector.number >> 4) % vector.scales.length];
        ask(mode, scale.scale, wanted(scale), "");
      }
      if (index % 10 === 9 && index < 1000 && answered.length > 0) {
        resource.answered = answered;
        const item = contradict(resource, index / 10 | 0, weighted);
        delete resource.answered;
        for (const scale of vector.scales) {
          if (rule.scales.find(s => s.id === scale.scale).items.has(item)) {
            ask(`${mode}-variable`, scale.scale, "", ` with two answers to ${item}`);
            if (index < 40) ask(mode, scale.scale, "", ` with two answers to ${item}`);
          }
        }
      }
      if (seen > 0) forms++;
      answers += seen;
    }
    return { forms, answers };
  }
}
