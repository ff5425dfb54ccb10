#!/usr/bin/env bash
# The exported SQL about change over time in DuckDB and PostgreSQL, beside the tool's own assess, under each baseline policy.
#   tests/Engines/changes.sh TOOL COURSES
# Called by run.sh, which has started PostgreSQL and installed DuckDB (ENGINE_MODULES).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tool=$1
courses=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
for instrument in madrs phq-9 ymrs y-bocs; do
  python3 - "$courses" "$instrument" "$work" << 'PY'
import random, sys
courses, instrument, work = int(sys.argv[1]), sys.argv[2], sys.argv[3]
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
  for baseline in last-before:30 last-before:7 worst-before:30 mean-before:30 first explicit:0; do
    name=$instrument.${baseline/:/-}
    code=0
    "$tool" assess --assessments "$work/$instrument.scores.csv" --treatments "$work/$instrument.treatments.csv" --baseline "$baseline" --at every-visit -o "$work/$name.csv" 2> "$work/notices" || code=$?
    [ "$code" -le 1 ] || { cat "$work/notices" >&2; exit 1; }
    for dialect in duckdb postgresql ansi; do
      "$tool" export sql --instrument "$instrument" --changes "$baseline" --dialect "$dialect" -o "$work/$name.$dialect.sql"
    done
  done
done
node "$here/changes.mjs" "$work"
