"""The nouns and adjectives that ``persons`` brings into one form. Data only.

Keys are the ending that dictionaries list first and the other one; then the stems. A
form that is another language's word for something else ("venue", "candidate", "cliente")
must not be listed.
"""

FRENCH = {
    ("eur", "euse"): (
        "vend développ serv coiff cherch dans travaill programm mass livr blogu "
        "entrepren"
    ),
    ("eur", "eure"): "ingéni profess doct aut supervis entrepren chauff",
    ("ier", "ière"): (
        "infirm caiss cuisin polic ouvr pâtiss banqu offic hôtel jardin coutur "
        "romanc écol aide-soignant fact épic"
    ),
    ("er", "ère"): "conseill boulang étrang berg bouch ouvri",
    ("ien", "ienne"): (
        "technic music informatic pharmac électric mécanic coméd chirurg politic "
        "mathématic physic gard académic histor"
    ),
    ("ant", "ante"): (
        "étudi enseign assist consult gér dirige particip début remplaç commerç "
        "fabric soign représent apprent habit stagi"
    ),
    ("ent", "ente"): "présid adolesc",
    ("", "e"): (
        "avocat député employé salarié associé apprenti ami adjoint expert "
        "chargé retraité magistrat lauréat délégué invité immigré mentoré "
        "président agent cousin voisin"
    ),
    ("on", "onne"): "patr champi",
    ("ef", "effe"): "ch",
    ("ain", "ine"): "cop",
    ("ître", "îtresse"): "ma",
    ("ôte", "ôtesse"): "h",
    ("f", "ve"): "veu",
}
FRENCH_KIN = "parent enfant conjoint proche beau-parent petit-enfant"
FRENCH_ARTICLES = (
    "une:un d'une:d'un la:le ma:mon ta:ton sa:son cette:ce cet:ce quelle:quel "
    "qu'une:qu'un"
)
FRENCH_ADJECTIVES = (
    "nouvelle:nouveau ancienne:ancien première:premier bonne:bon petite:petit "
    "grande:grand vieille:vieux meilleure:meilleur future:futur jeune:jeune "
    "autre:autre seule:seul"
)
#: What people say of themselves without a noun.
FRENCH_STATES = (
    "prête:prêt seule:seul perdue:perdu promue:promu diplômée:diplômé née:né "
    "mariée:marié divorcée:divorcé fatiguée:fatigué passionnée:passionné "
    "stressée:stressé débordée:débordé inquiète:inquiet heureuse:heureux "
    "nerveuse:nerveux contente:content déçue:déçu convaincue:convaincu "
    "embauchée:embauché licenciée:licencié devenue:devenu"
)

SPANISH = {
    ("o", "a"): (
        "ingenier enfermer maestr abogad médic arquitect compañer amig alumn emplead "
        "camarer cociner cajer peluquer bibliotecari secretari funcionari empresari "
        "soci psicólog biólog sociólog veterinari becari candidat novat expert vecin "
        "bomber carpinter obrer granjer ganader panader solter viud casad divorciad "
        "jubilad licenciad graduad diplomad"
    ),
    ("e", "a"): "jef",
    ("ente", "enta"): "presid depend cli",
    ("z", "za"): "aprendi",
}
SPANISH_KIN = "progenitor hijo hermano pariente nieto cónyuge suegro novio"
SPANISH_ARTICLES = "una:un la:el nuestra:nuestro otra:otro esta:este esa:ese"
SPANISH_ADJECTIVES = (
    "nueva:nuevo antigua:antiguo primera:primer buena:buen joven:joven mejor:mejor "
    "otra:otro gran:gran"
)
#: Words on -a after "estoy", "soy" … that do not change with who says them.
SPANISH_NO_STATES = (
    "una otra esa esta cada para persona nada ahora fuera cerca cosa hasta contra hacia "
    "sobra guía alguna ninguna tanta mucha poca alerta víctima pareja"
)

#: Those that the endings do not give.
GERMAN = (
    "ärztin:Arzt ärztinnen:Ärzte anwältin:Anwalt anwältinnen:Anwälte köchin:Koch "
    "bäuerin:Bauer krankenschwester:Krankenpfleger hausfrau:Hausmann "
    "rechtsanwältin:Rechtsanwalt beamtin:Beamter"
)
