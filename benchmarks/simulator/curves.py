"""Small line drawings as SVG: one curve per city, told apart by dashes and words, not by colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 70, 250, 50, 60
DASHES = ("none", "8 4", "2 4", "12 4 2 4", "4 8", "1 6")
INKS = ("#1b4f8a", "#9a3412", "#166534", "#6b21a8", "#334155", "#92400e")


@dataclass(frozen=True)
class Curve:
    """A name and its points (x, y, what the point is)."""

    name: str
    points: tuple[tuple[float, float, str], ...]


@dataclass(frozen=True)
class Scale:
    """From figures to places on the sheet."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self) -> list[float]:
        return [self.low + (self.high - self.low) * part / 4 for part in range(5)]


def drawn(title: str, axes: tuple[str, str], curves: Sequence[Curve]) -> str:
    """The picture as a text of SVG."""
    points = [point for curve in curves for point in curve.points]
    across = _scale([x for x, _, _ in points], LEFT, WIDTH - RIGHT)
    up = _scale([y for _, y, _ in points], HEIGHT - BOTTOM, TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="12"><title>{escape(title)}</title>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="24" font-size="14">{escape(title)}</text>',
        *_axes(across, up, axes),
    ]
    for number, curve in enumerate(curves):
        parts += _line(number, curve, across, up)
    return "\n".join([*parts, "</svg>", ""])


def _scale(values: Sequence[float], start: float, end: float) -> Scale:
    margin = 0.08 * (max(values) - min(values)) or 1.0
    return Scale(min(values) - margin, max(values) + margin, start, end)


def _axes(across: Scale, up: Scale, names: tuple[str, str]) -> Iterator[str]:
    bottom = HEIGHT - BOTTOM
    yield f'<path d="M{LEFT} {TOP}V{bottom}H{WIDTH - RIGHT}" fill="none" stroke="#333"/>'
    for value in across.ticks():
        yield (f'<text x="{across.at(value):.1f}" y="{bottom + 18}" text-anchor="middle">'
               f"{value:.2f}</text>")  # fmt: skip
    for value in up.ticks():
        yield (f'<text x="{LEFT - 8}" y="{up.at(value) + 4:.1f}" text-anchor="end">'
               f"{value:.1f}</text>")  # fmt: skip
    yield f'<text x="{LEFT}" y="{HEIGHT - 12}">{escape(names[0])}</text>'
    yield f'<text x="{LEFT}" y="{TOP - 8}" font-size="11">{escape(names[1])}</text>'


def _line(number: int, curve: Curve, across: Scale, up: Scale) -> Iterator[str]:
    ink, dash = INKS[number % len(INKS)], DASHES[number % len(DASHES)]
    places = [(across.at(x), up.at(y), name) for x, y, name in curve.points]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y, _ in places)
    yield f'<path d="M{path}" fill="none" stroke="{ink}" stroke-width="2" stroke-dasharray="{dash}"/>'
    for x, y, name in places:
        yield (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{ink}">'
               f"<title>{escape(name)}</title></circle>")  # fmt: skip
    for x, y, name in (places[0], places[-1]):
        yield f'<text x="{x + 5:.1f}" y="{y - 5:.1f}" font-size="10" fill="{ink}">{escape(name)}</text>'
    y = TOP + 20 * number
    x = WIDTH - RIGHT + 20
    yield f'<path d="M{x} {y}h30" stroke="{ink}" stroke-width="2" stroke-dasharray="{dash}"/>'
    yield f'<text x="{x + 38}" y="{y + 4}" fill="{ink}">{escape(curve.name)}</text>'
