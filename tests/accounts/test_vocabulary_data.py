"""The skill vocabulary is complete, unambiguous, and refuses a faulty entry by name."""

import json
import re
import subprocess
import sys
from collections import Counter

import pytest

from accounts.vocabulary import data

JUDGES_PEOPLE = re.compile(r"\bpotentials?\b|\bcultur(e|al) fit\b", re.IGNORECASE)
NAMES_AN_IDENTITY = re.compile(
    r"\b(women|woman|female|male|lesbian|gay|trans|black|asian|latin[oax]|muslim"
    r"|christian|jewish|immigrants?|disabled|wife|husband|mother|father|she|his"
    r"|femme|mère|frau|mujer|madre)\b",
    re.IGNORECASE,
)

ENTRY = {
    "slug": "saying-no",
    "label": "Saying no",
    "group": "Relationships",
    "kind": "soft",
    "aliases": ["setting boundaries"],
    "phrases": ["I can't say no to extra work", "I agree and regret it"],
}


def file_of(*entries):
    return json.dumps(list(entries))


def by_slug():
    return {concept.slug: concept for concept in data.concepts()}


def test_an_entry_becomes_a_concept():
    assert data.parse(file_of(ENTRY)) == (
        data.Concept(
            slug="saying-no",
            label="Saying no",
            group="Relationships",
            kind="soft",
            aliases=("setting boundaries",),
            phrases=("I can't say no to extra work", "I agree and regret it"),
            esco_uri="",
        ),
    )


def test_a_concept_may_point_to_esco():
    uri = "http://data.europa.eu/esco/skill/example"

    assert data.parse(file_of(ENTRY | {"esco_uri": uri}))[0].esco_uri == uri


def test_names_are_the_label_and_then_the_aliases():
    assert data.parse(file_of(ENTRY))[0].names == ("Saying no", "setting boundaries")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[\n{]", "The vocabulary is not readable JSON at line 2: "),
        ("{}", "The vocabulary must be a JSON list of entries."),
        ('["saying-no"]', "Entry 1 must be an object with a slug."),
    ],
)
def test_a_file_of_the_wrong_shape_is_refused(text, sentence):
    with pytest.raises(data.VocabularyError) as refusal:
        data.parse(text)

    assert str(refusal.value).startswith(sentence)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"label": ""}, "needs label: text without spaces around it."),
        ({"group": " People"}, "needs group: text without spaces around it."),
        ({"esco_uri": None}, "needs esco_uri: text without spaces around it."),
        ({"aliases": "boundaries"}, "needs aliases: a list of texts."),
        ({"phrases": ["fine", 3]}, "needs phrases: a list of texts."),
        ({"akin": "tact"}, "needs akin: a list of texts."),
        ({"akin": ["magic"]}, 'is akin to "magic", which is no other entry.'),
        ({"alias": []}, "has fields we do not know: alias."),
        (
            {"kind": "sfot"},
            'has the kind "sfot"; use one of soft, technical, career, workplace.',
        ),
    ],
)
def test_a_faulty_entry_is_refused_by_name(change, sentence):
    with pytest.raises(data.VocabularyError) as refusal:
        data.parse(file_of(ENTRY | change))

    assert str(refusal.value) == f'Entry 1 ("saying-no") {sentence}'


@pytest.mark.parametrize("field", ["label", "group", "kind", "aliases", "phrases"])
def test_a_missing_field_is_refused(field):
    entry = {name: value for name, value in ENTRY.items() if name != field}

    with pytest.raises(data.VocabularyError, match=f"saying-no.* needs {field}"):
        data.parse(file_of(entry))


def test_an_entry_without_a_slug_is_refused_by_its_place():
    entry = {name: value for name, value in ENTRY.items() if name != "slug"}

    with pytest.raises(data.VocabularyError, match=r'^Entry 1 \("no slug"\) needs sl'):
        data.parse(file_of(entry))


@pytest.mark.parametrize("slug", ["Saying-no", "saying no", "saying--no", "né", "no-"])
def test_a_slug_that_would_look_odd_in_an_address_is_refused(slug):
    with pytest.raises(data.VocabularyError, match="small letters, digits"):
        data.parse(file_of(ENTRY | {"slug": slug}))


def test_a_slug_used_twice_is_refused():
    with pytest.raises(data.VocabularyError) as refusal:
        data.parse(file_of(ENTRY, ENTRY | {"label": "Refusing", "aliases": []}))

    assert str(refusal.value) == 'The slug "saying-no" is used by two entries.'


@pytest.mark.parametrize(
    "alias", ["Saying No", "SETTING boundaries", "setting-boundaries"]
)
def test_a_name_of_two_concepts_is_refused(alias):
    other = ENTRY | {"slug": "limits", "label": "Limits", "aliases": [alias]}

    with pytest.raises(data.VocabularyError, match='is a name of both "saying-no" and'):
        data.parse(file_of(ENTRY, other))


def test_the_vocabulary_is_read_once():
    assert data.concepts() is data.concepts()


def test_the_loader_works_without_django():
    code = (
        "import sys; from accounts.vocabulary.data import concepts;"
        "concepts(); print('django' in sys.modules)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert done.stdout == "False\n"


def test_the_vocabulary_has_the_agreed_size():
    assert 250 <= len(data.concepts()) <= 400
    assert 12 <= len({concept.group for concept in data.concepts()}) <= 18


def test_concepts_of_a_group_stand_together():
    groups = [concept.group for concept in data.concepts()]
    changes = [
        g for before, g in zip([None, *groups], groups, strict=False) if g != before
    ]

    assert len(changes) == len(set(groups))


def test_every_group_has_enough_to_choose_from():
    sizes = Counter(concept.group for concept in data.concepts())

    assert [group for group, size in sizes.items() if size < 8] == []


def test_every_concept_has_two_to_ten_phrases_and_an_alias():
    thin = [
        c.slug for c in data.concepts() if not (2 <= len(c.phrases) <= 10 and c.aliases)
    ]

    assert thin == []


def test_no_phrase_leads_to_two_concepts():
    phrases = Counter(data.name_key(p) for c in data.concepts() for p in c.phrases)

    assert [phrase for phrase, times in phrases.items() if times > 1] == []


def test_a_phrase_is_a_sentence_rather_than_the_name_of_the_skill():
    short = [p for c in data.concepts() for p in c.phrases if len(p.split()) < 4]

    assert short == []


def test_labels_are_in_sentence_case():
    odd = [c.label for c in data.concepts() if not c.label[0].isupper()]

    assert odd == []


def test_soft_skills_are_first_class():
    kinds = Counter(concept.kind for concept in data.concepts())

    assert {"finesse", "executive-presence", "tact", "reading-the-room"} <= set(
        by_slug()
    )
    assert by_slug()["finesse"].kind == "soft"
    assert kinds["soft"] >= kinds["technical"]
    assert set(kinds) == set(data.KINDS)


def test_soft_concepts_have_as_many_phrases_as_technical_ones():
    def average(kind):
        counts = [len(c.phrases) for c in data.concepts() if c.kind == kind]
        return sum(counts) / len(counts)

    assert average("soft") >= average("technical")


@pytest.mark.parametrize("words", [JUDGES_PEOPLE, NAMES_AN_IDENTITY])
def test_nothing_judges_people_or_names_an_identity(words):
    texts = [t for c in data.concepts() for t in (c.group, *c.names, *c.phrases)]

    assert [text for text in texts if words.search(text)] == []
