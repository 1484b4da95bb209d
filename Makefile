# Everything here needs only Python 3.11 or newer with venv, and make.
#   make release   environment, the whole chain over data/raw/, a release under data/published/ once you confirm what
#                  would change; where nobody can be asked (CI), it is published under the suggested number
#   make test      environment, lint, types, tests
#   make site      the newest release as pages, under data/build/site/ (npm gives the map its shapes and queries their engine)
#   make rebuild VERSION=0.1.0   that release again, by the code, pins and inputs of its own commit, and compare
# The environment is remade only when a lock file or pyproject.toml changes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready

# Bytecode is compiled once, at install: uncompiled, every start takes twice as long.
export UV_COMPILE_BYTECODE = 1
export DAGSTER_HOME = $(CURDIR)
export HARM_LEDGER_HISTORY = $(CURDIR)/.dagster

.PHONY: release test rebuild environment ui docs site lock-python clean

release: $(STAMP)
	if test -t 0 && test -t 1; then $(BIN)/harm-ledger release; else $(BIN)/harm-ledger release --yes; fi

test: $(STAMP) node_modules/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses auto --dist loadfile

rebuild: $(STAMP)
	$(BIN)/harm-ledger rebuild $(VERSION)

ui: $(STAMP)
	$(BIN)/dagster dev

environment: $(STAMP)

site: $(STAMP) node_modules/.ready
	$(BIN)/harm-ledger site

# Without npm the site is made all the same: its map has no land, and its queries are to be run elsewhere.
node_modules/.ready: package-lock.json
	if command -v npm >/dev/null; then npm ci --ignore-scripts --no-audit --no-fund; fi
	mkdir -p node_modules
	touch $@

# Pages made from the schema; a test fails when they are stale.
docs: $(STAMP)
	$(BIN)/python -c 'from pipeline.release.views import released_tables as t; from pipeline.schema import dictionary; print(dictionary(t()), end="")' > docs/data-dictionary.md
	$(BIN)/python -m expectations.page

$(STAMP): requirements.lock requirements-uv.lock pyproject.toml
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-uv.lock
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	touch $@

# Re-resolve every pin. The files name no registry, so any mirror serves them.
lock-python: $(STAMP)
	$(BIN)/uv pip compile --quiet --python-version 3.11 --universal --generate-hashes --no-emit-index-url --extra dev --upgrade -o requirements.lock pyproject.toml requirements-build.in
	$(BIN)/uv pip compile --quiet --python-version 3.11 --universal --generate-hashes --no-emit-index-url --extra dev --extra cluster --upgrade -o requirements-cluster.lock pyproject.toml requirements-build.in
	printf 'uv\n' | $(BIN)/uv pip compile --quiet --python-version 3.11 --universal --generate-hashes --no-emit-index-url --upgrade -o requirements-uv.lock -

clean:
	rm -rf $(VENV) data/build .dagster
