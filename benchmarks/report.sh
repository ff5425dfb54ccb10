#!/usr/bin/env bash
# Measures the library beside the memory and beside other programs, and writes docs/performance.md whole.
#   benchmarks/report.sh [--rows N] [--column-rows N] [--tool-megabytes N] [--patients N] [--quick] [--output FILE]
# --rows: forms beside other programs (10,000,000); --column-rows: forms beside the memory (100,000,000, or 20,000,000 where the memory is small); --quick: small sizes, to try the script.
# --tool-megabytes: files that the tool scores (100; the goals speak of 1000); --patients: patients with ten visits (100,000; the goal speaks of 1,000,000).
# Run it on a quiet machine; it takes about ten minutes. Answers are compared before a time counts: a difference ends the script, and nothing is written.
# DuckDB comes from npm to a temporary folder, or from ENGINE_MODULES. R, pandas (PYTHON names a Python that has it) and awk are used where they are there, and listed where they are not.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
rows=10000000
column_rows=
megabytes=100
patients=100000
quick=
output=$here/../docs/performance.md
command=benchmarks/report.sh
while [ $# -gt 0 ]; do
  case $1 in
    --rows) rows=${2:?"--rows takes a number"}; command="$command --rows $rows"; shift ;;
    --column-rows) column_rows=${2:?"--column-rows takes a number"}; command="$command --column-rows $column_rows"; shift ;;
    --tool-megabytes) megabytes=${2:?"--tool-megabytes takes a number"}; command="$command --tool-megabytes $megabytes"; shift ;;
    --patients) patients=${2:?"--patients takes a number"}; command="$command --patients $patients"; shift ;;
    --quick) quick=--quick; rows=200000; megabytes=10; patients=2000; column_rows=${column_rows:-2000000}; command="$command --quick" ;;
    --output) output=${2:?"--output takes a file"}; shift ;;
    *) echo "report.sh: unknown option $1" >&2; exit 2 ;;
  esac
  shift
done
if ! [ "$rows" -ge 10000 ]; then echo "report.sh: --rows takes a number from 10000" >&2; exit 2; fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C
fact() { printf '%s\t%s\n' "$1" "$2" >> "$work/facts.tsv"; }
absent() { printf '%s\t%s\n' "$1" "$2" >> "$work/absent.tsv"; echo "  not measured: $1: $2" >&2; }
say() { echo "$(date -u +%T) $*" >&2; }
touch "$work/absent.tsv" "$work/results.tsv"

memory=$(awk '/^MemTotal/ { print $2 }' /proc/meminfo 2> /dev/null || echo 0)
if [ -z "$column_rows" ]; then
  column_rows=100000000
  if [ "$memory" -lt 12000000 ]; then column_rows=20000000; fi
fi
processor=$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo 2> /dev/null | head -1)
changes=$(git -C "$here" status --porcelain -- ../src ../benchmarks 2> /dev/null | head -1 || true)
fact Command "$command"
fact Date "$(date -u +%F)"
fact Commit "$(git -C "$here" rev-parse --short HEAD 2> /dev/null || echo unknown)${changes:+, with changes that are not committed}"
fact Processor "${processor:-$(uname -m)}, $(getconf _NPROCESSORS_ONLN) cores"
if [ "$memory" -gt 0 ]; then fact Memory "$(awk "BEGIN { printf \"%.0f GB\", $memory / 1048576 }")"; fi
fact System "$(. /etc/os-release 2> /dev/null && echo "$PRETTY_NAME, " || true)$(uname -sr)"
fact "Load when it began" "$(cut -d ' ' -f 1 /proc/loadavg 2> /dev/null || echo unknown)"
fact "Tool's files" "$megabytes MB each"
fact ".NET SDK" "$(dotnet --version)"

say "building in Release"
dotnet build "$here" -c Release -v q -nologo -p:RunAnalyzers=false > "$work/build.log" || { cat "$work/build.log" >&2; exit 1; }
dotnet build "$here/../src/KetamineOutcomes.Cli" -c Release -f net10.0 -v q -nologo -p:RunAnalyzers=false > "$work/build.log" || { cat "$work/build.log" >&2; exit 1; }
artifacts=$here/../artifacts/bin
measure() { dotnet "$artifacts/KetamineOutcomes.Benchmarks/release/KetamineOutcomes.Benchmarks.dll" "$@"; }
tool() { dotnet "$artifacts/KetamineOutcomes.Cli/release_net10.0/ketamine-outcomes.dll" "$@"; }

say "columns beside the memory, $column_rows forms a scale"
measure columns "$column_rows" "$work" > "$work/columns.log"
say "one course, many courses"
measure courses "$work" $quick > "$work/courses.log"
say "PHQ-9 forms in memory, $rows: the library"
measure peer-rows "$rows" "$work"
threads=$(cut -f 2,3 "$work/results.tsv" | sed -n 's/^columns\t//p' | sort -n | tail -1)

modules=${ENGINE_MODULES:-$work/modules}
if ! command -v node > /dev/null; then
  absent DuckDB "no node here"
else
  if [ ! -d "$modules/node_modules/@duckdb/node-api" ]; then
    mkdir -p "$modules"
    ( cd "$modules" && echo '{"private":true}' > package.json && npm install --no-audit --no-fund --loglevel=error @duckdb/node-api > /dev/null ) || true
  fi
  if [ -d "$modules/node_modules/@duckdb/node-api" ]; then
    say "DuckDB"
    ENGINE_MODULES=$modules node "$here/compare/peers.mjs" "$work" "$rows" "$threads"
  else
    absent DuckDB "npm could not install @duckdb/node-api"
  fi
fi

if command -v Rscript > /dev/null; then
  say "R"
  Rscript --vanilla "$here/compare/peers.R" "$work" "$rows" "$threads"
else
  absent "R data.table and dplyr" "no Rscript here (Debian: r-cran-data.table r-cran-dplyr)"
fi

python=
for candidate in ${PYTHON:-} python3 /usr/bin/python3; do
  if "$candidate" -c 'import pandas' 2> /dev/null; then python=$candidate; break; fi
done
if [ -n "$python" ]; then
  say "pandas"
  "$python" "$here/compare/peers.py" "$work" "$rows"
else
  absent pandas "no Python with pandas here (Debian: python3-pandas)"
fi

# Seconds of a command, with a point.
clock() {
  local TIMEFORMAT=%R
  { time "$@" > "$work/out.csv" 2> "$work/err.log"; } 2>&1
}
if command -v awk > /dev/null; then
  say "awk"
  fact awk "$( (awk --version 2> /dev/null || awk -W version 2>&1 || echo unknown) < /dev/null | head -1)"
  seconds=$(clock awk -f "$here/compare/phq9.awk" "$work/forms.csv")
  cmp "$work/out.csv" "$work/expected.csv" || { echo "awk: other answers than the library's" >&2; exit 1; }
  printf 'files\tawk, written by hand\t1\t%s\t%s\n' "$rows" "$seconds" >> "$work/results.tsv"
else
  absent awk "no awk here"
fi

say "the tool"
some=$((rows / 20))
head -n $((some + 1)) "$work/forms.csv" > "$work/some.csv"
# Exit code 1 says that some forms are invalid, as they are made.
score() { tool score --instrument phq-9 --wide --input "$work/some.csv" || [ $? -eq 1 ]; }
seconds=$(clock score) || { cat "$work/err.log" >&2; exit 1; }
tail -n +2 "$work/out.csv" | cut -d , -f 3-5 | cmp - <(head -n "$some" "$work/expected.csv") || { echo "the tool: other answers than the library's" >&2; exit 1; }
printf 'files\tlibrary, tool: score --wide\t0\t%s\t%s\n' "$some" "$seconds" >> "$work/results.tsv"

result() { printf '%s\t%s\t%s\t%s\t%s\n' "$@" >> "$work/results.tsv"; }

# Runs a command to its end: the seconds go to $seconds, and the most memory that it had at any time, in kB, to $peak. Exit code 1 says that some forms are invalid, as they are made.
observe() {
  local pid watcher began code=0
  began=$(date +%s%N)
  "$@" > "$work/out.csv" 2> "$work/err.log" &
  pid=$!
  ( while grep VmHWM "/proc/$pid/status" 2> /dev/null; do sleep 0.05; done | tail -1 > "$work/peak" ) &
  watcher=$!
  wait "$pid" || code=$?
  seconds=$(awk "BEGIN { printf \"%.3f\", ($(date +%s%N) - $began) / 1e9 }")
  wait "$watcher" || true
  peak=$(awk '{ print $2 }' "$work/peak")
  if [ "$code" -gt 1 ]; then cat "$work/err.log" >&2; exit 1; fi
}
tool_dll=$artifacts/KetamineOutcomes.Cli/release_net10.0/ketamine-outcomes.dll

say "the tool: score --wide, $megabytes MB"
forms=$(measure tool-forms "$megabytes" "$work/wide.csv")
observe dotnet "$tool_dll" score --instrument phq-9 --wide --input "$work/wide.csv" --output "$work/wide-out.csv"
result tool-wide "library, tool: score --wide" 0 "$forms" "$seconds"
result tool-memory wide 0 "$peak" 0
if [ -d "$modules/node_modules/@duckdb/node-api" ]; then
  ENGINE_MODULES=$modules node "$here/compare/wide.mjs" "$work/wide.csv" "$work/wide-out.csv" $(seq 1 "$threads" | sed -n '1p;$p' | uniq) > "$work/duckdb.tsv"
  while read -r many seconds peak; do
    result tool-wide "DuckDB, SQL written by hand, COPY" "$many" "$forms" "$seconds"
    result tool-memory "wide DuckDB" "$many" "$peak" 0
  done < "$work/duckdb.tsv"
fi
rm -f "$work/wide.csv" "$work/wide-out.csv"

say "the tool: fhir score, $megabytes MB"
forms=$(measure tool-responses "$megabytes" "$work/responses.ndjson")
result tool-fhir "bare Utf8JsonReader" 1 "$forms" "$(measure json-pass "$work/responses.ndjson" 2> /dev/null)"
observe dotnet "$tool_dll" fhir score "$work/responses.ndjson" --output "$work/fhir-out.csv"
grep -q "^$forms forms and 0 totals: 0 incomplete, 0 invalid" "$work/err.log" || { cat "$work/err.log" >&2; exit 1; }
result tool-fhir "library, tool: fhir score" 0 "$forms" "$seconds"
result tool-memory fhir 0 "$peak" 0
# What is like nothing before it, in a tenth of that: each form has a member of its own.
forms=$(measure tool-unlike-responses $((megabytes < 10 ? 1 : megabytes / 10)) "$work/responses.ndjson")
result tool-fhir-unlike "bare Utf8JsonReader" 1 "$forms" "$(measure json-pass "$work/responses.ndjson" 2> /dev/null)"
observe dotnet "$tool_dll" fhir score "$work/responses.ndjson" --output "$work/fhir-out.csv"
grep -q "^$forms forms and 0 totals: 0 incomplete, 0 invalid" "$work/err.log" || { cat "$work/err.log" >&2; exit 1; }
result tool-fhir-unlike "library, tool: fhir score" 0 "$forms" "$seconds"
rm -f "$work/responses.ndjson" "$work/fhir-out.csv"

say "response, remission and reliable change of $patients patients"
measure visit-rows "$patients" "$work"
observe dotnet "$tool_dll" change --instrument phq-9 --rules response-50,remission-5,jacobson-truax --input "$work/visits.csv" --output "$work/visits-tool.csv"
tail -n +2 "$work/visits-tool.csv" | cut -d , -f 1,3,9-11 > "$work/visits-expected.csv"
cmp "$work/visits-changes.csv" "$work/visits-tool.csv"
head -n "$(wc -l < "$work/visits-explained.csv")" "$work/visits-expected.csv" | cmp - "$work/visits-explained.csv" || { echo "change: other answers than CourseAssessment's" >&2; exit 1; }
result visits "library, tool: change" 0 "$patients" "$seconds"
result tool-memory visits 0 "$peak" 0
rm -f "$work/visits-tool.csv" "$work/visits-changes.csv"
if command -v Rscript > /dev/null && Rscript -e 'library(data.table)' > /dev/null 2>&1; then
  Rscript --vanilla "$here/compare/visits.R" "$work" "$patients" $(seq 1 "$threads" | sed -n '1p;$p' | uniq)
else
  absent "response, remission and reliable change in R data.table" "no R with data.table here (Debian: r-cran-data.table)"
fi

say "the tool's start"
printf 'item1,item2,item3,item4,item5,item6,item7,item8,item9\n1,1,1,1,1,1,1,1,1\n' > "$work/one.csv"
start() {
  local name=$1 best=
  shift
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    observe dotnet "$tool_dll" "$@"
    best=$(awk "BEGIN { print (\"$best\" == \"\" || $seconds < 0$best) ? $seconds : 0$best }")
  done
  result tool-start "$name" 0 1 "$best"
  result tool-memory "start $name" 0 "$peak" 0
}
start "\`--version\`" --version
start "\`score\` of one form" score --instrument phq-9 --input "$work/one.csv"


mkdir -p "$(dirname "$output")"
measure report "$work" "$work/page.md"
cp "$work/page.md" "$output"
say "written: $output"
