# `make next` and `make test` set up all they need; a second call takes seconds.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEV_READY := $(VENV)/.ready-dev
INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --constraint constraints.txt

.PHONY: next test validate validate-pack validate-tests check hostile kills lint setup clean

next: $(READY)
	@$(BIN)/studykit next --to work

test: setup
	@$(BIN)/python -m pytest -n 3 -m 'not validate'

# What the content must show beside the tests: proofs of cards, a diagnosis of each mistake, right answers that name no device.
# make validate SEEDS=10 grades with further seeds, MUTANTS=--mutants changes each solution in small ways, EVERY=40 grades every
# fortieth of the mistakes, as CI does. TESTS=tests/pack leaves out what is not about the content.
# make validate TORCH=2.14.1 proves the content under another version of PyTorch, in an environment of its own.
SEEDS := 1
EVERY := 1
MUTANTS :=
TESTS := tests
ifdef TORCH
validate:
	@test -x .venv-$(TORCH)/bin/python || $(PYTHON) -m venv .venv-$(TORCH)
	@.venv-$(TORCH)/bin/python -m pip install --quiet --disable-pip-version-check 'torch==$(TORCH)' --editable '.[dev]'
	@.venv-$(TORCH)/bin/studykit check --seeds $(SEEDS) $(MUTANTS)
else
validate: validate-pack validate-tests

validate-pack: setup
	@$(BIN)/studykit check --seeds $(SEEDS) --every $(EVERY) $(MUTANTS)

validate-tests: setup
	@$(BIN)/python -m pytest -n auto -m validate $(TESTS)
endif

check: lint test validate

# Every hostile submission as root and as an ordinary user: some 20 minutes, so not a part of `make test`.
hostile: setup
	@$(BIN)/python -m pytest tests/hostile

# SIGKILL at 500 random moments of reviews, answers, syncs, backups, restores and undos.
kills: setup
	@STUDYKIT_KILLS=400 $(BIN)/python -m pytest -n auto tests/progress/test_killed.py tests/cli/reviewing/test_killed.py

lint: setup
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/codespell

# Everything for work on studykit itself; `make next` installs what a learner needs, which is less.
setup: $(DEV_READY)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "studykit needs Python 3.11 or newer: make PYTHON=python3.11 ...")'
	@$(PYTHON) -m venv $(VENV) || { echo 'studykit needs the venv module of Python; on Debian: apt install python3-venv'; exit 1; }
	@echo 'Setting up $(VENV); PyTorch is large, so the first time takes a few minutes ...'
	@$(INSTALL) --editable '.[plots,anki]'
	@touch $(READY)

$(DEV_READY): $(READY)
	@$(INSTALL) --quiet --editable '.[dev]'
	@touch $(DEV_READY)

clean:
	rm -rf $(VENV)
