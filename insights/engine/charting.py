"""A small picture of curves, written as text: it stands in the documents and needs no library."""

import statistics
from collections.abc import Mapping, Sequence

WIDTH, HEIGHT = 640, 340
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 16, 48
STYLE = (
    "text{font:13px sans-serif;fill:#444}"
    ".grid{stroke:#ddd}"
    ".one{fill:none;stroke:#9ab;stroke-width:1;opacity:.6}"
    ".mean{fill:none;stroke:#0b5d7a;stroke-width:3}"
    ".dot{fill:#0b5d7a}"
    "@media(prefers-color-scheme:dark){text{fill:#ccc}.grid{stroke:#444}.mean{stroke:#6cc3e0}.dot{fill:#6cc3e0}}"
)


def curve_of(curves: Mapping[str, Sequence[float]], steps: Sequence[int], *, below: str) -> str:
    """An SVG: a thin line for each curve and a thick one for their mean. Shares from 0 to 1; `below` says of what
    the steps are."""

    def x(step):
        return LEFT + (WIDTH - LEFT - RIGHT) * step / max(steps)

    def y(share):
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share

    def line(curve, kind):
        points = " ".join(f"{x(step):.1f},{y(share):.1f}" for step, share in zip(steps, curve, strict=True))
        return f'<polyline class="{kind}" points="{points}"/>'

    means = [statistics.mean(column) for column in zip(*curves.values(), strict=True)]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        f"<title>{below}: {', '.join(f'{step}: {mean:.2f}' for step, mean in zip(steps, means, strict=True))}</title>",
        f"<style>{STYLE}</style>",
    ]
    for tenths in range(0, 11, 2):
        height = y(tenths / 10)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{height:.1f}" y2="{height:.1f}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{height + 4:.1f}" text-anchor="end">{tenths * 10} %</text>')
    parts += [line(curve, "one") for curve in curves.values()]
    parts.append(line(means, "mean"))
    for step, mean in zip(steps, means, strict=True):
        parts.append(f'<circle class="dot" cx="{x(step):.1f}" cy="{y(mean):.1f}" r="4"/>')
        parts.append(f'<text x="{x(step):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{step}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle:.1f}" y="{HEIGHT - 8}" text-anchor="middle">{below}</text>')
    return "\n".join([*parts, "</svg>", ""])
