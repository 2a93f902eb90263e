"""The figure beside the count: only where there is room, moving with the bar, and never in a call."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from textual.geometry import Region

from negcoach.config.figures import figure_of
from negcoach.training.exercise.figure import Part
from negcoach.training.score.timeline import Phase
from negcoach.training.terms import Side
from negcoach.widgets.coach.coach_figure import STEPS
from negcoach.widgets.coach.coach_layout import count_layout, figure_region, rail_region
from negcoach.widgets.coach.coach_lines import phase_shape, tally
from negcoach.widgets.coach.coach_picture import face_body
from negcoach.widgets.drawing.colour_schemes import ColourMode
from negcoach.widgets.drawing.dots import figure_cells
from tests.widgets.coach.test_coach_face import FaceApp
from tests.widgets.moments import CARD, WORDS, moment

SIZES = [(80, 20), (80, 24), (120, 40), (160, 40), (160, 50), (200, 50), (240, 60), (320, 90)]
"""80x20 is what the demo's guide leaves of 80x24."""
FIGURE = figure_of("bench-press")
assert FIGURE is not None
BRAILLE = {chr(code) for code in range(0x2801, 0x2900)}


def dots(rows: list[str]) -> str:
    """Return the rows with nothing but braille characters."""
    return "\n".join("".join(char if char in BRAILLE else " " for char in row) for row in rows)


def place(size: tuple[int, int], phase: Phase = Phase.LOWER) -> Region | None:
    found = face_body(CARD, moment(phase), *size, FIGURE).figure
    return None if found is None else found.region


@pytest.mark.parametrize("size", SIZES)
def test_what_is_read_from_afar_is_as_large_as_without_a_figure_and_not_covered(size: tuple[int, int]) -> None:
    now = moment(Phase.LOWER)
    counted = tally(CARD, now)
    body = face_body(CARD, now, *size, FIGURE)
    assert body.figure is not None and body.path is not None
    region = body.figure.region
    assert region.width >= 24 and region.height >= 9
    shape = phase_shape(Phase.LOWER, WORDS)
    word, alone, label, _ = count_layout("LOWER", shape, "4", *size, counted)
    over, beside, texts, _ = count_layout("LOWER", shape, "4", *size, counted, region)
    assert beside.words[0].lettering == alone.words[0].lettering
    assert [each.lettering for each in texts.words] == [each.lettering for each in label.words]
    assert over.words[0].lettering.height >= word.words[0].lettering.height
    assert over.words[0].lettering.width >= word.words[0].lettering.width
    assert not region.overlaps(body.path.region)
    for word in (*over.words, *beside.words, *texts.words):
        top, bottom = word.top // 2, (word.top + word.lettering.height + 1) // 2
        right = word.left + word.lettering.measure(word.text)
        assert right < region.x or bottom <= region.y or top >= region.bottom, word.text


@pytest.mark.parametrize("size", [(40, 12), (60, 24), (80, 60), (80, 16), (160, 12)])
def test_there_is_none_where_there_is_no_room(size: tuple[int, int]) -> None:
    body = face_body(CARD, moment(Phase.LOWER), *size, FIGURE)
    assert body.figure is None
    assert body.path is not None and body.path.region == rail_region(*size)  # nothing is taken from the path either


@pytest.mark.parametrize("size", [(120, 40), (160, 45)])
def test_the_bars_path_gives_up_only_what_the_figure_needs(size: tuple[int, int]) -> None:
    with_figure, without = (face_body(CARD, moment(Phase.LOWER), *size, one).path for one in (FIGURE, None))
    assert with_figure is not None and without is not None
    assert 0.15 * size[0] <= with_figure.region.width < without.region.width
    assert with_figure.region.right == without.region.right and with_figure.region.height == without.region.height
    roomy = face_body(CARD, moment(Phase.LOWER), 200, 50, FIGURE).path
    assert roomy is not None and roomy.region == rail_region(200, 50)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_a_count_of_two_digits_has_the_room_for_itself_until_the_rep_ends(size: tuple[int, int]) -> None:
    assert figure_region(*size, 1, ("REP", "1/4")) is not None
    assert figure_region(*size, 2, ("REP", "1/4")) is None
    long = moment(Phase.LOWER)
    long = replace(long, segment=replace(long.segment, planned_ms=12_000), count=4)
    assert face_body(CARD, long, *size, FIGURE).figure is None
    held = moment(Phase.HOLD_TOP)
    held = replace(held, following=(long.segment, *held.following))
    assert face_body(CARD, held, *size, FIGURE).figure is None  # what is shown beside a hold stays in the lowering


@pytest.mark.parametrize("size", [(164, 49), (164, 54), (176, 44), (200, 50), (240, 60)])
@pytest.mark.parametrize("counted", [(), ("REP", "1/4"), ("REP", "1/4", "LEFT")])
def test_every_count_of_two_digits_is_as_large_as_without_a_figure(
    size: tuple[int, int], counted: tuple[str, ...]
) -> None:
    region, shape = figure_region(*size, 2, counted), phase_shape(Phase.LOWER, WORDS)
    assert region is not None
    for count in range(1, 100):
        alone, beside = (count_layout("LOWER", shape, str(count), *size, counted, at)[1] for at in (None, region))
        assert beside.words[0].lettering == alone.words[0].lettering, count


@pytest.mark.parametrize("phase", Phase)
def test_it_is_in_no_call_and_no_lead_in(phase: Phase) -> None:
    assert (place((200, 50), phase) is not None) == (phase in (Phase.LOWER, Phase.HOLD_BOTTOM, Phase.HOLD_TOP))


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
@pytest.mark.parametrize("mode", ColourMode)
async def test_it_performs_the_rep_with_the_bar(mode: ColourMode, size: tuple[int, int]) -> None:
    app = FaceApp()
    async with app.run_test(size=size) as pilot:
        app.face.figure = FIGURE
        region = place(size)
        assert region is not None
        for elapsed_ms in (0, 1_250, 2_500, 3_750, 4_999):
            app.show(moment(Phase.LOWER, elapsed_ms), mode)
            pose = round(elapsed_ms / 5_000 * STEPS)
            cells = figure_cells(FIGURE, pose / STEPS, region.width, region.height)
            expected = "\n".join("".join(" " if cell is None else cell.char for cell in row) for row in cells)
            shown = [row[region.x : region.right] for row in app.rows()[region.y : region.bottom]]
            assert dots(shown) == expected
            await pilot.pause()
        for phase, pose in ((Phase.HOLD_BOTTOM, STEPS), (Phase.HOLD_TOP, 0)):
            app.show(moment(phase), mode)
            place_now = place(size, phase)
            assert place_now is not None
            cells = figure_cells(FIGURE, pose / STEPS, place_now.width, place_now.height)
            shown = [row[place_now.x : place_now.right] for row in app.rows()[place_now.y : place_now.bottom]]
            assert dots(shown) == "\n".join("".join(cell.char if cell else " " for cell in row) for row in cells)


async def test_between_two_frames_it_moves_as_it_would_be_drawn_anew_in_a_few_cells() -> None:
    app = FaceApp()
    async with app.run_test(size=(200, 50)) as pilot:
        app.face.figure = FIGURE
        region = place((200, 50))
        assert region is not None
        app.show(moment(Phase.LOWER, 1_000))
        await pilot.pause()
        app.face.refreshed.clear()
        app.face.move_bar(1_900)
        moved = app.rows()
        assert app.face.refreshed
        rail = rail_region(200, 50)
        assert rail is not None
        assert all(region.contains_region(one) or rail.contains_region(one) for one in app.face.refreshed)
        app.show(moment(Phase.LOWER, 1_900))
        assert app.rows() == moved
        app.face.refreshed.clear()
        app.face.move_bar(1_901)  # the same pose
        assert not any(one.overlaps(region) for one in app.face.refreshed)


async def test_no_row_changes_its_length_whatever_moves_in_it() -> None:
    app = FaceApp()
    async with app.run_test(size=(200, 50)):
        app.face.figure = FIGURE
        for elapsed_ms in range(0, 5_000, 250):
            app.show(moment(Phase.LOWER, elapsed_ms))
            assert {app.face.render_line(y).cell_length for y in range(50)} == {200}


async def test_without_a_figure_nothing_is_drawn_there() -> None:
    app = FaceApp()
    async with app.run_test(size=(200, 50)):
        app.show(moment(Phase.LOWER, 2_000))
        assert dots(app.rows()).strip() == ""
        app.face.figure = FIGURE
        app.again()
        assert dots(app.rows()).strip()


def test_a_side_in_the_tally_leaves_the_count_its_size_too() -> None:
    now = moment(Phase.LOWER)
    now = replace(now, segment=replace(now.segment, side=Side.RIGHT))
    card = replace(CARD, has_sides=True)
    body = face_body(card, now, 200, 50, FIGURE)
    assert body.figure is not None
    shape = phase_shape(Phase.LOWER, WORDS)
    alone = count_layout("LOWER", shape, "4", 200, 50, body.tally)[1]
    beside = count_layout("LOWER", shape, "4", 200, 50, body.tally, body.figure.region)[1]
    assert alone.words[0].lettering == beside.words[0].lettering


def test_every_part_of_it_can_be_told_from_the_background_in_every_phase() -> None:
    from negcoach.widgets.coach.coach_figure import _colour
    from negcoach.widgets.drawing.colour_schemes import scheme
    from negcoach.widgets.themes.themes import Ground

    phases = (Phase.LOWER, Phase.HOLD_BOTTOM, Phase.HOLD_TOP)
    for mode, phase, ground in product(ColourMode, phases, Ground):
        for colours in (scheme(phase, mode, ground), scheme(phase, mode, ground).flashed()):
            for part in Part:
                assert _colour(colours, part) != colours.background, (mode, phase, ground, part)
