# The book's commands. `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export PYTHONDONTWRITEBYTECODE := 1

.DEFAULT_GOAL := help
.PHONY: help book test check serve bench lighthouse clean

help: ## list the commands
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(READY): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1). Say which: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { echo "This Python cannot make an environment. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Making the environment in $(VENV) (about a minute)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

book: $(READY) ## build the site and print where the pages are
	@$(BIN)/jupyter-book build .
	@echo "Pages: $(CURDIR)/_build/html/index.html"

test: $(READY) ## check the evidence, build the book, open it in a browser
	@$(BIN)/python -m pytest

check: $(READY) ## judge the evidence and the prose, in seconds
	@$(BIN)/python -m heavyground check

serve: $(READY) ## build, serve, and rebuild when a file is saved
	@$(BIN)/python -m heavyground.press.serve

bench: $(READY) ## compare speed side by side
	@$(BIN)/python -m benchmarks.tables
	@$(BIN)/python -m benchmarks.models

lighthouse: $(READY) ## measure the pages with Lighthouse (needs npx)
	@$(BIN)/python -m benchmarks.lighthouse

clean: ## remove what was made
	@rm -rf _build .pytest_cache
	@find . -name __pycache__ -not -path './$(VENV)/*' -exec rm -rf {} +
