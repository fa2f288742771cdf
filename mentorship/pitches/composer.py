"""The five parts of a pitch and what one still lacks, as data. Pure: no database.

The page that shows what is missing and the action that sends use the same answer, so
that nothing can be sent that the page called incomplete, and nothing is refused without
having been named.
"""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from mentorship.pitches.asking import asks_only_for_a_mentor, asks_something

# Scripts that do not part their words: two signs stand for about one word.
_SIGNS = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)
_LEAST_LETTERS = 3


@dataclass(frozen=True)
class Letter:
    """The five parts as written, and how many things of the mentor's it cites."""

    introduction: str = ""
    why: str = ""
    why_you: str = ""
    commitment: str = ""
    ask: str = ""
    cited: int = 0

    @property
    def words(self) -> int:
        return sum(
            count_words(part)
            for part in (
                self.introduction,
                self.why,
                self.why_you,
                self.commitment,
                self.ask,
            )
        )


@dataclass(frozen=True)
class Check:
    """One thing a pitch needs: where it is written, whether it is there, what to do."""

    key: str
    label: str
    done: bool
    advice: str = ""
    example: str = ""


@dataclass(frozen=True)
class Review:
    """What a pitch has and lacks."""

    checks: tuple[Check, ...]
    words: int
    most_words: int

    @property
    def missing(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if not check.done)

    @property
    def complete(self) -> bool:
        return not self.missing

    @property
    def too_long_by(self) -> int:
        return max(0, self.words - self.most_words)

    def check(self, key: str) -> Check:
        return next(check for check in self.checks if check.key == key)

    def advice(self, written: Letter) -> dict[str, Check]:
        """Advice worth showing beside a part: only where something was written already,
        because an empty field needs no telling off."""
        return {
            check.key: check
            for check in self.missing
            if str(getattr(written, check.key, "") or "").strip()
        }


def count_words(text: str) -> int:
    """Words in any script: two signs of Chinese, Japanese or Thai count as one."""
    signs = len(_SIGNS.findall(text))
    return len(_SIGNS.sub(" ", text).split()) + (signs + 1) // 2


def says_something(text: str) -> bool:
    """Whether a part holds more than dots and dashes."""
    letters = sum(unicodedata.category(char)[0] == "L" for char in text)
    return letters >= _LEAST_LETTERS


def review(letter: Letter, mentor: str, most_words: int) -> Review:
    """Everything a pitch to a mentor (called by their first name) needs before it goes.

    Source: requirements R27 (five parts), R28 (length), R30 (a citation), R78 (a
    question that can be answered).
    """
    checks = (
        _part(letter.why, "why", _("What you hope to get")),
        Check(
            "cited",
            _("Something of %(mentor)s’s, picked") % {"mentor": mentor},
            letter.cited > 0,
            _("Pick at least one thing that %(mentor)s wrote.") % {"mentor": mentor},
        ),
        _part(
            letter.why_you, "why_you", _("Why you ask %(mentor)s") % {"mentor": mentor}
        ),
        _question(letter.ask, mentor),
        _part(letter.commitment, "commitment", _("What you will do")),
        _part(letter.introduction, "introduction", _("Who you are, in two lines")),
        _length(letter.words, most_words),
    )
    return Review(checks, letter.words, most_words)


def _part(text: str, key: str, label: str) -> Check:
    return Check(
        key, label, says_something(text), _("A few words more would help here.")
    )


def _question(ask: str, mentor: str) -> Check:
    label = _("A question %(mentor)s can answer") % {"mentor": mentor}
    if asks_something(ask):
        return Check("ask", label, done=True)
    if asks_only_for_a_mentor(ask):
        return Check(
            "ask",
            label,
            done=False,
            advice=_(
                "This is hard to say yes to, because it asks for everything at once. "
                "Ask for something that fits into half an hour."
            ),
            example=_example(),
        )
    return Check(
        "ask",
        label,
        done=False,
        advice=_(
            "Ask one thing that %(mentor)s can answer, show, review or introduce you "
            "to; a question ends with a question mark."
        )
        % {"mentor": mentor},
        example=_example(),
    )


def _example() -> str:
    return _("How did you choose the one thing to say, the day before?")


def _length(words: int, most_words: int) -> Check:
    return Check(
        "length",
        _("At most %(most)d words") % {"most": most_words},
        words <= most_words,
        _("%(words)d words is %(over)d too many. Short letters get answers.")
        % {"words": words, "over": words - most_words},
    )
