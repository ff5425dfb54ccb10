#!/usr/bin/env bash
# What researchers get, run as they would: the Python and R modules' tests, the notebook, the R script (which works the tool's numbers out again and stops where they
# differ), and the C# script, whose unrounded numbers R agrees with. Their figures are looked into. Spoilt ones show that this can fail.
#   tests/Notebooks/run.sh TOOL
# TOOL is the built tool. Debian's jupyter, pandas and R are installed if they are missing.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
tool=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# --- What is needed
needed=()
has_python() { "$1" -c 'import pandas, nbconvert, nbformat, ipykernel' 2> /dev/null; }
has_r() { command -v Rscript > /dev/null && Rscript -e 'for (name in c("survival", "nlme", "lme4")) stopifnot(requireNamespace(name, quietly = TRUE))' > /dev/null 2>&1; }
# Debian's packages belong to Debian's Python, whichever comes first on the PATH.
find_python() { for candidate in python3 /usr/bin/python3; do if has_python "$candidate"; then echo "$candidate"; return; fi; done; }
python=$(find_python)
[ -n "$python" ] || needed+=(python3-pandas jupyter-nbconvert python3-nbformat python3-ipykernel)
has_r || needed+=(r-base-core r-cran-survival r-cran-nlme r-cran-lme4)
if [ ${#needed[@]} -gt 0 ]; then
  sudo=""
  [ "$(id -u)" -eq 0 ] || sudo=sudo
  $sudo apt-get update -qq
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${needed[@]}" > /dev/null
  python=$(find_python)
fi
[ -n "$python" ] && has_r

export KETAMINE_OUTCOMES_TOOL=$tool
# Nothing is left behind in the project or at home.
export PYTHONDONTWRITEBYTECODE=1 IPYTHONDIR=$work/ipython JUPYTER_CONFIG_DIR=$work/jupyter JUPYTER_DATA_DIR=$work/jupyter PYDEVD_DISABLE_FILE_VALIDATION=1
"$python" -c 'import sys, pandas, nbconvert, ipykernel; print("python", sys.version.split()[0] + ", pandas", pandas.__version__ + ", nbconvert", nbconvert.__version__ + ", ipykernel", ipykernel.__version__)'
Rscript -e 'cat("R", as.character(getRversion()), "\n")'

check() { "$python" "$here/check.py" "$@"; }
# Fails unless the command does, and says what it was to say.
must_fail() {
  local said=$1 what=$2
  shift 2
  if "$@" > "$work/said" 2>&1; then echo "not noticed: $what" >&2; exit 1; fi
  grep -q -- "$said" "$work/said" || { cat "$work/said" >&2; echo "noticed for another reason: $what" >&2; exit 1; }
  echo "noticed: $what"
}
execute() { ( cd "$(dirname "$1")" && "$python" -m nbconvert --log-level WARN --to notebook --execute --ExecutePreprocessor.timeout=600 --output-dir "$work" --output "$2" "$(basename "$1")" ); }

# --- Python
"$python" -m unittest discover -s "$root/samples/python"
check source "$root/samples/python/cohort.ipynb"
execute "$root/samples/python/cohort.ipynb" executed.ipynb
check notebook "$work/executed.ipynb" 3
"$python" -m nbconvert --log-level WARN --to html --output-dir "$work" "$work/executed.ipynb"
check page "$work/executed.html" 3

# --- R
Rscript "$root/samples/r/test_ketamine_outcomes.R"
Rscript "$root/samples/r/cohort.R" "$work/r"
check png "$work/r" 4

# --- C#
# Built and started apart: under an environment that names a configuration, "dotnet run" of a file that was built before ends without starting it.
configuration=${Configuration:-Debug}
dotnet build "$root/samples/cohort.cs" -v quiet
dotnet "$root/artifacts/bin/${configuration,,}/cohort.dll" "$root/samples/demo" "$work/cs"
check svg "$work/cs/figures" 4
Rscript "$here/agree.R" "$work/cs"

# --- Can it fail?
check empty "$work/executed.ipynb" "$work/emptied.ipynb"
must_fail "an empty figure" "a figure of the notebook without its drawing" check notebook "$work/emptied.ipynb" 3
must_fail "4 were expected" "a figure that is missing" check notebook "$work/executed.ipynb" 4
must_fail "outputs are kept" "a notebook that was kept with its outputs" check source "$work/executed.ipynb"
mkdir "$work/blank"
check blank "$work/blank/figure.png"
must_fail "an empty figure" "a blank page of R" check png "$work/blank" 1
must_fail "KetamineOutcomesError" "a tool that breaks down in the notebook" env KETAMINE_OUTCOMES_TOOL="$here/broken.sh" bash -c "$(declare -f execute); python='$python' work='$work'; execute '$root/samples/python/cohort.ipynb' broken.ipynb"
must_fail "phq-9 response-50 last met: the tool has" "a tool that counts one too many" env REAL_TOOL="$tool" KETAMINE_OUTCOMES_TOOL="$here/miscounting.sh" Rscript "$root/samples/r/cohort.R" "$work/miscounted"
cp -r "$work/cs" "$work/changed"
awk -F, -v OFS=, '!done && $1 == "kaplan-meier" && $5 == "without" && $6 < 1 { $6 = sprintf("%.17g", $6 + 1e-8); done = 1 } 1' "$work/cs/tables/exact.csv" > "$work/changed/tables/exact.csv"
must_fail "the library has" "a curve that is off by 1e-8" Rscript "$here/agree.R" "$work/changed"
