// swift-tools-version: 6.0
import PackageDescription

// Each target is one libFuzzer program: `run` builds them with `--sanitize=fuzzer`, which
// instruments the library too and brings the function `main`.
func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies,
    // Without these the linker looks for a `main` of Swift's own.
    swiftSettings: [.unsafeFlags(["-parse-as-library"])],
    linkerSettings: [.unsafeFlags(["-use-ld=lld"])])
}
let spreadsheet = Target.Dependency.product(name: "Spreadsheet", package: "FiscalTables")
let tables = Target.Dependency.product(name: "FiscalTables", package: "FiscalTables")

let package = Package(
  name: "Fuzzing",
  dependencies: [.package(name: "FiscalTables", path: "..")],
  targets: ["FuzzZip", "FuzzXML", "FuzzSheet", "FuzzWorkbook", "FuzzCSV"]
    .map { program($0, [spreadsheet]) }
    + ["FuzzDocument", "FuzzReader", "FuzzValidator", "FuzzMap"].map {
      program($0, [spreadsheet, tables, "Samples"])
    } + [.target(name: "Samples", dependencies: [tables])],
  swiftLanguageModes: [.v6]
)
