# What a developer needs. `make gate` and `make test` work from a fresh clone with only Swift installed.
PACKAGES := libgit2-dev libyaml-dev libpcre2-dev zlib1g-dev libmbedtls-dev g++ git
PROFILE ?= quick
BUILD := swift build --explicit-target-dependency-import-check error
RELEASE := swift build -c release --static-swift-stdlib --product gate \
	-Xlinker -s -Xlinker --gc-sections -Xlinker -no-pie -Xlinker -L.build/static

# The linker takes libstdc++ from this folder, where there is only the archive: loading the shared
# library costs more than `gate --help` does.
.build/static/libstdc++.a:
	@mkdir -p $(@D) && ln -sf $$(gcc -print-file-name=libstdc++.a) $@

.PHONY: gate test check fmt packages release

packages:
	@command -v swift >/dev/null || { echo "gate needs a Swift 6.3 toolchain: https://www.swift.org/install"; exit 1; }
	@missing=$$(for p in $(PACKAGES); do dpkg -s $$p >/dev/null 2>&1 || echo $$p; done); \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ]; then sudo=; else sudo=sudo; command -v sudo >/dev/null || { echo "install as root: $$missing"; exit 1; }; fi; \
	  $$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing; \
	fi

release: packages .build/static/libstdc++.a
	$(RELEASE)

gate: release
	@git rev-parse -q --verify HEAD~1 >/dev/null || { echo "there is only one commit: nothing to judge yet"; exit 1; }
	.build/release/gate check --base HEAD~1 --profile $(PROFILE)
	@cat reports/latest.md

test: packages
	swift test

check: packages
	swift format lint --strict -r Sources Tests
	$(BUILD) --build-tests

fmt:
	swift format -i -r Sources Tests Package.swift
