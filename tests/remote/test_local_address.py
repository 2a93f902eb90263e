"""The address that is served: one of a local network, never another one."""

from __future__ import annotations

import pytest

from negcoach.errors import NegcoachError
from negcoach.remote.local_address import checked_address, local_address


@pytest.mark.parametrize(
    "text", ["192.168.1.20", "10.0.0.5", "172.16.3.4", "169.254.9.9", "100.64.1.2", "127.0.0.1", " 192.168.1.20 "]
)
def test_addresses_of_local_networks_are_taken(text: str) -> None:
    assert checked_address(text) == text.strip()


@pytest.mark.parametrize("text", ["8.8.8.8", "0.0.0.0", "224.0.0.1", "255.255.255.255", "1.1.1.1"])
def test_an_address_that_is_not_local_is_refused(text: str) -> None:
    with pytest.raises(NegcoachError, match="not on a local network"):
        checked_address(text)


@pytest.mark.parametrize(
    "text", ["", "laptop.local", "192.168.1", "192.168.1.020", "::1", "192.168.1.20:80", "x" * 999]
)
def test_what_is_no_address_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(NegcoachError, match="not an address") as error:
        checked_address(text)
    assert "\n" not in str(error.value)


def test_the_own_address_is_a_local_one_or_there_is_none() -> None:
    try:
        address = local_address()
    except NegcoachError as error:
        assert "network" in str(error)
    else:
        assert checked_address(address) == address
