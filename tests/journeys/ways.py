"""What several journeys do and look at."""

import pytest
from playwright.sync_api import Locator, Page

either_way = pytest.mark.parametrize(
    "scripts", [True, False], ids=["scripts", "no-scripts"]
)

at_both_widths = pytest.mark.parametrize("width", [1280, 360], ids=["desk", "phone"])

# Without scripts the markup is the same at every width: the narrow one is where it could
# break, and what a desk does to it is seen with scripts.
every_way = pytest.mark.parametrize(
    ("scripts", "width"),
    [
        pytest.param(True, 1280, id="scripts-desk"),
        pytest.param(True, 360, id="scripts-phone"),
        pytest.param(False, 360, id="no-scripts-phone"),
        pytest.param(False, 1280, id="no-scripts-desk", marks=pytest.mark.long),
    ],
)


def main(page: Page) -> Locator:
    return page.get_by_role("main")


def focus_is_on(page: Page, target: Locator) -> bool:
    return target.evaluate("it => it === document.activeElement")


def figure(page: Page, name: str) -> int:
    """A number that stands under its name."""
    term = page.get_by_role("term").filter(has_text=name)
    beside = term.locator("xpath=following-sibling::dd[1]")
    return int(beside.inner_text().split()[0])


def fold(page: Page, title: str) -> Locator:
    """The line of a part that is folded in the hand."""
    return page.locator("summary").filter(has_text=title)


def unfold(page: Page, *titles: str) -> None:
    """Open parts by their line; at a desk all of them stand open, and have none."""
    for title in titles:
        line = fold(page, title)
        if line.is_visible() and not line.evaluate("it => it.parentElement.open"):
            line.click()
