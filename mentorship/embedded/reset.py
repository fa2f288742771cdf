"""Remove everything a demo has stored: ``python -m mentorship.embedded.reset``."""

import sys

from mentorship.embedded.errors import CannotStart
from mentorship.embedded.places import here
from mentorship.embedded.services import Services


def main() -> str | None:
    """Nothing, or a sentence that says why it cannot be done now."""
    places = here()
    if not places.data.exists():
        print("There is nothing to remove. `make demo` begins.")
        return None
    services = Services(places, say=print, throwaway=True)
    try:
        services.lock.take(print)
    except CannotStart as error:
        return str(error)
    services.stop()
    print(f"Removed {places.data}. `make demo` begins afresh.")
    return None


if __name__ == "__main__":
    sys.exit(main())
