"""Secrets that people carry: links, feeds, tokens. 128 bits or more, shown once, kept as a SHA-256 digest."""

import hashlib
import secrets as _secrets


def new_secret(prefix: str = "") -> str:
    """A URL-safe secret of 192 bits; ``prefix`` lets scanners find one that leaked."""
    return prefix + _secrets.token_urlsafe(24)


def digest(secret: str) -> str:
    """What is stored and looked up. A random secret needs no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_code(length: int = 6) -> str:
    """A short code for a person to type, without letters that look alike; always throttled where it is accepted."""
    return "".join(_secrets.choice("23456789ABCDEFGHJKMNPQRSTUVWXYZ") for _ in range(length))
