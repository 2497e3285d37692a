# make run · make test · make check · make bench (see README.md)
VENV := .venv
PY := $(VENV)/bin/python
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test crawl check bench gate lighthouse format browser screenshots clean
.DEFAULT_GOAL := run

$(VENV)/.ready: pyproject.toml deployment/constraints.txt
	@python3 -c 'import sys; sys.exit("Yui needs Python 3.11 or newer; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else 0'
	@python3 -m venv $(VENV) || { echo "python3 cannot make an environment: install its venv module (on Debian: apt-get install python3-venv)."; exit 1; }
	$(PY) -m pip install --quiet --constraint deployment/constraints.txt --editable '.[test]'
	touch $@

include deployment/assets.mk

$(VENV)/.words: $(VENV)/.ready $(wildcard matching/translations/*/LC_MESSAGES/messages.po)
	$(VENV)/bin/pybabel --quiet compile --directory matching/translations
	touch $@

ready: $(VENV)/.ready assets $(VENV)/.words

run: ready
	@exec $(VENV)/bin/flask serve

browser: $(VENV)/.ready
	@sh deployment/browser.sh

test: ready browser
	$(VENV)/bin/pytest -n 2 --engines=sqlite,postgresql

crawl: ready browser
	$(VENV)/bin/pytest -n 2 -m crawl tests/demo

check: $(VENV)/.ready
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

bench: ready
	$(PY) -m benchmarks

gate: $(VENV)/.ready
	$(PY) -m benchmarks.simulator --only gate

lighthouse: ready browser benchmarks/lighthouse/node_modules/.ready
	$(PY) -m benchmarks.lighthouse

benchmarks/lighthouse/node_modules/.ready: benchmarks/lighthouse/package.json benchmarks/lighthouse/package-lock.json | $(VENV)/.ready
	@cd $(@D)/.. && NODE_LEAST=22 PY=$(CURDIR)/$(PY) sh $(CURDIR)/deployment/node.sh npm ci --loglevel=error
	@touch $@

screenshots: ready browser
	$(PY) -m docs.screenshots $(ONLY)

format: $(VENV)/.ready
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

clean:
	rm -rf $(VENV) node_modules benchmarks/lighthouse/node_modules static/dist build *.egg-info
