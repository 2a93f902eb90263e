"""A key turns the score: every cue is begun once, at its place or at once, and what has gone is cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from negcoach.audio.cue_update import LATEST_FRAMES, laid, turned
from negcoach.audio.track import FADE_FRAMES, Placed
from negcoach.training.score.timeline import Cue

LIFT = Cue(1000, "lift")
AT = 48_000


def test_a_cue_still_to_come_keeps_its_place() -> None:
    assert turned({}, [LIFT], handed=AT)[1000, "lift"] == Placed(AT, "lift")


def test_a_cue_whose_place_was_just_passed_begins_at_once() -> None:
    assert turned({}, [LIFT], handed=AT + 1)[1000, "lift"].start == AT + 1


def test_a_cue_that_is_a_second_late_is_dropped() -> None:
    assert turned({}, [LIFT], handed=AT + LATEST_FRAMES) != {}
    assert turned({}, [LIFT], handed=AT + LATEST_FRAMES + 1) == {}


def test_a_late_cue_that_has_ended_already_is_dropped() -> None:
    assert turned({}, [Cue(1000, "lift", until_ms=1100)], handed=1100 * 48) == {}


def test_a_begun_cue_is_neither_moved_nor_begun_again() -> None:
    before = turned({}, [LIFT], handed=AT + 500)
    assert turned(before, [LIFT], handed=AT + 5000) == before


def test_a_begun_cue_that_has_gone_is_cut_from_now_on_and_only_once() -> None:
    cut = turned(laid([LIFT]), [], handed=AT + 480)
    assert cut[1000, "lift"] == Placed(AT, "lift", AT + 480 + FADE_FRAMES)
    assert turned(cut, [], handed=AT + 960) == cut


def test_a_cue_that_was_cut_is_not_begun_again_when_it_comes_back() -> None:
    cut = turned(laid([LIFT]), [], handed=AT + 480)
    assert turned(cut, [LIFT], handed=AT + 960) == cut


def test_an_end_in_the_past_becomes_an_end_one_fade_from_now() -> None:
    after = turned(laid([LIFT]), [Cue(1000, "lift", until_ms=1005)], handed=AT + 4800)
    assert after[1000, "lift"].until == AT + 4800 + FADE_FRAMES


def test_an_end_to_come_is_kept_exactly() -> None:
    after = turned(laid([LIFT]), [Cue(1000, "lift", until_ms=1200)], handed=AT + 480)
    assert after[1000, "lift"].until == 1200 * 48


def test_a_cue_not_begun_that_has_gone_is_forgotten() -> None:
    assert turned(laid([LIFT]), [], handed=AT) == {}


def test_what_has_rung_out_long_ago_is_forgotten() -> None:
    assert turned(laid([LIFT]), [], handed=AT + 59_000 * 48) != {}
    assert turned(laid([LIFT]), [], handed=AT + 60_000 * 48) == {}


score = st.lists(st.builds(Cue, st.integers(0, 3000), st.sampled_from(["a", "b"])), max_size=6)


@given(st.lists(st.tuples(score, st.integers(1, 2400)), min_size=1, max_size=8))
def test_whatever_the_keys_no_cue_begins_twice_and_none_in_the_past(
    keys: list[tuple[list[Cue], int]],
) -> None:
    placed = laid(keys[0][0])
    handed = 0
    begun: dict[tuple[int, str], int] = {}
    for cues, frames in keys:
        placed = turned(placed, cues, handed)
        for key, place in placed.items():
            if handed <= place.start < handed + frames:
                assert key not in begun
                begun[key] = place.start
            elif place.start < handed:
                assert begun[key] == place.start
        handed += frames
