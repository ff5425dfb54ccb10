#!/bin/sh
# Stands in for a tool that counts one responder too many at the last point: `cohort --output FOLDER ...` of $REAL_TOOL, with one number changed.
"$REAL_TOOL" "$@" || exit $?
[ "$1" = cohort ] || exit 0
rates=$3/tables/rates.csv
awk -F, -v OFS=, '$1 == "all" && $3 == "phq-9" && $6 == "response-50" && $7 == "last" { $10 = $10 + 1 } 1' "$rates" > "$rates.new" && mv "$rates.new" "$rates"
