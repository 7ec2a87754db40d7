"""Files for one recipient: encrypted PDF, encrypted bundle, and the passphrase that opens them.

The passphrase travels another way than the file (DESIGN section 6). Encrypting comes last: the leak gate has read the
plain bytes before.
"""

from __future__ import annotations

import io
import secrets
from collections.abc import Mapping

import pikepdf
import pyzipper
from mnemonic import Mnemonic

_WORDS = 6
_MOMENT = (2000, 1, 1, 0, 0, 0)


def new_passphrase() -> str:
    """Six words of the English list of 2,048, drawn by ``secrets``: 66 bits, easy to read out over the telephone."""
    words = Mnemonic("english").wordlist
    return "-".join(secrets.choice(words) for _ in range(_WORDS))


def encrypt_pdf(data: bytes, passphrase: str) -> bytes:
    """``data`` under AES-256 (revision 6), metadata too. One passphrase opens it; screen readers may read it."""
    if not passphrase:
        raise ValueError("A sealed file needs a passphrase")
    allowed = pikepdf.Permissions(accessibility=True)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        out = io.BytesIO()
        seal = pikepdf.Encryption(owner=passphrase, user=passphrase, R=6, allow=allowed, metadata=True)
        pdf.save(out, encryption=seal, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
        return out.getvalue()


def sealed_zip(files: Mapping[str, bytes], passphrase: str) -> bytes:
    """Files in a ZIP under AES-256 that 7-Zip opens. Names can be read without the passphrase: they are ours.

    Raises ValueError for a name with a folder in it.
    """
    if not passphrase:
        raise ValueError("A sealed file needs a passphrase")
    out = io.BytesIO()
    with pyzipper.AESZipFile(out, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as bundle:
        bundle.setpassword(passphrase.encode("utf-8"))
        bundle.setencryption(pyzipper.WZ_AES, nbits=256)
        for name, data in files.items():
            if "/" in name or "\\" in name or name in ("", ".", ".."):
                raise ValueError("A file in a bundle has a plain name")
            entry = bundle.zipinfo_cls(name, date_time=_MOMENT)
            entry.compress_type, entry.external_attr = pyzipper.ZIP_DEFLATED, 0o600 << 16
            bundle.writestr(entry, data)
    return out.getvalue()
