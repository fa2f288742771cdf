"""Files as somebody uploads them, and the address of a dry run."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mentorship.intake.models import Upload

DATA = Path(__file__).parent / "data"


@pytest.fixture
def as_ada(client, ada):
    client.force_login(ada)
    return client


@pytest.fixture
def upload(as_ada, program):
    """Upload a file as Ada does; the page that follows."""

    def uploaded(content, mapping="", everybody="", name="people.csv"):
        data = content.encode() if isinstance(content, str) else content
        return as_ada.post(
            reverse("intake:upload", args=[program.slug]),
            {
                "file": SimpleUploadedFile(name, data),
                "mapping": mapping,
                "everybody": everybody,
            },
            follow=True,
        )

    return uploaded


@pytest.fixture
def confirm(as_ada):
    """Press "Import" for the newest file; the page that follows."""

    def confirmed():
        newest = Upload.objects.first()
        return as_ada.post(reverse("intake:confirm", args=[newest.pk]), follow=True)

    return confirmed
