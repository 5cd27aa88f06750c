# Everything a newcomer needs: `make demo` and `make test`. The rest is for those who change Kyoso.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo install test check lock messages clean dev

demo: install ## sample network and server on 127.0.0.1:8000
	@$(BIN)/kyoso demo

install: $(VENV)/.installed ## what Kyoso runs on, into .venv

dev: $(VENV)/.dev ## what tests and checks need as well

test: dev ## all tests and checks, as CI runs them
	@$(BIN)/python scripts/test.py

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Kyoso needs Python 3.11 or later: make PYTHON=python3.11")'
	@$(PYTHON) -m venv $(VENV) || { echo 'Could not create .venv. On Debian or Ubuntu: apt install python3-venv'; exit 1; }

$(VENV)/.installed: requirements/base.txt requirements/vectors.txt pyproject.toml $(wildcard src/kyoso/locale/*/*/*.po src/kyoso/*/locale/*/*/*.po src/kyoso/apps/*/locale/*/*/*.po) | $(VENV)/bin/python
	@echo 'Installing Kyoso into .venv (about a minute the first time) …'
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/base.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements/vectors.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/kyoso vectors build
	@$(BIN)/kyoso messages compile
	@touch $@

$(VENV)/.dev: $(VENV)/.installed requirements/dev.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

lock: ## pin again after changing requirements/*.in (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -o requirements/base.txt requirements/base.in
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -o requirements/dev.txt requirements/dev.in

messages: dev ## collect and compile the texts of the interface
	@$(BIN)/kyoso messages collect
	@$(BIN)/kyoso messages compile

clean: ## remove what can be made again (keeps var/, where the data is)
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
