"""Whether figures are there and not empty. Exits with 1 and says what is wrong.

    check.py source NOTEBOOK.ipynb            a notebook as it is kept: format 4, valid, nothing executed
    check.py notebook EXECUTED.ipynb FIGURES  an executed one: every cell ran, no error, so many figures at least, none of them empty
    check.py page PAGE.html FIGURES           the page that nbconvert made of it shows them
    check.py svg FOLDER FIGURES               a folder of SVG files
    check.py png FOLDER FIGURES               a folder of PNG files
    check.py empty EXECUTED.ipynb OUTPUT      a copy in which the last figure has lost its drawing
    check.py blank OUTPUT.png                 a page without ink
"""

import base64
import json
import pathlib
import re
import struct
import sys
import xml.etree.ElementTree as tree
import zlib

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {SVG + name for name in ("path", "rect", "circle", "line", "polyline", "polygon", "ellipse")}
# A figure without data still has an axis, a grid and a frame; the least of these has more marks than that.
LEAST_MARKS = 15
LEAST_WORDS = 5


def check_svg(text, where):
    root = tree.fromstring(text)
    faults = []
    if root.tag != SVG + "svg":
        faults.append(f"{where}: no SVG but {root.tag}")
    marks = sum(element.tag in DRAWN for element in root.iter())
    words = sum(element.tag == SVG + "text" and bool("".join(element.itertext()).strip()) for element in root.iter())
    if marks < LEAST_MARKS:
        faults.append(f"{where}: an empty figure: {marks} drawing elements, and {LEAST_MARKS} were expected")
    if words < LEAST_WORDS:
        faults.append(f"{where}: {words} words, and {LEAST_WORDS} were expected")
    for tag in ("title", "desc"):
        element = root.find(SVG + tag)
        if element is None or not (element.text or "").strip():
            faults.append(f"{where}: no {tag}")
    if re.search(r"\b(NaN|Infinity|undefined)\b", text):
        faults.append(f"{where}: a place that is no number")
    return faults


def enough(count, wanted, where):
    return [] if count >= wanted else [f"{where}: {count} figures, and {wanted} were expected"]


def joined(value):
    return "".join(value) if isinstance(value, list) else value


def outputs(notebook):
    for number, cell in enumerate(notebook["cells"], 1):
        for output in cell.get("outputs", []):
            yield number, output


def check_notebook(path, wanted):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    faults, figures = [], 0
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    if not code or any(cell["execution_count"] is None for cell in code):
        faults.append(f"{path.name}: not every cell was executed")
    for number, output in outputs(notebook):
        where = f"{path.name}, cell {number}"
        if output["output_type"] == "error":
            faults.append(f"{where}: {output['ename']}: {output['evalue']}")
        if output["output_type"] == "stream" and output["name"] == "stderr" and "Warning" in joined(output["text"]):
            faults.append(f"{where}: a warning: {joined(output['text'])[:300]}")
        svg = output.get("data", {}).get("image/svg+xml")
        if svg is not None:
            figures += 1
            faults += check_svg(joined(svg), where)
    return faults + enough(figures, wanted, path.name), figures


def check_source(path):
    import nbformat

    text = path.read_text(encoding="utf-8")
    notebook = json.loads(text)
    nbformat.validate(notebook)
    faults = [] if notebook["nbformat"] == 4 else [f"{path.name}: format {notebook['nbformat']}"]
    if any(cell.get("execution_count") is not None for cell in notebook["cells"]) or any(True for _ in outputs(notebook)):
        faults.append(f"{path.name}: outputs are kept; clear them")
    return faults, 0


def check_page(path, wanted):
    images = re.findall(r'<img [^>]*src="data:image/svg\+xml;base64,([^"]+)"', path.read_text(encoding="utf-8"))
    faults = [fault for number, image in enumerate(images, 1) for fault in check_svg(base64.b64decode(image).decode("utf-8"), f"{path.name}, image {number}")]
    return faults + enough(len(images), wanted, path.name), len(images)


def check_folder(folder, ending, check, wanted):
    paths = sorted(folder.rglob("*" + ending))
    faults = [fault for path in paths for fault in check(path)]
    return faults + enough(len(paths), wanted, folder.name), len(paths)


def rows_of(path):
    """The rows of a PNG of 8 bits a channel, and how many bytes a pixel has. Filters: PNG specification, section 9."""
    data = path.read_bytes()
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        raise ValueError("no PNG")
    at, packed, width, channels, palette = 8, b"", 0, 0, False
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        chunk = data[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, _, depth, colour = struct.unpack(">IIBB", chunk[:10])
            if depth != 8 or chunk[12]:
                raise ValueError(f"{depth} bits, interlaced {chunk[12]}: not read here")
            channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
        elif kind == b"IDAT":
            packed += chunk
        at += 12 + length
    raw, size, before = zlib.decompress(packed), width * channels, bytes(width * channels)
    for start in range(0, len(raw), size + 1):
        kind, row = raw[start], bytearray(raw[start + 1 : start + 1 + size])
        for i in range(size if kind else 0):
            left = row[i - channels] if i >= channels else 0
            up, corner = before[i], before[i - channels] if i >= channels else 0
            if kind == 4:
                guess = left + up - corner
                near = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
            else:
                near = (0, left, up, (left + up) // 2)[kind]
            row[i] = (row[i] + near) & 255
        before = bytes(row)
        yield before, channels


def check_png(path):
    try:
        ink = pixels = 0
        colours = set()
        for row, channels in rows_of(path):
            line = [row[i : i + channels] for i in range(0, len(row), channels)]
            page = line[0]
            colours.update(line)
            ink += sum(pixel != page for pixel in line)
            pixels += len(line)
    except (ValueError, KeyError, zlib.error) as error:
        return [f"{path.name}: {error}"]
    # Axes and a title alone are about one pixel in a hundred.
    share = ink / max(1, pixels)
    return [] if share > 0.015 and len(colours) > 8 else [f"{path.name}: an empty figure: {100 * share:.2f} % of it is drawn, in {len(colours)} colours"]


def spoil(path, output):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    last = [entry for _, entry in outputs(notebook) if "image/svg+xml" in entry.get("data", {})][-1]
    root = tree.fromstring(joined(last["data"]["image/svg+xml"]))
    for parent in list(root.iter()):
        for child in [child for child in parent if child.tag in DRAWN]:
            parent.remove(child)
    last["data"]["image/svg+xml"] = tree.tostring(root, encoding="unicode")
    output.write_text(json.dumps(notebook), encoding="utf-8")


def blank(path):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 200, 100, 8, 2, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress((b"\0" + b"\xff" * 600) * 100)) + chunk(b"IEND", b""))


def main(what, name, *rest):
    path = pathlib.Path(name)
    if what == "empty":
        return spoil(path, pathlib.Path(rest[0]))
    if what == "blank":
        return blank(path)
    wanted = int(rest[0]) if rest else 0
    faults, figures = {
        "source": lambda: check_source(path),
        "notebook": lambda: check_notebook(path, wanted),
        "page": lambda: check_page(path, wanted),
        "svg": lambda: check_folder(path, ".svg", lambda file: check_svg(file.read_text(encoding="utf-8"), file.name), wanted),
        "png": lambda: check_folder(path, ".png", check_png, wanted),
    }[what]()
    if faults:
        sys.exit("\n".join(faults))
    print(f"{path.name}: {figures} figures, none of them empty" if figures else f"{path.name}: in order")


if __name__ == "__main__":
    main(*sys.argv[1:])
