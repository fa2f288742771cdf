"""A browser page for the tests of the look."""

import pytest
from django.db import connections

from tests.browsing import chromium, listen


@pytest.fixture
def page(live_server, monkeypatch):
    """An empty page of a real browser; console errors fail the test at its end."""
    # Playwright runs an event loop in this thread; connections belong to it.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with chromium() as browser:
        opened = browser.new_page()
        heard = listen(opened, live_server.url)
        yield opened
        connections.close_all()
    assert heard == []
