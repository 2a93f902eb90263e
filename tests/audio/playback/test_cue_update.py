"""A key changes the score: every cue begins once, at its position or at once, and removed ones are cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from negcoach.audio.playback.cue_update import LATEST_FRAMES, merge_cues, place_cues, replace_after_switch
from negcoach.audio.playback.track import FADE_FRAMES, PlacedSound
from negcoach.training.score.timeline import Cue

LIFT = Cue(1000, "lift")
AT = 48_000


def test_a_cue_still_to_come_keeps_its_place() -> None:
    assert merge_cues({}, [LIFT], next_frame=AT)[1000, "lift"] == PlacedSound(AT, "lift")


def test_a_cue_whose_place_was_just_passed_begins_at_once() -> None:
    assert merge_cues({}, [LIFT], next_frame=AT + 1)[1000, "lift"].start == AT + 1


def test_a_cue_that_is_a_second_late_is_dropped() -> None:
    assert merge_cues({}, [LIFT], next_frame=AT + LATEST_FRAMES) != {}
    assert merge_cues({}, [LIFT], next_frame=AT + LATEST_FRAMES + 1) == {}


def test_a_late_cue_that_has_ended_already_is_dropped() -> None:
    assert merge_cues({}, [Cue(1000, "lift", until_ms=1100)], next_frame=1100 * 48) == {}


def test_a_begun_cue_is_neither_moved_nor_begun_again() -> None:
    before = merge_cues({}, [LIFT], next_frame=AT + 500)
    assert merge_cues(before, [LIFT], next_frame=AT + 5000) == before


def test_a_begun_cue_that_has_gone_is_cut_from_now_on_and_only_once() -> None:
    cut = merge_cues(place_cues([LIFT]), [], next_frame=AT + 480)
    assert cut[1000, "lift"] == PlacedSound(AT, "lift", AT + 480 + FADE_FRAMES)
    assert merge_cues(cut, [], next_frame=AT + 960) == cut


def test_a_cue_that_was_cut_is_not_begun_again_when_it_comes_back() -> None:
    cut = merge_cues(place_cues([LIFT]), [], next_frame=AT + 480)
    assert merge_cues(cut, [LIFT], next_frame=AT + 960) == cut


def test_an_end_in_the_past_becomes_an_end_one_fade_from_now() -> None:
    after = merge_cues(place_cues([LIFT]), [Cue(1000, "lift", until_ms=1005)], next_frame=AT + 4800)
    assert after[1000, "lift"].until == AT + 4800 + FADE_FRAMES


def test_an_end_to_come_is_kept_exactly() -> None:
    after = merge_cues(place_cues([LIFT]), [Cue(1000, "lift", until_ms=1200)], next_frame=AT + 480)
    assert after[1000, "lift"].until == 1200 * 48


def test_a_cue_not_begun_that_has_gone_is_forgotten() -> None:
    assert merge_cues(place_cues([LIFT]), [], next_frame=AT) == {}


def test_what_has_rung_out_long_ago_is_forgotten() -> None:
    assert merge_cues(place_cues([LIFT]), [], next_frame=AT + 59_000 * 48) != {}
    assert merge_cues(place_cues([LIFT]), [], next_frame=AT + 60_000 * 48) == {}


def test_after_a_switch_a_sound_that_had_begun_goes_on_where_the_new_device_begins() -> None:
    after = replace_after_switch(place_cues([LIFT]), [LIFT], heard_until=AT + 4_800, next_frame=AT + 5_200)
    assert after[1000, "lift"] == PlacedSound(AT, "lift", resumed=AT + 5_200)


def test_after_a_switch_a_removed_sound_is_heard_no_more() -> None:
    after = replace_after_switch(place_cues([LIFT]), [], heard_until=AT + 4_800, next_frame=AT + 5_200)
    assert after[1000, "lift"].until == AT + 5_200


def test_after_a_switch_no_scrap_of_a_sound_is_left() -> None:
    cut = Cue(1000, "lift", until_ms=1120)
    after = replace_after_switch(place_cues([LIFT]), [cut], heard_until=AT + 4_800, next_frame=AT + 5_200)
    assert after[1000, "lift"].until == AT + 5_200
    later = Cue(1000, "lift", until_ms=1200)
    after = replace_after_switch(place_cues([LIFT]), [later], heard_until=AT + 4_800, next_frame=AT + 5_200)
    assert after[1000, "lift"].until == 1200 * 48


def test_a_sound_that_began_while_no_device_played_begins_with_the_new_one() -> None:
    after = replace_after_switch(place_cues([LIFT]), [LIFT], heard_until=AT - 10, next_frame=AT + 400)
    assert after[1000, "lift"] == PlacedSound(AT + 400, "lift")


def test_a_sound_that_was_handed_over_but_not_heard_is_moved_or_forgotten_like_any_other() -> None:
    assert replace_after_switch(place_cues([LIFT]), [Cue(1100, "lift")], AT - 4_800, AT - 4_400) == {
        (1100, "lift"): PlacedSound(1100 * 48, "lift")
    }


score = st.lists(st.builds(Cue, st.integers(0, 3000), st.sampled_from(["a", "b"])), max_size=6)


@given(st.lists(st.tuples(score, st.integers(1, 2400)), min_size=1, max_size=8))
def test_whatever_the_keys_no_cue_begins_twice_and_none_in_the_past(
    keys: list[tuple[list[Cue], int]],
) -> None:
    placed = place_cues(keys[0][0])
    next_frame = 0
    begun: dict[tuple[int, str], int] = {}
    for cues, frames in keys:
        placed = merge_cues(placed, cues, next_frame)
        for key, place in placed.items():
            if next_frame <= place.start < next_frame + frames:
                assert key not in begun
                begun[key] = place.start
            elif place.start < next_frame:
                assert begun[key] == place.start
        next_frame += frames
