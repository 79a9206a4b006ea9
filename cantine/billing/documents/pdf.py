"""A document as a PDF/A-3 with its invoice inside: typeset by Typst, tagged, every letter embedded, nothing fetched.

Typst attaches the file and writes the metadata of PDF/A; what says that it is a Factur-X is added to them, with the
schema that PDF/A asks of words that it does not know. Same document, same bytes: the day of issue is its only clock.
"""

import io
import json
import re
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from cantine.billing.documents.glyphs import shown
from cantine.billing.documents.page import page_of
from cantine.billing.documents.revision import replaced
from cantine.billing.rules import Document

HERE = Path(__file__).parent
TEMPLATES = HERE.parent / "templates" / "billing" / "document"
FONTS = HERE / "fonts"
FILE_NAME = "factur-x.xml"
ACCENT = "#b33a23"
NO_DAY = date(2000, 1, 1)
LOGO_PIXELS = 900
COLOUR = re.compile("#[0-9a-fA-F]{6}")


def pdf_of(document: Document, *, xml: bytes, logo: bytes | None = None, accent: str = ACCENT) -> bytes:
    """The page of a document, ``xml`` inside unless it is a draft, which no machine may take for an invoice.

    ``logo`` is a picture that Pillow reads, ``accent`` is written ``#1f5f5b``. Raises ValueError for others.
    """
    inside = xml.decode() if document.number else ""
    made = typeset(page_of(document), day=document.issued_on, logo=logo, accent=accent, xml=inside)
    return _told(made) if inside else made


def typeset(
    page: dict[str, Any], *, day: date | None, logo: bytes | None = None, accent: str = ACCENT, xml: str = "",
    template: Path = TEMPLATES / "document.typ",
) -> bytes:  # fmt: skip
    """A page of the house as a PDF/A-3, set by ``template``. Raises ValueError for a logo or a colour that can't be read."""
    import typst  # a compiler of thirty megabytes: only who makes documents loads it

    if not COLOUR.fullmatch(accent):
        raise ValueError("A colour is written as a hash and six figures: #1f5f5b.")
    said = shown(page) | {"accent": accent, "xml": xml, "file": FILE_NAME, "logo": _picture(logo)}
    return typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"page": json.dumps(said, ensure_ascii=False)},
        pdf_standards=["a-3a", "ua-1"],
        timestamp=_clock(day),
    )


def _clock(day: date | None) -> datetime:
    day = day or NO_DAY
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


@cache
def _fonts() -> Any:
    from typst import Fonts

    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _picture(logo: bytes | None) -> list[int]:
    """The logo drawn again as a small PNG, so that only a picture gets in."""
    if not logo:
        return []
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(logo)) as opened:
            picture = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise ValueError("This logo is not a picture that can be read.") from error
    picture.thumbnail((LOGO_PIXELS, LOGO_PIXELS))
    drawn = io.BytesIO()
    picture.save(drawn, "PNG")
    return list(drawn.getvalue())


def _told(pdf: bytes) -> bytes:
    """The same, its metadata saying what the file inside is."""
    from pypdf import PdfReader

    from cantine.billing.documents.metadata import with_invoice

    reader = PdfReader(io.BytesIO(pdf))
    metadata: Any = reader.root_object.raw_get("/Metadata")
    told = with_invoice(reader.get_object(metadata).get_data(), FILE_NAME)  # type: ignore[union-attr]  # a stream
    return replaced(pdf, metadata.idnum, told, kind=b"/Type/Metadata/Subtype/XML")
