# `make help` lists the verbs. Everything runs from .venv, made from the lock.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export PYTHONHASHSEED := 0

.DEFAULT_GOAL := help
.PHONY: help report test browser check preview lock benchmark clean

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

report: $(READY) ## build the HTML book and the PDF
	@$(BIN)/coproduce build

test: $(READY) browser ## run all tests, a full build of the report among them
	@$(BIN)/python -m pytest -n 2

browser: $(READY) ## find the browser that tests need, or install one
	@$(BIN)/python tests/browser/chromium.py

check: $(READY) ## check settings, data, contributions and chapters, without building
	@$(BIN)/coproduce check
	@$(BIN)/coproduce readability

preview: report ## build, then serve the book on this machine
	@echo "http://localhost:8000/ (stop with Ctrl-C)"
	@$(BIN)/python -m http.server 8000 --bind localhost --directory _build/html

lock: $(READY) ## write requirements.lock anew from pyproject.toml
	@$(BIN)/python -m uv --version >/dev/null 2>&1 || $(BIN)/python -m pip install -q uv
	@$(BIN)/python -m uv pip compile pyproject.toml --extra test --extra build --universal \
		--python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--quiet --upgrade -o requirements.lock

benchmark: $(READY) ## time builds beside a stock Jupyter Book; writes docs/benchmarks.md
	@$(BIN)/python benchmarks/build_times.py

clean: ## delete everything that was built
	rm -rf _build

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 …"; exit 1; }
	@echo "Installing the locked packages into $(VENV) …"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
