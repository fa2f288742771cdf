"""What people say in passing about who they are, each time as two of them would say it.

Data only. Both sentences of a pair must mean the same for mentoring.
"""

from typing import NamedTuple

from matching.evaluation.titles import TITLES


class Told(NamedTuple):
    """The same sentence by two people; ``names`` are theirs, if it tells them."""

    language: str
    one: str
    other: str
    names: tuple[str, str] = ("", "")

    def by(self, side: int) -> str:
        """What the first (0) or the second (1) of the two says."""
        return self.other if side else self.one


_PAIRS: dict[str, dict[str, list[tuple[str, str]]]] = {
    "pronouns": {
        "en": [
            ("My manager said she wants it.", "My manager said he wants it."),
            ("Her advice helped me.", "His advice helped me."),
            ("I told her about it.", "I told him about it."),
            ("She's kind, and she has time for herself.",
             "He's kind, and he has time for himself."),
            ("She was my lead and she doesn't listen.",
             "He was my lead and he doesn't listen."),
            ("The decision was hers.", "The decision was his."),
            ("Pronouns: she/her.", "Pronouns: he/him."),
        ],
        "fr": [
            ("Elle m'a beaucoup aidée.", "Il m'a beaucoup aidé."),
            ("Elles dirigent une équipe.", "Ils dirigent une équipe."),
            ("J'ai appris avec elle.", "J'ai appris avec lui."),
            ("Celle qui décide dans mon équipe.", "Celui qui décide dans mon équipe."),
            ("Je suis prête à apprendre.", "Je suis prêt à apprendre."),
            ("Je me sens seule et perdue.", "Je me sens seul et perdu."),
            ("J'ai été promue.", "J'ai été promu."),
        ],
        "de": [
            ("Sie hat mir geholfen.", "Er hat mir geholfen."),
            ("Ihre Ratschläge haben mir geholfen.", "Seine Ratschläge haben mir geholfen."),
            ("Ich habe mit ihr gesprochen.", "Ich habe mit ihm gesprochen."),
            ("Ich kenne ihren Weg.", "Ich kenne seinen Weg."),
            ("In ihrem Team war es ruhig.", "In seinem Team war es ruhig."),
        ],
        "es": [
            ("Ella me ayudó mucho.", "Él me ayudó mucho."),
            ("Trabajo con ella.", "Trabajo con él."),
            ("Ellas deciden en mi equipo.", "Ellos deciden en mi equipo."),
            ("Estoy lista para aprender.", "Estoy listo para aprender."),
            ("Me siento sola y perdida.", "Me siento solo y perdido."),
            ("Estoy cansada.", "Estoy cansado."),
        ],
    },
    "kin": {
        "en": [
            ("I am a mother of two.", "I am a father of two."),
            ("My husband works nights.", "My wife works nights."),
            ("My sister says I am too quiet.", "My brother says I am too quiet."),
            ("I came back after maternity leave.", "I came back after paternity leave."),
            ("I am a single mom.", "I am a single dad."),
            ("As a grandmother I have time.", "As a grandfather I have time."),
            ("My daughter is in school.", "My son is in school."),
            ("My aunt ran a shop.", "My uncle ran a shop."),
            ("My stepmother raised me.", "My stepfather raised me."),
            ("My mother-in-law lives with us.", "My father-in-law lives with us."),
            ("My girlfriend moved here.", "My boyfriend moved here."),
        ],
        "fr": [
            ("Je suis mère de deux enfants.", "Je suis père de deux enfants."),
            ("Mon mari travaille la nuit.", "Mon épouse travaille la nuit."),
            ("Ma fille est à l'école.", "Mon fils est à l'école."),
            ("Ma sœur me trouve timide.", "Mon frère me trouve timide."),
            ("Je reviens de congé maternité.", "Je reviens de congé paternité."),
            ("Ma mère tenait une boutique.", "Mon père tenait une boutique."),
            ("Je suis la mère d'une fille.", "Je suis le père d'un fils."),
            ("Ma tante était infirmière.", "Mon oncle était infirmier."),
        ],
        "de": [
            ("Ich bin Mutter von zwei Kindern.", "Ich bin Vater von zwei Kindern."),
            ("Mein Ehemann arbeitet nachts.", "Meine Ehefrau arbeitet nachts."),
            ("Meine Tochter geht zur Schule.", "Mein Sohn geht zur Schule."),
            ("Meine Schwester findet mich leise.", "Mein Bruder findet mich leise."),
            ("Ich komme aus dem Mutterschutz.", "Ich komme aus der Vaterzeit."),
            ("Mit meiner Mutter führte ich ein Café.",
             "Mit meinem Vater führte ich ein Café."),
            ("Als Großmutter habe ich Zeit.", "Als Großvater habe ich Zeit."),
            ("Meine Tante war Lehrerin.", "Mein Onkel war Lehrer."),
        ],
        "es": [
            ("Soy madre de dos hijas.", "Soy padre de dos hijos."),
            ("Mi marido trabaja de noche.", "Mi esposa trabaja de noche."),
            ("Mi hermana dice que hablo poco.", "Mi hermano dice que hablo poco."),
            ("Vuelvo de la baja por maternidad.", "Vuelvo de la baja por paternidad."),
            ("Soy la madre de una hija.", "Soy el padre de un hijo."),
            ("Mi abuela tenía una tienda.", "Mi abuelo tenía una tienda."),
            ("Mi tía era maestra.", "Mi tío era maestro."),
        ],
    },
    "honorifics": {
        "en": [
            ("I worked for Mrs. Weber.", "I worked for Mr. Weber."),
            ("Ms Okoro was my lead.", "Mr Okoro was my lead."),
            ("Dr. Lee taught me.", "Miss Lee taught me."),
            ("Lady Grey founded it.", "Lord Grey founded it."),
        ],
        "fr": [
            ("J'ai travaillé pour Mme Petit.", "J'ai travaillé pour M. Petit."),
            ("Madame Roux m'a formé.", "Monsieur Roux m'a formé."),
            ("Mlle Roux m'a formé.", "M. Roux m'a formé."),
        ],
        "de": [
            ("Frau Weber half mir.", "Herr Weber half mir."),
            ("Ich lernte bei Frau Dr. Weber.", "Ich lernte bei Herrn Dr. Weber."),
        ],
        "es": [
            ("La señora Ruiz me enseñó.", "El señor Ruiz me enseñó."),
            ("Trabajé con la Sra. Ruiz.", "Trabajé con el Sr. Ruiz."),
            ("Doña Inés me enseñó.", "Don Inés me enseñó."),
        ],
    },
    "ages": {
        "en": [
            ("I am 45 years old.", "I am 29 years old."),
            ("I'm 52, and I garden.", "I'm 31, and I garden."),
            ("At 50 I began again.", "At 28 I began again."),
            ("I started over at age 61.", "I started over at age 24."),
            ("A 58-year-old baker.", "A 23-year-old baker."),
            ("I am in my fifties.", "I am in my twenties."),
            ("In my early 40s I moved.", "In my late 20s I moved."),
            ("I just turned 60.", "I just turned 30."),
            ("I am forty-five years old.", "I am twenty-six years old."),
            ("Age: 47.", "Age: 26."),
        ],
        "fr": [
            ("J'ai 52 ans.", "J'ai 27 ans."),
            ("À 50 ans j'ai recommencé.", "À 28 ans j'ai recommencé."),
            ("À l'âge de 45 ans j'ai changé.", "À l'âge de 25 ans j'ai changé."),
            ("J'ai la cinquantaine.", "J'ai la trentaine."),
            ("Une infirmière de 52 ans.", "Un infirmier de 27 ans."),
        ],
        "de": [
            ("Ich bin 52 Jahre alt.", "Ich bin 27 Jahre alt."),
            ("Mit 50 habe ich neu begonnen.", "Mit 28 habe ich neu begonnen."),
            ("Ich bin 45 und Lehrer.", "Ich bin 25 und Lehrer."),
            ("Im Alter von 45 Jahren zog ich um.", "Im Alter von 25 Jahren zog ich um."),
            ("Ein 52-jähriger Bäcker.", "Ein 27-jähriger Bäcker."),
            ("Ich bin Mitte fünfzig.", "Ich bin Mitte dreißig."),
        ],
        "es": [
            ("Tengo 52 años.", "Tengo 27 años."),
            ("A los 50 años empecé de nuevo.", "A los 28 años empecé de nuevo."),
            ("A los 50 empecé de nuevo.", "A los 28 empecé de nuevo."),
            ("Con 45 años cambié.", "Con 25 años cambié."),
            ("Una enfermera de 52 años.", "Un enfermero de 27 años."),
        ],
    },
    "graduation_years": {
        "en": [
            ("I graduated in 1989.", "I graduated in 2021."),
            ("Class of '98.", "Class of 2015."),
            ("BSc 1994, then sales.", "BSc 2018, then sales."),
            ("Teacher since 1987.", "Teacher since 2020."),
            ("Nurse from 1999 to 2011.", "Nurse 2019–2024."),
            ("For twenty-five years I baked.", "For 3 years I baked."),
            ("I have 30 years of experience.", "I have 4 years of experience."),
            ("I have 30+ years of experience.", "I have 4+ years of experience."),
            ("In the eighties I left school.", "In the nineties I left school."),
        ],
        "fr": [
            ("Diplômée en 1989.", "Diplômé en 2021."),
            ("Promotion 1994.", "Promotion 2018."),
            ("Enseignant depuis 1987.", "Enseignant depuis 2020."),
            ("Depuis 25 ans je cuisine.", "Depuis 3 ans je cuisine."),
        ],
        "de": [
            ("Abschluss 1989.", "Abschluss 2021."),
            ("Seit 1987 bin ich Lehrer.", "Seit 2020 bin ich Lehrer."),
            ("Im Jahr 1994 machte ich Abitur.", "Im Jahr 2018 machte ich Abitur."),
            ("Seit 25 Jahren koche ich.", "Seit 3 Jahren koche ich."),
        ],
        "es": [
            ("Me gradué en 1989.", "Me gradué en 2021."),
            ("Promoción de 1994.", "Promoción de 2018."),
            ("Maestro desde 1987.", "Maestro desde 2020."),
            ("Cocino desde hace 25 años.", "Cocino desde hace 3 años."),
        ],
    },
    "nouns": {
        "en": [
            ("I was a waitress.", "I was a waiter."),
            ("I am a businesswoman.", "I am a businessman."),
            ("I trained as an actress.", "I trained as an actor."),
            ("My chairwoman left.", "My chairman left."),
            ("I was a saleswoman.", "I was a salesman."),
            ("A policewoman told me.", "A policeman told me."),
            ("I was the headmistress.", "I was the headmaster."),
            ("I worked as a stewardess.", "I worked as a steward."),
            ("I am an alumna.", "I am an alumnus."),
            ("I was the hostess.", "I was the host."),
        ],
        "fr": [
            ("Je suis directrice.", "Je suis directeur."),
            ("Je suis ingénieure.", "Je suis ingénieur."),
            ("Une infirmière de nuit.", "Un infirmier de nuit."),
            ("Une développeuse de mon équipe.", "Un développeur de mon équipe."),
            ("Je suis étudiante.", "Je suis étudiant."),
            ("Mon ancienne vendeuse.", "Mon ancien vendeur."),
            ("La nouvelle conseillère.", "Le nouveau conseiller."),
            ("Je suis technicienne.", "Je suis technicien."),
            ("Je suis avocate.", "Je suis avocat."),
        ],
        "de": [
            ("Ich bin Lehrerin.", "Ich bin Lehrer."),
            ("Ich bin Ingenieurin.", "Ich bin Ingenieur."),
            ("Eine Kollegin half mir.", "Ein Kollege half mir."),
            ("Meine Chefin ist ruhig.", "Mein Chef ist ruhig."),
            ("Ich bin Ärztin.", "Ich bin Arzt."),
            ("Ich bin Studentin.", "Ich bin Student."),
            ("Ich bin Kauffrau.", "Ich bin Kaufmann."),
            ("Mit meiner Mentorin sprach ich.", "Mit meinem Mentor sprach ich."),
            ("Eine neue Kundin rief an.", "Ein neuer Kunde rief an."),
        ],
        "es": [
            ("Soy ingeniera.", "Soy ingeniero."),
            ("Soy directora.", "Soy director."),
            ("Una enfermera de noche.", "Un enfermero de noche."),
            ("Soy profesora.", "Soy profesor."),
            ("La nueva jefa es amable.", "El nuevo jefe es amable."),
            ("Una compañera me ayudó.", "Un compañero me ayudó."),
            ("Soy abogada.", "Soy abogado."),
            ("Soy médica.", "Soy médico."),
        ],
    },
}  # fmt: skip
_NAMES = [
    ("Anna Kowalska", "Mohammed Idris"),
    ("Wei Chen", "Jean-Luc Picard"),
    ("Maria da Silva", "Bo Ek"),
    ("Aisha Khan", "John Smith"),
]
_INTRODUCTIONS = {
    "en": ["My name is {}.", "{} here, glad to meet you.", "{}'s desk is tidy."],
    "fr": ["Je m'appelle {}."],
    "de": ["Ich heiße {}."],
    "es": ["Me llamo {}."],
}

SWAPS: dict[str, list[Told]] = {
    "names": [
        Told(language, text.format(one), text.format(other), (one, other))
        for language, texts in _INTRODUCTIONS.items()
        for text in texts
        for one, other in _NAMES
    ]
} | {
    kind: [
        Told(language, one, other)
        for language, pairs in languages.items()
        for one, other in pairs
    ]
    for kind, languages in {**_PAIRS, "titles": TITLES}.items()
}

#: Words to swap where a text has them already, in both directions.
WORDS: dict[str, list[tuple[str, str]]] = {
    "pronouns": [
        ("she", "he"),
        ("her", "his"),
        ("hers", "him"),
        ("herself", "himself"),
    ],
    "kin": [
        *(("mother", "father"), ("mum", "dad"), ("mom", "papa"), ("sister", "brother")),
        *(("wife", "husband"), ("daughter", "son"), ("daughters", "sons")),
        *(("aunt", "uncle"), ("maternity", "paternity"), ("grandma", "grandpa")),
    ],
    "honorifics": [("Mrs", "Mr"), ("Frau", "Herr"), ("Madame", "Monsieur")],
    "nouns": [("waitress", "waiter"), ("actress", "actor"), ("Lehrerin", "Lehrer")],
}
