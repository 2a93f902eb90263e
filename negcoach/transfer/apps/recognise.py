"""Recognition of the program that a table is from, by its header."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, tzinfo

from negcoach.errors import NegcoachError
from negcoach.texts import clean, shortened
from negcoach.transfer.app_names import APPS_TEXT
from negcoach.transfer.apps.columns import LOAD, Columns, find_columns, load_column, one_line
from negcoach.transfer.apps.dates import DateStyle, DayOrder, day_order, language_of
from negcoach.transfer.apps.entries import ParsedFile
from negcoach.transfer.apps.format import Format, parse
from negcoach.transfer.apps.formats.alpha_progression import ALPHA_PROGRESSION
from negcoach.transfer.apps.formats.body_weights import FITNOTES_BODY, OPENSCALE, WGER
from negcoach.transfer.apps.formats.fitbod import FITBOD
from negcoach.transfer.apps.formats.fitnotes import FITNOTES
from negcoach.transfer.apps.formats.gymbook import GYMBOOK
from negcoach.transfer.apps.formats.gymrun import GYMRUN
from negcoach.transfer.apps.formats.hevy import HEVY
from negcoach.transfer.apps.formats.jefit import JEFIT
from negcoach.transfer.apps.formats.liftlog import LIFTLOG
from negcoach.transfer.apps.formats.liftosaur import LIFTOSAUR
from negcoach.transfer.apps.formats.repcount import REPCOUNT
from negcoach.transfer.apps.formats.strong import STRONG
from negcoach.transfer.apps.formats.stronglifts import STRONGLIFTS
from negcoach.transfer.apps.months import Language
from negcoach.transfer.apps.reading import DELIMITERS, FileText, TextTable, header_of, table_of

FORMATS = (
    HEVY,
    GYMBOOK,
    LIFTOSAUR,
    LIFTLOG,
    REPCOUNT,
    FITBOD,
    STRONG,
    FITNOTES,
    GYMRUN,
    FITNOTES_BODY,
    OPENSCALE,
    WGER,
)
"""The formats of other programs; one that needs an additional column comes before one that does not."""

LAID_OUT = (STRONGLIFTS, JEFIT, ALPHA_PROGRESSION)
"""The formats whose files are no tables with a row for each set; each recognises its own."""

KNOWN = f"{APPS_TEXT}, and negcoach's own JSON and CSV"

_CELLS_QUOTED = 8


@dataclass(frozen=True, slots=True)
class Recognised:
    """A table with its format.

    ``order`` is whether day or month comes first in its dates, ``None`` where the file does not show it. ``language``
    is the one in which the dates spell their months, ``None`` for the most common ones.
    """

    format: Format
    columns: Columns
    table: TextTable
    order: DayOrder | None
    language: Language | None

    @property
    def lacks_loads(self) -> bool:
        """Whether none of the columns is known for that of the loads."""
        return LOAD not in self.columns

    @property
    def needs_answers(self) -> bool:
        """Whether the rows are read in another way with other answers of the lifter."""
        return self.order is None or self.lacks_loads

    def without_rows(self) -> Recognised:
        """Return it with the header alone, for a table that was read already."""
        return replace(self, table=TextTable(self.table.header, ()))

    def parsed(
        self,
        today: date,
        order: DayOrder | None = None,
        loads: str | None = None,
        zone: tzinfo | None = None,
        on_progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> ParsedFile:
        """Return the contents of the table, without what is after ``today``.

        ``order`` and ``loads``, the name of the column with the loads, are for a file that does not show them. ``zone``
        is the lifter's, for times in UTC (``None``: this machine's). ``on_progress`` is told the rows that are read.
        """
        column = load_column(self.table.header, loads) if loads and self.lacks_loads else None
        columns = self.columns if column is None else {**self.columns, LOAD: (column,)}
        style = DateStyle(self.order or order or DayOrder.DAY_FIRST, self.language)
        return parse(self.table, self.format, columns, style, today, zone, on_progress)


def recognise(file: FileText, on_many: Callable[[], None] = lambda: None) -> Recognised:
    """Return the table with its format, whatever its delimiter. Raises ``NegcoachError`` for an unknown format.

    ``on_many`` is called as soon as it is known to have ``MANY_ROWS``; it may raise.
    """
    for format_ in LAID_OUT:
        table = None if format_.lay_out is None else format_.lay_out(file, on_many)
        if table is not None:
            columns = find_columns(table.header, format_.columns)
            dates = _Dates(format_, columns, len(table.header))
            for row in table.rows:
                dates.note(row)
            return _recognised(format_, columns, table, dates)
    headers = {delimiter: header_of(file, delimiter) for delimiter in DELIMITERS}
    for delimiter, header in sorted(headers.items(), key=lambda item: -len(item[1])):
        for format_ in FORMATS:
            columns = {**find_columns(header, format_.columns), **format_.find(header)}
            if format_.needs <= columns.keys():
                dates = _Dates(format_, columns, len(header))
                return _recognised(format_, columns, table_of(file, delimiter, dates.note, on_many), dates)
    raise unknown_format_error(file, max(headers.values(), key=len))


class _Dates:
    """Collects the different dates of a file, as its rows come by."""

    def __init__(self, format_: Format, columns: Columns, width: int) -> None:
        found = columns.get(format_.dates)
        self._at = found[0].index if found else None
        self._width = width
        self._cells: dict[str, None] = {}

    def note(self, row: Sequence[str]) -> None:
        """Collect that of a row, unless it is cut off."""
        if self._at is not None and len(row) >= self._width:
            self._cells[row[self._at]] = None

    @property
    def texts(self) -> list[str]:
        """The dates, in the order of the file."""
        return list(dict.fromkeys(map(one_line, self._cells)))


def _recognised(format_: Format, columns: Columns, table: TextTable, dates: _Dates) -> Recognised:
    texts = dates.texts
    return Recognised(format_, columns, table, _order(table, texts), language_of(texts))


def unknown_format_error(file: FileText, header: tuple[str, ...]) -> NegcoachError:
    """Return the error for an unknown format: it quotes the header and lists the known formats."""
    found = ", ".join(shortened(clean(cell).strip()) for cell in header[:_CELLS_QUOTED])
    more = ", …" if len(header) > _CELLS_QUOTED else ""
    return NegcoachError(f"{file.name} is of no known format. Known are {KNOWN}. Its header is: {found}{more}")


def _order(table: TextTable, dates: Sequence[str]) -> DayOrder | None:
    if any(cell and not cell.isascii() for cell in table.header):
        return DayOrder.DAY_FIRST  # only English has the month first
    return day_order(dates)
