"""What we changed of allauth: links in mail, and secrets of second factors."""

import re

from django.urls import reverse

from accounts.adapter import MFAAdapter
from mentorship.notices.models import Mail
from tests import builders


def test_links_in_mail_start_at_our_site_whatever_host_is_claimed(client, db, settings):
    settings.SITE_URL = "https://belay.example"
    settings.ALLOWED_HOSTS = ["evil.example"]
    settings.EMAIL_BACKEND = "mentorship.notices.backends.OutboxBackend"
    person = builders.person("Nora New")

    client.post(
        reverse("account_reset_password"),
        {"email": person.email},
        headers={"host": "evil.example"},
    )

    links = re.findall(r"https?://\S+", Mail.objects.get().text)
    assert links
    assert all(link.startswith("https://belay.example/") for link in links)


def test_second_factors_are_kept_encrypted_and_survive_a_new_key(settings):
    settings.SECRET_KEY = "old"
    kept = MFAAdapter().encrypt("JBSWY3DPEHPK3PXP")
    assert "JBSWY3DPEHPK3PXP" not in kept

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", ["old"]

    assert MFAAdapter().decrypt(kept) == "JBSWY3DPEHPK3PXP"
