# Every target works alone in a fresh clone: it makes .venv, installs what constraints.txt pins, and asks
# Debian for what is missing. A second run installs nothing. `make help` lists them.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL:
.DEFAULT_GOAL := help

export PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := PYTHONWARNINGS=ignore $(BIN)/python -m pip --disable-pip-version-check install --quiet -c constraints.txt
PINS := pyproject.toml constraints.txt

# What stands in .venv: the program alone, or the program with all its tools.
TILL := $(VENV)/.comptoir-till
TOOLS := $(VENV)/.comptoir-tools

PO := $(wildcard resources/translations/*/LC_MESSAGES/*.po sync/catalogue/locale/*/LC_MESSAGES/*.po)
MO := $(PO:.po=.mo)

.PHONY: help run test check bench screenshots bundle translations clean debian-run debian-test debian-bundle

help:  ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-14s%s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(TILL) $(MO)  ## open the demo shop, its till and its page in the shared catalogue
	@$(BIN)/comptoir demo

test: debian-test $(TOOLS) $(MO)  ## run every test, without a display
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: $(TOOLS)  ## lint, types, layers, translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.translations

bench: debian-test $(TOOLS) $(MO)  ## measure, and write out/bench.json
	@$(BIN)/python -m tests.bench

screenshots: debian-test $(TOOLS) $(MO)  ## take the pictures in docs/screens again
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.screens
	@$(BIN)/python -m tests.screens_catalogue

bundle: debian-bundle $(TOOLS) $(MO)  ## build dist/comptoir, which needs no Python
	@$(BIN)/pyinstaller --noconfirm --log-level WARN build.spec

translations: $(TOOLS)  ## bring the .po files up to date with the words in the source
	@$(BIN)/python -m tests.translations --update

clean:  ## remove what was made, but not .venv
	rm -rf build dist out *.egg-info .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -f $(MO)

debian-run debian-test debian-bundle: debian-%:
	@.ci/debian.sh $*

$(BIN)/pip: | debian-run
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Comptoir needs Python 3.11 or later.")'
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) pip setuptools

$(TILL): $(PINS) | debian-run $(BIN)/pip
	@echo "Installing Comptoir into $(VENV)"
	@$(PIP) --no-build-isolation -e '.[till,catalogue]' Babel
	@touch $@

$(TOOLS): $(PINS) | debian-run $(BIN)/pip
	@echo "Installing Comptoir and its tools into $(VENV)"
	@$(PIP) --no-build-isolation -e '.[till,catalogue,dev]'
	@touch $@ $(TILL)

%.mo: %.po | $(TILL)
	@$(BIN)/pybabel --quiet compile -i $< -o $@
