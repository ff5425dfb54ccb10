#!/usr/bin/env bash
# The exported SQL about change over time in DuckDB and PostgreSQL, beside the tool's own assess, under each baseline policy.
#   tests/Engines/changes.sh TOOL COURSES
# COURSES is how many made-up courses there are of each of four instruments. Called by run.sh, which has started PostgreSQL and installed DuckDB (ENGINE_MODULES).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tool=$1
courses=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
instruments="madrs phq-9 ymrs y-bocs"
baselines="last-before:30 last-before:7 worst-before:30 mean-before:30 first explicit:0"
python3 - "$courses" "$work" $instruments << 'PY'
import random, sys
courses, work = int(sys.argv[1]), sys.argv[2]
for instrument in sys.argv[3:]:
    draw = random.Random(f"20261122 {instrument}")
    top, step = {"madrs": (60, 1), "phq-9": (27, 1), "ymrs": (60, 0.5), "y-bocs": (40, 1)}[instrument]
    scores, treatments = ["patient_id,instrument,assessed_day,score"], ["patient_id,given_day"]
    for patient in range(1, courses + 1):
        treatments += [f"{patient},{day}" for day in sorted(draw.sample(range(0, 30), draw.randint(1, 6)))]
        for _ in range(draw.randint(1, 8)):
            day = draw.choice([draw.randint(-45, 3), draw.randint(-3, 60)])
            # Low baselines, zero, gaps and two unlike scores on one day all occur.
            score = draw.choice([draw.randint(0, int(top / step)) * step, draw.randint(0, 8) * step, draw.randint(int(top / step / 2), int(top / step)) * step])
            scores.append(f"{patient},{instrument},{day},{'' if draw.random() < 0.08 else f'{score:g}'}")
    open(f"{work}/{instrument}.scores.csv", "w").write("\n".join(scores) + "\n")
    open(f"{work}/{instrument}.treatments.csv", "w").write("\n".join(treatments) + "\n")
PY

# What one instrument gives under one policy: the library's rows, and the statement in each dialect.
one() {
  local tool=$1 work=$2 instrument=$3 baseline=$4 code=0
  local name=$work/$instrument.${baseline/:/-}
  "$tool" assess --assessments "$work/$instrument.scores.csv" --treatments "$work/$instrument.treatments.csv" --baseline "$baseline" --at every-visit \
    --indicator change,percentage-change,response,remission -o "$name.csv" 2> "$name.notices" || code=$?
  [ "$code" -le 1 ] || { cat "$name.notices" >&2; return 1; }
  for dialect in duckdb postgresql ansi; do
    "$tool" export sql --instrument "$instrument" --changes "$baseline" --dialect "$dialect" -o "$name.$dialect.sql"
  done
}
export -f one
for instrument in $instruments; do for baseline in $baselines; do printf '%s\n%s\n' "$instrument" "$baseline"; done; done \
  | xargs -d '\n' -n 2 -P "$(nproc)" bash -euo pipefail -c 'one "$0" "$1" "$2" "$3"' "$tool" "$work"
node "$here/changes.mjs" "$work"
if node "$here/changes.mjs" "$work" --spoil > "$work/spoilt" 2>&1; then
  echo "a wrong statement about change is not noticed" >&2
  exit 1
fi
for engine in duckdb duckdb-ansi postgresql postgresql-ansi; do
  grep -q "^$engine madrs.*: expected \"not-met\"" "$work/spoilt" || { cat "$work/spoilt" >&2; echo "a wrong statement about change is not noticed in $engine" >&2; exit 1; }
done
echo "wrong statements about change are noticed"
