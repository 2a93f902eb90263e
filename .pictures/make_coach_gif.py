"""Make ``coach.gif`` beside this script again: ten seconds of a real set, as the program draws it in a real terminal.

How to run it (on Linux, with tmux, PulseAudio and the font DejaVu Sans Mono; Pillow is a tool of this script, not of
the program)::

    python3 -m venv picturevenv
    picturevenv/bin/pip install -e '.[test]' "pillow==13.0.0"
    PYTHONPATH=. picturevenv/bin/python .pictures/make_coach_gif.py

The set is coached on the history of ``negcoach demo``. The pictures are taken as the time passes, so a second run makes
much the same file, not the same bytes.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from rich.ansi import AnsiDecoder
from rich.cells import cell_len
from rich.color import Color
from rich.console import Console
from rich.style import Style
from rich.terminal_theme import MONOKAI

from negcoach.config.settings.settings import Settings
from negcoach.demo.run import services_in
from negcoach.demo.sample_history import BENCH, fill
from tests.scene.terminal import PACE_S, Home, Terminal
from tests.soundserver import SoundServer

COLUMNS, ROWS = 100, 30
CELL_WIDTH, CELL_HEIGHT = 10, 20
FONT_SIZE = 16
"""The terminal, and its cells in pixels; the height is even, because half a cell is half of it."""

FRAME_MS = 80
"""GIF counts in hundredths of a second, and players slow down what is faster than 20 ms."""
LENGTH_S = 10.0
COLOURS = 192
BLANK, INK = (18, 18, 18), (224, 224, 224)

SET = (BENCH, "--sets", "3", "--reps", "4", "--spotters", "1")
BEGINS_WITH = "HANDS ON 2"
LOWERED_S = 2.0 + 4.93
"""The picture begins with this line: two seconds of lead-in, a lowering of five at whose end Space is pressed, and the
lift."""

FONTS = {bold: ImageFont.truetype(f"DejaVuSansMono{'-Bold' if bold else ''}.ttf", FONT_SIZE) for bold in (False, True)}
BLOCKS = {"▀": (0, CELL_HEIGHT // 2), "▄": (CELL_HEIGHT // 2, CELL_HEIGHT), "█": (0, CELL_HEIGHT)}
"""The blocks that the coach is drawn of, and the rows of pixels that they fill: a font leaves gaps between them."""


BRAILLE = range(0x2800, 0x2900)
"""The characters that the exercise's figure is drawn of, which the font has not: a bit for each dot."""
DOTS = ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3))
"""The column and row of each bit's dot."""


def main() -> None:
    """Lead a set up to its first lift, and write the picture."""
    with tempfile.TemporaryDirectory() as folder, SoundServer() as server:
        home = Home(Path(folder))
        services = services_in(home.folder / home.data, Settings())
        with closing(services.database):
            fill(services)
        with Terminal(home, COLUMNS, ROWS, server.env) as terminal:
            terminal.start("coach", *SET)
            terminal.wait_for("Press Enter to confirm the safety arms")
            terminal.press("Enter")
            terminal.wait_for("READY")
            terminal.press("Space")
            terminal.wait_for(BEGINS_WITH)
            threading.Timer(LOWERED_S - PACE_S, terminal.press, ["Space"]).start()
            frames = [picture_of(rows) for rows in list(looks(terminal))]
    palette = common_palette(frames)
    first, *others = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
    target = Path(__file__).with_name("coach.gif")
    first.save(target, save_all=True, append_images=others, duration=FRAME_MS, loop=0, disposal=1, optimize=True)


def looks(terminal: Terminal) -> Iterator[list[str]]:
    """Yield the rows of the terminal as often as the picture has a frame, each at its time."""
    began_s = time.monotonic()
    for number in range(round(LENGTH_S * 1000 / FRAME_MS)):
        time.sleep(max(0.0, began_s + number * FRAME_MS / 1000 - time.monotonic()))
        yield terminal.look()


def picture_of(rows: list[str]) -> Image.Image:
    """Return the picture of a terminal's rows, which have the sequences that give their colours."""
    picture = Image.new("RGB", (COLUMNS * CELL_WIDTH, ROWS * CELL_HEIGHT), BLANK)
    draw, console, decoder = ImageDraw.Draw(picture), Console(color_system="truecolor"), AnsiDecoder()
    for y, row in enumerate(map(decoder.decode_line, rows)):  # a row begins in the colours in which the last one ended
        x = 0
        for segment in row.render(console):
            for character in segment.text:
                draw_cell(draw, (x * CELL_WIDTH, y * CELL_HEIGHT), character, segment.style or Style.null())
                x += cell_len(character)
    return picture


def draw_cell(draw: ImageDraw.ImageDraw, at: tuple[int, int], character: str, style: Style) -> None:
    """Draw a cell whose upper left pixel is ``at``."""
    (x, y), ink, ground = at, colour(style.color, INK), colour(style.bgcolor, BLANK)
    if style.reverse:
        ink, ground = ground, ink
    draw.rectangle((x, y, x + CELL_WIDTH - 1, y + CELL_HEIGHT - 1), fill=ground)
    if character in BLOCKS:
        top, bottom = BLOCKS[character]
        draw.rectangle((x, y + top, x + CELL_WIDTH - 1, y + bottom - 1), fill=ink)
    elif ord(character) in BRAILLE:
        for bit, (column, row) in enumerate(DOTS):
            if ord(character) >> bit & 1:
                left, top = x + column * CELL_WIDTH // 2 + 1, y + row * CELL_HEIGHT // 4 + 1
                draw.rectangle((left, top, left + 2, top + 2), fill=ink)
    elif character.strip():
        draw.text((x, y), character, font=FONTS[bool(style.bold)], fill=ink)


def colour(found: Color | None, default: tuple[int, int, int]) -> tuple[int, int, int]:
    """Return a colour of the terminal, or the default one."""
    return default if found is None or found.is_default else tuple(found.get_truecolor(MONOKAI))


def common_palette(frames: list[Image.Image]) -> Image.Image:
    """Return the palette of all frames: each phase has colours of its own."""
    every = frames[:: len(frames) // 12]
    strip = Image.new("RGB", (every[0].width, every[0].height * len(every)))
    for number, frame in enumerate(every):
        strip.paste(frame, (0, number * frame.height))
    return strip.quantize(COLOURS)


if __name__ == "__main__":
    main()
