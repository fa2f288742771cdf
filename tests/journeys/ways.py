"""What several journeys do and look at."""

import pytest
from django.db import connection
from playwright.sync_api import Locator, Page

from matching.models import Run
from mentorship.programs.models import Program
from tests.matching.working import run_now

either_way = pytest.mark.parametrize(
    "scripts", [True, False], ids=["scripts", "no-scripts"]
)

at_both_widths = pytest.mark.parametrize("width", [1280, 360], ids=["desk", "phone"])


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def focus_is_on(page: Page, target: Locator) -> bool:
    return target.evaluate("it => it === document.activeElement")


def figure(page: Page, name: str) -> int:
    """A number that stands under its name."""
    term = page.get_by_role("term").filter(has_text=name)
    beside = term.locator("xpath=following-sibling::dd[1]")
    return int(beside.inner_text().split()[0])


def matched(program: Program) -> Run:
    """A finished run. Vectors of the vocabulary, which take the longest and are always
    the same, are kept beside the tables that every test empties."""
    vectors = "matching_textvector"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS kept (LIKE {vectors} INCLUDING ALL)"
        )
        cursor.execute(f"INSERT INTO {vectors} SELECT * FROM kept")
        run = run_now(program)
        cursor.execute(
            f"INSERT INTO kept SELECT * FROM {vectors} ON CONFLICT DO NOTHING"
        )
    return run
