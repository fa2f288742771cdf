"""A browser page for the tests of the look."""

import pytest
from django.db import connections

from tests.browsing import chromium, listen


@pytest.fixture(scope="module")
def browser():
    """One Chromium for the tests of a file; each has a context of its own."""
    with pytest.MonkeyPatch.context() as patch, chromium() as running:
        # Playwright runs an event loop in this thread; connections belong to it.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield running
        connections.close_all()


@pytest.fixture
def page(live_server, browser):
    """An empty page of a real browser; console errors fail the test at its end."""
    context = browser.new_context()
    opened = context.new_page()
    heard = listen(opened, live_server.url)
    yield opened
    context.close()
    connections.close_all()
    assert heard == []
