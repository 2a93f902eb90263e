"""Changes of the text of ``plans.toml``: what a person wrote around a change stays as it is.

The texts here end their lines with ``\\n`` alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from negcoach.config.files.toml_files import statement_names, statements
from negcoach.training.plan.plan import Plan, PlanItem
from negcoach.training.plan.plan_table import item_values

_HEADING = """\
# Your plans: the exercises of a session, in their order. What you leave out of an exercise is as advised.
# { exercise = "bench-press", sets = 3, reps = 5, tempo = "5-0-A-1", load = "100 kg", rest_seconds = 120 }
# reps = "fatigue" is an open set; superset = true alternates with the next exercise.
"""


def with_new_plan(text: str, plan: Plan) -> str:
    """Return the text with a plan behind the others."""
    rows = "".join(f"  {_item_text(item)},\n" for item in plan.items)
    return f"{(text or _HEADING).rstrip()}\n\n[[plan]]\nname = {_text(plan.name)}\nexercises = [\n{rows}]\n"


def with_plan(text: str, index: int, old: Plan, new: Plan) -> str:
    """Return the text with the plan at an index, from 0, changed; the comments of an exercise go with it.

    Raises ``ValueError`` where the plan is not laid out as ``exercises = [{...}]`` in a ``[[plan]]``.
    """
    lines, table = text.split("\n"), _tables(text)[index]
    name, exercises = table.statement("name"), table.statement("exercises")
    # From the bottom up, so that one change does not move the other.
    for statement in sorted((name, exercises), key=lambda one: one.first, reverse=True):
        indentation = lines[statement.first][: -len(lines[statement.first].lstrip())]
        if statement is name and new.name != old.name:
            changed = f"name = {_text(new.name)}{_comment_behind(statement.tokens)}"
        elif statement is exercises and new.items != old.items:
            changed = f"exercises = {_list_text(statement.tokens, old.items, new.items)}"
        else:
            continue
        lines[statement.first : statement.end] = [indentation + changed]
    return "\n".join(lines)


def without_plan(text: str, index: int) -> str:
    """Return the text without the plan at an index, from 0, and without the comment right above it.

    Raises ``ValueError`` where the plan is not in a ``[[plan]]`` of its own.
    """
    lines, table = text.split("\n"), _tables(text)[index]
    first, end = table.statements[0].first, table.statements[-1].end
    while first and lines[first - 1].lstrip().startswith("#"):
        first -= 1
    while end < len(lines) - 1 and not lines[end].strip():
        end += 1
    return "\n".join(lines[:first] + lines[end:])


@dataclass(frozen=True, slots=True)
class _Statement:
    """A key with its value, or a header: its tokens, and its lines from ``first``, from 0, up to ``end``."""

    tokens: list[str]
    first: int
    end: int


@dataclass(slots=True)
class _PlanTable:
    """A plan's table: its header and the keys below it."""

    statements: list[_Statement]

    def statement(self, key: str) -> _Statement:
        """Return the statement of a key."""
        found = next((one for one in self.statements if statement_names(one.tokens) == (key,)), None)
        if found is None:
            raise ValueError(f"{key} is not a key of its own")
        return found


def _tables(text: str) -> list[_PlanTable]:
    """Return the tables with a header ``[[plan]]``; raises ``ValueError`` where plans are written in another way."""
    tables: list[_PlanTable] = []
    for line, tokens in statements(text):
        statement = _Statement(tokens, line - 1, line + "".join(tokens).count("\n"))
        if tokens[:2] == ["[", "["] and statement_names(tokens) == ("plan",):
            tables.append(_PlanTable([statement]))
        elif tables and tokens[0] != "[":
            tables[-1].statements.append(statement)
        else:
            raise ValueError("plans are not in [[plan]]")
    return tables


@dataclass(slots=True)
class _Written:
    """An exercise as it is written: the comments in the lines above it, its table, and the comment behind it."""

    above: list[str] = field(default_factory=list)
    table: str = ""
    behind: str = ""


def _list_text(tokens: list[str], old: Sequence[PlanItem], new: Sequence[PlanItem]) -> str:
    """Return the list of exercises, one a line; what did not change is written as it was."""
    written, left_over = _written_items(tokens)
    before = list(zip(old, written, strict=True))
    rows: list[str] = []
    for item in new:
        same = next((one for one in before if one[0] == item), None)
        found = same or next((one for one in before if one[0].exercise == item.exercise), None)
        if found is not None:
            before.remove(found)
        of = _Written() if found is None else found[1]
        table = of.table if same is not None else _item_text(item)
        rows += [f"  {comment}" for comment in of.above]
        rows.append(f"  {table},{of.behind and '  ' + of.behind}")
    rows += [f"  {comment}" for comment in left_over]
    return "\n".join(("[", *rows, f"]{_comment_behind(tokens)}"))


def _written_items(tokens: list[str]) -> tuple[list[_Written], list[str]]:
    """Return the exercises of a list as they are written, and the comments behind the last one."""
    items: list[_Written] = []
    item, same_line = _Written(), False
    for depth, token in _values_of(tokens):
        if depth > 1 or token == "{":
            item.table += token
        elif token.startswith("#"):
            if same_line:
                (item if item.table else items[-1]).behind = token
            else:
                item.above.append(token)
        elif "," in token:
            items.append(item)
            item = _Written()
        same_line = token != "\n" and (same_line or bool(item.table))
    if item.table:
        items.append(item)
        item = _Written()
    return items, item.above


def _values_of(tokens: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the tokens inside the list of a statement, each with its depth: 1 between the tables of the list."""
    depth = 0
    for token in tokens:
        if depth > 1 or (depth == 1 and token != "]"):
            yield depth, token
        depth += (token in ("[", "{")) - (token in ("]", "}"))


def _comment_behind(tokens: list[str]) -> str:
    """Return the comment behind a statement, with the space before it; "" for none."""
    return f"  {tokens[-1].rstrip()}" if tokens[-1].startswith("#") else ""


def _item_text(item: PlanItem) -> str:
    values = (f"{key} = {_text(value)}" for key, value in item_values(item).items())
    return f"{{ {', '.join(values)} }}"


def _text(value: str | int | float | bool) -> str:
    return json.dumps(value, ensure_ascii=False)  # of such a value JSON's notation is TOML's
