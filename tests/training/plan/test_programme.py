"""The grammar of a programme's session, and the programmes that ship."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negcoach.config.library import shipped_exercises
from negcoach.config.programmes import shipped_programmes
from negcoach.errors import NegcoachError
from negcoach.training.exercise.limits import MOST_REPS, MOST_SETS
from negcoach.training.exercise.table_reader import PathError
from negcoach.training.exercise.way import Way
from negcoach.training.plan.programme import EccentricTest, Item, LoadBy, Work, parse_item, require_fitting
from negcoach.training.plan.programme_table import programmes_from

LIBRARY = shipped_exercises()
SHIPPED = {one.slug: one for one in shipped_programmes()}


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("2x10 @ 40%", Work(2, 10, 10, LoadBy.PERCENT, 40)),
        ("3×4@97.5 %", Work(3, 4, 4, LoadBy.PERCENT, 97.5)),
        ("3x3 @ 85% ecc", Work(3, 3, 3, LoadBy.PERCENT_ECCENTRIC, 85)),
        ("3x6-8 bw", Work(3, 6, 8, LoadBy.BODYWEIGHT)),
        ("3x12,10, 8 bw", Work(3, 12, 12, LoadBy.BODYWEIGHT, fewer=2)),
        ("3x5 8 s bw", Work(3, 5, 5, LoadBy.BODYWEIGHT, seconds=8)),
        ("3x5 8s +2.5 kg easy", Work(3, 5, 5, LoadBy.ADDED, 2.5, "kg", 8, easy=True)),
        ("3x5 +5 lb", Work(3, 5, 5, LoadBy.ADDED, 5, "lb")),
        ("3x3 @ 97,5%", Work(3, 3, 3, LoadBy.PERCENT, 97.5)),
        ("  3 x 4   UP ", Work(3, 4, 4, LoadBy.UP)),
        ("3x15 3 s up a side", Work(3, 15, 15, LoadBy.UP, seconds=3, a_side=True)),
        ("2x2 same easy", Work(2, 2, 2, LoadBy.SAME, easy=True)),
        ("4x4 @ 85% cluster 2", Work(4, 4, 4, LoadBy.PERCENT, 85, way=Way.parse("cluster 2, 25 s"))),
        ("3x5 up a side Drop 12%", Work(3, 5, 5, LoadBy.UP, a_side=True, way=Way.parse("drop 12 %"))),
        ("3x4 same straight", Work(3, 4, 4, LoadBy.SAME)),
        ("Test  Eccentric", EccentricTest()),
    ],
)
def test_a_session_is_read(text: str, item: Item) -> None:
    assert parse_item(text) == item


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", '"" is empty. Write sets, reps and a load, like "3x4 @ 85%"'),
        ("three by four", '"three" must be sets x reps, like "3x4" or "3x6-8", or "test eccentric"'),
        ("3x4", "the load is missing. Add a load: @ 85%, @ 85% ecc, +5 kg, up, same or bw"),
        ("3x4 heavy", '"heavy" must begin with a load: @ 85%, @ 85% ecc, +5 kg, up, same or bw'),
        ("3x4 @ 85", '"@ 85" has no %. A load is in percent of the 1RM, like @ 85%, or up or same'),
        ("3x4 @ 5%", '"@ 5%" must be from 10 to 200 % of the 1RM'),
        ("3x4 @ 20000%", '"@ 20000%" must be from 10 to 200 % of the 1RM'),
        ("3x4 @ 101% ecc", '"@ 101% ecc" must be from 10 to 100 % of the eccentric 1RM'),
        ("3x4 @ 85.125%", '"85.125" has more than two decimals. Write 85.12'),
        ("3x4 +500 lb", '"+500 lb" must be more than 0 and at most 440.92 lb; write bw for nothing'),
        (
            "3x4 5 sec up",
            '"5 sec up" must begin with seconds, like "5 s", or a load: @ 85%, @ 85% ecc, +5 kg, up, same or bw',
        ),
        (
            "3x4 100 kg",
            '"100 kg" must begin with seconds, like "5 s", or a load: @ 85%, @ 85% ecc, +5 kg, up, same or bw',
        ),
        ("test ecentric", 'did you mean "test eccentric"?'),
        ("99999999x4 up", "sets must be from 1 to 20, not 99999999"),
        ("3x8-6 up", '"3x8-6" runs backwards: write the fewer reps first, "3x6-8"'),
        ("3x12,10 bw", '"3x12,10" must have a number of reps for each set, each as much less, like "3x12,10,8"'),
        ("3x8,9,10 bw", '"3x8,9,10" must have a number of reps for each set, each as much less, like "3x12,10,8"'),
        ("0x4 up", "sets must be from 1 to 20, not 0"),
        ("3x101 up", "reps must be from 1 to 100, not 101"),
        ("3x4 61 s up", "the seconds of a lowering must be from 1 to 60, not 61"),
        (
            "3x4 up easy a side",
            '"a side" is not known after the load. '
            'Only "a side", "easy" and a set type, like "drop 10 %", follow it, in order',
        ),
        ("3x4 up drop 20%", '"drop 20%": A drop set lowers the load by 10 to 15 %, once, not by 20 %'),
        ("3x4 up easy drop", '"drop 10 %": an easy session is done straight. Leave out one of them'),
        ("1x4 up drop", '"drop 10 %": the last of several sets is the drop. Write two sets at least'),
        (
            "3x4 up cluster 4",
            '"cluster 4, 25 s": a set of 4 has no rest inside. Write fewer reps for the cluster, or more for the set',
        ),
        ("3x6,4,2 up forced 2", '"forced 2": the first rep of a set is lifted alone. Write 3 reps at least'),
        (
            "3x4 @ 115% accentuated 80",
            '"accentuated 80 %": an accentuated set lowers 110 % of the 1RM at most, not 115',
        ),
        ("3x4 +0 kg", '"+0 kg" must be more than 0 and at most 200 kg; write bw for nothing'),
        ("3x4 upper", '"upper" must begin with a load: @ 85%, @ 85% ecc, +5 kg, up, same or bw'),
    ],
)
def test_a_wrong_session_says_what_would_be_right(text: str, message: str) -> None:
    with pytest.raises(NegcoachError) as refused:
        parse_item(text)
    assert str(refused.value) == message


LOADS = st.one_of(
    st.tuples(
        st.sampled_from([LoadBy.PERCENT, LoadBy.PERCENT_ECCENTRIC]), st.integers(100, 1000).map(lambda n: n / 10)
    ),
    st.tuples(st.just(LoadBy.ADDED), st.integers(1, 400).map(lambda n: n / 4)),
    st.tuples(st.sampled_from([LoadBy.UP, LoadBy.SAME, LoadBy.BODYWEIGHT]), st.just(0.0)),
)


@st.composite
def works(draw: st.DrawFn) -> Work:
    """Return any sets that a session can have."""
    load, amount = draw(LOADS)
    reps = draw(st.integers(1, MOST_REPS))
    easy, sets = draw(st.booleans()), draw(st.integers(1, MOST_SETS))
    ways = ["straight", *["cluster 2, 30 s"] * (reps > 2), *["drop 12 %"] * (sets > 1 and not easy)]
    return Work(
        sets=sets,
        reps=reps,
        most_reps=draw(st.integers(reps, MOST_REPS)),
        load=load,
        amount=amount,
        unit=draw(st.sampled_from(["kg", "lb"])) if load is LoadBy.ADDED else "kg",
        seconds=draw(st.none() | st.integers(1, 60)),
        a_side=draw(st.booleans()),
        easy=easy,
        way=Way.parse(draw(st.sampled_from(ways))),
    )


@given(works())
def test_what_is_written_is_read_again(work: Work) -> None:
    assert parse_item(str(work)) == work


ALIKE = r"\d?x?\d?-?\d? ?@? ?\d*%?( ecc| up| bw| s| easy| drop| cluster 2| forced)*"


@given(st.text(max_size=40) | st.from_regex(ALIKE, fullmatch=True))
def test_any_text_is_read_or_refused_in_one_line(text: str) -> None:
    try:
        item = parse_item(text)
    except NegcoachError as error:
        assert "\n" not in str(error)
    else:
        assert parse_item(str(item)) == item


def test_thirteen_programmes_less_one_ship() -> None:
    assert list(SHIPPED) == [
        "bench-overload-8",
        "machine-overload-8",
        "leg-press-8",
        "squat-6",
        "first-push-up",
        "first-dip",
        "first-pull-up",
        "nordic-10",
        "nordic-low",
        "alfredson-12",
        "decline-squat-12",
        "copenhagen-8",
        "tempo-beginner-6",
    ]


@pytest.mark.parametrize("slug", SHIPPED)
def test_each_shipped_programme_can_be_followed_with_the_exercises_there_are(slug: str) -> None:
    programme = SHIPPED[slug]
    known = {exercise.slug: exercise for exercise in LIBRARY}
    for week in programme.weeks:
        for item in week.sessions:
            require_fitting(item, known[week.exercise])  # raises where it does not
    assert programme.about.endswith(".") and len(programme.about) <= 120
    assert programme.source and not programme.own
    assert not any(len(week.why) > 60 for week in programme.weeks)


def test_the_number_in_a_slug_is_that_of_its_weeks() -> None:
    for slug, programme in SHIPPED.items():
        number = slug.rpartition("-")[2]
        if number.isdigit():
            assert len(programme.weeks) == int(number)


def test_alfredsons_protocol_has_its_168_sessions_twice_a_day() -> None:
    programme = SHIPPED["alfredson-12"]
    assert (programme.session_count, programme.days_apart) == (168, 0.5)


def test_the_squat_ends_at_its_cap() -> None:
    last = SHIPPED["squat-6"].weeks[-1].sessions[-1]
    assert isinstance(last, Work) and last.amount == 110


def row(**values: object) -> dict[str, object]:
    """Return the table of a file with one programme."""
    usual = {"name": "My weeks", "exercise": "bench-press", "week": [{"do": ["3x4 @ 85%"]}]}
    return {"programme": [{**usual, **values}]}


def test_a_name_an_exercise_and_weeks_are_enough() -> None:
    (programme,) = programmes_from(row(), own=True)
    assert (programme.slug, programme.name, programme.days_apart) == ("my-weeks", "My weeks", 3)
    assert (programme.session_count, programme.rule.origin, programme.own) == (1, "yours", True)


def test_a_programme_of_ones_own_can_say_what_was_read() -> None:
    (programme,) = programmes_from(row(mark=["own", "read"], source="Petersen 2011; negcoach's own choice"), own=True)
    assert programme.rule.origin == "Petersen 2011; negcoach's own choice"
    (programme,) = programmes_from(row(source="my coach, 2019"), own=True)
    assert programme.rule.origin == "yours: my coach, 2019"


def test_weeks_and_times_repeat() -> None:
    (programme,) = programmes_from(
        row(week=[{"do": ["3x4 up", "2x4 same"], "times": 2, "weeks": 3}], days_apart=2), own=True
    )
    assert len(programme.weeks) == 3
    assert [str(item) for item in programme.weeks[0].sessions] == ["3x4 up", "2x4 same"] * 2


@pytest.mark.parametrize(
    ("table", "path", "message"),
    [
        ({"programm": []}, ("programm",), '"programm" is not known here. Begin each programme with [[programme]].'),
        ({"programme": 3}, ("programme",), "programme must be a list of tables. Begin each programme with"),
        ({"programme": [3]}, ("programme", 0), "programme must be a table, not 3."),
        (row(name=3), ("programme", 0, "name"), "name: must be text in quotes, not 3."),
        (row(exercise="Bench!"), ("programme", 0, "exercise"), '"Bench!" must be small letters, digits and single'),
        (
            row(needs=["a friend"]),
            ("programme", 0, "needs"),
            '"a friend" is not known. Choose one of 1rm, spotter, 6 months',
        ),
        (row(mark=["reed"]), ("programme", 0, "mark"), '"reed" is not known. Did you mean "read"?'),
        (row(mark=["read"]), ("programme", 0, "mark"), '"read" needs the source that was read'),
        (row(days_apart=0), ("programme", 0, "days_apart"), "must be a number from 0.5 to 14, not 0."),
        (row(weeks=3), ("programme", 0, "weeks"), '"weeks" is not a known key. Did you mean week?'),
        (row(week=[]), ("programme", 0, "week"), "a programme has at least one."),
        (row(week=[3]), ("programme", 0, "week", 0), "week: 3 must be a table."),
        (row(week=[{}]), ("programme", 0, "week", 0, "do"), "a week has at least one session"),
        (row(week=[{"do": ["3x4"]}]), ("programme", 0, "week", 0, "do", 0), 'do: "3x4": the load is missing.'),
        (row(week=[{"do": ["3x4 up"], "times": 15}]), ("programme", 0, "week", 0, "times"), "from 1 to 14, not 15."),
        (row(week=[{"do": ["3x4 up"], "weeks": 50}] * 2), ("programme", 0, "week", 1), "at most 52 weeks, not 100."),
        (row(week=[{"do": ["3x4 up"], "way": ""}]), ("programme", 0, "week", 0, "way"), "Did you mean why?"),
    ],
)
def test_the_first_wrong_value_is_named(table: dict[str, object], path: tuple[object, ...], message: str) -> None:
    with pytest.raises(PathError) as refused:
        programmes_from(table, own=True)
    assert refused.value.path == path
    assert message in str(refused.value)


def test_two_programmes_have_two_slugs() -> None:
    table = {"programme": [*row()["programme"], *row()["programme"]]}  # type: ignore[misc]
    with pytest.raises(PathError, match='name: there is a programme "my-weeks" before it') as refused:
        programmes_from(table, own=True)
    assert refused.value.path == ("programme", 1, "name")


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"name": "Your first DIP"}, "name"),
        ({"name": "First dip"}, "name"),  # which makes its slug
        ({"name": "Mine", "slug": "first-dip"}, "slug"),
        ({"name": "Your first dip", "slug": "mine"}, "name"),
    ],
)
def test_no_programme_has_the_slug_or_the_name_of_one_that_ships(values: dict[str, object], key: str) -> None:
    with pytest.raises(PathError, match=r"that comes with negcoach\. Choose another") as refused:
        programmes_from(row(**values), own=True, others=tuple(SHIPPED.values()))
    assert refused.value.path == ("programme", 0, key)


@pytest.mark.parametrize(
    ("days_apart", "sessions", "message"),
    [
        (3, 4, "a week has room for 3 sessions 3 days apart, not for 4: write fewer, or fewer days_apart."),
        (2.5, 4, "a week has room for 3 sessions 3 days apart, not for 4: write fewer, or fewer days_apart."),
        (1, 8, "a week has room for 7 sessions 1 day apart, not for 8: write fewer, or fewer days_apart."),
        (14, 2, "a week has room for 1 session 14 days apart, not for 2: write fewer, or fewer days_apart."),
        (0.5, 15, "has 15 lines. Write at most 14."),
    ],
)
def test_the_sessions_of_a_week_have_room_in_seven_days(days_apart: float, sessions: int, message: str) -> None:
    def weeks(count: int) -> dict[str, object]:
        return row(days_apart=days_apart, week=[{"do": ["3x4 up"] * count}])

    (programme,) = programmes_from(weeks(sessions - 1), own=True)
    assert programme.session_count == sessions - 1
    with pytest.raises(PathError) as refused:
        programmes_from(weeks(sessions), own=True)
    assert str(refused.value) == f"week.do: {message}"


@pytest.mark.parametrize(
    ("exercise", "item", "message"),
    [
        ("bench-press", "3x4 bw", '"3x4 bw": Bench press has a load of its own. Write @ 85%, up or same.'),
        ("nordic-curl", "3x4 @ 85%", '"3x4 @ 85%": Nordic hamstring curl is done with bodyweight.'),
        ("heel-drop", "3x15 up", 'Eccentric heel drop is done one side at a time: add "a side".'),
        ("bench-press", "3x4 up a side", '"3x4 up a side": Bench press is done with both sides: leave out "a side".'),
        ("negative-dip", "3x5 bw drop", "A drop set takes load off: it is for exercises that have a load"),
        ("machine-bench-press", "3x4 up accentuated", "Accentuated sets hang hooks on a bar that is racked"),
        ("bench-press", "3x4 up forced", "Forced reps follow reps that are lifted alone"),
        ("hands-raised-push-up", "test eccentric", '"test eccentric": Incline push-up has no test.'),
        ("tempo-squat", "test eccentric", '"test eccentric": '),
        ("bench-press", "3x4 @ 121%", "the cap of Bench press is 120 % of the 1RM. Write @ 120% or less."),
        ("leg-press", "3x4 @ 185%", "the cap of "),
        ("tempo-squat", "3x4 @ 85% ecc", "has no eccentric 1RM: only overload with a load has one. Write @ 85% or up."),
        ("bench-press", "3x4 2 s up", "under 3 s it is a drop, not a lowering. Write 3 s or more."),
        ("bench-press", "3x4 11 s up", "overload is lowered for 10 s at most. Write 10 s or less."),
    ],
)
def test_a_week_asks_only_for_what_its_exercise_can_do(exercise: str, item: str, message: str) -> None:
    side = " a side" if exercise == "heel-drop" else ""
    table = row(week=[{"do": ["3x5 up"], "weeks": 3}, {"exercise": exercise, "do": ["3x5 up" + side, item]}])
    with pytest.raises(PathError) as refused:
        programmes_from(table, own=True, library=LIBRARY)
    assert message in str(refused.value)
    assert refused.value.path == ("programme", 0, "week", 1, "do", 1)


def test_an_exercise_can_be_named_as_it_is_called() -> None:
    (programme,) = programmes_from(
        row(exercise="incline-push-up", week=[{"do": ["3x4 up"]}]), own=True, library=LIBRARY
    )
    assert programme.exercise == "hands-raised-push-up"


@pytest.mark.parametrize("exercise", ["bench-press", "negative-dip", "nordic-curl"])
def test_a_test_is_for_overload_and_for_the_whole_body(exercise: str) -> None:
    table = row(exercise=exercise, week=[{"do": ["test eccentric"]}])
    (programme,) = programmes_from(table, own=True, library=LIBRARY)
    assert str(programme.weeks[0].sessions[0]) == "test eccentric"
