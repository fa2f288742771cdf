"""Swapping who writes changes no score, and the measure would see it if it did."""

import json
from itertools import chain
from pathlib import Path

import pytest

from accounts.vocabulary.data import SKILLS_FILE
from matching.encoders import get
from matching.engine.text.neutralise import neutralise
from matching.engine.text.vocabulary import Vocabulary
from matching.evaluation.__main__ import main
from matching.evaluation.identity import SWAPS, WORDS, Told
from matching.evaluation.swaps import evaluate, read, texts_changed, told

TOLD = Path(__file__).parents[2] / "benchmarks" / "told.json"
EVERY = list(chain.from_iterable(SWAPS.values()))


@pytest.mark.parametrize("pair", EVERY, ids=[pair.one for pair in EVERY])
def test_two_people_say_the_same_to_the_last_letter(pair):
    one, other = (neutralise(pair.by(side), pair.names[side]) for side in (0, 1))

    assert one == other


@pytest.mark.parametrize("kind", SWAPS)
@pytest.mark.parametrize("side", [0, 1])
def test_in_the_middle_of_a_text_without_full_stops_too(kind, side):
    for pair in SWAPS[kind]:
        text = f"Tact, patience {pair.by(side)}"
        swapped = f"Tact, patience {pair.by(1 - side)}"

        assert neutralise(text, pair.names[side]) == neutralise(
            swapped, pair.names[1 - side]
        )


@pytest.mark.parametrize(
    "text",
    [
        "I want to be a better ally to women.",
        "Women in technology",
        "Interviewing candidates in Berlin",
        "Atención al cliente",
        "Je n'arrive pas à prendre de la hauteur",
        "Une matière, la carrière et la cicatrice",
        "Mein Termin in der Medizin",
        "I miss Anna and the venue.",
        "The Actor model, a host and a server",
        "Ma vie quotidienne, une équipe généreuse, des journées nombreuses",
        "Une carrière commerciale à l'heure de la photocopieuse",
        "La política de la empresa y una carrera técnica",
        "Das Bulletin lerne ich auf Mandarin.",
        "English teacher for older learners, gender studies",
        "A German human rights roman and a woman",
        "Reuse, leisure, future and culture",
    ],
)
def test_topics_stay_as_they_are(text):
    assert neutralise(text) == text


@pytest.mark.parametrize(
    ("text", "neutral"),
    [
        ("Mon ancienne directrice m'a aidée.", "Mon ancien directeur m'a aidé."),
        ("Meine neue Chefin", "Mein neue Chef"),
        ("La nueva jefa", "El nuevo jefe"),
        ("Psychologinnen und Mentor:innen", "Psychologen und Mentoren"),
        ("La señora Ruiz vino.", "Ruiz vino."),
        ("Soy artista y estoy sola.", "Soy artista y estoy solo."),
        ("It was She who left", "It was They who left"),
        ("Leitende Oberärztinnen", "Leitende Oberärzte"),
        ("Ein Angestellter half.", "Ein Angestellte half."),
        ("La responsable commerciale de ma boutique",
         "Le responsable commercial de ma boutique"),
        ("Trabajo con la directora financiera.", "Trabajo con el director financiero."),
        ("Two businesswomen and a Frenchwoman", "Two businessmen and a Frenchman"),
    ],
)  # fmt: skip
def test_persons_take_the_form_of_dictionaries(text, neutral):
    assert neutralise(text) == neutral


@pytest.fixture(scope="module")
def measure():
    vocabulary, lexical = Vocabulary.load(SKILLS_FILE), get("lexical")
    return lambda: evaluate(TOLD, vocabulary, lexical)


@pytest.fixture(scope="module")
def figures(measure):
    return measure()


def test_no_swap_changes_a_score(figures):
    assert [swap["name"] for swap in figures["swaps"]] == list(SWAPS)
    assert {swap["largest_change"] for swap in figures["swaps"]} == {0.0}
    assert figures["largest_change"] == 0
    assert figures["examples"] == []


def test_without_neutralising_scores_would_change(figures):
    assert figures["change_unneutralised"] > 0


def test_a_swap_that_is_missed_shows(measure, monkeypatch):
    missed = Told("en", "I study glaciers.", "I study volcanoes and glass.")
    monkeypatch.setitem(SWAPS, "kin", [missed])

    found = measure()

    assert found["largest_change"] > 0
    assert found["examples"][0]["swap"] == "kin"


def test_every_text_is_swapped():
    texts = read(TOLD)

    for kind in SWAPS:
        changed = texts_changed(told(texts, kind, 0), told(texts, kind, 1))
        assert changed == len(texts.goals) + len(texts.mentors)


def test_words_that_a_text_has_are_swapped_both_ways():
    goals, mentors = told(read(TOLD), "kin", 1)

    assert goals[2].sentence.startswith("My sister and I")
    assert mentors[0].stories[0].startswith("My father ran")
    assert "kin" in WORDS


def test_the_command_prints_json(capsys):
    assert main(["swaps", str(TOLD), "--json", "--encoder", "lexical"]) == 0

    assert json.loads(capsys.readouterr().out)["largest_change"] == 0


def test_the_command_refuses_what_is_no_file(capsys, tmp_path):
    assert main(["swaps", str(tmp_path / "none.json")]) == 2
    assert "cannot be read" in capsys.readouterr().err
