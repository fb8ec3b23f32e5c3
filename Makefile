# Shortcuts; a machine without make runs the scripts.
.PHONY: build demo test lint format clean bench growth fuzz asan tsan

build:
	scripts/build

demo:
	scripts/demo

test:
	scripts/test

lint:
	scripts/lint

format:
	swift format -i -r Package.swift Sources Tests Benchmarks Fuzzing

# Ours and the peers that are installed, side by side, as a table of ratios; about ten minutes.
bench:
	Benchmarks/run

# What n, 2n and 4n of each kind of hard input cost, in instructions; needs valgrind, else it says so.
growth:
	scripts/growth

# A minute for each target; `Fuzzing/run 900` takes a quarter of an hour for each.
fuzz:
	Fuzzing/run

# The tests of the engine with the address sanitizer and with the thread sanitizer. XCTest, which has
# none of them, would only have its own leaks reported.
ENGINE = ZipTests|XMLStreamTests|SpreadsheetTests
asan:
	swift test --disable-xctest --sanitize=address --scratch-path .build-asan --filter '$(ENGINE)'

tsan:
	swift test --disable-xctest --sanitize=thread --scratch-path .build-tsan --filter '$(ENGINE)'

clean:
	rm -rf .build .build-asan .build-tsan out
