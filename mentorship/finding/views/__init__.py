"""Pages of finding: people, leads, ways, goals and what they rest on, the program."""
