"""The texts of the import's screen: the lines of the files, the preview of one, and the result."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size

from negcoach.formatting import day_text, size_text
from negcoach.keys.keymap import Keymap
from negcoach.screens.importing.import_files import Beginning, PathSuggestion
from negcoach.texts import clean, counted, noun, shortened
from negcoach.transfer.apps.names import MatchKind
from negcoach.transfer.preview import ExerciseFound, NewestSession, Preview, grouped
from negcoach.widgets.drawing.cells import fitted, shortened_to_cells

_LABEL = 14
_COUNT = 7
_WITH_SIZE = 44
"""The columns of a line from which a file's size has room beside its name and day."""

_ROWS_OVER_BEGINNING = 3
"""Rows over the first lines of a file: its name, its size and day, and a gap."""

_HEADING = "exercise in the file"


def place_line(place: PathSuggestion, width: int) -> Content:
    """Return a folder or a file in one line of ``width`` columns, its size and day at the right."""
    if place.folder:
        return Content.assemble((f"{shortened(place.name, max(2, width - 2))}/", "bold"))
    about = f"{size_text(place.size)}  {place.day}" if width >= _WITH_SIZE else f"{place.day}"
    name = shortened(place.name, max(2, width - len(about) - 2))
    return Content.assemble(name.ljust(width - len(about)), (about, "$text-muted"))


def file_beginning(place: PathSuggestion, beginning: Beginning, room: Size) -> Content:
    """Return the name of a file or folder over a file's first lines, as many as there is room for.

    A last line "…" says that the file has more.
    """
    width, height = room
    if place.folder:
        return Content.assemble(
            (f"{shortened_to_cells(place.name, width - 1)}/", "bold"), "\n\nEnter opens this folder."
        )
    about = f"{size_text(place.size)}, {day_text(place.day)}" if place.day else size_text(place.size)
    rows = max(0, height - _ROWS_OVER_BEGINNING)
    if beginning.mistake:
        shown = [beginning.mistake]
    else:
        shown = [shortened_to_cells(line, width) for line in beginning.lines]
        if len(shown) > rows or beginning.has_more:
            shown = [*shown[: max(0, rows - 1)], "…"]
    return Content("\n").join(
        [
            Content.styled(shortened_to_cells(place.name, width), "bold"),
            Content.styled(about, "$text-muted"),
            Content(""),
            *(Content.styled(line, "$text-muted") for line in shown),
        ]
    )


def source_line(preview: Preview) -> Content:
    """Return the line above the preview: the file, its program, its number of rows and its encoding."""
    encoding = "" if preview.encoding == "utf-8" else f" · read as {preview.encoding}"
    return Content.assemble(
        (preview.file, "bold"), (f" · {preview.app} · {counted(preview.rows, 'row')}{encoding}", "$text-muted")
    )


def preview_facts(preview: Preview, most_reasons: int, keymap: Keymap, *, low: bool = False) -> Content:
    """Return the facts of the preview: what would be imported, open questions, and what is skipped and why.

    At most ``most_reasons`` reasons are listed. In a ``low`` terminal the questions come first, in fewer words.
    """

    def key(action: str) -> str:
        return keymap.short(f"import.{action}")

    kilograms, pounds, first = ("kg", "lb", "") if low else ("kilograms", "pounds", " first")
    unit_asked = f"{kilograms} ({key('kg')}) or {pounds} ({key('lb')})?"
    order_asked = f"day{first} ({key('day')}) or month{first} ({key('month')})?"
    asked = [
        _question("Loads", f"which column ({key('loads')})?") if preview.asks_loads else None,
        _question("Unit", unit_asked) if preview.asks_unit and not preview.asks_loads else None,
        _question("03/04", order_asked) if preview.asks_order else None,
    ]
    loads_asked, unit_line, order_line = asked
    lines = [
        _fact("Sessions", f"{preview.sessions:,}", preview.days),
        _fact("Sets", f"{preview.sets:,}"),
    ]
    if preview.weights:
        lines.append(_fact("Body weights", f"{preview.weights:,}"))
    if loads_asked is not None:
        lines.append(loads_asked)
    else:
        if preview.columns:
            lines.append(_fact("Loads", "", preview.loads_text))
        lines.append(_fact("Unit", "", preview.unit_text) if unit_line is None else unit_line)
        if unit_line is not None and preview.likely_unit is not None:
            likely = preview.likely_unit
            lines.append(Content.styled(f"{'':{_LABEL}}they look like {likely.unit}, {likely.why}", "$text-muted"))
    if preview.heaviest is not None and not preview.asks_loads:
        lines.append(_fact("Heaviest", "", str(preview.heaviest)))
    if order_line is not None:
        lines.append(order_line)
    elif preview.needs_order:
        lines.append(_fact("Dates", "", preview.order_text))
    if preview.differences:
        lines += _different(preview, most_reasons, keymap)
    if preview.skipped:
        lines += [
            Content(""),
            _fact("Not imported", f"{preview.skipped_rows:,}", f"{noun(preview.skipped_rows, 'row')}:"),
        ]
        for skipped in preview.skipped[:most_reasons]:
            where = f"  {skipped.where}" if skipped.where else ""
            lines.append(Content.assemble(f"{skipped.rows:>{_COUNT},}  ", skipped.why, (where, "$text-muted")))
        if len(preview.skipped) > most_reasons:
            lines.append(Content.styled(f"{'':{_COUNT}}  and other reasons", "$text-muted"))
    if low:
        lines.sort(key=lambda line: all(line is not one for one in asked))
    if not preview.changes and not preview.differences:
        lines = [Content.styled("Nothing in it is new.", "bold"), Content(""), *lines]
    return Content("\n").join(lines)


def _different(preview: Preview, most: int, keymap: Keymap) -> list[Content]:
    """Return the lines of what differs between the file and the database, and of what is done about it."""
    number = len(preview.differences)
    becomes = (preview.taken_text, "bold" if preview.taken else "")
    lines = [
        Content(""),
        Content.assemble(
            _fact("Different", f"{number:,}"),
            "  ",
            becomes,
            "\n  ",
            (keymap.short("import.take"), "bold"),
            f" {'leaves' if preview.taken else 'updates'} all, ",
            (keymap.short("import.choose"), "bold"),
            " one by one",
        ),
    ]
    groups = list(grouped(preview.differences))
    for count, where, what, _ in groups[:most]:
        more = f"  and {count - 1:,} more" if count > 1 else ""
        lines.append(Content.assemble(f"  {where}: {what}", (more, "$text-muted")))
    if len(groups) > most:
        lines.append(Content.styled(f"  and {sum(count for count, *_ in groups[most:]):,} more", "$text-muted"))
    return lines


def newest_lines(newest: Sequence[NewestSession], width: int, rows: int) -> Content:
    """Return the newest sessions as they will be stored, in at most so many rows; nothing where not one has room."""
    names = max((cell_len(clean(name)) for one in newest for name, _ in one.exercises), default=0)
    names = min(names, width // 2)
    lines: list[Content] = []
    for one in newest:
        title = f"  {shortened(clean(one.title), max(2, width - 14))}" if one.title else ""
        block = [Content(""), Content.assemble((day_text(one.day), "bold"), (title, "$text-muted"))]
        for name, sets in one.exercises:
            block.append(Content(f"  {fitted(clean(name), names)}  {shortened_to_cells(sets, width - names - 4)}"))
        if len(lines) + len(block) + 1 > rows:
            break
        lines += block
    heading = Content.styled("The newest, as they will be stored", "$text-muted")
    return Content("\n").join([heading, *lines]) if lines else Content("")


def name_width(exercises: Sequence[ExerciseFound], width: int) -> int:
    """Return how wide the names of the exercises of the file are in a line of ``width``: half of it at most."""
    longest = max((len(found.name) for found in exercises), default=0)
    return max(12, min((width - _COUNT - 4) // 2, max(longest, len(_HEADING))))


def exercise_heading(names: int, width: int) -> Content:
    """Return the heading of the columns of the exercises, of which the names have so many columns."""
    return Content.styled(_columns("sets", _HEADING, "imported as", names, width), "$text-muted")


def exercise_line(found: ExerciseFound, names: int, width: int) -> Content:
    """Return the line of an exercise of the file: its sets, its name, and the exercise that it is mapped to."""
    own = found.match.kind is MatchKind.OWN
    text = _columns(f"{found.sets:,}", found.name, found.becomes, names, width)
    cut = _COUNT + 2 + names + 2
    return Content.assemble(text[:cut], (text[cut:], "$text-muted" if own else "bold"))


_LIFTED_NOTE = "The sets were lifted, not lowered: they count for the concentric 1RM and the calendar."


def done_word(preview: Preview) -> str:
    """Return the number of sets (or rows) imported or changed, for the giant letters."""
    number, what = (preview.sets, "SET") if preview.sets else (preview.changes, "ROW")
    return counted(number, what, f"{what}S", commas=False)


def done_text(preview: Preview, keymap: Keymap) -> Content:
    """Return the text of the result, and the keys that lead on."""
    return Content.assemble(
        ("✓ ", "bold $text-success"),
        (preview.brought if preview.taken else f"{preview.brought} imported", "bold"),
        f"  {preview.days}\n\n",
        (keymap.short("app.history"), "bold"),
        " shows them in the history. There ",
        (keymap.short("views.undo"), "bold"),
        " undoes the whole import, even after a restart.\n",
        (_LIFTED_NOTE if preview.exercises else "", "$text-muted"),  # an export of negcoach has lowered ones too
    )


def _fact(label: str, number: str, text: str = "") -> Content:
    return Content.assemble(
        (label.ljust(_LABEL), "$text-muted"), (number, "bold"), "  " if number and text else "", text
    )


def _question(label: str, text: str) -> Content:
    """Return the line of an open question, marked by a sign and by reverse, not by its colour alone."""
    return Content.assemble((label.ljust(_LABEL), "$text-muted"), (f" ? {text} ", "reverse bold $text-warning"))


def _columns(sets: str, name: str, becomes: str, names: int, width: int) -> str:
    rest = max(8, width - _COUNT - 4 - names)
    return f"{sets:>{_COUNT}}  {shortened(name, names):<{names}}  {shortened(becomes, rest)}"
