# The book's commands. `make` alone lists them.
#
# What is made goes to .venv and _build. VENV=FOLDER and OUT=FOLDER put it elsewhere (the pages then lie
# in FOLDER/_build/html), and nothing is written here. PYTHON=python3.12 says which Python to use,
# ARGS="..." what to hand on to pytest.
WINDOWS := $(filter Windows_NT,$(OS))
PYTHON ?= $(if $(WINDOWS),python,python3)
VENV ?= .venv
OUT ?= .
BIN := $(VENV)/$(if $(WINDOWS),Scripts,bin)
RUN := "$(BIN)/python" -m
NEW := import sys; sys.exit(sys.version_info < (3, 11))
HOST = "$$("$(BIN)/python" -c "$(NEW)" 2>/dev/null && echo "$(BIN)/python" || echo "$(PYTHON)")"
BUILD := $(OUT)/_build
CACHE := $(BUILD)/.cache
SCRIPTS := heavyground/site/static heavyground/site/directives/rows_table.js
export PYTHONDONTWRITEBYTECODE := 1
export PYTHONUTF8 := 1
export RUFF_CACHE_DIR := $(CACHE)/ruff
export MYPY_CACHE_DIR := $(CACHE)/mypy
export COVERAGE_FILE := $(CACHE)/coverage

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help book test coverage check lint format serve bench lighthouse clean python browser environment

help: ## list the commands
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile

book: environment ## build the site and print where the pages are
	@"$(BIN)/jupyter-book" build . $(if $(filter .,$(OUT)),,--path-output "$(OUT)")
	@"$(BIN)/python" -c "import os, sys; print('Pages:', os.path.abspath(sys.argv[1]))" "$(BUILD)/html/index.html"

test: browser environment ## check the evidence, build the book, open it in a browser
	@$(RUN) pytest -o cache_dir="$(CACHE)/pytest" $(ARGS)

coverage: browser environment ## the same, and how much of the code it runs (a third slower)
	@$(RUN) coverage erase
	@$(RUN) coverage run -m pytest -o cache_dir="$(CACHE)/pytest" $(ARGS)
	@$(RUN) coverage combine --quiet
	@$(RUN) coverage report

check: environment ## judge the evidence and the prose, in seconds
	@$(RUN) heavyground check

lint: environment ## look for faults of style and of types in the code
	@failed=0; \
	$(RUN) ruff check . || failed=1; \
	$(RUN) ruff format --check . || failed=1; \
	$(RUN) tools.format_cells --check || failed=1; \
	$(RUN) mypy || failed=1; \
	"$(BIN)/oxlint" --deny-warnings $(SCRIPTS) || failed=1; \
	"$(BIN)/oxfmt" --check $(SCRIPTS) || failed=1; \
	exit $$failed

format: environment ## write the code and the cells of the chapters in the one style
	@$(RUN) ruff check --fix-only --quiet .
	@$(RUN) ruff format .
	@$(RUN) tools.format_cells
	@"$(BIN)/oxfmt" $(SCRIPTS)

serve: environment ## build, serve, and rebuild when a file is saved
	@$(RUN) heavyground serve

bench: environment ## compare speed side by side
	@$(RUN) benchmarks.evidence

lighthouse: environment ## measure the pages with Lighthouse (needs npx)
	@$(RUN) benchmarks.lighthouse

clean: ## remove what was made, but for the environment
	@rm -rf "$(BUILD)" .pytest_cache .ruff_cache .mypy_cache
	@find . -name .venv -prune -o -name .git -prune -o -name __pycache__ -prune -exec rm -rf {} +

# ---- What the commands need first

python:
	@$(HOST) -c "$(NEW)" || { echo "Python 3.11 or newer is needed. Say which: make PYTHON=python3.12"; exit 1; }
	@$(HOST) -c "import ensurepip, venv" || { echo "This Python cannot make an environment. On Debian and Ubuntu: apt install python3-venv"; exit 1; }

browser: python
	@$(HOST) -m tools.browser --venv "$(VENV)"

environment: python
	@$(RUN) tools.environment --ready "$(VENV)" 2>/dev/null || $(HOST) -m tools.environment "$(VENV)"
