// swift-tools-version: 6.0
import PackageDescription

// Arrows go down only: Zip, XMLStream and Checksum alone import C, Spreadsheet and Documents
// know no money, FiscalModel knows no files, FiscalSchema alone reads schemas/. `scripts/lint` proves it.
let package = Package(
  name: "FiscalTables",
  products: [
    .executable(name: "fiscaltables", targets: ["Command"]),
    .library(name: "Spreadsheet", targets: ["Spreadsheet"]),
    .library(name: "FiscalTables", targets: ["FiscalTables"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
  ],
  targets: [
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CNettle", pkgConfig: "nettle", providers: [.apt(["nettle-dev"])]),
    .target(name: "Zip", dependencies: ["CZlib"]),
    .target(name: "XMLStream", dependencies: ["CLibXML2"]),
    .target(
      name: "Spreadsheet", dependencies: ["Zip", "XMLStream"],
      // Rounding calls libm, which only Foundation would link otherwise.
      linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),
    // What stands between fork and exec, which Swift cannot say.
    .target(name: "CChild"),
    .target(name: "ChildProcess", dependencies: ["CChild"]),
    .target(
      name: "Documents", dependencies: ["ChildProcess", "Spreadsheet", "Zip", "XMLStream"]),
    .target(name: "FiscalModel"),
    .target(
      name: "FiscalSchema", dependencies: ["FiscalModel", "Spreadsheet"],
      resources: [.copy("../../schemas")]),
    .target(
      name: "FiscalLayout",
      dependencies: ["FiscalModel", "FiscalSchema", "Documents", "Spreadsheet"]),
    .target(name: "FiscalValidation", dependencies: ["FiscalModel", "FiscalSchema"]),
    // Digests for the manifests of batch runs.
    .target(name: "Checksum", dependencies: ["CNettle"]),
    // The way in for callers, and all that the command has in common with them.
    .target(
      name: "FiscalTables",
      dependencies: [
        "Documents", "FiscalModel", "FiscalSchema", "FiscalLayout", "FiscalValidation",
        "Spreadsheet",
      ]),
    .executableTarget(
      name: "Command",
      dependencies: [
        "Checksum", "ChildProcess", "Documents", "FiscalLayout", "FiscalTables", "Spreadsheet",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .testTarget(name: "ChecksumTests", dependencies: ["Checksum"]),
    .testTarget(name: "ZipTests", dependencies: ["Zip"]),
    .testTarget(name: "XMLStreamTests", dependencies: ["XMLStream"]),
    .testTarget(
      name: "SpreadsheetTests", dependencies: ["Spreadsheet", "Zip"], exclude: ["Fixtures"]),
    .testTarget(name: "DocumentsTests", dependencies: ["Documents", "Zip", "TestSupport"]),
    // What several test targets share: seeded generators and the places of samples and programs.
    .target(
      name: "TestSupport", dependencies: ["FiscalModel", "FiscalSchema", "FiscalLayout"],
      path: "Tests/TestSupport"),
    .testTarget(name: "FiscalModelTests", dependencies: ["FiscalModel"]),
    .testTarget(
      name: "FiscalSchemaTests", dependencies: ["FiscalSchema", "FiscalModel", "TestSupport"]),
    .testTarget(
      name: "FiscalLayoutTests",
      dependencies: [
        "FiscalLayout", "FiscalModel", "FiscalSchema", "FiscalValidation", "Documents",
        "Spreadsheet", "Zip", "TestSupport",
      ], exclude: ["Snapshots"]),
    .testTarget(
      name: "FiscalValidationTests",
      dependencies: ["FiscalValidation", "FiscalModel", "FiscalSchema", "TestSupport"]),
    .testTarget(
      name: "FiscalTablesTests",
      dependencies: ["FiscalTables", "FiscalLayout", "Spreadsheet", "TestSupport"]),
    .testTarget(
      name: "CommandTests", dependencies: ["Command", "Spreadsheet", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)
