"""The keyring of the operating system, asked so that it can never hold Caseward up.

It keeps a random key under a random vault id: useless without ``vault.json``, and no name. Every call runs in a
thread of its own with a limit; an exception of any kind, or no answer in time, means that this slot is not available.
A call that hangs is left behind, and no second one is started while it does (storage findings, section 2.2).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from storage.problems import StorageProblem

T = TypeVar("T")
SERVICE = "Caseward vault"
LIMIT_SECONDS = 5.0
_hanging: list[threading.Thread] = []


def store(vault_id: str, key: bytes) -> None:
    """Keep ``key`` for that vault; raises ``StorageProblem("keyring")`` when it cannot be kept and read back."""

    def work() -> bool:
        import keyring

        _require_real(keyring.get_keyring())
        keyring.set_password(SERVICE, vault_id, key.hex())
        return keyring.get_password(SERVICE, vault_id) == key.hex()

    if not _within_limit(work):
        raise unavailable()


def fetch(vault_id: str) -> bytes | None:
    """The key kept for that vault, or None; raises ``StorageProblem("keyring")`` when the keyring does not answer."""

    def work() -> str | None:
        import keyring

        _require_real(keyring.get_keyring())
        return keyring.get_password(SERVICE, vault_id)

    text = _within_limit(work)
    try:
        return bytes.fromhex(text) if text else None
    except ValueError:
        return None


def forget(vault_id: str) -> None:
    """Remove the key, if the keyring lets us; nothing is raised, for the slot in the vault is what counts."""

    def work() -> None:
        import keyring

        keyring.delete_password(SERVICE, vault_id)

    try:
        _within_limit(work)
    except StorageProblem:
        return


def unavailable() -> StorageProblem:
    """The problem when the keyring cannot be used now."""
    return StorageProblem("keyring", "This computer's keyring did not open the vault.", "Type the passphrase.")


def _within_limit(work: Callable[[], T]) -> T:
    _hanging[:] = [thread for thread in _hanging if thread.is_alive()]
    if _hanging:
        raise unavailable()
    answers: list[T] = []

    def guarded() -> None:
        try:
            answers.append(work())
        except Exception:  # far more than keyring's own errors: D-Bus, jeepney, SecretStorage
            return

    thread = threading.Thread(target=guarded, name="keyring", daemon=True)
    thread.start()
    thread.join(LIMIT_SECONDS)
    if thread.is_alive():
        _hanging.append(thread)
    if not answers:
        raise unavailable()
    return answers[0]


def _require_real(backend: object) -> None:
    """Raise unless the key would go to a keyring of the system, never to a file in clear."""
    parts = getattr(backend, "backends", None) or [backend]
    for part in parts:
        module = type(part).__module__
        if not module.startswith("keyring.backends.") or module.endswith((".fail", ".null")):
            raise RuntimeError("no keyring of the system")
