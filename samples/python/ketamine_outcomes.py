"""The tool ketamine-outcomes with pandas frames in and out. Needs pandas and the tool, nothing else.

    import ketamine_outcomes as ko
    scores = ko.score(forms, "phq-9", keep="patient_id")
    rows = ko.assess(assessments, treatments, events, at="last")
    clinic = ko.cohort(assessments, treatments, events, at=["infusion:1", "end-of-induction"], primary="phq-9")
    clinic.tables["rates"]; clinic.figures["rates-phq-9"]; clinic.manifest

The tool is found by the argument `tool`, else by the environment variable KETAMINE_OUTCOMES_TOOL, else as `ketamine-outcomes` on the PATH.

Frames have the columns of docs/wire.md; the index is not written. Other arguments are the tool's options with `_` for `-`: `missing_policy="..."` is
`--missing-policy ...`, True is an option alone, a list is joined by commas (of files: repeated), a dict is `key=value,...`, and a frame is written to a file.

What comes back: ids and every other text as text ("007", "NA" and "nan" stay what they are, and an empty cell is ""); counts as Int64, other numbers as
float64, with <NA> and NaN where there is none. What the tool says of its input is in `frame.attrs["messages"]` (`Cohort.messages`) and, but for
its last line, a KetamineOutcomesWarning: rows with errors are listed there and the rest is the answer. An input or call that is unusable raises
KetamineOutcomesError. Rows are named by the line of a file in which row 0 of the frame is line 2.
"""

import base64
import csv
import datetime
import html
import json
import math
import numbers
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import warnings

import pandas as pd

__all__ = ["Cohort", "Figure", "KetamineOutcomesError", "KetamineOutcomesWarning", "assess", "cohort", "read_cohort", "score"]

# Columns of the tool's rows that hold numbers; all others are text. `score`, and a scale in the wide layout, may hold a word instead.
_COUNTS = {"row", "answered", "series"}
_NUMBERS = {"score", "value", "low", "high", "day"}
# Options that take files and may stand several times.
_REPEATED = {"definition", "schedule", "map_file"}
_SUMMARY = re.compile(r"\d+ rows[,:] ")
_LARGEST_EXACT = 2**53


class KetamineOutcomesError(Exception):
    """The tool could not use the call or the input, or was not found. The message is the tool's."""


class KetamineOutcomesWarning(UserWarning):
    """What the tool noticed: rows that it could not use (they are not in the answer), columns that it did not read."""


class Figure:
    """A figure as SVG; a notebook draws it."""

    def __init__(self, name, svg):
        self.name = name
        self.svg = svg

    def _repr_svg_(self):
        # Inside a page an SVG has no XML declaration.
        return re.sub(r"^<\?xml[^>]*\?>\s*", "", self.svg)

    def _repr_html_(self):
        # As an image: nbconvert takes everything out of an SVG in a page but its letters, and figures do not share their styles.
        encoded = base64.b64encode(self.svg.encode("utf-8")).decode("ascii")
        return f'<img alt="{html.escape(self.description)}" src="data:image/svg+xml;base64,{encoded}">'

    @property
    def description(self):
        """What it shows, in words, for those who cannot see it."""
        found = (re.search(f"<{tag}>(.*?)</{tag}>", self.svg, re.DOTALL) for tag in ("title", "desc"))
        return ". ".join(html.unescape(match.group(1)) for match in found if match)

    def __repr__(self):
        return f"Figure({self.name!r})"


class Cohort:
    """What `cohort` wrote: tables, figures and the manifest, which says what the run rests on."""

    def __init__(self, tables, figures, manifest, dictionary, messages=()):
        #: Frames by name: tables["rates"].
        self.tables = tables
        #: Figures by name: figures["waterfall-phq-9"].
        self.figures = figures
        #: Version, options, hashes of the inputs, versions of the definitions, warnings.
        self.manifest = manifest
        #: What stands in which column.
        self.dictionary = dictionary
        #: What the tool said of its input.
        self.messages = list(messages)

    def __repr__(self):
        return f"Cohort({self.manifest.get('members')} members, {len(self.tables)} tables, {len(self.figures)} figures)"


def score(forms, instrument=None, *, tool=None, **options):
    """Scores filled-in forms, one a row. `keep="patient_id"` repeats that column; `wide=True` gives a row a form. Gives a frame."""
    with _Folder() as folder:
        arguments = ["score", "--input", folder.table("forms", forms)]
        if instrument is not None:
            arguments += ["--instrument", instrument]
        kept = options.get("keep") or []
        return _rows(tool, arguments + folder.options(options), folder, kept.split(",") if isinstance(kept, str) else kept)


def assess(assessments=None, treatments=None, events=None, *, tool=None, **options):
    """Baseline, change, response, remission and the rest of each course, a row an answer. Gives a frame."""
    with _Folder() as folder:
        arguments = ["assess"] + folder.inputs(assessments=assessments, treatments=treatments, events=events)
        return _rows(tool, arguments + folder.options(options), folder)


def cohort(assessments, treatments=None, events=None, *, people=None, output=None, tool=None, **options):
    """All courses together. `output` names a folder to keep what was written; else it is read and thrown away. Gives a Cohort."""
    with _Folder() as folder:
        written = pathlib.Path(output) if output is not None else pathlib.Path(folder.path, "cohort")
        arguments = ["cohort", "--output", str(written)] + folder.inputs(assessments=assessments, treatments=treatments, events=events, people=people)
        _, messages = _run(tool, arguments + folder.options(options), folder)
        return read_cohort(written, messages)


def read_cohort(folder, messages=()):
    """Reads a folder that `ketamine-outcomes cohort --output` wrote; whatever tables and figures are in it."""
    folder = pathlib.Path(folder)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    dictionary = _read_table(folder / "tables" / "dictionary.csv", {})
    types = {(row["table"], row["column"]): row["type"] for row in dictionary.to_dict("records")}
    tables = {
        path.stem: _read_table(path, {column: kind for (table, column), kind in types.items() if table == path.stem})
        for path in sorted((folder / "tables").glob("*.csv"))
        if path.stem != "dictionary"
    }
    figures = {path.stem: Figure(path.stem, path.read_text(encoding="utf-8")) for path in sorted((folder / "figures").glob("*.svg"))}
    return Cohort(tables, figures, manifest, dictionary, messages)


class _Folder:
    """A folder of one's own for patients' rows, gone when the call is over."""

    def __enter__(self):
        self.path = tempfile.mkdtemp(prefix="ketamine-outcomes-")
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)

    def table(self, name, frame):
        path = os.path.join(self.path, name + ".csv")
        _write_table(path, name, frame)
        return path

    def inputs(self, **frames):
        return [word for name, frame in frames.items() if frame is not None for word in ("--" + name, self.table(name, frame))]

    def options(self, options):
        words = []
        for name, value in options.items():
            option = "--" + name.replace("_", "-")
            if value is None or value is False:
                continue
            if value is True:
                words.append(option)
            elif isinstance(value, pd.DataFrame):
                words += [option, self.table(name, value)]
            elif isinstance(value, dict):
                words += [option, ",".join(f"{key}={entry}" for key, entry in value.items())]
            elif isinstance(value, (list, tuple)):
                entries = [_option(entry) for entry in value]
                words += [word for entry in entries for word in (option, entry)] if name in _REPEATED else [option, ",".join(entries)]
            else:
                # Joined, so that a value such as -7 is not taken for an option.
                words.append(f"{option}={_option(value)}")
        return words


def _option(value):
    if isinstance(value, (str, os.PathLike)):
        return str(value)
    return _cell(value, "option", only_dates=isinstance(value, datetime.datetime) and value.time() == datetime.time())


def _find_tool(tool):
    tool = tool or os.environ.get("KETAMINE_OUTCOMES_TOOL") or "ketamine-outcomes"
    found = shutil.which(str(tool))
    if found is None:
        raise KetamineOutcomesError(f"{tool}: there is no such program. Name it: tool=..., or the environment variable KETAMINE_OUTCOMES_TOOL.")
    return found


def _run(tool, arguments, folder=None, stacklevel=3):
    done = subprocess.run([_find_tool(tool), *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    messages = done.stderr.decode("utf-8", "replace").replace(folder.path + os.sep if folder else "\0", "").splitlines()
    if done.returncode not in (0, 1):
        raise KetamineOutcomesError("\n".join(messages) or f"The tool ended with code {done.returncode}.")
    noticed = [line for line in messages if line and not _SUMMARY.match(line)]
    if noticed or done.returncode == 1:
        warnings.warn("\n".join(noticed or messages), KetamineOutcomesWarning, stacklevel=stacklevel)
    return done.stdout.decode("utf-8"), messages


def _rows(tool, arguments, folder, kept=()):
    # JSON Lines say what is a number and what is text; CSV would leave it to guesses. But only CSV has columns where there is no row.
    text, messages = _run(tool, [*arguments, "--format", "jsonl"], folder, stacklevel=4)
    records = [json.loads(line) for line in text.split("\n") if line]
    if records:
        columns = list(records[0])
    else:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", KetamineOutcomesWarning)
            columns = next(csv.reader([_run(tool, [*arguments, "--format", "csv"])[0].split("\n")[0]]))
    frame = pd.DataFrame({column: _column([record[column] for record in records], column, column in kept, column + "_status" in columns) for column in columns}, columns=columns)
    frame.attrs["messages"] = messages
    return frame


def _column(values, name, is_kept, is_scale):
    if not is_kept and name in _COUNTS:
        return pd.array(values, dtype="Int64")
    if not is_kept and (name in _NUMBERS or is_scale):
        words = any(isinstance(value, str) for value in values)
        return pd.Series(values, dtype=object) if words else pd.Series([math.nan if value is None else float(value) for value in values], dtype="float64")
    return pd.Series(["" if value is None else value for value in values], dtype=object)


def _read_table(path, types):
    with open(path, encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file, strict=True))
    columns = {}
    for at, name in enumerate(header):
        cells = [row[at] for row in rows]
        kind = types.get(name, "text")
        if kind == "count":
            columns[name] = pd.array([None if cell == "" else int(cell) for cell in cells], dtype="Int64")
        elif kind == "number":
            columns[name] = pd.Series([math.nan if cell == "" else float(cell) for cell in cells], dtype="float64")
        else:
            columns[name] = pd.Series(cells, dtype=object)
    return pd.DataFrame(columns, columns=header)


def _write_table(path, table, frame):
    if not isinstance(frame, pd.DataFrame):
        raise TypeError(f"{table}: expected a pandas DataFrame.")
    columns = [_cells(frame.iloc[:, at], f"{table}, column {name}") for at, name in enumerate(frame.columns)]
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
        writer.writerow([str(name) for name in frame.columns])
        writer.writerows(zip(*columns))


def _cells(column, where):
    # The shortest number that is this one: a float of 32 bits for 0.1 is not 0.100000001490116.
    values = [float(str(value)) for value in column] if column.dtype == "float32" else column.astype(object).tolist()
    times = [value for value in values if isinstance(value, datetime.datetime) and not pd.isna(value)]
    midnights = [value for value in times if value.time() == datetime.time()]
    if midnights and len(midnights) < len(times):
        # pandas gives a date without a time a midnight, and then the two look alike: an hour would be made up, or lost.
        raise ValueError(f"{where}: some times are at midnight and others are not. Give dates and times as text, such as 2026-03-01 and 2026-03-01T14:30.")
    return [_cell(value, where, only_dates=bool(midnights)) for value in values]


def _cell(value, where, only_dates=False):
    if isinstance(value, str):
        return value
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, datetime.datetime):
        if only_dates:
            return value.date().isoformat()
        return value.replace(microsecond=0).isoformat(timespec="seconds" if value.second else "minutes")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, numbers.Integral):
        return str(value)
    if isinstance(value, numbers.Real) and math.isfinite(value):
        if value != int(value):
            return format(float(value), ".15g")
        if abs(value) >= _LARGEST_EXACT:
            raise ValueError(f"{where}: a number of 16 digits or more has lost digits as a floating-point number. Read ids as text (dtype=str).")
        # A column of whole numbers with a gap is one of floats in pandas: 3.0 is 3.
        return str(int(value))
    if isinstance(value, numbers.Real):
        return str(value)
    # Decimal is not Real and writes itself; anything else is for the tool to refuse.
    return "" if _is_missing(value) else str(value)


def _is_missing(value):
    missing = pd.isna(value)
    return isinstance(missing, bool) and missing
