# Each target first installs what it is missing (.ci/setup), and says so.
#   make run [PAGE=file-or-address] [BROWSER=firefox]

SHELL := /bin/bash
export PAGE BROWSER

.PHONY: run test package cases pictures bench build setup

run:
	@bash .ci/setup run
	@bash .ci/with node tests/browser/run-sample.mjs

test:
	@bash .ci/setup test
	@bash .ci/test

package:
	@bash .ci/setup build
	@bash .ci/with node extension/build/package.mjs

cases:
	@bash .ci/setup test
	@bash .ci/with node extension/build.mjs
	@bash .ci/with node tests/browser/cases.mjs

pictures:
	@bash .ci/setup test
	@bash .ci/with node extension/build.mjs
	@bash .ci/with node tests/browser/pictures.mjs

bench:
	@bash .ci/setup test
	@bash .ci/with node extension/build.mjs
	@bash .ci/with node tests/browser/bench.mjs
	@bash .ci/with node tests/browser/bench-reading.mjs

build:
	@bash .ci/setup build
	@bash .ci/with node extension/build.mjs

setup:
	@bash .ci/setup
