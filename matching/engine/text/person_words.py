"""The nouns and adjectives that ``persons`` brings into one form. Data only.

Keys are the ending that dictionaries list first and the other one; then the stems. A
form that is another language's word for something else ("venue", "candidate", "cliente")
must not be listed.
"""

FRENCH = {
    ("eur", "euse"): (
        "vend développ serv coiff cherch dans travaill programm mass livr blogu "
        "entrepren jou lou tatou sk rel"
    ),
    ("eur", "eure"): "ingéni profess doct aut supervis entrepren chauff",
    ("ier", "ière"): (
        "infirm caiss cuisin polic ouvr pâtiss banqu offic hôtel jardin coutur "
        "romanc écol fact épic charpent menuis plomb serrur tapiss "
        "bijout chocolat poissonn ambulanc brancard douan ferm court trésor rout "
        "charcut conférenc"
    ),
    ("er", "ère"): "conseill boulang étrang berg bouch ouvri horlog messag",
    ("ien", "ienne"): ("pharmac coméd chirurg gard histor"),
    ("ant", "ante"): (
        "étudi enseign assist consult gér dirige particip début remplaç commerç "
        "fabric soign représent apprent habit stagi surveill correspond accompagn "
        "négoci exploit interven doctor milit postul altern gouvern"
    ),
    ("ent", "ente"): "présid adolesc",
    ("", "e"): (
        "avocat député employé salarié associé apprenti ami adjoint expert "
        "chargé retraité magistrat lauréat délégué invité immigré mentoré "
        "président agent cousin voisin attaché réfugié préposé lieutenant"
    ),
    ("on", "onne"): "patr champi maç vigner",
    ("ef", "effe"): "ch",
    ("ain", "ine"): "cop",
    ("ître", "îtresse"): "ma",
    ("ôte", "ôtesse"): "h",
    ("f", "ve"): "veu",
}
FRENCH_OTHERS = "maïeuticien:sage-femme maïeuticienne:sage-femme"
#: The same for everybody already; what agrees with them is not.
FRENCH_FOR_ALL = (
    "responsable cadre secrétaire stagiaire bénévole journaliste auxiliaire comptable "
    "spécialiste interprète gestionnaire architecte commercial"
)
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
        "jubilad licenciad graduad diplomad meser consejer fontaner jardiner "
        "costurer mariner porter tesorer carnicer joyer relojer cerrajer camioner "
        "torner aduaner azafat ministr notari operari comisari voluntari "
        "encargad delegad asociad apoderad diputad adjunt"
        "catedrátic filósof"
    ),
    ("e", "a"): "jef",
    ("ente", "enta"): "presid cli ger",
    ("iente", "ienta"): "depend asist",
    ("z", "za"): "aprendi jue",
    ("or", "riz"): "act emperad",
}
SPANISH_FOR_ALL = (
    "auxiliar gerente agente analista especialista responsable representante asistente "
    "ayudante periodista"
)
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
    "bäuerin:Bauer "
    "hausfrau:Hausmann entbindungspfleger:Hebamme "
    "beamtin:Beamte beamter:Beamte beamtinnen:Beamten friseuse:Friseur friseusen:Friseure "
    "stewardess:Steward stewardessen:Stewards gattin:Gatte matrosin:Matrose "
    "französin:Franzose polin:Pole russin:Russe schwedin:Schwede türkin:Türke"
)

#: Endings of German nouns for people that take -in: what they have in its place, and
#: what several have. Where an ending is a thing's as well ("Bulletin", "Mandarin"), the
#: people who have it are listed.
GERMAN_ON_E = (
    r"\w*[Kk]olleg|\w*[Kk]und|\w*[Ee]xpert|\w*[Gg]enoss|\w*[Gg]ehilf|Zeug|Gesell|"
    r"\w{3,}log|\w{3,}gog|\w+päd|Chines|Portugies"
)
GERMAN_ON_EN = (
    r"\w{2,}(?:or|ent|ant|and|ist|at|ekt|ot|nom|graf|soph|eut|naut|arch|urg)|"
    r"Athlet|Poet|Bandit|Kamerad|\w*[Hh]eld"
)
GERMAN_ON_NOTHING = (
    r"\w{2,}(?:eur|är|ör)|\w+(?:thek|iv|iss|ion|end)ar|Notar|Nachbar|Chef|Coach|Freund|"
    r"\w*[Ww]irt|König|Kapitän|\w*[Dd]ekan|Diakon|Patron|Detektiv"
)
#: Those that change their vowel, also at the end of longer words.
GERMAN_VOWELS = (
    "ärzt:arzt:ärzte anwält:anwalt:anwälte köch:koch:köche bäuer:bauer:bauern "
    "rät:rat:räte ständ:stand:stände"
)
#: A woman and a man are told apart by the last letter only: der Angestellte, ein
#: Angestellter.
GERMAN_ADJECTIVES_AS_NOUNS = (
    r"\w*stellte|\w*bildende|\w*sitzende|\w*ordnete|\w*tragte|\w*ständige|\w*dierende|"
    r"\w*schäftigte|\w*willige|\w*amtliche|Delegierte|Gelehrte|Geschäftsführende"
)
#: Adjectives that stand before a job without an article.
GERMAN_ADJECTIVES = (
    r"\w{3,}(?:isch|lich|iert)|[Ll]eitend|[Ss]tellvertretend|[Ff]ührend|[Aa]ngehend|"
    r"[Ee]hemalig|[Ss]elbstständig|[Ss]elbständig|[Ff]reiberuflich|[Nn]ational|[Rr]egional|"
    r"[Ss]ozial|[Ff]rei|[Ee]rst|[Zz]weit|[Jj]unior|[Nn]eu|[Jj]ung"
)

#: French words on -euse that are no people: feminine of -eux, and things.
FRENCH_NO_EUSES = (
    r"\w*(?:i|u|y|in|ul|aign|oign|anger|énér|eur|mour|igour|avour|oulour|fur|tur|por|"
    r"astr|ombr|oudr|ébr|affr|aress|lait|neig|nerv|fam|hont|jut|coût|boit|goutt|pât|"
    r"graiss|mouss|merveill|orgueill|veill|fril|huil|dal|courag|avantag|orag|nuag|outrag|"
    r"tond|agraf|perc|moissonn|pell)"
)
#: What agrees with a French or a Spanish noun for a person and comes after it.
FRENCH_AFTER = (
    "générale:général commerciale:commercial sociale:social régionale:régional "
    "nationale:national internationale:international principale:principal "
    "territoriale:territorial municipale:municipal médicale:médical libérale:libéral "
    "financière:financier immobilière:immobilier hospitalière:hospitalier "
    "administrative:administratif sportive:sportif exécutive:exécutif "
    "éducative:éducatif créative:créatif culturelle:culturel "
    "professionnelle:professionnel opérationnelle:opérationnel "
    "industrielle:industriel adjointe:adjoint associée:associé déléguée:délégué "
    "diplômée:diplômé certifiée:certifié spécialisée:spécialisé qualifiée:qualifié "
    "expérimentée:expérimenté retraitée:retraité indépendante:indépendant "
    "soignante:soignant clinicienne:clinicien civile:civil supérieure:supérieur"
)
SPANISH_AFTER = r"\w{3,}(?:iv|ic|ier|ad|ónom|ari|tric|an)|emérit|marin|adjunt"
