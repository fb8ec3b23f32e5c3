// swift-tools-version: 6.0
import PackageDescription

let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "FiscalTables", path: "..")],
  targets: [
    .executableTarget(
      name: "readbench",
      dependencies: [.product(name: "Spreadsheet", package: "FiscalTables")])
  ],
  swiftLanguageModes: [.v6]
)
