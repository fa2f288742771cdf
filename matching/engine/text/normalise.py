"""One form for each text: composed letters, plain spaces, no invisible characters."""

import re
import unicodedata

_SPACE = re.compile(r"\s+")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"'})
_KEPT_FORMAT = {"\u200d", "\u200c"}  # joiners carry meaning in some scripts


def normalise(text: str) -> str:
    """Compose letters (NFC), straighten quotes, drop control characters, join spaces."""
    composed = unicodedata.normalize("NFC", text).translate(_QUOTES)
    return _SPACE.sub(" ", "".join(map(_visible, composed))).strip()


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
