"""The demo: a believable program, one-click sign-in, and every mail on one page."""

CAST = {
    "mentee": "ines.carvalho@saltmere.example",
    "mentor": "ruth.adeyemi@saltmere.example",
    "admin": "marit.solberg@saltmere.example",
}
"""Who can sign in with one click. All three are people of the story."""

PROGRAM = "saltmere"
"""The short name of the story's program."""
