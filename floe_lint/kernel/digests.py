"""SHA-256, straight from the interpreter: ``hashlib`` loads all of OpenSSL, at the price of ten projects' findings."""

from __future__ import annotations

import sys


def sha256(text: str) -> str:
    """The hexadecimal digest of a text in UTF-8."""
    return sha256_bytes(text.encode("utf-8", "surrogatepass"))


def sha256_bytes(data: bytes) -> str:
    """The hexadecimal digest of bytes."""
    try:
        if sys.version_info >= (3, 12):
            from _sha2 import sha256 as make
        else:
            from _sha256 import sha256 as make  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        from hashlib import sha256 as make
    digest: str = make(data).hexdigest()
    return digest
