// swift-tools-version: 6.0
import PackageDescription

// Each target is one libFuzzer program: `run` builds them with `--sanitize=fuzzer`, which
// instruments the library too and brings the function `main`.
let package = Package(
  name: "Fuzzing",
  dependencies: [.package(name: "FiscalTables", path: "..")],
  targets: ["FuzzZip", "FuzzXML", "FuzzSheet", "FuzzWorkbook", "FuzzCSV"].map { name in
    .executableTarget(
      name: name, dependencies: [.product(name: "Spreadsheet", package: "FiscalTables")],
      // Without these the linker looks for a `main` of Swift's own.
      swiftSettings: [.unsafeFlags(["-parse-as-library"])],
      linkerSettings: [.unsafeFlags(["-use-ld=lld"])])
  },
  swiftLanguageModes: [.v6]
)
