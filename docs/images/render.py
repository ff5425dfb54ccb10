"""Draws docs/images/assess.png, the beginning of what the README's first command prints, and docs/images/report.png, the head of a patient's report, in headless Chromium.

    python3 docs/images/render.py        (needs dotnet and Debian's chromium; run it from the repository)
"""

import html
import pathlib
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
COMMAND = [
    "dotnet", "run", "--project", "src/KetamineOutcomes.Cli", "-f", "net10.0", "--", "assess",
    "--assessments", "samples/demo/assessments.csv", "--treatments", "samples/demo/infusions.csv",
    "--events", "samples/demo/events.csv", "--format", "table",
]

lines = subprocess.run(COMMAND, cwd=HERE.parents[1], check=True, capture_output=True, text=True).stdout.splitlines()


def section(title, rows):
    """The title, the columns and the first rows of a section."""
    first = next(i for i, line in enumerate(lines) if line.startswith(title))
    return [lines[first]] + [line.rstrip() for line in lines[first + 1:first + 2 + rows]] + ["  ...", ""]


shown = lines[:2] + section("TO LOOK AT FIRST", 12) + section("ALERTS", 3) + section("HOW IT GOES", 6) + section("END OF INDUCTION", 12)[:-1]
width = max(map(len, shown))
page = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; background: #fbfbf8; }
pre { margin: 24px; font: 15px/1.45 "DejaVu Sans Mono", monospace; color: #1d2430; }
.head { font-weight: bold; } .dim { color: #667; }
</style><pre>"""
for line in shown:
    style = "dim" if "reviewed by no regulator" in line else "head" if line[:1].isupper() and line[:8].isupper() else ""
    page += f'<span class="{style}">{html.escape(line)}</span>\n'


def shoot(folder, page, picture, width, height):
    """A picture of a page."""
    subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--hide-scrollbars", f"--user-data-dir={folder}/profile",
         f"--window-size={width},{height}", f"--screenshot={HERE / picture}", page.as_uri()],
        check=True, capture_output=True)


with tempfile.TemporaryDirectory() as folder:
    source = pathlib.Path(folder, "page.html")
    source.write_text(page + "</pre>", encoding="utf-8")
    shoot(folder, source, "assess.png", int(width * 9.05) + 60, int(len(shown) * 21.75) + 52)
    report = pathlib.Path(folder, "report.html")
    subprocess.run(
        COMMAND[:COMMAND.index("assess")] + ["report", "patient"] + COMMAND[COMMAND.index("assess") + 1:-2] + ["--patient", "D18", "--primary", "phq-9", "--brief", "--output", str(report)],
        cwd=HERE.parents[1], check=True, capture_output=True)
    # The head, what to look at first and the first figure; between them the tables of how it goes are left out.
    text = report.read_text(encoding="utf-8")
    start, figures = text.index('<section id="part-2"'), text.index('<section id="part-3"')
    report.write_text(text[:start] + text[figures:], encoding="utf-8")
    shoot(folder, report, "report.png", 940, 1470)
