"""Files and directories that are written whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from poc_symbolic.errors import InputError


def write_whole(path: Path, data: bytes) -> None:
    """Write a file completely or not at all; InputError if its folder cannot be written."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.chmod(name, 0o644)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InputError(f"The file {str(path)!r} cannot be written: {error.strerror}.") from None


def require_writable(target: Path, kind: str, is_ours: Callable[[Path], bool]) -> None:
    """InputError unless ``target`` is new, empty, or a directory of this ``kind`` ("audit") that may be replaced."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise InputError(f"{target} is not a directory; give --out the name of a new one.")
    if target.is_dir() and any(target.iterdir()) and not is_ours(target):
        raise InputError(f"{target} holds other files and no {kind}; give --out a new or an empty directory.")
    parent = target.absolute().parent
    if not parent.is_dir():
        raise InputError(f"The directory {parent} does not exist; create it first.")
    if not os.access(parent, os.W_OK):
        raise InputError(f"The directory {parent} cannot be written to; choose another place for --out.")


def read_claims(directory: Path, name: str, kind: str, writer: str, is_claim: Callable[[Any], bool]) -> dict[str, Any]:
    """The JSON object in the file ``name`` of a directory that ``writer`` has written, with its list of "claims".

    InputError says what is missing; ``kind`` is "an audit", and ``is_claim`` tells an entry of the list from others.
    """
    path = directory / name
    if not directory.is_dir():
        raise InputError(f"{directory} is not a directory; give one that '{writer} --out' has written.")
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"{path} cannot be read as {kind} ({type(error).__name__}).") from error
    claims = data.get("claims") if isinstance(data, dict) else None
    if not isinstance(claims, list) or not all(is_claim(claim) for claim in claims):
        raise InputError(f"{path} is not {kind}: it has no list of claims.")
    return dict(data)


def write_directory(target: Path, files: Mapping[str, str], folders: Iterable[str] = ()) -> None:
    """Write all files, and the folders they stand in, into a sibling of ``target``, then rename it.

    An older directory is replaced as a whole, and comes back if the renaming fails.
    """
    final = target.absolute()
    try:
        building = Path(tempfile.mkdtemp(prefix=f".{final.name}-", dir=final.parent))
        try:
            whole, old = building / "new", building / "old"
            for folder in (whole, *(whole / name for name in folders)):
                folder.mkdir()
            for path, text in files.items():
                (whole / path).write_text(text, encoding="utf-8", newline="\n")
            if final.exists():
                final.rename(old)
            try:
                whole.rename(final)
            except OSError:
                if old.exists():
                    old.rename(final)
                raise
        finally:
            shutil.rmtree(building)
    except OSError as error:
        raise InputError(f"{target} cannot be written: {error.strerror or error}.") from error
