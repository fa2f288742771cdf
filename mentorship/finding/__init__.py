"""How a mentee finds people: routes and leads, the program's help, other sources."""
