"""The file of the lifter's own programmes."""

from __future__ import annotations

from pathlib import Path

import pytest

from negcoach.config.files.toml_files import LARGEST_BYTES
from negcoach.config.library import shipped_exercises
from negcoach.config.programmes import find_programme, load_programmes, shipped_programmes
from negcoach.errors import NegcoachError

LIBRARY = shipped_exercises()

TEXT = """\
[[programme]]
name = "Slow bench"
exercise = "bench-press"
days_apart = 4
week = [
  { do = ["3x4 @ 85%", "3x4 @ 85%"] },  # two
  { do = ["3x4 up"], weeks = 2 },
]

[[programme]]
name = "Dips"
exercise = "negative-dip"
week = [{ do = ["3x5 6 s bw"] }]
"""


def load(folder: Path, text: str) -> list[str]:
    """Write the file, and return the slugs of the lifter's own programmes."""
    (folder / "programmes.toml").write_text(text, "utf-8")
    return [one.slug for one in load_programmes(folder, LIBRARY) if one.own]


def test_without_a_file_there_are_those_that_ship(tmp_path: Path) -> None:
    assert load_programmes(tmp_path, LIBRARY) == shipped_programmes()


def test_the_lifters_own_come_after_them(tmp_path: Path) -> None:
    assert load(tmp_path, TEXT) == ["slow-bench", "dips"]


FIRST = '[[programme]]\nname = "Slow bench"\nexercise = "bench-press"\n'
"""The first three lines of a file: what is wrong comes in the fourth."""

WEEK = '{ do = ["3x4 up"] }'
LIKE = 'Write week = [{ do = ["3x4 @ 85%", "3x4 @ 85%"] }]'
KEYS = "name, slug, exercise, needs, days_apart, about, source, mark, week"
LOADS = "a load: @ 85%, @ 85% ecc, +5 kg, up, same or bw"


LONG_KEYS = {
    "a key": ("\n" + ".".join("a" * 20_000) + " = 1", 2),
    "a header": ("[" + " . ".join(["'a'"] * 102) + "]", 1),
    "in a table": ('a = """\n""", { b = 1, ' + ".".join("a" * 102) + " = 1 }", 2),
}
NO_LONG_KEYS = {
    "a comment": f"a = 0 # {'.' * 300}\n",
    "a text": f'a = "{"." * 300}"\n',
    "numbers": f"a = [{'1.5, ' * 300}]\n",
}


@pytest.mark.parametrize("case", LONG_KEYS)
def test_a_key_of_very_many_parts_is_refused_before_it_takes_the_parser_minutes(tmp_path: Path, case: str) -> None:
    text, line = LONG_KEYS[case]
    with pytest.raises(NegcoachError, match=rf"line {line}: a key with over 100 dots\. Put its text in quotes\.$"):
        load(tmp_path, text)


@pytest.mark.parametrize("case", NO_LONG_KEYS)
def test_dots_that_are_in_no_key_are_not_counted(tmp_path: Path, case: str) -> None:
    with pytest.raises(NegcoachError, match="line 2: Cannot "):
        load(tmp_path, NO_LONG_KEYS[case] + "[a]")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        # What is no TOML.
        (
            "hello",
            "line 1: Expected '=' after a key in a key/value pair, at the end of the file. A line is a key = value.",
        ),
        (
            FIRST + 'week = [{ do = ["3x4 up] }]\n',
            "line 4: Illegal character '\\n', at column 28. A text ends with the ",
        ),
        (FIRST + f"week = [{WEEK}\n", "line 4: Unclosed array, at the end of the file. A list ends with ]."),
        (FIRST + 'week = [{\n  do = ["3x4 up"]\n}]\n', "line 4: "),
        (FIRST + "about = Slow and steady\n", "line 4: Invalid value, at column 9. A text is in quotes; a number, "),
        (FIRST + 'name = "Twice"\n', "line 4: Cannot overwrite a value, at column 15. It is there already: keep one"),
        (FIRST + f"week = [{WEEK}]\nweek = [{WEEK}]\n", "line 5: Cannot overwrite a value, at column 29. It is there "),
        (FIRST + f"week = [{{ do = [], {WEEK[2:]}]\n", "line 4: "),
        ("a\0b", "line 1: Expected '=' after a key"),
        ("\n\na = " + "[" * 3000, "line 3: brackets in brackets, too deep to be read. Close them."),
        ("\na = " + "9" * 5000, "line 2: a number with too many digits. Write a smaller one."),
        # What is no programme.
        (
            '\n[[programms]]\nname = "x"\n',
            'line 2: "programms" is not known here. Begin each programme with [[programme]].',
        ),
        (
            FIRST + '[[week]]\ndo = ["3x4 up"]\n',
            'line 4: "week" is not known here. Begin each week of a programme with ',
        ),
        (
            '[programme]\nname = "x"\n',
            "line 1: programme must be a list of tables. Begin each programme with [[programme]].",
        ),
        ('programme = [\n  "x",\n]\n', 'line 2: programme must be a table, not "x". Begin each programme with'),
        (f'[[programme]]\nexercise = "bench-press"\nweek = [{WEEK}]', 'line 1: name is missing. Add name = "My weeks"'),
        (f'[[programme]]\nname = "x"\nweek = [{WEEK}]', 'line 1: exercise is missing. Add exercise = "bench-press"'),
        (FIRST, 'line 1: week is missing. Add week = [{ do = ["3x4 @ 85%", "3x4 @ 85%"] }]'),
        (FIRST.replace('"Slow bench"', "3"), "line 2: name: must be text in quotes, not 3."),
        (FIRST.replace('"Slow bench"', "2026-01-01"), "line 2: name: must be text in quotes, not a date or time."),
        (FIRST.replace("Slow bench", ""), "line 2: name: is empty. Write something."),
        (FIRST.replace("Slow bench", "x" * 61), "line 2: name: is 61 characters long. Write at most 60."),
        (
            FIRST.replace("Slow bench", "筋トレ"),
            'line 2: name: "筋トレ" has no letter from a to z. Add a slug, like slug = ',
        ),
        (
            FIRST.replace("Slow bench", "Your first dip") + f"week = [{WEEK}]",
            'line 2: name: there is a programme "your first',
        ),
        (
            FIRST + f'slug = "first-dip"\nweek = [{WEEK}]',
            'line 4: slug: there is a programme "first-dip" that comes with negc',
        ),
        (
            (FIRST + f"week = [{WEEK}]\n") * 2,
            'line 6: name: there is a programme "slow-bench" before it. Choose another.',
        ),
        (
            FIRST + f'slug = "A B"\nweek = [{WEEK}]',
            'line 4: slug: "A B" must be small letters, digits and single hyphens, ',
        ),
        (
            FIRST.replace("bench-press", "Bench press"),
            'line 3: exercise: "Bench press" must be small letters, digits and ',
        ),
        (
            FIRST.replace("bench-press", "bench-pres"),
            'line 3: exercise: "bench-pres" is not among the exercises. Did you mean',
        ),
        (
            FIRST.replace("bench-press", "yoga"),
            'line 3: exercise: "yoga" is not among the exercises. Take another one.',
        ),
        (FIRST + f"weeks = [{WEEK}]", 'line 4: "weeks" is not a known key. Did you mean week?'),
        (FIRST + f"Week = [{WEEK}]", 'line 4: "Week" is not a known key. Did you mean week?'),
        (FIRST + f"days = 3\nweek = [{WEEK}]", 'line 4: "days" is not a known key. Did you mean days_apart?'),
        (FIRST + f"foo = 3\nweek = [{WEEK}]", f'line 4: "foo" is not a known key. There are {KEYS}.'),
        (FIRST + "days_apart = 0\n", "line 4: days_apart: must be a number from 0.5 to 14, not 0."),
        (FIRST + "days_apart = nan\n", "line 4: days_apart: must be a number from 0.5 to 14, not nan."),
        (FIRST + 'days_apart = "3"\n', 'line 4: days_apart: must be a number from 0.5 to 14, not "3".'),
        (FIRST + 'needs = "1rm"\n', 'line 4: needs: must be a list of texts, like ["1rm"], not "1rm".'),
        (FIRST + 'needs = ["1RM"]\n', 'line 4: needs: "1RM" is not known. Did you mean "1rm"?'),
        (FIRST + 'needs = ["0 months"]\n', 'line 4: needs: "0 months" must be from 1 to 120 months.'),
        (FIRST + f'needs = ["{"9" * 50} months"]\n', "line 4: needs: "),
        (
            FIRST + 'needs = ["6 months", "9 months"]\n',
            'line 4: needs: "9 months" is too much: 6 months are asked for alre',
        ),
        (FIRST + 'mark = ["reed"]\n', 'line 4: mark: "reed" is not known. Did you mean "read"?'),
        # What is no week.
        (FIRST + 'week = "3x4 up"\n', f'line 4: week must be a list of tables, not "3x4 up". {LIKE}'),
        (FIRST + "week = 8\n", f"line 4: week must be a list of tables, not 8. {LIKE}"),
        (FIRST + "week = []\n", f"line 4: week: a programme has at least one. {LIKE}"),
        (FIRST + '[programme.week.1]\ndo = ["3x4 up"]\n', "line 1: week must be a list of tables, not a table."),
        (FIRST + 'week = [\n  "3x4 up",\n]\n', f'line 5: week: "3x4 up" must be a table. {LIKE}'),
        (FIRST + f"week = [\n  {WEEK},\n  {{ }},\n]\n", "line 6: week.do: a week has at least one session, like do = "),
        (
            FIRST + f"week = [\n  {WEEK},\n  {{ do = [] }},\n]\n",
            "line 6: week.do: a week has at least one session, like do",
        ),
        (
            FIRST + 'week = [\n  { do = "3x4 up" },\n]\n',
            'line 5: week.do: must be a list of texts, like ["3x4 up"], not "3x4',
        ),
        (FIRST + "week = [\n  { do = [3] },\n]\n", "line 5: week.do: must be a list of texts in quotes, not of 3."),
        (
            FIRST + f"week = [\n  {WEEK[:-2]}, time = 2 }},\n]\n",
            'line 5: "time" is not a known key. Did you mean times?',
        ),
        (
            FIRST + f"week = [\n  {WEEK[:-2]}, times = 0 }},\n]\n",
            "line 5: week.times: must be a whole number from 1 to 14, not",
        ),
        (
            FIRST + f"week = [\n  {WEEK[:-2]}, times = 4 }},\n]\n",
            "line 5: week.times: a week has room for 3 sessions 3 days ",
        ),
        (
            FIRST + f"week = [\n  {WEEK[:-2]}, weeks = 53 }},\n]\n",
            "line 5: week.weeks: must be a whole number from 1 to 52, ",
        ),
        (
            FIRST + f"week = [\n  {WEEK[:-2]}, weeks = 52 }},\n  {WEEK},\n]\n",
            "line 6: week: a programme has at most 52 weeks,",
        ),
        (
            FIRST + f'week = [\n  {WEEK},\n  {{ exercise = "bnech-press", do = [] }},\n]\n',
            'line 6: week.exercise: "bnech-press" is',
        ),
        # What is no session, on the line on which it stands.
        (
            FIRST + 'week = [\n  { do = [\n    "3x4 up",\n    "3x4 upp",\n  ] },\n]\n',
            'line 7: week.do: "3x4 upp": "upp" must begin w',
        ),
        (
            FIRST + '[[programme.week]]\ndo = [\n  "3x4 up",  # one, "two"\n\n  "",\n]\n',
            "line 5: week.do: is empty. Write somethi",
        ),
        (
            FIRST + '[[programme.week]]\ndo = ["3x4 up"]\n[[programme.week]]\nweeks = 4\ndo = ["3x4 @ 185%"]\n',
            "line 8: week.do: ",
        ),
        (
            FIRST + f"week = [\n  {WEEK[:-2]}, weeks = 9 }},\n  {{ do = ['3x4 bw'] }},\n]\n",
            'line 6: week.do: "3x4 bw": Bench press',
        ),
        (
            (FIRST + 'week = [\n  { do = ["3x4"] },\n]\n').replace("\n", "\r\n"),
            'line 5: week.do: "3x4": the load is missing. Add a',
        ),
        (
            "\ufeff" + FIRST + 'week = [{ do = ["3x4 \\u001b[31mred"] }]',
            f'line 4: week.do: "3x4 red": "red" must begin with {LOADS}',
        ),
    ],
)
def test_a_fault_is_named_in_one_line_with_its_own_line_and_what_would_be_right(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(NegcoachError) as refused:
        load(tmp_path, text)
    said = str(refused.value)
    assert said.startswith(f"{tmp_path / 'programmes.toml'}, {message}")
    assert said.isprintable() and len(said.removeprefix(str(tmp_path))) < 250


def test_a_large_file_is_refused_and_one_of_just_that_size_is_read(tmp_path: Path) -> None:
    text = FIRST + f"week = [{WEEK}]\n#"
    assert load(tmp_path, text + "x" * (LARGEST_BYTES - len(text))) == ["slow-bench"]
    with pytest.raises(NegcoachError, match=r"programmes\.toml is larger than 1 MB\. Is it the right file\?"):
        load(tmp_path, text + "x" * LARGEST_BYTES)


@pytest.mark.parametrize("typed", ["bench-overload-8", "Bench negatives in eight weeks", "bench", "BENCH-OVERLOAD-8 "])
def test_a_programme_is_found_by_slug_name_or_a_part(typed: str) -> None:
    assert find_programme(shipped_programmes(), typed).slug == "bench-overload-8"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("bench-overlod", 'No programme "bench-overlod". Did you mean bench-overload-8?'),
        ("first", 'No programme "first". Did you mean first-dip?'),
        ("yoga", 'No programme "yoga". negcoach programme list shows them.'),
    ],
)
def test_what_is_not_found_says_what_would_be(typed: str, message: str) -> None:
    with pytest.raises(NegcoachError) as refused:
        find_programme(shipped_programmes(), typed)
    assert str(refused.value) == message
