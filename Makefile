# Everything here works from a clean checkout; the environment is made on first use.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
FRONT := server/frontend
BUNDLE := server/peyvand/web/static/built/editor.js
# What the terminal's encoding lacks is escaped; pip, for one, would end at a path with such letters.
ENCODING := $(patsubst x%,%,$(firstword $(subst :, ,x$(PYTHONIOENCODING))))
export PYTHONIOENCODING := $(ENCODING):backslashreplace

.PHONY: help setup front serve build test lint check mutants bench bench-writes scale format lock clean
help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(READY) ## make the environment in .venv from the lock files
	@$(MAKE) --no-print-directory TRY=--if-possible $(BUNDLE)

front: $(READY) $(BUNDLE) ## bundle the query editor

$(READY): requirements.lock pyproject.toml tools/bootstrap.py
	$(PYTHON) tools/bootstrap.py $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(BUNDLE): $(wildcard $(FRONT)/src/*) $(FRONT)/build.mjs $(FRONT)/package-lock.json tools/frontend.py
	$(BIN)/python tools/frontend.py $(TRY)

build: setup ## build, prove and publish a version of the graph
	$(BIN)/peyvand build

serve: build ## build the graph if anything has changed, and serve it on 127.0.0.1:8000
	$(BIN)/peyvand serve

test: setup ## run the whole test suite
	$(BIN)/python -m pytest

lint: setup ## format, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

check: lint ## format, lint, types, ontology, shapes, queries and tests
	$(BIN)/peyvand check
	$(BIN)/python -m pytest

mutants: setup ## tell which wrong changes in MODULE no test notices (SAMPLE=40, or all; SEED=1)
	$(BIN)/python -m pip install --quiet cosmic-ray==8.7.0
	$(BIN)/python -m tools.mutation $(or $(MODULE),list) --seed $(or $(SEED),1) \
		$(if $(filter all,$(SAMPLE)),--all,--sample $(or $(SAMPLE),40))

format: setup ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: build ## measure the server side by side with its peers (BENCH=--quick for less; see docs/performance.md)
	$(BIN)/python -m tools.bench $(BENCH)

bench-writes: setup ## measure what writes cost as the graph grows (WRITES="--sizes 100000" for less)
	$(BIN)/python -m tools.bench.writes $(WRITES)

scale: setup ## measure how import and merge grow with their input (SCALE=--quick for less)
	$(BIN)/python -m tools.scale $(SCALE)

lock: setup ## renew requirements.lock from pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
		--generate-hashes --no-header --no-annotate --quiet --output-file requirements.lock

clean: ## remove the environment and the built versions
	rm -rf $(VENV) var dist
