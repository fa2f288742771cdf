"""The verdicts of ``make bench``: what is below a floor, missing or skipped."""

import pytest

from benchmarks import peers
from benchmarks.__main__ import figures_of
from benchmarks.held_to import TABLE
from benchmarks.table import Bar, NotMeasured, Row, Skipped, judge, line, summary

FAST = Bar("fast", "times faster", floor=300, stretch=1000)
SMALL = Bar("small", "memory", floor=0.1, most=True)
BIG = Bar("big", "at the big size", floor=500, long=True)
TOLD = Bar("told", "for information")
ROW = Row(1, "a row", (FAST, SMALL, BIG, TOLD))


def raising(error):
    def measure(long):
        raise error

    return measure


def test_every_row_is_there_once_and_has_a_floor():
    rows = [row for row, _ in TABLE]

    assert [row.id for row in rows] == list(range(1, 16))
    assert all(any(bar.floor is not None for bar in row.bars) for row in rows)
    for row in rows:
        assert len({bar.key for bar in row.bars}) == len(row.bars)


@pytest.mark.parametrize(
    ("bar", "value", "ok"),
    [
        (FAST, 300, True),
        (FAST, 299.9, False),
        (SMALL, 0.1, True),
        (SMALL, 0.11, False),
        (TOLD, 0, True),
    ],
)
def test_a_floor_is_from_below_or_from_above(bar, value, ok):
    assert bar.holds(value) is ok


def test_a_row_is_as_good_as_its_weakest_figure():
    figures = judge(ROW, {"fast": 900, "small": 0.2, "told": 7}, long=False)

    told = summary(ROW, figures)

    assert (told["floor"], told["value"], told["ok"]) == (0.1, 0.2, False)
    assert [part["value"] for part in told["parts"]] == [900, 0.2, 7]


def test_big_sizes_count_in_the_long_bench_only():
    values = {"fast": 900, "small": 0.05, "told": 1}

    assert summary(ROW, judge(ROW, values, long=False))["ok"] is True
    assert summary(ROW, judge(ROW, values, long=True))["ok"] is False


def test_a_row_held_to_at_big_sizes_only_is_open_in_the_short_bench():
    row = Row(2, "memory", (TOLD, BIG))

    assert summary(row, judge(row, {"told": 1}, long=False))["ok"] is None


def test_what_nobody_measured_is_not_ok():
    told = summary(ROW, judge(ROW, {"fast": 900}, long=False))

    assert (told["value"], told["ok"]) == (None, False)


@pytest.mark.parametrize(
    ("error", "ok", "says"),
    [
        (Skipped("no file"), None, "SKIPPED: no file"),
        (NotMeasured("THE PEER IS MISSING"), False, "THE PEER IS MISSING"),
        (ZeroDivisionError("oh"), False, "ZeroDivisionError: oh"),
    ],
)
def test_what_goes_wrong_is_a_verdict_on_that_row(error, ok, says):
    figures = figures_of(ROW, raising(error), long=False)

    assert summary(ROW, figures)["ok"] is ok
    assert says in line(ROW, figures[0])


def test_a_peer_that_is_not_installed_says_so_loudly(monkeypatch, tmp_path):
    monkeypatch.setattr(peers, "FOLDER", tmp_path)

    with pytest.raises(NotMeasured, match="THE PEER IS MISSING: requirements/peers"):
        peers.python_of(peers.Peer.COMMON)
    assert peers.versions() == {}
