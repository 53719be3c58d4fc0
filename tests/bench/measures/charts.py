"""What does a run look like as a picture?

One drawing for docs/BENCHMARK.md: for each row a line from the median to the 95th percentile, all on one
logarithmic scale, so that a factor of a thousand fits. Its colours follow the reader's, light or dark; its
background is transparent.
"""

import math
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

import msgspec

from tests.bench.measures.results import Run, Times

_WIDTH, _LEFT, _RIGHT = 860, 178, 40
_ROW, _HEAD, _GAP, _FOOT = 30, 46, 22, 58
_STYLE = """
  text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328 }
  .title { font-size: 15px; font-weight: 600 }
  .quiet { font-size: 12px; fill: #59636e }
  .grid { stroke: #d1d9e0 } .line { stroke: #818b98; stroke-width: 4; stroke-linecap: round }
  .dot { fill: #818b98; stroke: none } .end { fill: #fff; stroke: #818b98; stroke-width: 2.5 }
  .own .line { stroke: #0969da } .own .dot { fill: #0969da } .own .end { stroke: #0969da }
  .own text { font-weight: 600 }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc } .quiet { fill: #9198a1 } .grid { stroke: #3d444d }
    .line { stroke: #7d8590 } .dot { fill: #7d8590 } .end { fill: #0d1117; stroke: #7d8590 }
    .own .line { stroke: #4493f8 } .own .dot { fill: #4493f8 } .own .end { stroke: #4493f8 }
  }
"""


class Row(msgspec.Struct, frozen=True):
    name: str
    times: Times
    is_own: bool = False


class Panel(msgspec.Struct, frozen=True):
    title: str
    note: str
    rows: tuple[Row, ...]


def panels_of(run: Run) -> list[Panel]:
    """What is drawn of a run, the fastest first."""
    panels = []
    if run.comparison:
        given = run.comparison
        rows = [Row(each.name, each.top_ten, each.name == "Yinsuo") for each in given.peers]
        panels.append(
            Panel(
                "Top 10 of an OR query",
                f"engines alone, {given.texts:,} Chinese paragraphs; Yinsuo from the query string on",
                _fastest_first(rows),
            )
        )
    if run.whole:
        whole = run.whole
        rows = [Row("Yinsuo", whole.yinsuo, True), Row("stock Whoosh", whole.whoosh)]
        panels.append(
            Panel(
                "A complete answer with snippets",
                f"10 of {whole.articles:,} articles, Yinsuo's with citations too",
                _fastest_first(rows),
            )
        )
    if run.growing:
        panels.append(
            Panel(
                "Yinsuo's complete answer as the index grows",
                "articles generated from real sentences",
                tuple(
                    Row(f"{each.build.corpus.passages:,} passages", each.answers, True)
                    for each in run.growing
                ),
            )
        )
    return panels


def chart(panels: Sequence[Panel]) -> str:
    """The SVG of the panels, one below the other on one scale."""
    every = [row.times for panel in panels for row in panel.rows]
    low = math.floor(math.log10(min(each.p50 for each in every)))
    high = math.ceil(math.log10(max(each.p95 for each in every)))
    parts: list[str] = []
    top = 8
    for panel in panels:
        parts += _panel(panel, top, low, high)
        top += _HEAD + _ROW * len(panel.rows) + _GAP
    parts += _foot(top - _GAP + 6, low, high)
    height = top - _GAP + _FOOT
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" '
            f'viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(_spoken(panels))}">',
            f"<style>{_STYLE}</style>",
            *parts,
            "</svg>\n",
        ]
    )


def _fastest_first(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: row.times.p50))


def _spoken(panels: Sequence[Panel]) -> str:
    return "; ".join(
        f"{panel.title}: "
        + ", ".join(
            f"{row.name} {rounded(row.times.p50)} to {rounded(row.times.p95)} ms" for row in panel.rows
        )
        for panel in panels
    )


def _at(milliseconds: float, low: int, high: int) -> float:
    share = (math.log10(milliseconds) - low) / (high - low)
    return round(_LEFT + share * (_WIDTH - _LEFT - _RIGHT), 1)


def _panel(panel: Panel, top: int, low: int, high: int) -> list[str]:
    parts = [
        f'<text class="title" x="0" y="{top + 16}">{escape(panel.title)}</text>',
        f'<text class="quiet" x="0" y="{top + 35}">{escape(panel.note)}</text>',
    ]
    begin, end = top + _HEAD, top + _HEAD + _ROW * len(panel.rows)
    for power in range(low, high + 1):
        x = _at(10.0**power, low, high)
        parts.append(f'<line class="grid" x1="{x}" y1="{begin}" x2="{x}" y2="{end}"/>')
    for place, row in enumerate(panel.rows):
        y = begin + _ROW * place + _ROW // 2
        first, last = _at(row.times.p50, low, high), _at(row.times.p95, low, high)
        parts += [
            f'<g class="{"own" if row.is_own else "peer"}">',
            f'<text x="0" y="{y + 4}">{escape(row.name)}</text>',
            f'<line class="line" x1="{first}" y1="{y}" x2="{last}" y2="{y}"/>',
            f'<circle class="dot" cx="{first}" cy="{y}" r="6"/>',
            f'<circle class="end" cx="{last}" cy="{y}" r="5"/>',
            f'<text class="quiet" x="{first - 11}" y="{y + 4}" text-anchor="end">'
            f"{rounded(row.times.p50)}</text>",
            f'<text class="quiet" x="{last + 11}" y="{y + 4}">{rounded(row.times.p95)}</text>',
            "</g>",
        ]
    return parts


def _foot(top: int, low: int, high: int) -> list[str]:
    parts = [
        f'<text class="quiet" x="{_at(10.0**power, low, high)}" y="{top + 12}" text-anchor="middle">'
        f"{rounded(10.0**power)} ms</text>"
        for power in range(low, high + 1)
    ]
    y = top + 38
    return [
        *parts,
        f'<circle class="dot" cx="6" cy="{y - 4}" r="6"/>',
        f'<text class="quiet" x="18" y="{y}">median</text>',
        f'<circle class="end" cx="84" cy="{y - 4}" r="5"/>',
        f'<text class="quiet" x="95" y="{y}">95th percentile; logarithmic scale, less is better</text>',
    ]


def rounded(value: float) -> str:
    """A figure with its two significant digits, or all before the point."""
    if value >= 10:
        return f"{value:,.0f}"
    return f"{value:.2g}" if value < 1 else f"{value:.1f}".removesuffix(".0")
