import FiscalTables

extension SourceFile {
  /// Reads an input of the command, `-` being standard input.
  init(input path: String, bound: Int = FiscalTables.byteBound) throws(FileError) {
    try self.init(
      path, named: path == "-" ? Terminal.text("input.standard") : nil, bound: bound)
  }
}
