"""R106: gender is self-described, optional, hidden, and kept only with consent."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import Identity
from tests import builders
from tests.docs.reading import ROOT


@pytest.fixture
def me(client, db):
    person = builders.person("Mina Costa")
    client.force_login(person)
    return person


def test_the_page_says_what_it_is_for(client, me):
    page = client.get(reverse("accounts:identity")).content.decode()

    assert "Never shown to anybody, never used for suggestions" in page


def test_nothing_is_kept_without_consent(client, me):
    client.post(reverse("accounts:identity"), {"gender": "non-binary"})

    assert not Identity.objects.exists()


def test_own_words_are_kept_with_the_purpose_that_was_shown(client, me):
    client.post(reverse("accounts:identity"), {"gender": "non-binary", "consent": "on"})

    assert list(Identity.objects.values_list("person", "gender", "purpose_shown")) == [
        (me.pk, "non-binary", Identity.PURPOSE)
    ]


def test_withdrawing_deletes_the_row(client, me):
    Identity.objects.create(person=me, gender="woman", purpose_shown="Counting.")

    client.post(reverse("accounts:identity"), {"withdraw": "1"})

    assert not Identity.objects.exists()


def test_it_is_on_no_page_but_its_own(client, me):
    Identity.objects.create(person=me, gender="Xanthic", purpose_shown="Counting.")

    pages = [
        client.get(reverse(name)).content.decode()
        for name in ("home", "accounts:me", "accounts:about")
    ]

    assert ["Xanthic" in page for page in pages] == [False, False, False]


def test_only_the_report_of_pairs_counts_it():
    """Whatever else reads it has to be written down here first."""
    files = {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for package in ("accounts", "mentorship", "matching")
        for path in (ROOT / package).rglob("*.py")
        if "migrations" not in path.parts
    }

    reading = {name for name, text in files.items() if re.search(r"\bIdentity\b", text)}
    counting = {name for name, text in files.items() if "same_words" in text}

    assert {name for name in reading if not name.startswith("accounts/")} == set()
    assert counting == {"accounts/parity.py", "matching/reports/homophily.py"}
    assert not [name for name, text in files.items() if "person__identity" in text]


def test_no_operator_browses_it():
    assert Identity not in admin.site._registry
