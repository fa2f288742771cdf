"""Nouns for people, and the words that agree with them, in one form for everybody.

French, German and Spanish tell with nearly every noun for a person, with its article and
with adjectives, whether a woman or a man is meant. Here all of them take the form that
dictionaries list first, so that swapping changes nothing to the last letter. Where that
reads oddly it does so for everybody alike. What stands far from its noun, and what the
lists do not have, stays as it is.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from matching.engine.text.person_words import (
    FRENCH,
    FRENCH_ADJECTIVES,
    FRENCH_AFTER,
    FRENCH_ARTICLES,
    FRENCH_FOR_ALL,
    FRENCH_KIN,
    FRENCH_NO_EUSES,
    FRENCH_OTHERS,
    FRENCH_STATES,
    GERMAN,
    GERMAN_ADJECTIVES,
    GERMAN_ADJECTIVES_AS_NOUNS,
    GERMAN_ON_E,
    GERMAN_ON_EN,
    GERMAN_ON_NOTHING,
    GERMAN_VOWELS,
    SPANISH,
    SPANISH_ADJECTIVES,
    SPANISH_AFTER,
    SPANISH_ARTICLES,
    SPANISH_FOR_ALL,
    SPANISH_KIN,
    SPANISH_NO_STATES,
)

Endings = Mapping[tuple[str, str], str]
Usual = str | Callable[[re.Match[str]], str]


def same_for_all(text: str) -> str:
    """Give the text with every noun for a person, and what agrees with it, in one form.

    To be called when pronouns and kin are neutral already.
    """
    out = _FOR_BOTH.sub("", text) if _SIGNS.search(text) else text
    low = out.lower()
    if "-" in low or not _ROLES.keys().isdisjoint(_TOKEN.findall(low)):
        out = _TOKEN.sub(_role, out)
    if _ENGLISH.search(out) and not _MAY_TELL.search(out):
        return out
    out = _with_what_agrees(_by_ending(out, low))
    return _SPANISH_STATE.sub(_spanish_state, _FRENCH_STATE.sub(r"\1é", out))


def _by_ending(text: str, low: str) -> str:
    """Nouns that no list has; ``low`` is the text in small letters."""
    if _ENDS_ON_IN.search(text):
        for pattern, usual in _GERMAN_FEMALE:
            text = pattern.sub(usual, text)
    for need, pattern, usual in _BY_ENDING:
        if need in low:
            text = pattern.sub(usual, text)
    return text


def _with_what_agrees(text: str) -> str:
    """Articles and adjectives beside a noun that is in its usual form already."""
    for agreeing, forms in _AGREEING:
        text = agreeing.sub(partial(_agreed, forms), text)
    for pattern, contracted in _CONTRACTED:
        text = pattern.sub(contracted, text)
    for need, agreeing, usual in _AGREES_WITHOUT_ARTICLE:
        if need.search(text):
            text = agreeing.sub(usual, text)
    return _GERMAN_AGREEING.sub(_german_article, text)


def _bare(endings: str) -> str:
    """Without the beginnings of words: quicker, and fits at least as often."""
    return re.sub(r"\\w(?:\*|\{\d,\})", "", endings)


# Most texts are English and end here: its function words, and nothing that looks like
# another language. Both words of a pair are in such a list, or neither is.
_ENGLISH = re.compile(r"\b(?:the|and|my|of|to|with|was|is|for|our|I)\b")
_MAY_TELL = re.compile(
    r"\b(?:je|j'|les?|la|des|une?|pour|avec|ce|cette|cet|mon|ma|suis|ich|der|die|das|dem|"
    r"den|und|mit|m?eine?[rmn]?|unsere?[rmn]?|el|los|las|una|con|soy|estoy|me|por|que)\b"
    r"|\b(?-i:[A-ZÄÖÜ])[\w:*/-]{2,}in(?:nen)?\b"
    r"|(?:frau|schwestern?|rices?|euses?|eures?|ères?|ennes?|oras?|[óo]logas?)\b"
    rf"|(?:{_bare(GERMAN_ADJECTIVES)})e[rnms]?\b|(?:{_bare(GERMAN_ADJECTIVES_AS_NOUNS)})r?\b",
    re.I,
)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


def _pairs(words: str) -> dict[str, str]:
    """Read "nouvelle:nouveau …"."""
    return dict(pair.split(":") for pair in words.split())


def _by_form(endings: Endings) -> dict[str, str]:
    """Each form that dictionaries list second, with the first; also of several."""
    return {
        stem + other + s: stem + one + s
        for (one, other), stems in endings.items()
        for stem in stems.split()
        for s in ("", "s")
    }


_FRENCH, _SPANISH = _by_form(FRENCH), _by_form(SPANISH)
_ROLES = {
    **_FRENCH,
    **_SPANISH,
    **_pairs(GERMAN),
    **_pairs(FRENCH_STATES),
    **_pairs(FRENCH_OTHERS),
}
_TOKEN = re.compile(r"[\w-]{3,}")


def _role(found: re.Match[str]) -> str:
    """A noun, or each part of a longer one: aide-soignante, vice-présidente."""
    whole = _usual(found[0])
    return whole if whole != found[0] else "-".join(map(_usual, whole.split("-")))


def _usual(word: str) -> str:
    usual = _ROLES.get(word.lower(), word)
    return usual.capitalize() if word[:1].isupper() and usual != word else usual


_SIGNS = re.compile(r"[(/·]")
# Lehrer(in), ingénieur(e), enfermero/a, développeur·se, Bäcker (m/w/d)
_FOR_BOTH = re.compile(
    r"(?<=\w\w\w)(?:\((?:a|e|in|innen|ne|se|rice|trice|ère)\)|/[ao]\b|·(?:e|ne|se|rice|ère)\b)"
    r"| ?\((?:[mwfdhx]/)+[mwfdhx]\)",
    re.I,
)


# Lehrerin, Entwickler:innen, Mentor*in, Kollegin, Psychologinnen, Kauffrau. A hyphen or
# a sign between tells for itself; without one only these endings are people's.
_SIGN = r"[:*/_]?-?"
_GERMAN_FEMALE = [
    (re.compile(rf"\b((?=[A-ZÄÖÜ])(?:{stem})){_SIGN}{end}\b"), usual)
    for stem, one, several in (
        (r"\w{3,}er", r"\1", r"\1"),
        (GERMAN_ON_E, r"\1e", r"\1en"),
        (GERMAN_ON_EN, r"\1", r"\1en"),
        (GERMAN_ON_NOTHING, r"\1", r"\1e"),
    )
    for end, usual in (("[Ii]n", one), ("[Ii]nnen", several))
]
# Oberärztin, Staatsanwältinnen
_GERMAN_FEMALE[:0] = [
    (re.compile(rf"\b((?=[A-ZÄÖÜ])\w+){stem}{end}\b"), rf"\1{usual}")
    for stem, one, several in (word.split(":") for word in GERMAN_VOWELS.split())
    for end, usual in (("in", one), ("innen", several))
]
_ENDS_ON_IN = re.compile(r"\B[Ii]n(?:nen)?\b")

# What a text must hold, in small letters; what goes; what comes: Angestellter,
# Krankenschwester, Obfrau; la responsable, el responsable; directrice, vendeuse,
# ingénieure, musicienne; directora, psicólogas
_BY_ENDING = [
    (need, re.compile(pattern, flags), usual)
    for need, pattern, flags, usual in (
        ("er", rf"\b((?=[A-ZÄÖÜ])(?:{GERMAN_ADJECTIVES_AS_NOUNS}))r\b", 0, r"\1"),
        ("schwester",
         r"\b(\w*(?:kranken|kinder|stations|operations)|ober)schwestern?\b", re.I,
         r"\1pfleger"),
        ("frau", r"\b([A-ZÄÖÜ][a-zäöüß]+)frau\b", 0, r"\1mann"),
        ("responsable", r"\b(?:de la|del)(?= responsable\b)", re.I, "du"),
        ("responsable", r"\b(?:à la|a la|al)(?= responsable\b)", re.I, "au"),
        ("responsable", r"\b(?:la|el)(?= responsable\b)", re.I, "le"),
        ("trice", r"\b(?!cica|ma|mo)(\w{2,}t)rice(s?)\b", re.I, r"\1eur\2"),
        ("euse", rf"\b(?!{FRENCH_NO_EUSES}euses?\b)(\w{{3,}})euse(s?)\b", re.I,
         r"\1eur\2"),
        ("eure", r"\b(?!mineure|heure)(\w{2,}(?:[dtsn]|ff|ch|cur|éni))eure(s?)\b", re.I,
         r"\1eur\2"),
        ("cienne", r"\b(\w+[aié]cien)ne(s?)\b", re.I, r"\1\2"),
        ("commerciale",
         r"(^|\b(?:une|la|ma|cette) (?:nouvelle |ancienne )?)(commercial)e\b", re.I,
         r"\1\2"),
        ("ora", r"\b(\w{2,}[dts]or)a\b", re.I, r"\1"),
        ("ora", r"\b(\w{2,}[dts]or)as\b", re.I, r"\1es"),
        ("loga", r"\b(\w+[óo]log)a(s?)\b", re.I, r"\1o\2"),
        ("técnica", r"^(técnic)a(?= (?:de|en|superior|especialista)\b)", re.I, r"\1o"),
    )
]  # fmt: skip

# ma nouvelle conseillère, la jefa: the noun is in its usual form already
_FRENCH_PERSON = _any_of(
    {
        *_FRENCH.values(),
        *FRENCH_KIN.split(),
        r"(?!hau|len|sen)\w{2,}teurs?",
        r"\w+[aié]ciens?",
        *(f"{word}s?" for word in FRENCH_FOR_ALL.split()),
    }
)
_SPANISH_PERSON = _any_of(
    {
        *_SPANISH.values(),
        *SPANISH_KIN.split(),
        *SPANISH_FOR_ALL.split(),
        r"\w{2,}[dts]or|\w+[óo]logo",
    }
)
_AGREEING = [
    (
        re.compile(
            rf"(?<!\w)({_any_of({*articles, *articles.values()})})"
            rf"( (?:{_any_of({*adjectives, *adjectives.values()})}))?"
            rf"(?= (?:{person})(?!\w))",
            re.I,
        ),
        {**articles, **{f" {one}": f" {other}" for one, other in adjectives.items()}},
    )
    for articles, adjectives, person in (
        (_pairs(FRENCH_ARTICLES), _pairs(FRENCH_ADJECTIVES), _FRENCH_PERSON),
        (_pairs(SPANISH_ARTICLES), _pairs(SPANISH_ADJECTIVES), _SPANISH_PERSON),
    )
]


def _agreed(forms: Mapping[str, str], found: re.Match[str]) -> str:
    article, adjective = found[1], found[2] or ""
    usual = forms.get(article.lower(), article.lower())
    usual = usual.capitalize() if article[0].isupper() else usual
    return usual + forms.get(adjective.lower(), adjective)


_CONTRACTED = [
    (re.compile(rf"(?<!\w)de le(?= (?:{_FRENCH_PERSON})(?!\w))", re.I), "du"),
    (re.compile(rf"(?<!\w)à le(?= (?:{_FRENCH_PERSON})(?!\w))", re.I), "au"),
    (re.compile(rf"(?<!\w)de el(?= (?:{_SPANISH_PERSON})(?!\w))", re.I), "del"),
    (re.compile(rf"(?<!\w)a el(?= (?:{_SPANISH_PERSON})(?!\w))", re.I), "al"),
]

# meine neue Chefin, mit meinem neuen Chef: one form for all cases too
_GERMAN_ONE = (
    r"Elternteil|Elternzeit|Kind|Geschwister|Ehepartner|Verwandte|Hebamme|Beamte|"
    rf"\w*(?:[Aa]rzt|[Aa]nwalt|[Kk]och)|\w{{2,}}(?:er|mann)|(?:{GERMAN_ON_E})e|"
    rf"{GERMAN_ON_EN}|{GERMAN_ON_NOTHING}|{GERMAN_ADJECTIVES_AS_NOUNS}"
)
_GERMAN_PERSON = (
    rf"(?:{_GERMAN_ONE}|(?:{GERMAN_ON_E}|{GERMAN_ON_EN})en|Beamten|"
    rf"(?:{GERMAN_ADJECTIVES_AS_NOUNS})n)"
)
_GERMAN_AGREEING = re.compile(
    r"(?<!\w)(?:([Dd])(?:er|ie|em|en)|([KkMmDdSs]?[Ee]in|[Uu]nser)(?:e[rmn]?)?)"
    rf"(?: ([a-zäöüß]+?e)[rmn]?)?(?= {_GERMAN_PERSON}(?!\w))"
)


def _german_article(found: re.Match[str]) -> str:
    article = f"{found[1]}er" if found[1] else found[2]
    return f"{article} {found[3]}" if found[3] else article


# directeur général, ingeniero mecánico, leitende Ärztin: no article is needed. Nouns are
# looked for only where there is something that may agree with one.
_FRENCH_AFTER = _pairs(FRENCH_AFTER)
_AFTER = rf"(?:{_any_of(_FRENCH_AFTER)})s?(?!\w)"


def _french_after(found: re.Match[str]) -> str:
    return f"{found[1]}{_FRENCH_AFTER[found[2].lower()]}{found[3]}"


_AGREES_WITHOUT_ARTICLE: list[tuple[re.Pattern[str], re.Pattern[str], Usual]] = [
    (
        re.compile(rf" {_AFTER}", re.I),
        re.compile(
            rf"(?<!\w)((?:{_FRENCH_PERSON}) )({_any_of(_FRENCH_AFTER)})(s?)(?!\w)", re.I
        ),
        _french_after,
    ),
    (
        re.compile(rf" (?:{SPANISH_AFTER})as?(?!\w)", re.I),
        re.compile(
            rf"(?<!\w)((?:{_SPANISH_PERSON}) (?:{SPANISH_AFTER}))a(s?)(?!\w)", re.I
        ),
        r"\1o\2",
    ),
    (
        re.compile(rf"(?:{_bare(GERMAN_ADJECTIVES)})e[rnms]? (?=[A-ZÄÖÜ])"),
        re.compile(
            rf"(?<!\w)({GERMAN_ADJECTIVES})e[rnms]?(?= (?:{_GERMAN_ONE})(?!\w))"
        ),
        r"\1e",
    ),
]

# Je suis motivée, elle m'a beaucoup aidée
_FRENCH_STATE = re.compile(
    r"(\b(?:suis|été|étais|m'a|m'ont|me sens)(?: \w+)? \w{2,})ée(?!\w)", re.I
)
# Me siento sola y perdida
_SPANISH_STATE = re.compile(
    r"\b((?:estoy|estaba|soy|era|fui|siento|sentía|quedé)(?: muy| tan| más)? )"
    r"(\w{2,}a)(?: (y|e|o) (\w{2,}a))?\b",
    re.I,
)
_NO_STATE = frozenset(SPANISH_NO_STATES.split())


def _spanish_state(found: re.Match[str]) -> str:
    words = [found[1], _spanish_usual(found[2])]
    if found[3]:
        words.append(f" {found[3]} {_spanish_usual(found[4])}")
    return "".join(words)


def _spanish_usual(word: str) -> str:
    is_job = word.endswith("ista") and word.lower() != "lista"
    if is_job or word.lower() in _NO_STATE:
        return word
    return f"{word[:-1]}o"
