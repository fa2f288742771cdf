# Everything one does with Belay. `make help` explains each target.

# The first Python on this machine that is new enough; PYTHON=... chooses another.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$python && break; done)
VENV := .venv
PY := $(VENV)/bin/python
# How many processes run the tests, and more options for pytest.
WORKERS ?= 2
ARGS ?=
# A file stays with one process: what its tests share is made once.
SHARED_OUT := --dist loadfile --no-loadscope-reorder
# What bench compares Belay with. Each in its own environment: their modules would clash.
PEERS := $(patsubst %,build/peers/%.stamp,peers peers-munkres-1 peers-munkres-3)
export UV_PYTHON_DOWNLOADS = never

.DEFAULT_GOAL := help
.PHONY: help demo test test-long lint bench bench-long reset-demo
# Two installations into one folder at once would disturb each other.
.NOTPARALLEL:

help: ## Explain the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' Makefile

demo: $(VENV)/app.stamp ## Run Belay with invented people until Ctrl-C
	@$(PY) -m mentorship.embedded.demo

test: $(VENV)/test.stamp ## Run the tests (WORKERS=4 for more at once, ARGS="-k pitch" for some)
	$(PY) -m pytest -n $(WORKERS) $(SHARED_OUT) -m "not long" $(ARGS)

test-long: $(VENV)/test.stamp ## Run the tests that take long: many kills, large programs
	$(PY) -m pytest -m long $(ARGS)

lint: $(VENV)/lint.stamp ## Check style, types, layers, templates, migrations and known holes
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports
	find templates -name '*.html' -exec $(VENV)/bin/djade --check --target-version 5.2 {} +
	$(PY) -W ignore manage.py makemigrations --check --dry-run
	$(PY) scripts/audit.py requirements/app.txt

bench: $(VENV)/app.stamp $(PEERS) ## Measure Belay beside others: the table of figures
	$(PY) -m benchmarks $(ARGS)

bench-long: $(VENV)/app.stamp $(PEERS) ## The same and the big sizes: an hour or more
	$(PY) -m benchmarks --long $(ARGS)

reset-demo: $(VENV)/app.stamp ## Remove the demo's people and begin afresh
	@$(PY) -m mentorship.embedded.reset

# --- What the targets stand on ---------------------------------------------------------

$(PY):
	@test -n "$(PYTHON)" || { echo "Belay needs Python 3.11 or newer, and none is on the PATH. Install one, or say where: make PYTHON=/path/to/python3.11 …"; exit 1; }
	@$(PYTHON) -c '$(NEW_ENOUGH)' || { echo "$(PYTHON) is older than Python 3.11, which Belay needs. Say where a newer one is: make PYTHON=/path/to/python3.11 …"; exit 1; }
	@echo "Creating $(VENV) with $$($(PYTHON) -V) …"
	@$(PYTHON) -m venv $(VENV)

# uv installs in seconds what takes pip a minute; without uv, pip uses the same lock.
$(VENV)/%.stamp: requirements/%.txt | $(PY)
	@echo "Installing from $< …"
	@$(PY) -m uv --version >/dev/null 2>&1 \
		|| $(PY) -m pip install --quiet --disable-pip-version-check uv \
		|| echo "uv cannot be had here; pip takes about a minute."
	@$(PY) -m uv pip install --quiet --python $(PY) --require-hashes -r $< \
		|| $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

# A peer that cannot be had leaves no stamp: its rows then say so, and are not ok.
build/peers/%.stamp: requirements/%.txt | $(VENV)/app.stamp
	@echo "Installing $< beside Belay …"
	@mkdir -p $(@D) && $(PYTHON) -m venv --clear build/peers/$* \
		&& { $(PY) -m uv pip install --quiet --python build/peers/$*/bin/python --require-hashes -r $< \
			|| build/peers/$*/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<; } \
		&& touch $@ || echo "NOT INSTALLED: $<. The rows that need it will fail."
