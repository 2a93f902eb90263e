"""The line on the rest and the summary that shows what could not be stored."""

from __future__ import annotations

from textual.widgets import Static

from negcoach.coaching.session.session_recorder import SessionRecorder

REFRESH_S = 1 / 4


class TroubleLine(Static):
    """A line with the recorder's trouble, hidden while there is none; it has the recorder retry what is pending."""

    DEFAULT_CSS = """
    TroubleLine { height: auto; padding: 0 2 1 2; color: $text-error; text-style: bold; display: none; }
    """

    def __init__(self, recorder: SessionRecorder) -> None:
        """Show the trouble of ``recorder``."""
        super().__init__(markup=False)
        self._recorder = recorder

    def on_mount(self) -> None:
        """Show the present trouble, and keep it up to date."""
        self.update_trouble()
        self.set_interval(REFRESH_S, self.update_trouble)

    def update_trouble(self) -> None:
        """Retry when it is time to, and show what is still wrong."""
        self._recorder.retry_when_due()
        trouble = self._recorder.trouble or ""
        if trouble != str(self.content):
            self.update(trouble)
            self.display = bool(trouble)
