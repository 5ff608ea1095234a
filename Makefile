# What a developer needs. `make gate` and `make test` work from a fresh clone with only Swift installed.
PACKAGES := libgit2-dev libyaml-dev libpcre2-dev zlib1g-dev libmbedtls-dev git python3-venv
PROFILE ?= quick
BUILD := swift build --explicit-target-dependency-import-check error
RELEASE := swift build -c release --static-swift-stdlib --product gate \
	-Xlinker -s -Xlinker --gc-sections -Xlinker -no-pie

.PHONY: gate test check fmt packages release venv

packages:
	@command -v swift >/dev/null || { echo "gate needs a Swift 6.3 toolchain: https://www.swift.org/install"; exit 1; }
	@missing=$$(for p in $(PACKAGES); do dpkg -s $$p >/dev/null 2>&1 || echo $$p; done); \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ]; then sudo=; else sudo=sudo; command -v sudo >/dev/null || { echo "install as root: $$missing"; exit 1; }; fi; \
	  $$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing; \
	fi

release: packages
	$(RELEASE)

gate: release
	@git rev-parse -q --verify HEAD~1 >/dev/null || { echo "there is only one commit: nothing to judge yet"; exit 1; }
	.build/release/gate check --base HEAD~1 --profile $(PROFILE)
	@cat reports/latest.md

test: packages venv
	swift test

# What the tests hold reports against; installed once.
venv: .build/venv/installed

.build/venv/installed: Tests/requirements.txt | packages
	python3 -m venv .build/venv
	.build/venv/bin/python3 -m pip install -q --disable-pip-version-check -r Tests/requirements.txt
	touch $@

check: packages
	swift format lint --strict -r Sources Tests
	$(BUILD) --build-tests

fmt:
	swift format -i -r Sources Tests Package.swift
