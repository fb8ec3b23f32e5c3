# Shortcuts; a machine without make runs the scripts.
.PHONY: build demo test lint format clean

build:
	scripts/setup
	swift build -c release --product fiscaltables

demo:
	scripts/demo

test:
	scripts/test

lint:
	scripts/lint

format:
	swift format -i -r Package.swift Sources Tests

clean:
	rm -rf .build out
