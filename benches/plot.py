"""Draws docs/speed.svg of docs/speed.csv: words a CPU second beside spaCy, and what length and number of articles cost.

python benches/plot.py
"""

from __future__ import annotations

import csv
from html import escape
from math import log10
from pathlib import Path

INK, FAINT, OURS, OTHERS = "#333", "#ccc", "#2a6f97", "#adb5bd"
WIDTH, HEIGHT, TOP, BOTTOM = 250, 210, 40, 170

Rows = list[dict[str, str]]
Points = list[tuple[float, float]]


def text(x: float, y: float, words: str, anchor: str = "middle", size: int = 11) -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" font-size="{size}">{escape(words)}</text>'


def frame(number: int, title: str, marks: list[str]) -> str:
    """One of the charts, beside the others."""
    base = f'<path d="M40 {BOTTOM}H{WIDTH - 10}" stroke="{INK}"/>'
    head = text(WIDTH / 2, 20, title, size=12)
    return f'<g transform="translate({number * WIDTH} 0)">{head}{base}{"".join(marks)}</g>'


def bars(rows: Rows) -> list[str]:
    """Words a CPU second of each system, and how it stands to spaCy."""
    speeds = {r["what"]: float(r["median"]) for r in rows if r["figure"] == "words a CPU second"}
    ratios = {r["what"]: r["median"] for r in rows if r["figure"] == "times spaCy small"}
    out, step = [], (WIDTH - 50) / max(len(speeds), 1)
    for k, (name, speed) in enumerate(speeds.items()):
        height = (BOTTOM - TOP - 15) * speed / max(speeds.values())
        x, fill = 40 + k * step, OURS if name.startswith("sayso") else OTHERS
        out.append(f'<rect x="{x + 8:.0f}" y="{BOTTOM - height:.0f}" width="{step - 16:.0f}" height="{height:.0f}" ')
        out.append(f'fill="{fill}"/>')
        ratio = f" ({ratios[name]} x)" if name in ratios else ""
        out.append(text(x + step / 2, BOTTOM - height - 5, f"{speed:,.0f}{ratio}", size=9))
        system, threads = name.split(", ")
        out += [text(x + step / 2, BOTTOM + 15, system), text(x + step / 2, BOTTOM + 28, threads, size=9)]
    return out


def line(points: Points, unit: str) -> list[str]:
    """A figure over a size in powers of ten."""
    if not points:
        return []
    first, last = log10(points[0][0]), log10(points[-1][0])
    top = 1.15 * max(y for _, y in points)
    place = [
        (60 + (WIDTH - 95) * (log10(x) - first) / max(last - first, 1), BOTTOM - (BOTTOM - TOP - 10) * y / top)
        for x, y in points
    ]
    path = "L".join(f"{x:.0f} {y:.0f}" for x, y in place)
    out = [f'<path d="M{path}" fill="none" stroke="{OURS}" stroke-width="2"/>']
    for (size, value), (x, y) in zip(points, place, strict=True):
        out += [f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3" fill="{OURS}"/>', text(x, y - 7, f"{value:,.0f}", size=9)]
        out.append(text(x, BOTTOM + 15, f"{size:,.0f}", size=9))
    return [*out, text(WIDTH / 2, BOTTOM + 30, unit, size=9)]


def draw(table: Path, to: Path) -> None:
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    def points(part: str, what: str, figure: str) -> Points:
        found = [r for r in rows if (r["part"], r["figure"]) == (part, figure) and r["what"].startswith(what)]
        return sorted((float(r["size"]), float(r["median"])) for r in found)

    length, number = points("lengths", "base", "CPU microseconds a word"), points("articles", "tiny", "MB at the peak")
    charts = [
        frame(0, "Words a CPU second", bars([r for r in rows if r["part"] == "beside"])),
        frame(1, "CPU microseconds a word", line(length, "words of the article")),
        frame(2, "MB at the peak", line(number, "articles of 60 words, tiny model")),
    ]
    to.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {3 * WIDTH} {HEIGHT}" font-family="sans-serif" '
        f'fill="{INK}"><rect width="100%" height="100%" fill="#fff"/>{"".join(charts)}</svg>\n',
        encoding="utf-8",
    )


if __name__ == "__main__":
    folder = Path(__file__).resolve().parents[1] / "docs"
    draw(folder / "speed.csv", folder / "speed.svg")
