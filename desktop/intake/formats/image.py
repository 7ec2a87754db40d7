"""Photographs and scans: JPEG, PNG, TIFF. Size, pages, and what the camera wrote, as hints."""

from __future__ import annotations

import io
from typing import Any, Final

from PIL import ExifTags, Image, ImageOps

from desktop.intake.formats.found import Found, Unreadable

PIXEL_LIMIT: Final = 120_000_000
"""Pixels of one picture that are unpacked; a JPEG above it is unpacked at a fraction of its size."""

FORMATS: Final = ("JPEG", "PNG", "TIFF", "MPO")
_FRAMES: Final = 5000
TOO_LARGE: Final = (
    "Kept. This picture has more points than Caseward can show in safety; open it elsewhere under a recorded loan."
)
DAMAGED: Final = "Kept. This picture is damaged or incomplete and cannot be shown. Ask the sender for it again."
_SHOWN_TAGS: Final = {
    ExifTags.Base.Make: "Camera maker",
    ExifTags.Base.Model: "Camera",
    ExifTags.Base.Software: "Made with",
    ExifTags.Base.ImageDescription: "Description in the file",
    ExifTags.Base.Copyright: "Copyright in the file",
    ExifTags.Base.XPTitle: "Title in the file",
    ExifTags.Base.XPComment: "Comment in the file",
    ExifTags.Base.UserComment: "Comment in the file",
}
_TURNS: Final = {3: "upside down", 6: "turned a quarter to the right", 8: "turned a quarter to the left"}


def open_image(data: bytes) -> Any:
    """A picture, its header read and nothing unpacked yet; ``Unreadable`` where it cannot be shown."""
    Image.MAX_IMAGE_PIXELS = None  # we have a limit of our own, with a sentence
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except Exception as problem:
        raise Unreadable(DAMAGED) from problem
    shrink(image)
    return image


def shrink(image: Any) -> None:
    """Make a JPEG unpack at a fraction where it is too large; ``Unreadable`` for others."""
    if image.width * image.height <= PIXEL_LIMIT:
        return
    if image.format == "JPEG":
        image.draft(image.mode, (image.width // 8, image.height // 8))
    if image.width * image.height > PIXEL_LIMIT:
        raise Unreadable(TOO_LARGE)


def parse(found: Found, data: bytes) -> None:
    Image.MAX_IMAGE_PIXELS = None
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except Exception as problem:
        raise Unreadable(DAMAGED) from problem
    frames = min(getattr(image, "n_frames", 1) if image.format == "TIFF" else 1, _FRAMES)
    found.extent.update(pages=frames, width=image.width, height=image.height)
    _camera(found, image)
    shrink(image)
    for number in range(frames):
        try:
            image.seek(number)
            image.load()
        except Exception as problem:
            if number == 0:
                raise Unreadable(DAMAGED) from problem
            found.note(f"Page {number + 1} of this scan is damaged.")
        found.page("")
    found.note("This is a picture. Search cannot find words in it; look at it.")


def _camera(found: Found, image: Any) -> None:
    try:
        exif = image.getexif()
        inner = exif.get_ifd(ExifTags.IFD.Exif)
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    except Exception:  # damaged EXIF is no reason not to show the picture
        found.note("What the camera wrote into this picture is damaged.")
        return
    taken = inner.get(ExifTags.Base.DateTimeOriginal) or inner.get(ExifTags.Base.DateTimeDigitized)
    found.date("Date the picture was taken, by the camera's clock", _iso(taken))
    found.date("Date the picture was last changed", _iso(exif.get(ExifTags.Base.DateTime)))
    found.author(_words(exif.get(ExifTags.Base.Artist)))
    for tag, name in _SHOWN_TAGS.items():
        found.hint(name, _words(exif.get(tag) or inner.get(tag)))
    if place:
        found.hint("Place", "The file says where the picture was taken.")
        found.note("This picture says where it was taken. A redacted copy leaves that out.")
    turn = _TURNS.get(int(exif.get(ExifTags.Base.Orientation, 1) or 1))
    if turn:
        found.note(f"The camera says that this picture was {turn}; it is shown upright.")


def _iso(value: object) -> str:
    words = str(value or "")[:10].replace(":", "-")
    return words if words[:4].isdigit() else ""


def _words(value: object) -> str:
    if isinstance(value, bytes):
        for encoding in ("utf-16-le", "utf-8"):
            try:
                return value.removeprefix(b"ASCII\x00\x00\x00").decode(encoding).strip("\x00 ")
            except UnicodeDecodeError:
                continue
        return ""
    return str(value or "").strip("\x00 ")


def upright(image: Any) -> Any:
    """The picture as it is meant to be seen, in RGB."""
    turned = ImageOps.exif_transpose(image)
    if turned.mode in ("I;16", "I;16B", "I", "F"):
        turned = turned.convert("I").point(lambda value: value / 256).convert("L")
    if turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info:
        turned = turned.convert("RGBA")
        ground = Image.new("RGBA", turned.size, "white")
        ground.alpha_composite(turned)
        turned = ground
    return turned.convert("RGB")
