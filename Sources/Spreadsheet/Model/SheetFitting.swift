extension Sheet {
  /// Sets the widths of the columns that have cells so that their longest lines fit.
  ///
  /// Widths are estimated without the font itself: a Chinese character is as wide as two digits.
  /// Cells that wrap, and those of merges over several columns, do not count. Numbers are measured
  /// with their thousands separators and decimals as the format has them.
  public mutating func fitColumns(_ limits: ClosedRange<Double> = 4...60) {
    var widths: [Int: Double] = [:]
    let wide = merges.filter { $0.first.column < $0.last.column }
    for row in rows {
      for (column, cell) in row.cells where !cell.style.alignment.wrap {
        let place = CellReference(row: row.index, column: column)
        guard let text = cell.measuredText, !wide.contains(where: { $0.contains(place) }) else {
          continue
        }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: true)
        let longest = lines.map { TextMeasure.width($0, cell.style.font) }.max() ?? 0
        // Three columns of blanks an indent, and the margins at both sides.
        let width = longest + 3 * Double(cell.style.alignment.indent) + 1.5
        widths[column] = max(widths[column] ?? 0, width)
      }
    }
    for (column, width) in widths {
      let rounded = (width * 4).rounded(.up) / 4
      columnWidths[column] = min(max(rounded, limits.lowerBound), min(limits.upperBound, 255))
    }
  }

  /// Sets the heights of the rows that have wrapped text, so that all its lines show in the widths
  /// that the columns have. Heights that are set already stay.
  public mutating func fitRows() {
    var heights: [Int: Double] = [:]
    let usual = defaultRowHeight ?? 15
    for row in rows where rowHeights[row.index] == nil {
      for (column, cell) in row.cells where cell.style.alignment.wrap {
        guard let text = cell.measuredText else { continue }
        let place = CellReference(row: row.index, column: column)
        let merge = merges.first { $0.contains(place) }
        // The height of a cell that goes over several rows is not this row's to give.
        if let merge, merge.first.row < merge.last.row { continue }
        var room = 0.0
        for column in merge.map({ $0.first.column...$0.last.column }) ?? column...column {
          room += columnWidths[column] ?? defaultColumnWidth ?? 8.43
        }
        let lines = TextMeasure.lines(
          text, cell.style.font,
          room: max(1, room - 1 - 3 * Double(cell.style.alignment.indent)))
        guard lines > 1 else { continue }
        let height = Double(lines) * cell.style.font.size * 1.36
        heights[row.index] = max(heights[row.index] ?? usual, height)
      }
    }
    for (row, height) in heights { rowHeights[row] = min((height * 4).rounded(.up) / 4, 409.5) }
  }
}

/// How wide text is, in digits of the default font.
enum TextMeasure {
  static func width(_ text: some StringProtocol, _ font: CellStyle.Font) -> Double {
    Double(TextWidth.columns(text)) * scale(font)
  }

  private static func scale(_ font: CellStyle.Font) -> Double {
    font.size / 11 * (font.bold ? 1.08 : 1)
  }

  /// The lines that text takes: Chinese breaks anywhere, other text between words.
  static func lines(_ text: String, _ font: CellStyle.Font, room: Double) -> Int {
    let scale = scale(font)
    var lines = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      lines += 1
      var used = 0.0
      var word = 0.0
      for scalar in line.unicodeScalars {
        let width = Double(TextWidth.columns(scalar)) * scale
        if scalar == " " || width > 1.5 * scale { word = 0 } else { word += width }
        used += width
        guard used > room, scalar != " " else { continue }
        lines += 1
        // The word goes on in the next line, unless it is a line of its own.
        used = word > 0 && word <= room ? word : width
        word = used
      }
    }
    return lines
  }
}

extension Cell {
  /// The text that is measured for a cell, nil for none.
  fileprivate var measuredText: String? {
    switch value {
    case .empty: return nil
    case .text(let text), .error(let text), .date(let text): return text
    case .boolean(let value): return value ? "TRUE" : "FALSE"
    case .number(let text):
      guard style.numberFormat != "General" else { return text }
      let format = style.numberFormat.split(separator: ";").first ?? ""
      // A date is about as long as its format.
      if format.contains("y") || format.contains("h") { return String(format) }
      let point = text.firstIndex(of: ".") ?? text.endIndex
      let whole = text[..<point]
      let separators = format.contains(",") ? (whole.utf8.count - 1) / 3 : 0
      let decimals = format.split(separator: ".").dropFirst().first?.prefix {
        $0 == "0" || $0 == "#"
      }
      return whole + String(repeating: ",", count: max(0, separators))
        + (decimals.map { "." + $0 } ?? "")
    }
  }
}
