"""Places for services that a test starts itself."""

import shutil
import tempfile
from pathlib import Path

import pytest

from mentorship.embedded.places import Places


@pytest.fixture
def places():
    """Not in pytest's own folder: that is closed to the account Postgres runs as."""
    data = Path(tempfile.mkdtemp(prefix="belay-test-")).resolve()
    yield Places(data)
    shutil.rmtree(data, ignore_errors=True)
