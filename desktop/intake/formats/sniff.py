"""What a file is, told by its bytes; the name only tells a small table from running text."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from desktop.intake.formats.text import decode, looks_like_html, looks_like_mail, looks_like_table

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OFFICE: Final = "application/vnd.openxmlformats-officedocument."
DOCX: Final = OFFICE + "wordprocessingml.document"
XLSX: Final = OFFICE + "spreadsheetml.sheet"
MSG: Final = "application/vnd.ms-outlook"
LOCKED: Final = "application/x-encrypted-office"

_MAGIC: Final[tuple[tuple[bytes, str, str], ...]] = (
    (b"\x89PNG\r\n\x1a\n", "image", "image/png"),
    (b"\xff\xd8\xff", "image", "image/jpeg"),
    (b"II*\x00", "image", "image/tiff"),
    (b"MM\x00*", "image", "image/tiff"),
    (b"II+\x00", "image", "image/tiff"),
    (b"MM\x00+", "image", "image/tiff"),
    (b"{\\rtf", "rtf", "application/rtf"),
    (b"ID3", "audio", "audio/mpeg"),
    (b"fLaC", "audio", "audio/flac"),
    (b"OggS", "audio", "audio/ogg"),
    (b"#!AMR", "audio", "audio/amr"),
    (b"\x1aE\xdf\xa3", "video", "video/x-matroska"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video", "video/x-ms-asf"),
    (b"\x00\x00\x01\xba", "video", "video/mpeg"),
    (b"GIF8", "other", "image/gif"),
    (b"BM", "other", "image/bmp"),
    (b"7z\xbc\xaf\x27\x1c", "other", "application/x-7z-compressed"),
    (b"Rar!", "other", "application/vnd.rar"),
    (b"MZ", "other", "application/x-msdownload"),
    (b"\x7fELF", "other", "application/x-executable"),
)
_RIFF: Final = {
    b"WAVE": ("audio", "audio/wav"),
    b"AVI ": ("video", "video/x-msvideo"),
    b"WEBP": ("other", "image/webp"),
}
_BRANDS: Final = {
    b"M4A ": ("audio", "audio/mp4"),
    b"M4B ": ("audio", "audio/mp4"),
    b"qt  ": ("video", "video/quicktime"),
    b"heic": ("other", "image/heic"),
    b"heix": ("other", "image/heic"),
    b"mif1": ("other", "image/heif"),
    b"avif": ("other", "image/avif"),
}


def sniff(data: bytes, name: str) -> tuple[str, str]:
    """Kind and media type of ``data``."""
    if b"%PDF-" in data[:1024]:
        return "pdf", "application/pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(data)
    if data.startswith(_OLE):
        return _ole(data)
    return _by_magic(data) or _by_words(data, name)


def _by_magic(data: bytes) -> tuple[str, str] | None:
    if data[:4] == b"RIFF" and data[8:12] in _RIFF:
        return _RIFF[data[8:12]]
    if data[4:8] == b"ftyp":
        return _BRANDS.get(data[8:12], ("video", "video/mp4"))
    if data[0:1] == b"\xff" and len(data) > 3 and data[1] & 0xE6 == 0xE2 and data[2] & 0xF0 not in (0, 0xF0):
        return "audio", "audio/mpeg"
    for magic, kind, media_type in _MAGIC:
        if data.startswith(magic) and not (
            magic in (b"BM", b"MZ", b"ID3") and decode(data[:4096], sample=True) is not None
        ):
            return kind, media_type
    return None


def _by_words(data: bytes, name: str) -> tuple[str, str]:
    decoded = decode(data)
    if decoded is None:
        return "other", "application/octet-stream"
    if looks_like_mail(decoded.text):
        return "mail", "message/rfc822"
    if looks_like_html(decoded.text):
        return "text", "text/html"
    if looks_like_table(decoded.text, name):
        return "csv", "text/csv"
    return "text", "text/plain"


def _zip(data: bytes) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            declared = archive.read("mimetype")[:100].decode("ascii", "ignore") if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        # A Word document that was cut off is still told from other archives by the names in it.
        names, declared = {known for known in ("word/", "xl/") if known.encode() in data[:100_000]}, ""
    if any(name.startswith("word/") for name in names):
        return "word", DOCX
    if any(name.startswith("xl/") for name in names):
        return "spreadsheet", XLSX
    if any(name.startswith("ppt/") for name in names):
        return "other", OFFICE + "presentationml.presentation"
    return "other", declared.strip() if declared.startswith("application/") else "application/zip"


def _ole(data: bytes) -> tuple[str, str]:
    import olefile  # type: ignore[import-untyped]

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            names = {entry[0] for entry in ole.listdir(streams=True, storages=True)}
    except Exception:  # olefile gives many kinds
        return "other", "application/x-ole-storage"
    if "__properties_version1.0" in names:
        return "mail", MSG
    if "EncryptedPackage" in names:
        return "other", LOCKED
    for stream, media_type in (
        ("WordDocument", "application/msword"),
        ("Workbook", "application/vnd.ms-excel"),
        ("Book", "application/vnd.ms-excel"),
        ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ):
        if stream in names:
            return "other", media_type
    return "other", "application/x-ole-storage"
