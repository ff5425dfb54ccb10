"""Draws icon.png, the packages' icon: a score going down by steps to a dot. Standard library only.

Run: python3 build/icon.py
"""
import pathlib
import struct
import zlib

SIZE, SAMPLES = 128, 4
BACK, LINE, DOT = (20, 78, 99), (255, 255, 255), (255, 183, 77)
STEPS = [((22, 34), (46, 34)), ((46, 34), (46, 60)), ((46, 60), (72, 60)), ((72, 60), (72, 90)), ((72, 90), (98, 90))]


def near(x, y, segment, radius):
    (x0, y0), (x1, y1) = segment
    dx = max(x0 - x, 0, x - x1)
    dy = max(y0 - y, 0, y - y1)
    return dx * dx + dy * dy <= radius * radius


def inside_card(x, y, corner=24):
    dx = max(corner - x, 0, x - (SIZE - corner))
    dy = max(corner - y, 0, y - (SIZE - corner))
    return dx * dx + dy * dy <= corner * corner


def colour(x, y):
    if near(x, y, ((98, 90), (98, 90)), 12):
        return DOT + (255,)
    if any(near(x, y, step, 4.5) for step in STEPS):
        return LINE + (255,)
    return BACK + (255,) if inside_card(x, y) else BACK + (0,)


def pixel(column, row):
    total = [0, 0, 0, 0]
    for i in range(SAMPLES * SAMPLES):
        sample = colour(column + (i % SAMPLES + 0.5) / SAMPLES, row + (i // SAMPLES + 0.5) / SAMPLES)
        total = [a + b for a, b in zip(total, sample)]
    return bytes(value // (SAMPLES * SAMPLES) for value in total)


def chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


rows = b"".join(b"\0" + b"".join(pixel(column, row) for column in range(SIZE)) for row in range(SIZE))
png = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(rows, 9))
    + chunk(b"IEND", b"")
)
pathlib.Path(__file__).with_name("icon.png").write_bytes(png)
