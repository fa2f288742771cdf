"""Who might suit whom. Reads the domain, writes only its own tables."""
