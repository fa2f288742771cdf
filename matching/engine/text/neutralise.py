"""Takes out of a text what tells who wrote it, and leaves what it is about.

She and he become *they*, mother and father *parent*; ages, calendar years, numbers of
years, titles and the owner's own name go. Words that are the topic ("ally to women")
stay. Two texts that differ in nothing else become the same text, to the last letter.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from matching.engine.text.neutral_words import (
    AGREEMENT,
    ALSO_SMALL,
    ALSO_WORDS,
    HONORIFICS,
    KIN,
    NUMBERS,
    PRONOUNS,
)
from matching.engine.text.normalise import normalise
from matching.engine.text.persons import same_for_all

OWNER = "someone"

_WORDS = {
    word: neutral.strip()
    for table in (PRONOUNS, KIN)
    for neutral, words in table.items()
    for word in words.split()
}


def _any_of(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, longest_first))


_DECADES = "zwanzig|dreißig|vierzig|fünfzig|sechzig|siebzig"
_NUMBER = (
    rf"(?:\d+(?:[.,]\d+)?\+?|(?:{_any_of(NUMBERS)})(?:[- ](?:{_any_of(NUMBERS)}))?)"
)
_AFTER_AGE = r"(?=[,.;:!?)]|$| (?:and|when|I|with|but|last|this)\b)"
_RULES = [  # what a text must hold for it to be worth a try; what goes; what comes
    # a 45-year-old engineer → an engineer; eine 45-jährige Ingenieurin → eine …
    ("old", rf"\b(an? )?{_NUMBER}[- ]years?[- ]old (?!and\b|or\b|but\b|when\b)(?=\w)",
     r"\1"),
    ("jährig", rf"\b{_NUMBER}[- ]?jährige[nrms]?\b ?", ""),
    # I am 45 years old; aged 45; at the age of 45; j'ai 45 ans; con 45 años
    ("year|jahre", rf"\b{_NUMBER}[- ](?:years? of age|years?[- ]old|Jahre alt)\b",
     "grown"),
    ("age|âge|alter", rf"\b(?:aged|at (?:the )?age(?: of)?|à l'âge de|im Alter von)"
     rf" {_NUMBER}(?: ans| Jahren)?\b", "then"),
    ("ans|años", r"\b(?:tengo|j'ai|con) \d\d (?:ans|años)\b(?! d[e'])", "grown"),
    ("i'm|am",
     rf"\b(I(?:'m| am)(?: (?:now|only|over|almost))?) [1-9]\d(?: now)?{_AFTER_AGE}",
     r"\1 grown"),
    ("turn", rf"\b(?:turned|turning) [1-9]\d{_AFTER_AGE}", "grown"),
    ("at ", rf"\bat [1-7]\d{_AFTER_AGE}", "then"),
    ("teens|ties|0s|0's",
     r"\b(?:in|since|throughout) (?:my|their|his|her|the) (?:early |mid[- ]?|late )?"
     r"(?:teens|(?:twen|thir|for|fif|six|seven|eigh|nine)ties|[1-9]0'?s)\b", "then"),
    ("age", r"\bage:? [1-9]\d\b", "grown"),
    # mit 50 habe ich; ich bin 45 und; Mitte fünfzig; à 50 ans; la cinquantaine; a los 50
    ("mit ", r"\bmit [1-9]\d(?= (?:habe?|bin|war|hatte|wurde|kam|zog|begann|fing|ging)\b)",
     "dann"),
    ("bin ", r"\b(bin) [1-9]\d(?=[,.;!?]|$| und\b)", r"\1 erwachsen"),
    ("anfang|mitte|ende", rf"\b(?:Anfang|Mitte|Ende) (?:[2-8]0|{_DECADES})\b", "erwachsen"),
    ("ans", r"\b(?:à|de) [1-9]\d ans\b", "adulte"),
    ("aine", r"\bla (?:vingt|trent|quarant|cinquant|soixant)aine\b", "adulte"),
    ("a los", r"\ba los \d\d(?: años)?(?= (?:me|empecé|cambié|volví|dejé|decidí|fui)\b"
     r"|[,.;!?]|$)", "adulto"),
    ("años", r"\bde [1-9]\d años\b", "adulto"),
    # avec elle, avec lui; ihr Team, sein Team; ma femme, mon mari
    ("elle|lui", r"\b(avec|pour|chez|sans|à|de|par|sur|comme) (?:elle|lui)\b", r"\1 eux"),
    ("ihr|sein", r"\b(?:ihr|sein)(?= (?-i:[A-ZÄÖÜ]))", "sein"),
    ("femme|mari|épou", r"\b(?:ma femme|mon mari|mon épouse|mon époux)\b", "mon conjoint"),
    ("mein", r"\bmein(?:e[rmn]?)? (?:Frau|Mann)\b", "mein Ehepartner"),
    # a camerawoman, a cameraman; une femme d'affaires, un homme d'affaires
    ("woman|women", r"\b(\w{2,})wom([ae])n\b", r"\1m\2n"),
    ("femme|homme",
     r"\b(?:femme|homme)(s?)(?= (?:d'affaires|d'État|de ménage|de chambre|politique))",
     r"personne\1"),
    ("tante|oncle", r"\b(?:ma tante|mon oncle)\b", "mon proche"),
    ("mi ", r"\bmi (?:mujer|marido|esposa|esposo)\b", "mi cónyuge"),
    # graduation and other calendar years: in 1998, class of '09, 2003–2011
    ("class", r"\bclass of '?\d{2}(?:\d\d)?\b", "graduates"),
    ("19|20",
     r"\b(?:(?:in|since|from|until|by|of|en|depuis|seit|desde|im Jahr) )?"
     r"(?:19[2-9]\d|20[0-4]\d)s?(?: ?(?:-|–|to|until|bis|à) ?(?:19[2-9]\d|20[0-4]\d))?\b",
     ""),
    # how long: for twenty-five years → for years; my 30-year career → my long career
    ("-year", rf"\b{_NUMBER}-year(?= career| experience| history)", "long"),
    ("year|ans|jahr|años|decade",
     rf"\b(?:{_NUMBER}|a|several|many|some) (?:long |full )?"
     r"(?:years?|ans|Jahren?|años|decades?)\b(?! old)", "years"),
]  # fmt: skip
_PATTERNS = [
    (needs.split("|"), re.compile(pattern, re.I), neutral)
    for needs, pattern, neutral in _RULES
]
_WORD = re.compile(rf"(?<![\w-])(?:{_any_of(_WORDS)})(?![\w-])", re.I)
_FRENCH_WORD = re.compile(  # "son équipe" is his team or her team
    rf"(?<![\w-])(?:{_any_of(_WORDS.keys() - {'son'})})(?![\w-])", re.I
)
_FRENCH = re.compile(r"\b(?:je|j'|le|la|les|des|une?|et|dans|pour|avec|du|que)\b", re.I)
_ENGLISH = re.compile(r"\b(?:the|and|my|of|to|with|was|is|for|our|i|a|in)\b", re.I)
_TITLES = [t.capitalize() for t in HONORIFICS.split()] + ALSO_SMALL.split()
_HONORIFIC = re.compile(  # la señora Ruiz, Frau Dr. Weber, M. Petit
    rf"(?<!\w)(?:(?:(?:[Ll]a |[Ee]l )?(?:{_any_of(_TITLES)})\.?|M\.) )+(?=[A-ZÀ-Þ])"
)
_AGREEMENT = re.compile(rf"\b(?:{_any_of(AGREEMENT)})\b", re.I)
_TIDY = [
    (re.compile(r"\s+([,.;!?])"), r"\1"),
    (re.compile(r"\(\s*\)"), ""),
    (re.compile(r"\s{2,}"), " "),
    (re.compile(r"^[,;\s]+"), ""),
]
_ENGLISH_ARTICLES = [
    (re.compile(r"\b([Aa]) (?=[aeiou])(?!uni|use|one|eu)"), r"\1n "),
    (re.compile(r"\b([Aa])n (?=[bcdfghjklmnpqrstvwxyz])(?!hour|honest|heir)"), r"\1 "),
]
_HAS_ENGLISH = re.compile(r"\b(?:the|and|my|of|to|with|was|is|are|am|for|our|I)\b")
_SENTENCE_START = re.compile(r"(^|[.!?]\s+)([a-zà-ÿ])")


def neutralise(text: str, name: str = "") -> str:
    """Give the text without what tells the writer's gender, age or name.

    ``name`` is the owner's own full name. The result is normalised too.
    """
    return _nobodys(_without_name(_HONORIFIC.sub("", normalise(text)), name))


@lru_cache(maxsize=1 << 15)  # tags and topics come again, with every run everything
def _nobodys(text: str) -> str:
    """Give a text, from which titles and names are gone, without the rest."""
    out, plain = text, _plain(text)
    for needs, pattern, neutral in _PATTERNS:
        if any(need in plain for need in needs):
            out = pattern.sub(neutral, out)
    out = (_FRENCH_WORD if _is_french(out) else _WORD).sub(_neutral_word, out)
    out = same_for_all(out)
    out = _AGREEMENT.sub(lambda found: AGREEMENT[found[0].lower()], out)
    for pattern, neutral in _TIDY:
        out = pattern.sub(neutral, out)
    if _HAS_ENGLISH.search(out):  # "a" is a word of other languages, too
        for pattern, neutral in _ENGLISH_ARTICLES:
            out = pattern.sub(neutral, out)
    return _SENTENCE_START.sub(lambda start: start[1] + start[2].upper(), out).strip()


def _plain(text: str) -> str:
    """Give the text in lower case, as a pattern that ignores case sees it. What a rule
    puts in ("grown", "then", "years") makes no other rule fit that did not before."""
    return text.casefold().replace("i̇", "i").replace("ı", "i")


def _is_french(text: str) -> bool:
    return len(_FRENCH.findall(text)) > len(_ENGLISH.findall(text))


def _neutral_word(found: re.Match[str]) -> str:
    """Replace a word by its neutral one, with a capital where it had one."""
    neutral = _WORDS[found[0].lower()]
    return neutral.capitalize() if found[0][0].isupper() else neutral


def _without_name(text: str, name: str) -> str:
    forms = _forms(name)
    if not any(form in text for form in forms):
        return text
    return _name_pattern(forms).sub(lambda found: _owner(found, text), text)


def _owner(found: re.Match[str], text: str) -> str:
    """Leave a name that opens a sentence and is an ordinary word there ("Will AI …")."""
    opens = (
        not text[: found.start()].rstrip()
        or text[: found.start()].rstrip()[-1] in ".!?"
    )
    if opens and found[0].lower() in ALSO_WORDS:
        return found[0]
    return OWNER


@lru_cache(maxsize=1 << 14)
def _forms(name: str) -> frozenset[str]:
    """Give the parts of a name as they stand in a text: capitalised."""
    parts = {part for part in re.split(r"[\s\-.,]+", normalise(name)) if len(part) > 1}
    forms = {form for part in parts for form in (part.title(), part.upper(), part)}
    return frozenset(form for form in forms if form[0].isupper())


@lru_cache(maxsize=1024)
def _name_pattern(forms: frozenset[str]) -> re.Pattern[str]:
    """Match any run of the owner's names."""
    one = rf"(?:{_any_of(forms)})"
    return re.compile(
        rf"(?<!\w){one}(?:(?:[ \-]|[ ][A-Z]\. | de | da | di | del | la | von | van | bin | al ){one})*(?!\w)"
    )
