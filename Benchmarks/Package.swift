// swift-tools-version: 6.0
import PackageDescription

// Programs that measure; no part of the product, so that a build of it does not build them.
let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "FiscalTables", path: "..")],
  targets: ["ReadRows", "ReadCSV", "WriteBooks", "WriteRows"].map { name in
    .executableTarget(
      name: name, dependencies: [.product(name: "Spreadsheet", package: "FiscalTables")])
  },
  swiftLanguageModes: [.v6]
)
