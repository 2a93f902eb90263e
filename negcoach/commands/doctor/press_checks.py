"""The doctor's checks of what is pressed elsewhere than on the keyboard: each kind of device that is switched on."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence

from negcoach.extras import install_text
from negcoach.findings import CheckResult, ok, warning
from negcoach.presses.device_source import DeviceSource
from negcoach.presses.source import Source

LOOK_WITHIN_S = 8.0
"""A process that has not said by then what it found is stuck."""
_POLL_EVERY_S = 0.02


def check_presses(
    kinds: Collection[str],
    running: Sequence[Source] = (),
    make: Callable[[str], DeviceSource] = DeviceSource,
) -> Iterator[CheckResult]:
    """Yield a finding for each kind of device that is switched on, and for what else is ``running`` in the app."""
    for source in running:
        yield _running(source)
    names = {source.name for source in running}
    for kind in kinds:
        if kind not in names:
            source = make(kind)
            source.start(lambda _: None)
            try:
                yield _looked(source)
            finally:
                source.stop()


def _looked(source: DeviceSource) -> CheckResult:
    """Return what a source found once it has looked."""
    end_s = time.monotonic() + LOOK_WITHIN_S
    while not source.has_looked and time.monotonic() < end_s:
        time.sleep(_POLL_EVERY_S)
    return _running(source)


def _running(source: Source) -> CheckResult:
    if source.is_ready:
        return ok(source.name, source.state)
    if isinstance(source, DeviceSource) and source.is_missing:
        advice = f"Switch {source.name} off in the settings; or, to have it: {install_text(source.name)}"
    elif isinstance(source, DeviceSource):
        advice = "Plug it into the computer that negcoach runs on, and switch it on; then it works at once."
    else:
        advice = ""
    return warning(source.name, source.state, advice)
