# ruff: noqa: E501  (a pattern, or a mail, does not wrap)
"""The parts of a mail: its headers, what is written, the signature, and the older mails that hang below."""

import re
from dataclasses import dataclass

HEADER = re.compile(
    r"^[>*\s]*(?P<key>de|from|objet|subject|sujet|date|envoyé|envoyé le|sent|à|to|cc|répondre à|reply-to)\s*[*]?\s*[:\u202f\u00a0 ]*:[*]?\s*(?P<value>.*)$",
    re.IGNORECASE,
)
FROM, SUBJECT = {"de", "from"}, {"objet", "subject", "sujet"}
FORWARDED = re.compile(r"^-{2,}.*(forwarded|transféré|transmis|message d.origine|original message).*$", re.IGNORECASE)
QUOTED = re.compile(
    r"^(>|le .{6,80} a écrit|on .{6,80} wrote|-{3,}\s*(message d.origine|original message))", re.IGNORECASE
)
# Bounded on both sides: a page of one letter is read as quickly as another.
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
PHONE = re.compile(r"(?<![\d/])(?:\+33[\s.]?\(?0?\)?[\s.]?[1-9]|0[1-9])(?:[\s.\-]?\d{2}){4}(?!\d)")
CLOSING = re.compile(
    r"^\s*(bien\s+)?(cordialement|à vous|bonne journée|bien à vous|belle journée|merci d.avance|best( regards)?|kind regards|regards|cheers|sincerely|thanks|"
    r"many thanks|amicalement|à bientôt|salutations|sincères salutations|respectueusement)\b",
    re.IGNORECASE,
)
PREFIX = re.compile(r"^\s*((re|fwd?|tr|réf)\s*[:\u202f\u00a0]+\s*)+", re.IGNORECASE)
LONGEST_NAME = 60


@dataclass(frozen=True)
class Parts:
    """``body`` is what was written, its signature too; ``asked`` is without signature, where nothing is asked for."""

    name: str = ""
    email: str = ""
    phone: str = ""
    subject: str = ""
    body: str = ""
    asked: str = ""
    name_sure: bool = True


def parts_of(text: str) -> Parts:
    lines = text.replace("\r\n", "\n").replace("\u00a0", " ").replace("\u202f", " ").split("\n")
    headers, rest = _headers(lines)
    body = _without_older(rest)
    asked, signature = _signed(body)
    name, email = _sender(headers.get("from", ""))
    body_text = "\n".join(body).strip()
    found = EMAIL.search("\n".join(signature)) or EMAIL.search(body_text)
    phone = PHONE.search("\n".join(signature)) or PHONE.search(body_text)
    guessed = "" if name else _name_in(signature)
    return Parts(
        name=name or guessed, email=email or (found[0] if found else ""), phone=phone[0].strip() if phone else "",
        subject=PREFIX.sub("", headers.get("subject", "")).strip(), body=body_text, asked="\n".join(asked).strip(),
        name_sure=bool(name) or not guessed,
    )  # fmt: skip


def _headers(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """Those of the mail, or of the one that was forwarded: it is its writer who asks."""
    start = next((number + 1 for number, line in enumerate(lines[:60]) if FORWARDED.match(line.strip())), 0)
    found: dict[str, str] = {}
    number = start
    for number in range(start, len(lines) + 1):
        line = lines[number] if number < len(lines) else ""
        match = HEADER.match(line)
        if match:
            key = match["key"].lower()
            name = "from" if key in FROM else "subject" if key in SUBJECT else key
            found.setdefault(name, match["value"].strip(" *"))
        elif line.strip() or number >= len(lines) or (found and number > start):
            break
    return found, lines[number:]


def _without_older(lines: list[str]) -> list[str]:
    """Up to the mails that it answers."""
    for number, line in enumerate(lines):
        if QUOTED.match(line.strip()):
            return lines[:number]
    return lines


def _signed(lines: list[str]) -> tuple[list[str], list[str]]:
    """What is asked, and the signature below the closing words."""
    for number, line in enumerate(lines):
        if line.rstrip() == "--" or (CLOSING.match(line) and number > 0 and len(line) < LONGEST_NAME):
            return lines[:number], lines[number + 1 :]
    return lines, []


def _sender(said: str) -> tuple[str, str]:
    """“Odile Martin <odile@…>”, or an address alone."""
    email = EMAIL.search(said)
    name = EMAIL.sub("", said).strip(" \t<>\"'[]()«»").removeprefix("mailto:").strip(" <>")
    return name[:LONGEST_NAME], (email[0] if email else "")


def _name_in(signature: list[str]) -> str:
    """The first line below the closing words, where it looks like a name."""
    for line in signature:
        said = line.strip(" -–—*,|\t")
        if said:
            words = said.split(",")[0].split("|")[0].split(" - ")[0].strip()
            fits = 1 <= len(words.split()) <= 4 and not re.search(r"[\d@:/]", words)
            return words[:LONGEST_NAME] if fits else ""
    return ""
