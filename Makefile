# The two commands a fresh machine needs: "make demo" and "make test".
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: demo check test test-examples test-all bench oracle mirror fuzz docs lint format types clean

demo: $(VENV)/.demo
	@BIN=$(BIN) sh scripts/demo.sh

# Two processes, each of which takes over what the other has not begun when it has nothing left.
TESTS := $(BIN)/python -m pytest -n 2 --dist worksteal

# While working: what starts neither Dagster nor dbt nor pip, and a part of the examples.
check: lint types
	HYPOTHESIS_PROFILE=quick $(TESTS) -m "not slow"

# Every test, with a part of the examples of those that compare many.
test: lint types
	HYPOTHESIS_PROFILE=quick $(TESTS)

# The tests of which "make test" takes a part of the examples, with all of them.
test-examples: $(VENV)/.dev
	$(TESTS) -m examples

# Every test with all examples.
test-all: lint types
	$(TESTS)

# COUNT projects from SEED on: the linter's verdict against Dagster's.
COUNT ?= 1000
SEED ?= 0
oracle: $(VENV)/.dev
	$(BIN)/python -m tests.oracle --count $(COUNT) --seed $(SEED) --jobs 2

# floe_lint/dagster against the newest Dagster that pyproject.toml allows, or against DAGSTER, in an environment of its own.
MIRROR := build/mirror
mirror:
	$(PYTHON) -m venv $(MIRROR)
	$(MIRROR)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade --editable ".[dev]" dagster dagster-dbt
	$(if $(DAGSTER),$(MIRROR)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
		dagster==$(DAGSTER) dagster-shared==$(DAGSTER) dagster-pipes==$(DAGSTER))
	$(MIRROR)/bin/python -m tests.mirror

# TIME seconds for each reader.
TIME ?= 60
FUZZED ?= yaml project interpolation selection cron manifest module
fuzz: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[fuzz]"
	for target in $(FUZZED); do $(BIN)/python -m tests.fuzz $$target --seconds $(TIME) || exit 1; done

# Into build/site; a warning fails. Nothing is fetched.
docs: $(VENV)/.dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/.dev
	$(BIN)/mypy

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dagster]"
	@touch $@

$(VENV)/.dev: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@

bench: $(VENV)/.bench
	set -e; for part in benchmarks benchmarks.growth benchmarks.selections benchmarks.lsp benchmarks.loading; do \
		echo; $(BIN)/python -m $$part; \
	done

# The start of a command is measured too, so the wrapper is the one that today's pip writes.
$(VENV)/.bench: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[bench]"
	@touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
