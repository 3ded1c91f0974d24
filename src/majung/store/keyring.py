"""The keyring of one office: made once, on the first start, in a file that only its owner reads.

Losing the file loses the personal data (their keys are locked with it) and signs everybody out;
it is therefore named by a backup but never put into one.
"""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from majung.store.refusals import SecretsNotReadableError

FILE = "secrets.json"
KEY_BYTES = 32


@dataclass(frozen=True, slots=True, repr=False)
class Keyring:
    """What nobody else may know.

    Attributes:
        session_key: signs sessions and forms.
        personal_key: locks the key of every person, 32 bytes.
        signing_seed: the Ed25519 seed that signs the daily root, 32 bytes.
        application_password: with which the application reaches a database that asks for one.
    """

    session_key: str
    personal_key: bytes
    signing_seed: bytes
    application_password: str


def office_keyring(var: Path) -> Keyring:
    """Return the keyring kept under `var`, making it the first time.

    Raises:
        SecretsNotReadableError: the file exists but is not ours to read or not whole.
    """
    file = var / FILE
    try:
        if not file.exists():
            _make(file)
        return _read(json.loads(file.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SecretsNotReadableError(file=str(file), reason=type(error).__name__) from error


def _read(written: dict[str, str]) -> Keyring:
    return Keyring(
        session_key=written["session_key"],
        personal_key=_key(written["personal_key"]),
        signing_seed=_key(written["signing_seed"]),
        application_password=written["application_password"],
    )


def _key(text: str) -> bytes:
    key = base64.b64decode(text, validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes, not {len(key)}")
    return key


def _make(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    made = {
        "session_key": secrets.token_urlsafe(48),
        "personal_key": base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode(),
        "signing_seed": base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode(),
        "application_password": secrets.token_urlsafe(24),
    }
    unfinished = file.with_suffix(f".{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump(made, out, indent=1)
        out.flush()
        os.fsync(out.fileno())
    try:
        # A link, unlike a rename, never replaces the secrets that another process made meanwhile.
        os.link(unfinished, file)
    except FileExistsError:
        pass
    finally:
        unfinished.unlink()
