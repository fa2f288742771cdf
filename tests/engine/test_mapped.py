"""Prepared arrays lie in memory once per machine, whole or not at all."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

import matching
from matching.engine.mapped import KEPT, Mapped

ROOT = Path(matching.__file__).parents[1]
READ = """
import sys
from pathlib import Path
from matching.engine.mapped import Mapped
arrays = Mapped(Path(sys.argv[1])).get("people")
total = int(arrays["steps"].sum())
maps = Path("/proc/self/maps").read_text().splitlines()
(line,) = [line for line in maps if line.endswith("steps.npy")]
_, rights, _, device, inode, _ = line.split()
print(total, rights, device, inode)
"""


@pytest.fixture
def mapped(tmp_path):
    return Mapped(tmp_path / "shared")


def some_arrays(number=1):
    return {
        "steps": np.full((100, 512), number, np.int16),
        "known": np.ones(100, np.bool_),
    }


def test_what_was_put_there_is_found_with_its_types(mapped):
    mapped.put("people", some_arrays())

    found = mapped.get("people")

    assert found.keys() == {"steps", "known"}
    for name, array in some_arrays().items():
        assert found[name].dtype == array.dtype
        assert np.array_equal(found[name], array)


def test_nobody_can_write_into_what_others_read(mapped):
    mapped.put("people", some_arrays())

    with pytest.raises(ValueError, match="read-only"):
        mapped.get("people")["steps"][0] = 7


def test_another_name_is_not_there(mapped):
    assert mapped.get("people") is None
    mapped.put("people", some_arrays())
    assert mapped.get("others") is None


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_two_processes_map_the_same_memory(mapped):
    mapped.put("people", some_arrays(3))
    command = [sys.executable, "-c", READ, str(mapped.folder)]

    one, other = (
        subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        for _ in range(2)
    )

    assert one.stdout == other.stdout
    total, rights, _, _ = one.stdout.split()
    assert int(total) == 3 * 100 * 512
    assert "w" not in rights


def test_who_comes_second_finds_what_the_first_put_there(mapped):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: mapped.put("people", some_arrays()), range(16)))

    assert np.array_equal(mapped.get("people")["steps"], some_arrays()["steps"])
    assert [path.name for path in mapped.folder.iterdir()] == ["people"]


def test_half_a_set_is_none(mapped):
    mapped.put("people", some_arrays())
    (mapped.folder / "people" / "known.npy").unlink()

    assert mapped.get("people") is None


def test_the_oldest_go_and_who_has_them_can_read_on(mapped):
    mapped.put("first", some_arrays(5))
    found = mapped.get("first")
    for number in range(KEPT):
        mapped.put(f"set{number}", some_arrays())

    assert mapped.get("first") is None
    assert (found["steps"] == 5).all()
    assert len(list(mapped.folder.iterdir())) == KEPT
