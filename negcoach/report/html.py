"""A report as one HTML page: it loads nothing from elsewhere, has a light and a dark theme, and prints well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from negcoach.report.blocks import Block, Bullets, Card, Cards, Drawing, Heading, Paragraph, Plot, Plots, Table
from negcoach.report.drawing import drawing_svg
from negcoach.report.plot import svg
from negcoach.texts import held_together

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #5b6470; --ground: #fff; --card: #f4f6f8; --line: #d9dee4;
  --shade: #1b1f2440; --alarm: #b3261e; --alarm-card: #fdeceb; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7eaee; --soft: #a0a9b4; --ground: #14171b; --card: #1e2329;
  --line: #343b44; --shade: #000c; --alarm: #ff9d96; --alarm-card: #3a1f1f; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2.5rem 1.5rem 4rem; max-width: 62rem; color: var(--ink); background: var(--ground);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
h1 { margin: 0; font-size: 2.1rem; line-height: 1.15; letter-spacing: -.02em; }
h1 + p { margin: .3rem 0 1.8rem; color: var(--soft); }
h2 { margin: 3rem 0 .8rem; padding-bottom: .35rem; border-bottom: 2px solid var(--line); font-size: 1.35rem; }
h3 { margin: 2.4rem 0 .4rem; font-size: 1.1rem; }
p { margin: .5rem 0; max-width: 48rem; overflow-wrap: anywhere; }
ul { padding-left: 1.2rem; max-width: 48rem; }
li { margin: .35rem 0; overflow-wrap: anywhere; }
.cards { display: grid; grid-template-columns: repeat(3, 1fr); gap: .8rem; margin: 0 0 1.6rem; padding: 0; }
@media (max-width: 32rem) { .cards { grid-template-columns: repeat(2, 1fr); } }
.card { margin: 0; padding: .8rem 1rem; border-radius: .6rem; background: var(--card); }
.card dt { color: var(--soft); font-size: .85rem; }
.card dd { margin: 0; }
.card .value { font-size: 1.6rem; font-weight: 650; line-height: 1.25; font-variant-numeric: tabular-nums;
  white-space: nowrap; }
.card .more { color: var(--soft); font-size: .85rem; }
.card.alarm { background: var(--alarm-card); box-shadow: inset 4px 0 var(--alarm); }
.card.alarm .value { color: var(--alarm); }
.plots { display: flex; flex-wrap: wrap; gap: 1.2rem; margin: 1rem 0; }
figure { flex: 1 1 15rem; display: flex; flex-direction: column; justify-content: space-between; max-width: 30rem;
  margin: 0; break-inside: avoid; }
figure.pose { display: block; max-width: 22rem; margin: .8rem 0; }
figcaption { color: var(--soft); font-size: .78rem; }
figcaption strong { color: var(--ink); font-weight: 600; }
.mark { color: #d6454f; }
svg { display: block; width: 100%; height: auto; }
figure.pose svg { width: auto; max-width: 100%; max-height: 12rem; }
.wide { overflow-x: auto; margin: .9rem 0; background:
  linear-gradient(to left, var(--ground) 40%, transparent) right / 3rem 100% no-repeat local,
  linear-gradient(to left, var(--shade), transparent) right / 1.1rem 100% no-repeat scroll; }
table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: .9rem;
  font-variant-numeric: tabular-nums; }
th { color: var(--soft); font-weight: 600; text-align: left; vertical-align: bottom; }
th, td { padding: .35rem .7rem .35rem 0; border-bottom: 1px solid var(--line); }
td { vertical-align: top; }
th:last-child, td:last-child { padding-right: 0; }
th.r, td.r { text-align: right; }
td.r, td:first-child, .tempo { white-space: nowrap; }
.r + :not(.r) { padding-left: .9rem; }
@media (max-width: 40rem) {
  table { width: max-content; min-width: 100%; }
  td { max-width: 18rem; }
  th:first-child, td:first-child { position: sticky; left: 0; background: var(--ground); }
}
tr { break-inside: avoid; }
thead { display: table-header-group; }
h2, h3 { break-after: avoid; }
@media print {
  @page { margin: 16mm 14mm; }
  :root { color-scheme: light; --ink: #000; --soft: #444; --ground: #fff; --card: #f2f2f2; --line: #ccc;
    --alarm: #b3261e; --alarm-card: #fdeceb; }
  body { max-width: none; padding: 0; font-size: 10.5pt; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  .cards { grid-template-columns: repeat(3, 1fr); }
  .wide { overflow: visible; background: none; }
  h2 { margin-top: 1.8rem; }
  table { font-size: .74rem; }
  th, td { padding-right: .5rem; }
}
"""

_MOST_UNBROKEN = 13

_TEMPO = re.compile(r"\b\d[\d.]*-\d[\d.]*-(?:[AX]|\d[\d.]*)-\d[\d.]*\b")
"""A tempo, 5-0-A-1: no line ends at one of its hyphens."""

_HEAD = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
"""


def html(blocks: Sequence[Block]) -> str:
    """Return the whole page."""
    title = next((block.text for block in blocks if isinstance(block, Heading)), "Report")
    body = "\n".join(map(_block, blocks))
    return (
        f"{_HEAD}<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n"
        "</body>\n</html>\n"
    )


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"<h{level}>{_text(text)}</h{level}>"
        case Paragraph(text):
            return f"<p>{_text(text)}</p>"
        case Bullets(items):
            return "<ul>\n" + "\n".join(f"<li>{_text(item)}</li>" for item in items) + "\n</ul>"
        case Cards(cards):
            return '<dl class="cards">\n' + "\n".join(map(_card, cards)) + "\n</dl>"
        case Table(header, align, rows):
            return _table(header, align, rows)
        case Plots(plots):
            return '<div class="plots">\n' + "\n".join(map(_figure, plots)) + "\n</div>" if plots else ""
        case Drawing(label):
            caption = f"<figcaption>{_text(label)}</figcaption>"
            return f'<figure class="pose">\n{drawing_svg(block)}\n{caption}\n</figure>'


def _text(text: str) -> str:
    lines = "<br>".join(escape(held_together(line)) for line in text.splitlines())
    return _TEMPO.sub(r'<span class="tempo">\g<0></span>', lines)


def _card(card: Card) -> str:
    alarm = " alarm" if card.alarm else ""
    return (
        f'<div class="card{alarm}"><dt>{_text(card.label)}</dt><dd class="value">{_text(card.value)}</dd>'
        f'<dd class="more">{_text(card.more)}</dd></div>'
    )


def _table(header: Sequence[str], align: str, rows: Iterable[Sequence[str]]) -> str:
    head = _row("th", header, align)
    lines = "\n".join(_row("td", row, align) for row in rows)
    return f'<div class="wide"><table>\n<thead>{head}</thead>\n<tbody>\n{lines}\n</tbody>\n</table></div>'


def _row(kind: str, cells: Sequence[str], align: str) -> str:
    scope = ' scope="col"' if kind == "th" else ""
    tags = (
        f"<{kind}{scope}{_align_class(letter)}>{_cell_text(cell)}</{kind}>"
        for cell, letter in zip(cells, align, strict=True)
    )
    return f"<tr>{''.join(tags)}</tr>"


def _cell_text(cell: str) -> str:
    """Return a cell's text, without line breaks if it is short: a figure and its unit stay together."""
    return _text(cell.replace(" ", "\u00a0") if len(cell) <= _MOST_UNBROKEN else cell)


def _align_class(letter: str) -> str:
    return ' class="r"' if letter == "r" else ""


def _figure(plot: Plot) -> str:
    caption = f"<strong>{_text(plot.title)}</strong>"
    if plot.target is not None:
        caption += f" · dashed: {plot.target:g}{_text(plot.unit)}"
    if plot.mark_label and any(point.marked for point in plot.points):
        caption += f' · <span class="mark">◆</span>\u00a0{_text(plot.mark_label)}'
    return f"<figure>\n<figcaption>{caption}</figcaption>\n{svg(plot)}\n</figure>"
