"""Pictures taken in, re-encoded and kept: no file of an uploader is ever served as it came, nor what its camera wrote.

The files of one picture are ``<folder>/<uuid>-<width>.<ending>``; who may see them is decided by the domain whose they are.
"""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import IO, TYPE_CHECKING
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

from cantine.kernel import Refusal, Refused

if TYPE_CHECKING:
    from PIL import Image  # four megabytes: imported where a picture comes in

WIDTHS = (480, 960, 1600)
TYPES = {"webp": "image/webp", "jpg": "image/jpeg"}
MOST_PIXELS = 40_000_000
MOST_BYTES = 15_000_000
READ = ("JPEG", "PNG", "WEBP")
QUALITY = {"webp": 80, "jpg": 82}


def opened(file: IO[bytes], *, field: str = "file") -> "Image.Image":
    """The picture alone, upright, on white where it was transparent. Its size is read before its pixels are. Refusals:
    photo_too_heavy, photo_too_large, photo_unreadable."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refused(Refusal("photo_too_heavy", {"most_megabytes": MOST_BYTES // 1_000_000}, field))
    try:
        with Image.open(BytesIO(content), formats=READ) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Refused(Refusal("photo_too_large", {"most_megapixels": MOST_PIXELS // 1_000_000}, field))
            return _bare(ImageOps.exif_transpose(image))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise Refused(Refusal("photo_unreadable", field=field)) from error


def path_of(folder: str, picture: UUID, width: int, ending: str) -> str:
    """Where a size of a picture is kept."""
    return f"{folder}/{picture}-{width}.{ending}"


def keep(folder: str, picture: UUID, image: "Image.Image") -> None:
    """Write every size of the picture, in both formats."""
    from PIL import Image

    for width in WIDTHS:
        small = image.copy()
        small.thumbnail((width, width * 2), Image.Resampling.LANCZOS)
        for ending, quality in QUALITY.items():
            out = BytesIO()
            small.save(out, "WEBP" if ending == "webp" else "JPEG", quality=quality)
            default_storage.save(path_of(folder, picture, width, ending), ContentFile(out.getvalue()))


def has(width: int, ending: str) -> bool:
    """Whether pictures are kept in that size and format."""
    return width in WIDTHS and ending in TYPES


def served(
    folder: str, picture: UUID, width: int, ending: str, *, headers: Mapping[str, str] | None = None
) -> FileResponse:
    """One size of it, to whom the caller allowed it; a missing file is not found."""
    if not has(width, ending):
        raise Http404
    try:
        file = default_storage.open(path_of(folder, picture, width, ending))
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(file, content_type=TYPES[ending], headers=headers)


def forget(folder: str, picture: UUID) -> None:
    """Delete every size of it."""
    for path in paths_of(folder, picture):
        default_storage.delete(path)


def paths_of(folder: str, picture: UUID) -> Iterator[str]:
    for width in WIDTHS:
        for ending in QUALITY:
            yield path_of(folder, picture, width, ending)


def _bare(image: "Image.Image") -> "Image.Image":
    """A new picture that shares nothing but pixels with the one that came."""
    from PIL import Image

    ground = Image.new("RGB", image.size, "white")
    layer = image.convert("RGBA")
    ground.paste(layer, mask=layer.getchannel("A"))
    return ground
