"""Whether mentors are still open: when they last said so, and whether they are asked.

A program asks its mentors again after some time. Whoever answers neither that nor the
reminder is paused, so that nobody writes to somebody who does not look any more.
"""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

REMINDED_AFTER = timedelta(days=7)
"""After the question."""
PAUSED_AFTER = timedelta(days=7)
"""After the reminder, however late that was."""
FEWEST_DAYS = 30
_links = Signer(salt="programs.still-open")


class StillOpen(models.Model):
    """What an enrolment keeps of it; part of ``Enrolment``."""

    confirmed_at = models.DateTimeField(
        "last said how it stands", default=timezone.now, editable=False
    )
    asked_again_at = models.DateTimeField(null=True, editable=False)
    reminded_again_at = models.DateTimeField(null=True, editable=False)
    # Declared by Enrolment.
    accepting: bool
    paused: bool
    program: Any

    class Meta:
        abstract = True

    @property
    def waits_for_word(self) -> bool:
        """Whether the mentor was asked again, has not answered, and the program has
        not given up asking."""
        asked = self.asked_again_at is not None and self.accepting and not self.paused
        return asked and self.program.ask_mentors_after_days > 0

    @property
    def paused_unanswered(self) -> bool:
        """Whether it is not the mentor who paused: the question was not answered."""
        return self.asked_again_at is not None and self.paused

    @property
    def answer_by(self) -> datetime | None:
        """When the mentor is paused if they say nothing."""
        if self.reminded_again_at is not None:
            return self.reminded_again_at + PAUSED_AFTER
        if self.asked_again_at is not None:
            return self.asked_again_at + REMINDED_AFTER + PAUSED_AFTER
        return None

    @property
    def word(self) -> str:
        """Which of the mentor's words the question follows: another after each."""
        return f"{self.pk}-{self.confirmed_at:%Y%m%d%H%M%S%f}"

    @property
    def token(self) -> str:
        """What the link in a mail carries; it ends with the mentor's next word."""
        return _links.sign(self.word)


def said_now() -> dict[str, datetime | None]:
    """What to write into the row of somebody who says how it stands."""
    return {
        "confirmed_at": timezone.now(),
        "asked_again_at": None,
        "reminded_again_at": None,
    }


def word_in(token: str) -> tuple[int, str] | None:
    """Whose word, and which one, a link asks about; None if we did not make it."""
    try:
        word = _links.unsign(token)
    except BadSignature:
        return None
    return int(word.partition("-")[0]), word


def check_days(days: int) -> None:
    """0 is never; else people are left in peace for a while."""
    if 0 < days < FEWEST_DAYS:
        raise ValidationError(
            _("At least %(days)s days, or 0 to never ask.") % {"days": FEWEST_DAYS}
        )
