"""A report as Markdown that renders on GitHub: figures in tables, and all text escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable

from negcoach.report.blocks import Block, Bullets, Cards, Drawing, Heading, Paragraph, Plots, Table

_MARKUP = re.compile(r"[\\`*_\[\]|~$^]")
"""Punctuation that is markup anywhere in a line (GFM, and GitHub's mathematics)."""

_AUTOLINKS = re.compile(r"(?<=[A-Za-z]):(?=//)|(?<=www)\.|@", re.IGNORECASE)
"""The character that makes GitHub turn an address into a link; escaped, it stays text."""

_AT_START = re.compile(r"^(\s*)([-+=#]|[0-9]{1,9}(?=[.)](?:\s|$)))")
"""What would make a line a list item, a heading or a rule."""


def markdown(blocks: Iterable[Block]) -> str:
    """Return the whole document. Plots and drawings are left out: the figures of a plot are in the tables."""
    return "\n\n".join(filter(None, map(_block, blocks))) + "\n"


def escaped(text: str) -> str:
    """Return a text on one line, escaped: no part of it is markup, a link or HTML."""
    text = " / ".join(line.strip() for line in text.splitlines() if line.strip())
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _MARKUP.sub(r"\\\g<0>", text)
    text = _AUTOLINKS.sub(lambda match: "&#64;" if match[0] == "@" else "\\" + match[0], text)
    return _AT_START.sub(lambda match: match[1] + _escape_start(match[2]), text)


def _escape_start(start: str) -> str:
    """Return the start of a line, escaped, since it would make the line a list item, a heading or a rule."""
    return f"&#{ord(start[0])};{start[1:]}" if start.isdigit() else "\\" + start


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * level} {escaped(text)}"
        case Paragraph(text):
            return escaped(text)
        case Bullets(items):
            return "\n".join(f"- {escaped(item)}" for item in items)
        case Cards(cards):
            return _table(
                ("", "", ""),
                "lrl",
                [(f"**{escaped(card.label)}**", escaped(card.value), escaped(card.more)) for card in cards],
            )
        case Table(header, align, rows):
            return _table(tuple(map(escaped, header)), align, [tuple(map(escaped, row)) for row in rows])
        case Plots() | Drawing():
            return ""


def _table(header: tuple[str, ...], align: str, rows: Iterable[tuple[str, ...]]) -> str:
    lines = [header, tuple("---:" if letter == "r" else "---" for letter in align), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
