#!/usr/bin/env bash
# The library's own time and DuckDB's with the exported SQL, on the same made-up PHQ-9 forms, from one run; the answers are compared first.
#   benchmarks/compare/duckdb-sql.sh [ROWS]      ten million unless said
# DuckDB comes from npm to a temporary folder, or from ENGINE_MODULES.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
rows=${1:-10000000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
modules=${ENGINE_MODULES:-$work/modules}
if [ ! -d "$modules/node_modules/@duckdb/node-api" ]; then
  mkdir -p "$modules"
  ( cd "$modules" && echo '{"private":true}' > package.json && npm install --no-audit --no-fund --loglevel=error @duckdb/node-api )
fi
dotnet run -c Release --project "$here/.." -- sql-rows "$rows" "$work" > "$work/times"
ENGINE_MODULES=$modules node "$here/duckdb-sql.mjs" "$work" "$rows"
