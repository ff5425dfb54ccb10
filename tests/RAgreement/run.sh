#!/usr/bin/env bash
# A cohort's numbers beside R's: real data of ../shared/data (where it is there) and made-up clinics, each counted by the tool and recomputed in R from the scores alone. A wrong table shows that the
# comparison can say no.
#   tests/RAgreement/run.sh TOOL NUMBERS [SEED...]
# TOOL is the built tool, NUMBERS the built program of this folder. R, survival, lme4 and nlme are Debian's, and installed where they are missing.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tool=$1
numbers=$2
shift 2
seeds=("${@:-}")
[ -n "${seeds[0]}" ] || seeds=(1 4 5)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if ! Rscript -e 'library(survival); library(lme4); library(nlme)' > /dev/null 2>&1; then
  sudo=""
  [ "$(id -u)" -eq 0 ] || sudo=sudo
  $sudo apt-get update -qq
  $sudo apt-get install -y -qq r-base-core r-cran-survival r-cran-lme4 r-cran-nlme > /dev/null
fi
Rscript -e 'cat(R.version.string, "survival", format(packageVersion("survival")), "lme4", format(packageVersion("lme4")), "nlme", format(packageVersion("nlme")), "\n")'

Rscript "$here/inputs.R" "$here/../../../shared" "$work" "${seeds[@]}"
cases=0
for folder in "$work"/*/; do
  call=("$tool" cohort --assessments "$folder/forms.csv" --people "$folder/people.csv" --at "$(cat "$folder/points.txt")" --baseline first)
  "${call[@]}" --output "$folder/cohort" 2> "$folder/log" || { cat "$folder/log" >&2; exit 1; }
  "${call[@]}" --shard 1/1 --output "$folder/part.json" 2> "$folder/log" || { cat "$folder/log" >&2; exit 1; }
  "$numbers" "$folder/part.json" "$folder/cohort/tables/adqs.csv" > "$folder/full.csv"
  Rscript "$here/agree.R" "$folder"
  cases=$((cases + 1))
done
[ "$cases" -ge "${#seeds[@]}" ]

# One number a little off must be found, in either place.
first=$(ls -d "$work"/*/ | head -n 1)
cp "$first/full.csv" "$first/full.right"
awk -F, -v OFS=, '/^curves\|all\|all\|onset\|response-50\|.*\|without,0\./ && !done { $2 += 1e-7; done = 1 } { print }' OFMT=%.17g CONVFMT=%.17g "$first/full.right" > "$first/full.csv"
if cmp -s "$first/full.csv" "$first/full.right" || Rscript "$here/agree.R" "$first" > "$work/wrong.log"; then
  echo "a wrong number is not noticed" >&2
  exit 1
fi
echo "$cases cohorts agree, and a wrong number is noticed"
