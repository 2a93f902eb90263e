"""The address under which phones in the local network reach this computer."""

from __future__ import annotations

import ipaddress
import socket

from negcoach.errors import NegcoachError

_ELSEWHERE = ("192.0.2.1", 9)
"""An address that is nobody's (RFC 5737). Nothing is sent there: the system only says which way it would go."""


def local_address() -> str:
    """Return this computer's own IPv4 address in its local network. Raises ``NegcoachError`` where it has none."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            asking.connect(_ELSEWHERE)
            address: str = asking.getsockname()[0]
    except OSError:
        raise NegcoachError("This computer is not on a network. Connect it to the phone's Wi-Fi.") from None
    return checked_address(address)


def checked_address(text: str) -> str:
    """Return an IPv4 address as it is usually written, if it is one of a local network. Raises ``NegcoachError``."""
    try:
        address = ipaddress.IPv4Address(text.strip())
    except ValueError:
        raise NegcoachError(f"{text!r} is not an address like 192.168.1.20.") from None
    if address.is_global or address.is_multicast or address.is_unspecified or address.is_reserved:
        raise NegcoachError(f"{address} is not on a local network, and a phone is served nowhere else.")
    return str(address)
