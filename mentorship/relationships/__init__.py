"""Two people who both said yes."""
