# Each target first installs what it is missing (.ci/setup), and says so.
#   make run [PAGE=file-or-address] [BROWSER=firefox]

SHELL := /bin/bash
export PAGE BROWSER

.PHONY: run test package cases pictures bench build setup

run:
	@.ci/setup run
	@.ci/with node tests/browser/run-sample.mjs

test:
	@.ci/setup test
	@.ci/test

package:
	@.ci/setup build
	@.ci/with node extension/build/package.mjs

cases:
	@.ci/setup test
	@.ci/with node extension/build.mjs
	@.ci/with node tests/browser/cases.mjs

pictures:
	@.ci/setup test
	@.ci/with node extension/build.mjs
	@.ci/with node tests/browser/pictures.mjs

bench:
	@.ci/setup test
	@.ci/with node extension/build.mjs
	@.ci/with node tests/browser/bench.mjs
	@.ci/with node tests/browser/bench-reading.mjs

build:
	@.ci/setup build
	@.ci/with node extension/build.mjs

setup:
	@.ci/setup
