"""The face as a widget: what is shown, and how little is drawn again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Region

from negcoach.training.score.phase_words import phase_word
from negcoach.training.score.timeline import Moment, Phase
from negcoach.training.terms import Side, StopReason
from negcoach.widgets.coach.bar_path import BarPath
from negcoach.widgets.coach.coach_face import FLASH_MS, CoachFace
from negcoach.widgets.coach.coach_layout import face_rows, rail_region
from negcoach.widgets.coach.coach_lines import phase_shape
from negcoach.widgets.coach.coach_picture import Labels, face_body
from negcoach.widgets.drawing.colour_schemes import ColourMode
from tests.widgets.moments import CARD, WORDS, moment, rep, with_words

SIZES = [(40, 12), (80, 24), (120, 40), (200, 50)]


class WatchedFace(CoachFace):
    """A face that remembers which regions it had shown again."""

    def __init__(self) -> None:
        self.refreshed: list[Region] = []
        super().__init__()

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> WatchedFace:
        """Remember the regions; none stands for the whole widget."""
        if self.is_mounted:
            self.refreshed.extend(regions or [self.size.region])
        super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        return self


class FaceApp(App[None]):
    """A screen with nothing but the face."""

    def compose(self) -> ComposeResult:
        """Return the face."""
        yield WatchedFace()

    @property
    def face(self) -> WatchedFace:
        """The face."""
        return self.query_one(WatchedFace)

    def show(self, now: Moment, mode: ColourMode = ColourMode.FULL) -> None:
        """Show a moment of the test set."""
        self.face.colour_mode = mode
        self.face.card = CARD
        self.face.show(now, self.face.labels)

    def again(self) -> None:
        """Show the same moment again, after the face was told something else."""
        self.face.show(self.face.moment, self.face.labels)

    def rows(self) -> list[str]:
        """Return the face's rows of characters."""
        return [self.face.render_line(y).text for y in range(self.face.size.height)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("phase", Phase)
async def test_every_phase_tells_its_word_and_shape_without_colour(phase: Phase, size: tuple[int, int]) -> None:
    app = FaceApp()
    async with app.run_test(size=size):
        app.show(moment(phase), ColourMode.NONE)
        text = "\n".join(app.rows())
        blocks = sum(map(text.count, "█▀▄"))
        assert blocks >= size[0] * size[1] * 0.04
        if size[1] >= 24:
            assert f"{phase_shape(phase, WORDS).value} {phase_word(phase, WORDS)}" in text


@pytest.mark.parametrize("size", SIZES)
async def test_without_colour_two_phases_never_look_the_same(size: tuple[int, int]) -> None:
    app = FaceApp()
    alike = (Phase.HOLD_TOP,)  # asks for the same as the hold at the bottom
    async with app.run_test(size=size):
        seen = set()
        for phase in (each for each in Phase if each not in alike):
            app.show(moment(phase), ColourMode.NONE)
            seen.add("\n".join(app.rows()))
        assert len(seen) == len(Phase) - len(alike)


@pytest.mark.parametrize("size", SIZES)
async def test_without_a_path_the_phase_stands_over_the_middle_of_the_face(size: tuple[int, int]) -> None:
    """Nobody knows where a lifter is to be who lowers as long as they can: no path, no figure, no empty third."""
    app = FaceApp()
    async with app.run_test(size=size):
        app.face.card = replace(CARD, open_lowering=True)
        app.face.show(moment(Phase.LOWER), app.face.labels)
        row = next(row for row in app.rows()[face_rows(*size).body.y :] if row.strip())
        assert abs(len(row) - len(row.lstrip()) - (len(row) - len(row.rstrip()))) <= 3


async def test_between_two_counts_only_the_bars_cells_are_shown_again() -> None:
    app = FaceApp()
    async with app.run_test(size=(120, 40)) as pilot:
        app.show(moment(Phase.LOWER, 1100))
        await pilot.pause()
        before, app.face.refreshed = app.rows(), []
        app.show(moment(Phase.LOWER, 1133))
        rail = rail_region(120, 40)
        assert rail is not None and app.face.refreshed
        for region in app.face.refreshed:
            assert region.x >= rail.x
        shown = {y for region in app.face.refreshed for y in range(region.y, region.bottom)}
        assert len(shown) <= 12
        changed = {y for y, (one, other) in enumerate(zip(before, app.rows(), strict=True)) if one != other}
        assert changed <= shown


async def test_a_bar_that_is_not_to_move_steps_with_the_count() -> None:
    app = FaceApp()
    async with app.run_test(size=(120, 40)) as pilot:
        app.face.still, app.face.flash = True, False
        app.show(moment(Phase.LOWER, 1_000))
        await pilot.pause()
        start_ms = app.face.moment.segment.start_ms if app.face.moment else 0
        app.face.refreshed.clear()
        for elapsed in (1_100, 1_500, 1_999):
            app.face.move_bar(start_ms + elapsed)
        assert app.face.refreshed == []
        app.face.move_bar(start_ms + 2_000)
        assert app.face.refreshed != []


async def test_bar_drawn_step_by_step_looks_the_same_as_drawn_at_once() -> None:
    app = FaceApp()
    async with app.run_test(size=(120, 40)):
        for elapsed_ms in range(1100, 1900, 33):
            app.show(moment(Phase.LOWER, elapsed_ms))
        stepped = [app.face.render_line(y) for y in range(40)]
        app.face.show(None, app.face.labels)
        app.show(moment(Phase.LOWER, elapsed_ms))
        assert [list(app.face.render_line(y).simplify()) for y in range(40)] == [
            list(row.simplify()) for row in stepped
        ]


async def test_nothing_is_shown_again_while_nothing_moves() -> None:
    app = FaceApp()
    async with app.run_test(size=(120, 40)) as pilot:
        app.show(moment(Phase.LIFT, 1000, waits=True))
        await pilot.pause()
        app.face.refreshed = []
        app.show(moment(Phase.LIFT, 1033, waits=True))
        assert app.face.refreshed == []


async def test_nothing_is_shown_again_when_a_change_cannot_be_seen() -> None:
    app = FaceApp()
    async with app.run_test(size=(120, 40)) as pilot:
        app.show(moment(Phase.PAUSED))
        await pilot.pause()
        app.face.refreshed = []
        app.face.card = replace(CARD, words=replace(WORDS, lift_note="unseen while paused"))
        app.again()
        assert app.face.refreshed == []


async def test_new_second_on_the_clock_shows_only_the_header_again() -> None:
    app = FaceApp()
    async with app.run_test(size=(120, 40)) as pilot:
        app.show(moment(Phase.LOWER))
        app.face.show(app.face.moment, Labels(clock="08:41"))
        await pilot.pause()
        app.face.refreshed = []
        app.face.show(app.face.moment, Labels(clock="08:42"))
        assert app.face.refreshed == [Region(0, 0, 120, 1)]
        assert "08:42" in app.rows()[0]


async def test_new_count_leaves_the_word_above_it_alone() -> None:
    app = FaceApp()
    async with app.run_test(size=(120, 40)) as pilot:
        app.show(moment(Phase.HOLD_BOTTOM, 200))
        await pilot.pause()
        app.face.refreshed = []
        app.show(replace(moment(Phase.HOLD_BOTTOM, 200), count=2))
        assert min(region.y for region in app.face.refreshed) > 6


async def test_phase_begins_with_a_flash_that_can_be_off() -> None:
    app = FaceApp()
    async with app.run_test(size=(80, 24)):
        app.show(moment(Phase.LOWER, FLASH_MS))
        calm = app.face.render_line(10).simplify()
        app.show(moment(Phase.LOWER, FLASH_MS - 1))
        assert app.face.render_line(10).simplify() != calm
        app.face.flash = False
        app.again()
        assert app.face.render_line(10).simplify() == calm


async def test_phases_that_wait_for_the_lifter_do_not_flash() -> None:
    app = FaceApp()
    async with app.run_test(size=(80, 24)):
        for phase in (Phase.READY, Phase.PAUSED, Phase.LEAD_IN):
            app.show(moment(phase, 0))
            began = app.face.render_line(10).simplify()
            app.face.flash = False
            app.again()
            assert app.face.render_line(10).simplify() == began
            app.face.flash = True
            app.again()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("phase", [Phase.LEAD_IN, Phase.LOWER, Phase.LIFT])
async def test_side_at_work_is_named_at_every_size(phase: Phase, size: tuple[int, int]) -> None:
    app = FaceApp()
    async with app.run_test(size=size):
        now = moment(phase)
        app.show(replace(now, segment=replace(now.segment, side=Side.LEFT)))
        app.face.card = replace(CARD, has_sides=True)
        app.again()
        assert "left side" in "\n".join(app.rows())


@pytest.mark.parametrize("size", SIZES)
async def test_the_hands_are_called_over_the_word_of_the_lead_in(size: tuple[int, int]) -> None:
    app = FaceApp()
    async with app.run_test(size=size):
        now = replace(moment(Phase.LEAD_IN, 8_500), call="hands-on")
        app.show(now)
        called = app.rows()
        if size[1] >= 20:
            assert any("HANDS ON" in row for row in called)
        app.show(replace(now, call=""))
        assert called != app.rows()


@pytest.mark.parametrize("size", SIZES)
async def test_the_verdict_comes_below_the_call_and_both_are_read(size: tuple[int, int]) -> None:
    app = FaceApp()
    async with app.run_test(size=size):
        now = moment(Phase.LIFT)
        app.show(now)
        before = app.rows()
        app.show(replace(now, verdict=rep(2, 4700)))
        after = app.rows()
        assert after != before
        if size[1] < 20:
            assert any("✓ 4.7 s" in row for row in after)
        else:  # in giant letters, and the call above it still in two lines of more than four rows
            body = face_body(CARD, replace(now, verdict=rep(2, 4700)), *size)
            assert body.verdict is not None
            blocks = [sum(map(row.count, "█▀▄")) > 3 for row in after[2 : size[1] - 5]]
            assert sum(blocks) >= 12


async def test_no_verdict_is_shown_once_the_set_is_to_be_stopped() -> None:
    lost = replace(moment(Phase.LIFT), verdict=rep(2, 2900), stop=StopReason.TEMPO_LOSS)
    assert face_body(CARD, lost, 120, 40).verdict is None


async def test_notice_takes_the_place_of_what_comes_next() -> None:
    app = FaceApp()
    async with app.run_test(size=(80, 24)):
        app.show(moment(Phase.LOWER))
        assert any(row.strip().startswith("next") for row in app.rows())
        app.face.show(app.face.moment, Labels(notice="[b]No sound[/b]: \x1b[31mgoing on by sight"))
        text = "\n".join(app.rows())
        assert "[b]No sound[/b]: going on by sight" in text
        assert "next" not in text


async def test_markup_and_escapes_in_an_exercises_words_are_shown_as_text() -> None:
    app = FaceApp()
    async with app.run_test(size=(80, 24)):
        app.show(moment(Phase.LIFT))
        app.face.card = with_words("[@click=app.quit]UP[/]", "[/]", exercise="[red]Press\x1b]52;c;aGk=\x07")
        app.again()
        text = "\n".join(app.rows())
        assert "[RED]PRESS" in text
        assert "[@CLICK=APP.QUIT]UP[/]" in text
        assert "\x1b" not in text


@pytest.mark.parametrize("size", [(1, 1), (2, 60), (220, 1), (3, 3), (23, 5)])
@pytest.mark.parametrize("phase", Phase)
async def test_tiny_and_odd_sizes_are_drawn_too(phase: Phase, size: tuple[int, int]) -> None:
    app = FaceApp()
    async with app.run_test(size=size) as pilot:
        app.show(moment(phase))
        await pilot.pause()
        assert [app.face.render_line(y).cell_length for y in range(size[1])] == [size[0]] * size[1]


async def test_face_follows_a_new_size() -> None:
    app = FaceApp()
    async with app.run_test(size=(120, 40)) as pilot:
        app.show(moment(Phase.LOWER))
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        assert [len(row) for row in app.rows()] == [40] * 12


async def test_face_without_a_moment_is_empty() -> None:
    app = FaceApp()
    async with app.run_test(size=(40, 12)):
        assert "".join(app.rows()).strip() == ""


def test_bar_lies_still_at_the_bottom_and_rises_in_a_timed_lift() -> None:
    path = BarPath.of(Region(0, 0, 30, 30), True, 5)
    assert path.middle(0.0, smooth=True) == path.top
    assert path.middle(1.0, smooth=True) == path.bottom
