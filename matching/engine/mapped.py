"""Arrays in files that all processes of a machine map into memory: there once for all.

A set of arrays is named by what it was made from, so a name never stands for two
things, and whoever knows the name needs not ask whether the arrays are still right. A
set appears as a whole or not at all: it is written beside and then renamed.
"""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from matching.engine.tables import Column

KEPT = 12
"""Sets that stay; older ones are removed, which does not disturb who has them mapped."""


class Mapped:
    """A folder of sets of arrays, which belongs to this user alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, name: str) -> dict[str, Column] | None:
        """The arrays of that name, mapped read-only; None if nobody has put them there.

        A set that somebody removes in this moment counts as not there.
        """
        mine = self.folder / name
        try:
            if self.folder.stat().st_uid != os.getuid():
                return None
            os.utime(mine)  # it is in use, and not among the oldest
            files = sorted(mine.glob("*.npy"))
            arrays = {file.stem: np.load(file, mmap_mode="r") for file in files}
            whole = int((mine / "count").read_text()) == len(arrays)
        except OSError:
            return None
        except (ValueError, EOFError):
            whole = False
        if not whole:  # broken: in the way of one that is not
            self.drop(name)
        return arrays if whole else None

    def names(self, start: str) -> list[str]:
        """The names that begin so, in order."""
        return sorted(path.name for path in self.folder.glob(f"{start}*"))

    def drop(self, name: str) -> None:
        """Remove a set; whoever has it mapped keeps it."""
        shutil.rmtree(self.folder / name, ignore_errors=True)

    def put(self, name: str, arrays: Mapping[str, Column]) -> None:
        """Write a set of arrays, unless it is there; then forget the oldest.

        Raises
        ------
        OSError
            If there is no room, or the folder is somebody else's.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.folder.stat().st_uid != os.getuid():
            raise PermissionError(f"{self.folder} belongs to somebody else.")
        beside = Path(tempfile.mkdtemp(prefix="new-", dir=self.folder))
        try:
            for key, array in arrays.items():
                np.save(beside / f"{key}.npy", array, allow_pickle=False)
            (beside / "count").write_text(str(len(arrays)))
            beside.rename(self.folder / name)
        except FileExistsError:
            pass  # somebody else was quicker, with the same arrays
        except OSError as error:
            if not (self.folder / name).exists():
                raise error
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        self._forget()

    def _forget(self) -> None:
        sets = [path for path in self.folder.iterdir() if path.is_dir()]
        by_age = sorted(sets, key=_last_used, reverse=True)
        for old in by_age[KEPT:]:
            shutil.rmtree(old, ignore_errors=True)


def _last_used(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
