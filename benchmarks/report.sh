#!/usr/bin/env bash
# Measures the library beside the memory and beside other programs, and writes docs/performance.md whole.
#   benchmarks/report.sh [--rows N] [--column-rows N] [--quick] [--output FILE]
# --rows: forms beside other programs (10,000,000); --column-rows: forms beside the memory (100,000,000, or 20,000,000 where the memory is small); --quick: small sizes, to try the script.
# Run it on a quiet machine; it takes about ten minutes. Answers are compared before a time counts: a difference ends the script, and nothing is written.
# DuckDB comes from npm to a temporary folder, or from ENGINE_MODULES. R, pandas (PYTHON names a Python that has it) and awk are used where they are there, and listed where they are not.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
rows=10000000
column_rows=
quick=
output=$here/../docs/performance.md
command=benchmarks/report.sh
while [ $# -gt 0 ]; do
  case $1 in
    --rows) rows=${2:?"--rows takes a number"}; command="$command --rows $rows"; shift ;;
    --column-rows) column_rows=${2:?"--column-rows takes a number"}; command="$command --column-rows $column_rows"; shift ;;
    --quick) quick=--quick; rows=200000; column_rows=${column_rows:-2000000}; command="$command --quick" ;;
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

absent '`score --wide` on 1 GB beside DuckDB writing the same columns, and its memory' "not measured yet; above are smaller files, and the tool writes more columns than DuckDB"
absent '`fhir score` on 1 GB beside a bare JSON pass' "not measured yet"
absent "response, remission and reliable change of a million patients from a CSV beside R data.table" "not measured yet"

mkdir -p "$(dirname "$output")"
measure report "$work" "$work/page.md"
cp "$work/page.md" "$output"
say "written: $output"
