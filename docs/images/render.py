"""Draws docs/images/assess.png: the beginning of what the README's first command prints, in headless Chromium.

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
with tempfile.TemporaryDirectory() as folder:
    source = pathlib.Path(folder, "page.html")
    source.write_text(page + "</pre>", encoding="utf-8")
    subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--hide-scrollbars", f"--user-data-dir={folder}/profile",
         f"--window-size={int(width * 9.05) + 60},{int(len(shown) * 21.75) + 52}", f"--screenshot={HERE / 'assess.png'}", source.as_uri()],
        check=True, capture_output=True)
