"""Postgres and Redis alone, for development: ``manage.py services``.

``python -m mentorship.embedded.development`` does the same without loading the apps.
"""

import sys
from collections.abc import Callable

from mentorship.embedded.errors import CannotStart, StopAsked
from mentorship.embedded.places import here
from mentorship.embedded.services import Services
from mentorship.embedded.supervisor import Supervisor


def run(say: Callable[[str], None]) -> None:
    """Run until somebody stops it; raises CannotStart when it cannot go on."""
    services = Services(here(), say=say)
    try:
        with Supervisor(services, say) as supervisor:
            services.start(supervisor.pause)
            say("Postgres and Redis are ready. Ctrl-C stops them.")
            for name in ("DATABASE_URL", "REDIS_URL"):
                say(f"  {name}={services.environment[name]}")
            say("manage.py here finds them by itself; other programs need these.")
            supervisor.watch()
    except StopAsked:
        say("Stopped.")


def _say(sentence: str) -> None:
    print(sentence, flush=True)


def main() -> str | None:
    """Nothing when it was stopped, or what went wrong."""
    try:
        run(_say)
    except CannotStart as error:
        return str(error)
    return None


if __name__ == "__main__":
    sys.exit(main())
