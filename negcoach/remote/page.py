"""The page for the phone: one file, which loads nothing else and talks to nobody but the server it came from."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

PAGE = Path(__file__).with_name("page.html").read_bytes()


def security_headers(host: str) -> dict[str, str]:
    """Return the headers by which a browser runs nothing but this page, which only talks to ``host``."""
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {_hash_of(b'script')}",
            f"style-src {_hash_of(b'style')}",
            f"connect-src ws://{host}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )
    return {"Content-Security-Policy": policy, "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY"}


def _hash_of(tag: bytes) -> str:
    found = re.search(b"<%s>(.*?)</%s>" % (tag, tag), PAGE, re.DOTALL)
    assert found is not None
    return f"'sha256-{base64.b64encode(hashlib.sha256(found[1]).digest()).decode()}'"
