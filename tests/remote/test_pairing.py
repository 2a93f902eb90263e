"""Pairing: codes that are right, wrong, typed too soon, used up, and tokens."""

from __future__ import annotations

import pytest

from negcoach.remote.pairing import CALM_S, DIGITS, LONGEST_WAIT_S, MOST_TRIES, Pairing

NS = 1_000_000_000


class Clock:
    def __init__(self) -> None:
        self.ns = 10 * NS

    def __call__(self) -> int:
        return self.ns

    def wait(self, seconds: float) -> None:
        self.ns += round(seconds * NS)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def wrong(pairing: Pairing) -> str:
    return f"{(int(pairing.code) + 1) % 10**DIGITS:0{DIGITS}}"


def test_the_code_pairs_one_phone_which_is_known_by_its_token(clock: Clock) -> None:
    pairing = Pairing(clock)
    code = pairing.code
    assert len(code) == DIGITS
    assert code.isdecimal()
    token = pairing.try_code(code)
    assert token is not None
    assert pairing.knows(token)
    assert not pairing.knows("")
    assert not pairing.knows(token[:-1])


def test_a_code_is_good_once_and_the_next_phone_takes_over(clock: Clock) -> None:
    pairing = Pairing(clock)
    code = pairing.code
    first = pairing.try_code(code)
    assert pairing.code != code or pairing.try_code(code) is None
    clock.wait(60)
    second = pairing.try_code(pairing.code)
    assert first is not None
    assert second is not None
    assert not pairing.knows(first)
    assert pairing.knows(second)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", " 123456", "\udc80" * 6])
def test_what_is_no_code_is_wrong(clock: Clock, typed: str) -> None:
    pairing = Pairing(clock)
    typed = typed.encode("utf-8", "replace").decode()  # as it comes through JSON, cleaned
    assert pairing.try_code(typed) is None
    assert pairing.wait_s() == 1


def test_after_a_wrong_code_nobodys_is_looked_at_for_longer_and_longer(clock: Clock) -> None:
    pairing = Pairing(clock)
    for wait_s in (1, 2, 4, 8, 16, 32, LONGEST_WAIT_S, LONGEST_WAIT_S):
        assert pairing.try_code(wrong(pairing)) is None
        assert pairing.wait_s() == wait_s
        clock.wait(wait_s - 0.001)
        assert pairing.try_code(pairing.code) is None, "too soon, though it is right"
        assert pairing.wait_s() == 1
        clock.wait(0.001)
        assert pairing.wait_s() == 0
    assert pairing.try_code(pairing.code) is not None
    assert pairing.try_code(wrong(pairing)) is None
    assert pairing.wait_s() == 1, "a right code begins anew"


def test_a_try_that_comes_too_soon_costs_no_try(clock: Clock) -> None:
    pairing = Pairing(clock)
    code = pairing.code
    pairing.try_code(wrong(pairing))
    for _ in range(MOST_TRIES * 2):
        pairing.try_code(wrong(pairing))
    assert pairing.code == code


def test_a_code_stands_few_wrong_tries(clock: Clock) -> None:
    pairing = Pairing(clock)
    codes = {pairing.code}
    for _ in range(MOST_TRIES * 4):
        for _ in range(MOST_TRIES - 1):
            pairing.try_code(wrong(pairing))
            clock.wait(LONGEST_WAIT_S)
            assert pairing.code in codes
        pairing.try_code(wrong(pairing))
        clock.wait(LONGEST_WAIT_S)
        codes.add(pairing.code)
    assert len(codes) > MOST_TRIES * 3  # some may be drawn twice


def test_the_waits_begin_anew_after_a_calm_while(clock: Clock) -> None:
    pairing = Pairing(clock)
    for _ in range(5):
        pairing.try_code(wrong(pairing))
        clock.wait(LONGEST_WAIT_S)
    clock.wait(CALM_S)
    pairing.try_code(wrong(pairing))
    assert pairing.wait_s() == 1


def test_a_phone_that_is_forgotten_is_not_known(clock: Clock) -> None:
    pairing = Pairing(clock)
    token = pairing.try_code(pairing.code)
    assert token is not None
    pairing.forget_phone()
    assert not pairing.knows(token)
    assert not pairing.knows("")
