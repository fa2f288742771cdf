"""Bring the database up to date; in the demo, seed it if it is empty.

Run as ``python -m mentorship.embedded.prepare``. Doing it twice does no harm.
"""

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command

from mentorship.embedded.site import SEEDED


def main() -> None:
    django.setup()
    call_command("migrate", interactive=False)
    if settings.BELAY_DEMO and not get_user_model()._default_manager.exists():
        call_command("seed_demo")
        print(SEEDED, flush=True)


if __name__ == "__main__":
    main()
