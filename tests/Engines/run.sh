#!/usr/bin/env bash
# The exported FHIRPath and SQL in real engines: fhirpath.js, DuckDB and PostgreSQL must give the library's own answers.
#   tests/Engines/run.sh TOOL FORMS [FHIRPATH_FORMS]
# TOOL is the built tool; FORMS is how many made-up forms there are in all, FHIRPATH_FORMS how many of them FHIRPath gets (all, unless said).
# Up to 1,000 forms of an instrument FHIRPath answers for every scale, beyond that for the main scale and another in turn.
# Node's modules go to a temporary folder (or to ENGINE_MODULES, where they are kept from run to run); PostgreSQL is a throwaway cluster on a
# socket in a temporary folder, started by a user without rights and stopped at the end.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tool=$1
forms=$2
fhirpath_forms=${3:-$2}
work=$(mktemp -d)
chmod 755 "$work"
data=$work/data

as_postgres() { if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

stop() {
  local code=$?
  if [ -f "$data/postmaster.pid" ]; then as_postgres "$binaries/pg_ctl" -D "$data" -m immediate -w stop > /dev/null || true; fi
  rm -rf "$work"
  exit "$code"
}
trap stop EXIT

# --- The engines
if ! command -v npm > /dev/null; then
  sudo=""
  [ "$(id -u)" -eq 0 ] || sudo=sudo
  $sudo apt-get update -qq
  $sudo apt-get install -y -qq nodejs npm > /dev/null
fi
modules=${ENGINE_MODULES:-$work/modules}
if [ ! -d "$modules/node_modules/fhirpath" ] || [ ! -d "$modules/node_modules/@duckdb/node-api" ]; then
  mkdir -p "$modules"
  ( cd "$modules" && echo '{"private":true}' > package.json && npm install --no-audit --no-fund --loglevel=error fhirpath@5.2.0 @duckdb/node-api )
fi
find_postgres() { ls -d /usr/lib/postgresql/*/bin 2> /dev/null | sort -V | tail -1; }
binaries=$(find_postgres)
if [ -z "$binaries" ] || [ ! -x "$binaries/initdb" ]; then
  sudo=""
  [ "$(id -u)" -eq 0 ] || sudo=sudo
  $sudo apt-get update -qq
  $sudo apt-get install -y -qq postgresql > /dev/null
  binaries=$(find_postgres)
fi
mkdir -p "$data" "$work/socket"
if [ "$(id -u)" -eq 0 ]; then chown postgres "$data" "$work/socket"; fi
( cd "$work"
  as_postgres "$binaries/initdb" -D "$data" -A trust -U postgres --no-sync -E UTF8 --locale=C > /dev/null
  as_postgres "$binaries/pg_ctl" -D "$data" -w -l "$data/log" -o "-c listen_addresses='' -c unix_socket_directories='$work/socket' -c fsync=off -c synchronous_commit=off" start > /dev/null )
export PGHOST=$work/socket PGUSER=postgres
echo "node $(node --version), $("$binaries/postgres" --version)"

# --- The exports, and made-up forms with the library's answers
"$tool" export rules --output "$work/rules.jsonl"
instruments=$(wc -l < "$work/rules.jsonl")
each() { echo $((($1 + instruments - 1) / instruments)); }
# What an engine cannot do is said as a notice and left out.
for dialect in duckdb postgresql ansi spark; do
  "$tool" export sql --dialect "$dialect" --not-applicable-code=-999999 -o "$work/$dialect.jsonl" 2>> "$work/notices"
  "$tool" export sql --dialect "$dialect" --long --not-applicable-code=-999999 -o "$work/$dialect-long.jsonl" 2>> "$work/notices"
done
for answers in number weight; do
  "$tool" export fhirpath --answers "$answers" -o "$work/fhirpath-$answers.jsonl" 2>> "$work/notices"
  "$tool" export fhirpath --answers "$answers" --define-variable -o "$work/fhirpath-$answers-variable.jsonl" 2>> "$work/notices"
done
sort -u "$work/notices"

export ENGINE_MODULES=$modules
lap() { echo "$1: $((SECONDS - began)) s"; began=$SECONDS; }
began=$SECONDS
node "$here/engines.mjs" "$work" "$tool" "$(each "$forms")" "$(each "$fhirpath_forms")"
lap "forms"

# A wrong export must be noticed: in each engine and layout, one where a missing first item of the PHQ-9 passes for 0.
for spoilt in fhirpath duckdb postgresql ansi; do
  only=$spoilt
  if [ "$spoilt" = ansi ]; then only=postgresql-ansi; fi
  if node "$here/engines.mjs" "$work" "$tool" 200 200 --instrument phq-9 --spoil "$spoilt" --only "$only" > "$work/spoilt" 2>&1; then
    echo "a wrong $spoilt export is not noticed" >&2
    exit 1
  fi
  grep -q ": expected incomplete\|expected \"\"" "$work/spoilt" || { cat "$work/spoilt" >&2; echo "a wrong $spoilt export is not noticed as one" >&2; exit 1; }
done
echo "wrong exports are noticed"
lap "wrong exports"

node "$here/options.mjs" "$work" "$tool"
lap "options"

"$here/changes.sh" "$tool" "$(( forms > 100000 ? 5000 : 300 ))"
lap "changes"
