"""Writing so that a reader sees the old or the new, never half: a file, or a whole folder at once."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from negotiation_data.error import NegotiationDataError

__all__ = ["new_folder", "refuse_to_replace", "write_file"]

_ABANDONED_AFTER = 24 * 60 * 60  # seconds: what a killed build left beside its target is deleted by a later one


def write_file(target: Path, content: bytes, *, new: bool = False) -> None:
    """Write a file, or leave what was there. Raises FileExistsError if the file is to be `new` and there is one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.new-", dir=target.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.chmod(stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_umask())
        if new:
            _link_new(draft, target)
        else:
            draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def refuse_to_replace(out: Path, manifest: str, listed: Callable[[Any], Iterable[str]]) -> None:
    """A folder is replaced only if all of it came from here: files of the user's own are never deleted.

    `listed` gives the names of files that a manifest, which is in the file of the name `manifest`, speaks of. Raises
    NegotiationDataError if the folder is a file, or holds anything else.
    """
    if not out.exists():
        return
    if not out.is_dir():
        raise NegotiationDataError(f"{out} is a file; give a folder for the tables.")
    try:
        ours = set(listed(json.loads((out / manifest).read_text(encoding="utf-8"))))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        ours = set()  # a manifest that is absent or not ours speaks for no file
    if strangers := sorted({path.name for path in out.iterdir()} - ours - {manifest}):
        raise NegotiationDataError(f"{out} holds {strangers[0]!r}, which this would delete; give an empty or new folder.")


def _link_new(draft: Path, target: Path) -> None:
    """Give the file its name if nobody has it yet; in one step, where the file system has links."""
    try:
        os.link(draft, target)
    except FileExistsError:
        raise
    except OSError:
        if target.exists():
            raise FileExistsError(target) from None
        draft.replace(target)


def _umask() -> int:
    known = os.umask(0o077)
    os.umask(known)
    return known


@contextlib.contextmanager
def new_folder(target: Path, *, durable: bool = True) -> Iterator[Path]:
    """Yield an empty folder beside `target`; on success it takes the target's place, on any failure it vanishes.

    `durable` waits until the disk holds it, so that not even a power failure leaves it half written.

    On Linux and macOS the two change places in one system call. Elsewhere the old one is first moved aside, and the
    next call puts it back should the process die between the two renames.
    """
    target = target.absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    _recover(target)
    draft = Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))
    draft.chmod(0o755)  # not the owner's alone, as folders of passing use are
    try:
        yield draft
        if durable:
            _sync(draft)
        _put_in_place(draft, target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _put_in_place(draft: Path, target: Path) -> None:
    if not target.exists():
        with contextlib.suppress(OSError):  # another process may have been faster
            os.rename(draft, target)
            return
    if _exchange(draft, target):
        return
    aside = target.with_name(f".{target.name}.old")
    shutil.rmtree(aside, ignore_errors=True)
    os.rename(target, aside)
    os.rename(draft, target)
    shutil.rmtree(aside, ignore_errors=True)


def _recover(target: Path) -> None:
    aside = target.with_name(f".{target.name}.old")
    if aside.exists() and not target.exists():
        os.rename(aside, target)
    for left in target.parent.glob(f".{target.name}.new-*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _ABANDONED_AFTER:
                shutil.rmtree(left, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Have the disk hold every file of the folder before its name points to it."""
    for path in folder.iterdir():
        with path.open("rb+") as file:
            os.fsync(file.fileno())


_AT_FDCWD, _RENAME_EXCHANGE, _RENAME_SWAP = -100, 2, 2


def _exchange(first: Path, second: Path) -> bool:
    """Let two folders change places at once; False where the system cannot. No library offers it."""
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            return bool(libc.renameat2(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE) == 0)
        if sys.platform == "darwin":
            return bool(libc.renamex_np(os.fsencode(first), os.fsencode(second), _RENAME_SWAP) == 0)
    except (OSError, AttributeError, TypeError):
        pass
    return False
