"""The start and the end of a lowering in the report: from the poses of the app, as SVG that holds nothing else."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from negcoach.config.figures import figure_of
from negcoach.config.library import shipped_exercises
from negcoach.report.blocks import Drawing, Heading, Paragraph
from negcoach.report.drawing import drawing_svg
from negcoach.report.html import html
from negcoach.report.markdown import markdown
from negcoach.training.exercise.figure import Figure, Line

GROUND = "var(--ground)"
SVG = "{http://www.w3.org/2000/svg}"
FIGURES = [pytest.param(figure_of(one.slug), id=one.slug) for one in shipped_exercises()]


@pytest.mark.parametrize("figure", FIGURES)
def test_both_poses_are_drawn_beside_each_other(figure: Figure) -> None:
    whole = ElementTree.fromstring(drawing_svg(Drawing("the lowering", figure)))
    start, end = whole.findall(f"{SVG}svg")
    assert ElementTree.tostring(start) != ElementTree.tostring(end)
    left, right = (float(view.get("x", "")) for view in (start, end))
    width = float(start.get("width", ""))
    assert left == 0 and right > width
    assert float(whole.get("viewBox", "").split()[2]) == pytest.approx(right + width, abs=0.2)
    for view, lowered in ((start, 0.0), (end, 1.0)):
        drawn = len(view.findall(f"{SVG}polyline")) + len(view.findall(f"{SVG}circle"))
        assert drawn >= len(figure.shapes(lowered))


@pytest.mark.parametrize("figure", FIGURES)
def test_a_gap_in_the_pages_colour_lies_around_what_is_in_front_so_that_it_is_told_apart_in_print(
    figure: Figure,
) -> None:
    whole = ElementTree.fromstring(drawing_svg(Drawing("the lowering", figure)))
    for view, lowered in zip(whole.findall(f"{SVG}svg"), (0.0, 1.0), strict=True):
        elements = list(view)
        styles = [element.get("stroke") or element.get("fill", "") for element in elements]
        drawn = [index for index, style in enumerate(styles) if style != GROUND]
        for shape in figure.shapes(lowered):
            if isinstance(shape, Line):
                points = " ".join(f"{x * 100:.1f},{-y * 100:.1f}" for x, y in shape.points)
                places = [index for index, each in enumerate(elements) if each.get("points") == points]
                *gaps, line = places
                assert gaps and all(styles[gap] == GROUND for gap in gaps) and line in drawn
                widths = [float(elements[index].get("stroke-width", "")) for index in places]
                assert all(gap > widths[-1] + 3 for gap in widths[:-1])
                # What is drawn after the first gap is of the same part: the gap takes nothing of it away.
                parts = {styles[index] for index in drawn if gaps[0] < index <= line}
                assert parts == {styles[line]}


def test_it_has_a_label_that_is_text_and_nothing_else() -> None:
    figure = figure_of("bench-press")
    assert figure is not None
    label = '<b>"the" lowering</b>'
    whole = ElementTree.fromstring(drawing_svg(Drawing(label, figure)))
    assert whole.get("aria-label") == label
    assert [element.text for element in whole.iter(f"{SVG}title")] == [label]
    page = html([Heading(1, "Report"), Drawing(label, figure)])
    assert "<b>" not in page and page.count("&lt;b&gt;") == 3


def test_markdown_leaves_it_out() -> None:
    figure = figure_of("bench-press")
    assert figure is not None
    blocks = [Heading(1, "Report"), Paragraph("Text."), Drawing("the lowering", figure)]
    assert markdown(blocks) == markdown(blocks[:2])
