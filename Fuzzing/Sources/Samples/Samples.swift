import FiscalTables
import Foundation

/// The lines of the printed texts among the samples of the project.
public let samples: [[[UInt8]]] = {
  var folder = URL(fileURLWithPath: #filePath)
  for _ in 0..<4 { folder.deleteLastPathComponent() }
  folder.appendPathComponent("samples")
  let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
  return names.sorted().filter { $0.hasSuffix(".txt") }.compactMap { name in
    let data = try? Data(contentsOf: folder.appendingPathComponent(name))
    return data.map { $0.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init) }
  }
}()

public let tables: FiscalTables = {
  guard let tables = try? FiscalTables() else { preconditionFailure("no schemas") }
  return tables
}()
