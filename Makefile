# What runs on demand; `lit test` runs the tests.
PYTHON ?= .venv/bin/python
SEEDS ?= 2000
FIRST ?= 0
MUTANTS ?= 400

.PHONY: test fuzz mutants bench docs
test:
	$(PYTHON) -m lit.main -v test

fuzz:
	$(PYTHON) -m pytest test/random --seeds $(SEEDS) --first-seed $(FIRST)

mutants:
	LANEWISE_HOST=iree $(PYTHON) test/sim/mutants.py --count $(MUTANTS)

bench:
	$(PYTHON) bench/run.py

docs:
	$(PYTHON) docs/generate.py > docs/passes.md
