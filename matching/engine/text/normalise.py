"""One form for each text: composed letters, plain spaces, no invisible characters."""

import unicodedata
from functools import lru_cache

_QUOTES = {"‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"'}
_KEPT_FORMAT = {"\u200d", "\u200c"}  # joiners carry meaning in some scripts


class _Visible(dict[int, str]):
    """What a character becomes, looked up once for each character ever met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        seen = self[code] = _visible(_QUOTES.get(character, character))
        return seen


_VISIBLE = _Visible()


def normalise(text: str) -> str:
    """Compose letters (NFC), straighten quotes, drop control characters, join spaces."""
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", text).translate(_VISIBLE)
    return " ".join(text.split())


@lru_cache(maxsize=1 << 14)  # tags: the same few hundred come again and again
def name_key(name: str) -> str:
    """What two spellings of one name share: no case, no hyphens, single spaces."""
    return " ".join(normalise(name).casefold().replace("-", " ").split())


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cc":
        return " "
    if category in {"Cf", "Cs", "Co", "Cn"} and character not in _KEPT_FORMAT:
        return ""
    return character
