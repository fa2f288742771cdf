"""Bundled PostgreSQL and Redis, run as supervised child processes of one command."""
