"""Keys of a vault: the random vault key, the keys derived from it, and the slots that wrap it.

The vault key is 32 random bytes that never leave memory unwrapped. HKDF-SHA256 makes the database, audit and header
keys from it. A slot wraps it with AES-256-GCM under a key from Argon2id (a passphrase or recovery words) or under a
random key that stands in the keyring of the operating system; the slot's own description is the associated data, so
that a changed parameter, or a slot moved to another vault, does not open (storage findings, section 2.1).
"""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.passphrases import normalise
from storage.problems import StorageProblem

KEY_BYTES = 32
_SALT_BYTES = 16
_NONCE_BYTES = 12
_MEMORY_KIB = (19 * 1024, 2 * 1024 * 1024)
_TIME = (1, 20)
_LANES = (1, 8)


class SlotKind(StrEnum):
    """What opens a slot."""

    PASSPHRASE = "passphrase"
    RECOVERY = "recovery"
    KEYRING = "keyring"


@dataclass(frozen=True)
class Argon:
    """Parameters of Argon2id: memory in KiB, passes, lanes."""

    memory: int
    passes: int
    lanes: int

    def check(self) -> None:
        """Raise ``StorageProblem("header-altered")`` outside the limits; called before anything is run with them."""
        limits = ((self.memory, _MEMORY_KIB), (self.passes, _TIME), (self.lanes, _LANES))
        if any(not low <= value <= high for value, (low, high) in limits):
            raise StorageProblem(
                "header-altered",
                "The vault asks for an amount of work that Caseward never sets. Its key file was altered.",
                "Replace vault.json by the copy in a backup.",
            )


# RFC 9106, second choice: the least a real vault gets.
FLOOR = Argon(64 * 1024, 3, 4)
# The least the limits allow: for tests, where a vault guards nothing.
CHEAP = Argon(19 * 1024, 1, 1)
_MOST_MEMORY = 512 * 1024


@dataclass(frozen=True)
class Slot:
    """One way to open a vault, as it stands in the key file. Bytes are kept as hex text."""

    id: str
    kind: SlotKind
    salt: str
    argon: Argon | None
    nonce: str
    wrapped: str

    def to_json(self) -> dict[str, Any]:
        """The form kept in the key file."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Slot:
        """Read ``to_json``; raises ``KeyError``, ``TypeError`` or ``ValueError`` for anything else."""
        fields = {name: data[name] for name in ("id", "salt", "nonce", "wrapped")}
        if not all(isinstance(value, str) for value in fields.values()):
            raise TypeError("slot")
        for name in ("salt", "nonce", "wrapped"):
            bytes.fromhex(fields[name])
        numbers = data["argon"]
        argon = None
        if numbers is not None:
            argon = Argon(**{name: _whole(numbers[name]) for name in ("memory", "passes", "lanes")})
        return cls(kind=SlotKind(data["kind"]), argon=argon, **fields)


@dataclass(frozen=True)
class VaultKeys:
    """The keys of one open vault. Its text never shows them."""

    vault_key: bytes
    database: bytes
    audit: bytes
    header: bytes

    def __repr__(self) -> str:
        return "VaultKeys(...)"


def new_vault_key() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(KEY_BYTES)


def derive(vault_key: bytes, vault_id: str) -> VaultKeys:
    """The keys that ``vault_key`` stands for in the vault ``vault_id``."""
    named = {use: _hkdf(vault_key, vault_id.encode(), f"caseward {use} 1") for use in ("database", "audit", "header")}
    return VaultKeys(vault_key, **named)


def calibrate(seconds: float = 1.0) -> Argon:
    """Argon2id parameters that take about ``seconds`` here: never below the floor, never above 512 MiB."""
    started = time.perf_counter()
    _argon(FLOOR, b"calibration", bytes(_SALT_BYTES))
    once = max(time.perf_counter() - started, 0.001)
    memory = int(FLOOR.memory * seconds / once)
    return Argon(min(max(memory, FLOOR.memory), _MOST_MEMORY) // 1024 * 1024, FLOOR.passes, FLOOR.lanes)


def wrap(
    vault_key: bytes, vault_id: str, kind: SlotKind, secret: bytes, argon: Argon | None, slot_id: str = ""
) -> Slot:
    """A new slot of that kind that opens with ``secret``; ``argon`` is None only for a secret that is itself random."""
    bare = Slot(
        id=slot_id or secrets.token_hex(8),
        kind=kind,
        salt=secrets.token_hex(_SALT_BYTES),
        argon=argon,
        nonce=secrets.token_hex(_NONCE_BYTES),
        wrapped="",
    )
    cipher = AESGCM(_slot_key(bare, vault_id, secret))
    wrapped = cipher.encrypt(bytes.fromhex(bare.nonce), vault_key, _described(bare, vault_id))
    return Slot(bare.id, bare.kind, bare.salt, bare.argon, bare.nonce, wrapped.hex())


def unwrap(slot: Slot, vault_id: str, secret: bytes) -> bytes | None:
    """The vault key, or None when ``secret`` does not open ``slot``.

    Raises ``StorageProblem("header-altered")`` when the slot asks for work outside the limits.
    """
    if slot.argon is None and slot.kind is not SlotKind.KEYRING:
        raise StorageProblem("header-altered", "The key file was altered.", "Put back the copy in a backup.")
    try:
        cipher = AESGCM(_slot_key(slot, vault_id, secret))
        return cipher.decrypt(bytes.fromhex(slot.nonce), bytes.fromhex(slot.wrapped), _described(slot, vault_id))
    except (InvalidTag, ValueError):
        return None


def secret_of(passphrase: str) -> bytes:
    """The bytes a passphrase stands for on every keyboard and system."""
    return normalise(passphrase).encode("utf-8", "surrogatepass")


def _slot_key(slot: Slot, vault_id: str, secret: bytes) -> bytes:
    salt = bytes.fromhex(slot.salt)
    if slot.argon is None:
        return _hkdf(secret, salt, f"caseward slot {vault_id} 1")
    slot.argon.check()
    return _argon(slot.argon, secret, salt)


def _argon(argon: Argon, secret: bytes, salt: bytes) -> bytes:
    kdf = Argon2id(salt=salt, length=KEY_BYTES, iterations=argon.passes, lanes=argon.lanes, memory_cost=argon.memory)
    return kdf.derive(secret)


def _hkdf(key: bytes, salt: bytes, use: str) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt, use.encode()).derive(key)


def _described(slot: Slot, vault_id: str) -> bytes:
    data = {name: value for name, value in slot.to_json().items() if name != "wrapped"}
    return json.dumps({"vault": vault_id, "slot": data}, sort_keys=True, separators=(",", ":")).encode()


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise TypeError("whole number")
    return value
