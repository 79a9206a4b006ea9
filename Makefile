# Thin on purpose: each target is one line, and what it does is told in tools/. PYTHON= names another Python.
PYTHON ?= python3
BIN := .venv/bin
export CANTINE_CALLED_AS = make $@
.PHONY: demo install test check bench faults dev messages pictures

demo: ; @$(PYTHON) tools/setup.py base && $(BIN)/python -m cantine demo
install: ; @$(PYTHON) tools/setup.py base && $(BIN)/python -m cantine messages
test: ; @$(PYTHON) tools/setup.py dev --browser && $(BIN)/python tools/suite.py test
check: ; @$(PYTHON) tools/setup.py dev && $(BIN)/python tools/suite.py check
bench: ; @$(PYTHON) tools/setup.py dev && $(BIN)/python -m bench
faults: ; @$(PYTHON) tools/setup.py dev --browser && $(BIN)/python tools/suite.py faults
dev: ; @$(PYTHON) tools/setup.py dev && CANTINE_DEBUG=1 $(BIN)/python -m cantine demo --workers 1
messages: ; @$(PYTHON) tools/setup.py dev && $(BIN)/python -m cantine messages
pictures: ; @$(PYTHON) tools/setup.py dev --browser && $(BIN)/python -m pytest -q tests/pictures.py
