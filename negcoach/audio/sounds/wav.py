"""Reading a WAV file of any usual form, and bringing it to the rate of the track."""

from __future__ import annotations

import math
import sys
from array import array
from dataclasses import dataclass
from itertools import repeat
from operator import mul
from struct import unpack_from

from negcoach.errors import NegcoachError

RATES = (8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000)
"""The rates that are read, in frames a second."""

_PCM, _FLOAT, _MU_LAW, _EXTENSIBLE = 1, 3, 7, 0xFFFE
_TAPS = 8
"""Samples that a resampled one is made of, where the rate is raised: images stay 40 dB below speech."""

_UNITY = 1 << 14


@dataclass(frozen=True, slots=True)
class Recording:
    """What a WAV file holds: its rate in frames a second, and its samples as one channel of 16 bits."""

    rate: int
    samples: array[int]


@dataclass(frozen=True, slots=True)
class _Form:
    tag: int
    channels: int
    rate: int
    bits: int


def parse_wav(content: bytes, longest_s: float) -> Recording:
    """Return the recording in the bytes of a WAV file; two channels become one.

    The form is read here, not with ``wave``, which knows neither floats nor, before Python 3.12, the extensible header
    that recorders write for 24 bits. Raises NegcoachError, in a few words that follow the file's name, when it is no
    WAV file, in a form that is not read, cut short, or lasts longer than ``longest_s``.
    """
    form, data = _chunks(content)
    if (form.tag, form.bits) not in ((_PCM, 8), (_PCM, 16), (_PCM, 24), (_PCM, 32), (_FLOAT, 32), (_MU_LAW, 8)):
        raise NegcoachError(f"has {form.bits} bits in a form that cannot be read: save it as 16-bit PCM")
    if form.channels not in (1, 2):
        raise NegcoachError(f"has {form.channels} channels: only one or two can be read")
    if form.rate not in RATES:
        raise NegcoachError(f"has {form.rate} Hz, which cannot be read: save it at 48000 Hz")
    frame_bytes = form.channels * form.bits // 8
    frames = len(data) // frame_bytes
    if frames > longest_s * form.rate:
        raise NegcoachError(f"lasts {frames / form.rate:.1f} s: a sound must end within its second")
    samples = _as_16_bits(data[: frames * frame_bytes], form)
    if form.channels == 2:
        samples = array("h", [(left + right) // 2 for left, right in zip(samples[::2], samples[1::2], strict=True)])
    return Recording(form.rate, samples)


def _chunks(content: bytes) -> tuple[_Form, bytes]:
    """Return the form and the sound data of a RIFF file."""
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise NegcoachError("is not a WAV file")
    form: _Form | None = None
    at = 12
    while at + 8 <= len(content):
        name, length = content[at : at + 4], unpack_from("<I", content, at + 4)[0]
        body = content[at + 8 : at + 8 + length]
        if name == b"fmt " and len(body) >= 16:
            tag, channels, rate, _, _, bits = unpack_from("<HHIIHH", body)
            if tag == _EXTENSIBLE and len(body) >= 26:
                tag = unpack_from("<H", body, 24)[0]  # the first two bytes of the subformat's GUID
            form = _Form(tag, channels, rate, bits)
        elif name == b"data":
            if form is None:
                break
            if len(body) < length:
                raise NegcoachError("is cut short")
            return form, body
        at += 8 + length + length % 2
    raise NegcoachError("is not a WAV file: it has no sound in it")


def _as_16_bits(data: bytes, form: _Form) -> array[int]:
    """Return the samples of all channels, one after the other, as signed 16-bit words."""
    if form.tag == _FLOAT:
        floats = array("f", data)
        if sys.byteorder == "big":
            floats.byteswap()
        # Not a number is neither above nor below anything: it becomes silence.
        return array("h", [round(32_767 * value) if -1 <= value <= 1 else _beyond(value) for value in floats])
    if form.tag == _MU_LAW:
        values = _mu_law_values()
        return array("h", [values[code] for code in data])
    if form.bits == 8:
        return array("h", [byte - 128 << 8 for byte in data])
    width = form.bits // 8
    words = bytearray(2 * (len(data) // width))
    words[::2], words[1::2] = data[width - 2 :: width], data[width - 1 :: width]  # the two bytes that weigh most
    samples = array("h", bytes(words))
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def _mu_law_values() -> list[int]:
    """The value of each of the 256 codes of mu-law (ITU-T G.711)."""
    inverted = [~code & 0xFF for code in range(256)]
    sizes = [(((code & 0x0F) << 3) + 0x84 << ((code & 0x70) >> 4)) - 0x84 for code in inverted]
    return [-size if code & 0x80 else size for code, size in zip(inverted, sizes, strict=True)]


def _beyond(value: float) -> int:
    return 32_767 if value > 1 else -32_768 if value < -1 else 0


def resampled(samples: array[int], rate: int, new_rate: int) -> array[int]:
    """Return a sound of ``rate`` frames a second at ``new_rate``: the first sample stays the first.

    Each new sample is a sum of old ones under a windowed sinc. Its weights repeat, so that it is done for all samples
    with the same weights at once.
    """
    if rate == new_rate or not samples:
        return samples
    divisor = math.gcd(rate, new_rate)
    up, down = new_rate // divisor, rate // divisor
    stretch = max(1.0, down / up)  # a lower rate holds only lower frequencies
    reach = math.ceil(_TAPS / 2 * stretch)
    length = -(-len(samples) * up // down)
    padding = array("h", bytes(2 * (reach + down)))
    padded = padding[:reach] + samples + padding
    new = array("h", bytes(2 * length))
    for phase in range(min(up, length)):
        first, part = divmod(phase * down, up)
        count = len(range(phase, length, up))
        offsets = range(1 - reach, reach + 1)
        weights = [_weight((offset - part / up) / stretch) / stretch for offset in offsets]
        share = _UNITY / sum(weights)  # else a steady level would tremble with the phase
        if part == 0 and stretch == 1:
            new[phase::up] = padded[reach + first :: down][:count]  # it is one of the old ones
            continue
        columns = [
            map(mul, padded[reach + first + offset :: down][:count], repeat(whole))
            for offset, weight in zip(offsets, weights, strict=True)
            if (whole := round(share * weight))
        ]
        sums = [sum(column) >> 14 for column in zip(*columns, strict=True)]
        try:
            new[phase::up] = array("h", sums)
        except OverflowError:  # seldom: only a sound that is as loud as can be goes beyond it between its samples
            new[phase::up] = array("h", [max(-32_768, min(32_767, each)) for each in sums])
    return new


def _weight(at: float) -> float:
    """The sinc at ``at`` samples from its middle, under a Hann window of ``_TAPS``."""
    if abs(at) >= _TAPS / 2:
        return 0.0
    if abs(at) < 1e-9:
        return 1.0
    return math.sin(math.pi * at) / (math.pi * at) * (0.5 + 0.5 * math.cos(2 * math.pi * at / _TAPS))
