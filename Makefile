# Every recipe runs from a fresh clone: each one brings what it needs. `make` alone shows what there is.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

BIN := .venv/bin
PYTHON := $(BIN)/python
READY := .venv/requirements.lock
export PYTHONPATH := $(CURDIR)
export PYTHONUNBUFFERED := 1
ifeq ($(strip $(UV_CACHE_DIR)),)
ifeq ($(strip $(HOME)),)
export UV_CACHE_DIR := $(CURDIR)/.venv/.uv/cache
else
unexport UV_CACHE_DIR
endif
endif

.PHONY: help up test lint types layers tests check bench mutants format schema lock cases clean browser

help: ## show this help
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

up: $(READY) ## install, build, start everything on this machine and print the addresses; Ctrl-C stops it
	@$(PYTHON) -m dialoom up $(ARGS)

test: lint types layers tests ## everything that CI runs, from nothing

lint: $(READY) ## style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY) ## mypy, strict
	$(BIN)/mypy

layers: $(READY) ## who may import whom
	$(BIN)/lint-imports

tests: $(READY) browser ## the tests alone; ARGS="tests/engine -x" picks some
	$(BIN)/pytest -q -n 2 $(ARGS)

check: lint types layers ## what is checked without running anything

bench: $(READY) ## measure against the budgets and print the table
	@$(PYTHON) -m bench $(ARGS)

mutants: $(READY) ## which mistakes no test notices; ARGS="engine/replies_number.py nodes/loop.py"
	@$(PYTHON) -m tests.mutation $(ARGS)

format: $(READY) ## repair what style can repair by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

schema: $(READY) ## write again the files that are generated from the code
	$(PYTHON) -m dialoom schema

cases: $(READY) ## rewrite the expected results of the nodes' cases; review the diff
	$(BIN)/pytest -q tests/nodes --update $(ARGS)

lock: .venv/bin/python ## resolve the dependencies again into requirements.lock; UPGRADE=1 takes newer ones
	"$$(deploy/find-uv.sh)" pip compile pyproject.toml --group dev --extra embedded --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-emit-index-url --output-file requirements.lock --quiet $(if $(UPGRADE),--upgrade)

clean: ## remove the environment, caches and build products; the data in .dialoom stay
	rm -rf .venv .mypy_cache .pytest_cache .import_linter_cache .hypothesis .coverage htmlcov build dist
	find . \( -name __pycache__ -o -name .ruff_cache \) -type d -not -path './.dialoom/*' -prune -exec rm -rf {} +

browser:
	@deploy/find-browser.sh

.venv/bin/python:
	@uv="$$(deploy/find-uv.sh)"; \
	for version in '3.11' '>=3.11'; do \
	  "$$uv" venv --quiet --allow-existing --no-python-downloads --python "$$version" .venv 2>/dev/null && exit 0; \
	done; \
	"$$uv" venv --quiet --allow-existing --python '>=3.11' .venv

# The lock as it was installed: a newer file with the same content installs nothing.
$(READY): requirements.lock | .venv/bin/python
	@if ! cmp -s requirements.lock $@; then \
	  echo "Installing the packages of requirements.lock ..."; \
	  "$$(deploy/find-uv.sh)" pip sync $$([ -t 2 ] || echo --quiet) --python $(PYTHON) requirements.lock; \
	fi; \
	cp requirements.lock $@
