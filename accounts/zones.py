"""Time zones that people live in, and what older names of them are called today."""

from functools import cache
from importlib import resources
from zoneinfo import available_timezones

_TABLES = resources.files("tzdata") / "zoneinfo"


@cache
def inhabited() -> tuple[str, ...]:
    """One name for each place of the zone table, such as Europe/Lisbon, and UTC."""
    lines = (_TABLES / "zone.tab").read_text(encoding="utf-8").splitlines()
    names = {line.split("\t")[2] for line in lines if not line.startswith("#")}
    return (*sorted(names & available_timezones()), "UTC")


@cache
def _renamed() -> dict[str, str]:
    lines = (_TABLES / "tzdata.zi").read_text(encoding="utf-8").splitlines()
    links = (line.split() for line in lines if line.startswith("L "))
    return {old: today for _, today, old in links}


@cache
def _older() -> dict[str, list[str]]:
    older: dict[str, list[str]] = {}
    for old in sorted(_renamed()):
        if old not in inhabited():
            older.setdefault(canonical(old), []).append(old)
    return older


def older_names(name: str) -> list[str]:
    """What a zone was called before: Asia/Kolkata was Asia/Calcutta."""
    return _older().get(name, [])


def canonical(name: str) -> str:
    """The name of today: Asia/Calcutta is Asia/Kolkata. Unknown names stay."""
    if name in inhabited():
        return name
    today = _renamed().get(name, name)
    return today if today in inhabited() else name


def choices(also: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    """Zones by region, called by their city first, because that is what people type.

    ``also`` is a name that somebody holds already, kept even if it is an older one.
    """
    regions: dict[str, list[tuple[str, str]]] = {}
    for name in sorted({*inhabited(), *([also] if also else [])}):
        region, _, place = name.partition("/")
        label = (place or region).replace("_", " ").replace("/", ", ")
        regions.setdefault(region, []).append((name, label))
    return list(regions.items())
