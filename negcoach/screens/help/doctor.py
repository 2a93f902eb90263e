"""The findings of the doctor, each as soon as it is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from textual.content import Content

from negcoach.findings import CheckResult, Status, verdict
from negcoach.screens.help.key_rows import BESIDE_FROM
from negcoach.screens.help.scrolled import ScrolledScreen
from negcoach.texts import clean
from negcoach.widgets.prose import prose_lines

_LOOKS = {
    Status.OK: ("ok", "$text-success"),
    Status.WARNING: ("warning", "bold $text-warning"),
    Status.BROKEN: ("BROKEN", "bold $text-error"),
}
"""How each status is written, and in which style."""
_STATUS_WIDTH, _CHECK_WIDTH = 9, 15


class DoctorScreen(ScrolledScreen):
    """What the checks find. They open the sound device, so that nothing else begins before the last one is done."""

    HEADING = "Doctor"

    def __init__(self, checks: Callable[[], Iterator[CheckResult]]) -> None:
        """Run the checks one after another in a thread."""
        super().__init__()
        self._checks = checks
        self._findings: list[CheckResult] = []
        self._done = False

    def on_mount(self) -> None:
        """Begin to check."""
        super().on_mount()
        self.run_worker(self._check, thread=True)

    def lines(self, width: int) -> Content:
        """Return what was found until now."""
        return finding_lines(self._findings, width)

    @property
    def notice(self) -> Content:
        """What all of it says, once it is there."""
        if not self._done:
            return Content("Checking …")
        found = {finding.status for finding in self._findings}
        worst = next((status for status in (Status.BROKEN, Status.WARNING) if status in found), Status.OK)
        return Content.styled(clean(verdict(self._findings)), _LOOKS[worst][1])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Close only when all is checked."""
        return self._done or action != "close"

    def _check(self) -> None:
        for finding in self._checks():
            self.call_if_open(self._add, finding)
        self.call_if_open(self._end)

    def _add(self, finding: CheckResult) -> None:
        self._findings.append(finding)
        self.show_lines()

    def _end(self) -> None:
        self._done = True
        self.show_notice()


def finding_lines(findings: Iterable[CheckResult], width: int) -> Content:
    """Return findings in so many columns: what was found beside the check, in few columns below it."""
    beside = width >= BESIDE_FROM
    indent = _STATUS_WIDTH + _CHECK_WIDTH if beside else 2
    lines: list[Content] = []
    for finding in findings:
        word, style = _LOOKS[finding.status]
        head = (f"{word:<{_STATUS_WIDTH}}", style), (f"{finding.check:<{_CHECK_WIDTH}}", "bold")
        found = [Content(line) for line in prose_lines(clean(finding.detail), width - indent)]
        advised = [Content.styled(line, style) for line in prose_lines(clean(finding.advice), width - indent)]
        below = [Content(" " * indent) + line for line in (*found, *advised)]
        if beside and found:
            lines += [Content.assemble(*head, found[0]), *below[1:]]
        else:
            lines += [Content.assemble(*head), *below]
    return Content("\n").join(lines)
