# `make help` lists the verbs. Everything runs from .venv, made from the lock.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export PYTHONHASHSEED := 0
# Tests start hundreds of processes: each would compile the package, and pytest its tests, anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help report test test-fast browser check lint types preview changes editions site links canary lock-check licences sbom \
	release-files comment contribution contribution-request links-issue canary-issue release-publish lock reference pictures spark benchmark lighthouse clean

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

report: $(READY) ## build the book, the PDF and the other formats
	@$(BIN)/coproduce build

test: $(READY) browser ## run all tests, a full build of the report among them
	@$(BIN)/python -m pytest -n auto

test-fast: $(READY) ## run the tests that need no build and no browser
	@$(BIN)/python -m pytest -n auto -m "not slow and not browser"

browser: $(READY) ## find the browser that tests need, or install one
	@$(BIN)/python tests/browser/chromium.py

check: $(READY) lint types ## without building, what continuous integration would say: a minute at first, then seconds
	@$(BIN)/coproduce check
	@$(BIN)/coproduce readability

lint: $(READY) ## look for likely faults in the code
	@$(BIN)/ruff check --quiet coproduce tests benchmarks docs book/linkage

types: $(READY) ## check types
	@$(BIN)/mypy --no-error-summary

preview: $(READY) ## show the book in a browser, and each saved change at once
	@$(BIN)/coproduce preview

changes: report ## tell what readers of BASE (a commit; the published branch) would see changed; writes _build/changes.json
	@$(BIN)/coproduce diff "$${BASE:-origin/main}" _build --format json --output _build/changes.json
	@$(BIN)/python -m coproduce.forge.comment_text _build/changes.json

editions: # fetch the editions kept with the releases of GITHUB_REPOSITORY into _build/editions
	@$(PYTHON) -m coproduce.forge.editions _build/editions

site: report editions ## lay out the website in _build/site, with the editions in _build/editions beside it
	@$(BIN)/coproduce publish _build/site --anew --editions _build/editions

links: $(READY) ## ask whether the sources' addresses still answer (uses the network); writes _build/links.md
	@$(BIN)/coproduce links --output _build/links.md

canary: ## run the tests with the newest versions of everything (uses the network); writes _build/canary.md
	@$(PYTHON) -m coproduce.supply.canary _build/canary.md

lock-check: $(READY) ## check that requirements.lock answers pyproject.toml
	@$(BIN)/coproduce supply lock

licences: $(READY) ## write docs/licences.csv anew from the packages installed
	@$(BIN)/coproduce supply licences

reference: $(READY) ## write docs/reference/ anew from the package's own schemas, docstrings and help
	@$(BIN)/python docs/make_reference.py

pictures: report browser ## draw the pictures of the README anew
	@$(BIN)/python docs/make_pictures.py

sbom: $(READY) ## write the software bill of materials to _build/sbom.cdx.json
	@$(BIN)/coproduce supply sbom _build/sbom.cdx.json

release-files: report sbom ## gather what a release publishes in _build/release, with checksums; checks TAG, if given
	@$(BIN)/coproduce clean --anew _build/release
	@cp _build/pdf/*.pdf _build/sbom.cdx.json _build/release/
	@cp -r _build/formats/* _build/release/
	@cp _build/html/ledger.json _build/html/manifest.json _build/release/
	@$(BIN)/coproduce pack _build/release
	@cd _build/release && find . -type f ! -name '.*' ! -path ./SHA256SUMS | LC_ALL=C sort | xargs sha256sum > SHA256SUMS
	@$(BIN)/coproduce clean --gathered _build/release
	@test -z "$$TAG" || test -e "_build/release/edition-$${TAG#v}.zip" || \
		{ echo "$$TAG is not of the edition that _config.yml names: delete the tag, run coproduce release, commit, tag that."; exit 1; }

# What only workflows run, with the forge's own command gh. These need no packages.
comment: # comment on the pull request of the event in GITHUB_EVENT_PATH
	@$(PYTHON) -m coproduce.forge.comment

contribution: $(READY) # take in the issue of the event in GITHUB_EVENT_PATH; nothing but contributions goes to _build/contribution
	@$(BIN)/coproduce clean --anew _build/contribution
	@$(BIN)/python -m coproduce.intake.issue_form "$$GITHUB_EVENT_PATH" _build/issue.md
	@$(BIN)/coproduce intake _build/issue.md
	@git ls-files --others --modified --exclude-standard -- 'contributions/*.md' | \
		xargs -d '\n' --no-run-if-empty cp -t _build/contribution --
	@$(BIN)/coproduce clean --gathered _build/contribution
	@test -n "$$(ls _build/contribution)" || \
		{ echo "::error::No contribution was written. What is said above tells why: it may need review by hand."; exit 1; }

contribution-request: # open a pull request with the files in _build/contribution, of the issue NUMBER, into BASE
	@find _build/contribution -maxdepth 1 -type f -name '[!.]*.md' -exec cp -t contributions -- {} +
	@git config user.name "github-actions[bot]"
	@git config user.email "41898282+github-actions[bot]@users.noreply.github.com"
	@git switch -c "contribution-$$NUMBER"
	@git add -- contributions
	@git commit -m "Add the contribution of issue $$NUMBER"
	@gh auth setup-git
	@git push --force origin "contribution-$$NUMBER"
	@test -n "$$(gh pr list --head "contribution-$$NUMBER" --json number --jq '.[].number')" || \
		gh pr create --base "$$BASE" --head "contribution-$$NUMBER" --title "Contribution of issue $$NUMBER" \
		--body "From issue #$$NUMBER. Before merging: read it with the privacy rules of contributions/README.md in mind, and add contributions/dispositions/<id>.yml. Checks do not start by themselves on a pull request that a workflow opened: close and reopen it."

links-issue: # keep the issue on sources that no longer answer
	@$(PYTHON) -m coproduce.forge.issue links "Sources that no longer answer" _build/links.md

canary-issue: # keep the issue on newer versions that do not work
	@$(PYTHON) -m coproduce.forge.issue canary "Newer versions that do not work" _build/canary.md

release-publish: # publish the files in _build/release as the release of the tag TAG, then the website
	@gh release create "$$TAG" --verify-tag --title "$$TAG" --notes-from-tag _build/release/*
	@gh workflow run main.yml --ref main # the website takes the edition in

lock: $(READY) ## write requirements.lock anew from pyproject.toml; then: make licences
	@$(BIN)/python -m uv --version >/dev/null 2>&1 || $(BIN)/python -m pip install -q uv
	@$(BIN)/python -m uv pip compile pyproject.toml -c constraints.txt --extra test --extra build --extra linkage --extra books --universal \
		--python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--quiet --upgrade -o requirements.lock

spark: $(READY) ## join made-up records on Spark too, and compare (uses the network; needs Java)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[spark]"
	@$(BIN)/python -m pytest -q -rs tests/report/test_linkage_spark.py

benchmark: $(READY) ## time builds beside a stock Jupyter Book; writes docs/benchmarks.md
	@$(BIN)/python benchmarks/build_times.py

lighthouse: report ## measure pages with Lighthouse beside a stock page (needs npm and the network); writes docs/benchmarks.md
	@$(BIN)/python benchmarks/lighthouse.py

clean: $(READY) ## delete everything that was built, and nothing else
	@$(BIN)/coproduce clean

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 …"; exit 1; }
	@echo "Installing the locked packages into $(VENV) …"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
