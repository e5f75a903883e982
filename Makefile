# What runs on demand; `lit test` runs the tests.
PYTHON ?= .venv/bin/python
LIT ?= .venv/bin/lit
CHECK ?= .venv/bin/lanewise-check
SEEDS ?= 2000
FIRST ?= 0
MUTANTS ?= 400
OF ?= corpus
BENCH ?= --write
MINUTES ?= 10
SEED ?= 1

.PHONY: test fuzz mutants op-types sums dispatches hardware bench docs
test:
	$(LIT) -v test

# Random programs, then mutated inputs through every pass, MINUTES a host; findings are kept in test/fuzz/inputs.
fuzz:
	$(PYTHON) -m pytest test/random --seeds $(SEEDS) --first-seed $(FIRST)
	$(PYTHON) test/fuzz/campaign.py --seed $(SEED) --minutes $(MINUTES) --keep test/fuzz/inputs

# Edits of one op in distributed kernels, and how many the simulator catches; OF=dispatches takes our own.
mutants:
	LANEWISE_HOST=iree PYTHONPATH=test $(PYTHON) test/sim/mutants.py --count $(MUTANTS) --of $(OF)

# Every op that a kernel may hold over every element type, on each host.
op-types:
	LANEWISE_HOST=upstream $(PYTHON) test/sim/op_programs.py
	LANEWISE_HOST=iree $(PYTHON) test/sim/op_programs.py

# Sums, products and softmaxes of 2^10 to 2^16 elements in every type, in every order that distribution gives.
sums:
	LANEWISE_HOST=iree $(PYTHON) test/sim/sums.py

# Every dispatch as we distribute it, then as the compiler does; KERNELS names another folder.
KERNELS ?= test/dispatches/inputs
dispatches:
	-$(CHECK) --host=iree $(KERNELS)
	PYTHONPATH=test $(PYTHON) test/dispatches/theirs.py $(KERNELS)

# Real kernels down to assembly, ours and the compiler's: instructions, registers, barriers, shuffles, bytes.
hardware:
	PYTHONPATH=test:test/oracle $(PYTHON) test/pipeline/hardware.py

bench:
	$(PYTHON) bench/run.py $(BENCH)

docs:
	$(PYTHON) docs/generate.py
