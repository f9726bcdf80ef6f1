"""Draws the icons in web/icons: an arch on terracotta, as in the favicon of src/web/ui/layout.rs.

    python3 docs/icons.py

A maskable icon fills its square, with the arch inside the part that no mask cuts off; the others have round corners.
"""

import pathlib
import struct
import zlib

TERRACOTTA, PAPER = (0xA1, 0x41, 0x22), (0xFC, 0xFA, 0xF6)
# Points of a pixel that are looked at, along each side.
FINE = 4


def arch(x, y):
    """Whether a point of the favicon's 32 by 32 field is on the arch."""
    if 15 <= y <= 25:
        return 9 <= x <= 23
    return y < 15 and (x - 16) ** 2 + (y - 15) ** 2 <= 49


def rounded(x, y):
    """Whether it is inside the favicon's round corners."""
    dx, dy = max(9 - x, x - 23, 0), max(9 - y, y - 23, 0)
    return dx * dx + dy * dy <= 81


def pixel(column, row, size, maskable):
    zoom = 1.2 if maskable else 1
    inside = on = 0
    for step in range(FINE * FINE):
        x = (column + (step % FINE + 0.5) / FINE) * 32 / size
        y = (row + (step // FINE + 0.5) / FINE) * 32 / size
        if maskable or rounded(x, y):
            inside += 1
            on += arch(16 + (x - 16) * zoom, 16 + (y - 16) * zoom)
    share = on / inside if inside else 0
    colour = tuple(round(a + (b - a) * share) for a, b in zip(TERRACOTTA, PAPER))
    return (*colour, round(255 * inside / FINE**2)) if inside else (0, 0, 0, 0)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(size, maskable):
    """A picture with a palette: there are few colours."""
    rows = [[pixel(column, row, size, maskable) for column in range(size)] for row in range(size)]
    palette = sorted({colour for row in rows for colour in row}, key=lambda colour: colour[3])
    place = {colour: number for number, colour in enumerate(palette)}
    lines = b"".join(b"\0" + bytes(place[colour] for colour in row) for row in rows)
    parts = [chunk(b"IHDR", struct.pack(">IIBBBBB", size, size, 8, 3, 0, 0, 0)), chunk(b"PLTE", b"".join(bytes(c[:3]) for c in palette))]
    if palette[0][3] < 255:
        parts.append(chunk(b"tRNS", bytes(colour[3] for colour in palette if colour[3] < 255)))
    return b"\x89PNG\r\n\x1a\n" + b"".join([*parts, chunk(b"IDAT", zlib.compress(lines, 9)), chunk(b"IEND", b"")])


folder = pathlib.Path(__file__).parent.parent / "web/icons"
for size in 192, 512:
    (folder / f"icon-{size}.png").write_bytes(png(size, False))
    (folder / f"maskable-{size}.png").write_bytes(png(size, True))
