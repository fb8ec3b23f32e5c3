/// What is said of exports: which table, which columns, what was repaired.
extension Wording {
  /// Which table an export is.
  public static func exportTable(
    _ id: String, _ title: String, _ percent: Int, _ columns: Int
  ) -> BilingualText {
    BilingualText(
      zh: "按列名、标题和编码认作 \(id)（\(title)），把握 \(percent)%，对上 \(columns) 列",
      en:
        "taken for \(id) (\(title)) by its columns, title and codes: \(percent)% sure, \(columns) columns matched"
    )
  }
  /// Tables that an export might be as well.
  public static func rivalTables(_ title: String, _ others: [String]) -> BilingualText {
    BilingualText(
      zh: "也可能是 \(others.joined(separator: "、"))；按“\(title)”读。用 --map 说明是哪张表",
      en:
        "it might as well be \(others.joined(separator: ", ")); read as \(title). Say with --map which it is"
    )
  }
  /// A column under other captions than the form's.
  public static func matchedColumn(
    _ source: String, _ target: String, _ evidence: String, _ percent: Int
  ) -> BilingualText {
    let zh =
      switch evidence {
      case "alias": "表式文件中的别名"
      case "caption": "末级列名相同"
      case "synonym": "同义词"
      case "similar": "相近且唯一"
      case "map": "由 --map 指定"
      default: "列名相同"
      }
    return BilingualText(
      zh: "列“\(source)”认作“\(target)”（\(zh)，\(percent)%）",
      en: "column \"\(source)\" taken for \"\(target)\" (\(evidence), \(percent)%)")
  }
  /// A column of the form that several fit.
  public static func ambiguousColumn(_ name: String, _ sources: [String]) -> BilingualText {
    BilingualText(
      zh: "“\(name)”可能是 \(sources.map { "“\($0)”" }.joined(separator: "、"))，没有取任何一列；用 --map 说明",
      en:
        "\"\(name)\" may be any of \(sources.map { "\"\($0)\"" }.joined(separator: ", ")); none was taken. Say with --map which"
    )
  }
  /// A table made of the rows of a long export.
  public static func pivotedTable(_ id: String, _ title: String, _ count: Int) -> BilingualText {
    BilingualText(
      zh: "长表的 \(count) 行按各维度归入 \(id)（\(title)），类、款和合计由明细加总；要用别的式样，用 --layout 说明",
      en:
        "\(count) rows of a long export were put into \(id) (\(title)) by their dimensions; classes, sections and totals are summed from them. Say with --layout to use another form"
    )
  }
  /// Rows of a long export without a place.
  public static func unpivotedRows(_ count: Int) -> BilingualText {
    BilingualText(
      zh: "长表有 \(count) 行的维度归不进任何一张表，或归不进应有它的某张表，那里没有计入",
      en:
        "\(count) rows of the long export fit by their dimensions into no table, or not into one that should have them; they are not counted there"
    )
  }
  /// A row of sums.
  public static func sumRow(_ amount: Amount) -> BilingualText {
    BilingualText(
      zh: "\(amount) 是其他行的合计，不重复计入",
      en: "\(amount) adds up other rows and is not counted again")
  }
  /// A total that is not the sum.
  public static func wrongTotal(_ printed: Amount, _ sum: Amount) -> BilingualText {
    BilingualText(
      zh: "合计行是 \(printed)，各行之和是 \(sum)",
      en: "the row of totals says \(printed), the rows add up to \(sum)")
  }
  /// A column that the export lacks.
  public static func missingColumn(_ name: String) -> BilingualText {
    BilingualText(zh: "没有“\(name)”一列", en: "there is no column \"\(name)\"")
  }
  /// A column that the form lacks.
  public static func extraColumn(_ name: String, _ count: Int) -> BilingualText {
    BilingualText(
      zh: "列“\(name)”不在表式中，\(count) 个单元格原样保留在 JSON 输出的 provenance 里",
      en:
        "column \"\(name)\" is not in the form; its \(count) cells are kept as they are in the provenance of the JSON output"
    )
  }
  /// A code that was restored.
  public static func repairedCode(_ raw: String, _ code: String) -> BilingualText {
    BilingualText(zh: "编码“\(raw)”还原为 \(code)", en: "the code \"\(raw)\" was restored to \(code)")
  }
  /// Digits that were a code.
  public static func unprovedCode(_ raw: String) -> BilingualText {
    BilingualText(
      zh: "“\(raw)”像是被改动过的编码，没有依据还原，照原样保留",
      en:
        "\"\(raw)\" looks like a code that was changed; nothing proves which, so it stays as it is")
  }
  /// An amount in other than plain digits.
  public static func repairedAmount(_ raw: String, _ amount: Amount) -> BilingualText {
    BilingualText(zh: "“\(raw)”读作 \(amount)", en: "\"\(raw)\" was read as \(amount)")
  }
  /// One agency of several.
  public static func oneAgency(_ name: String, _ count: Int) -> BilingualText {
    BilingualText(
      zh: "文件中有 \(count) 个单位，这里是 \(name)", en: "the file has \(count) agencies; this is \(name)")
  }
}

/// What is said of maps.
extension Wording {
  /// A map that is no JSON.
  public static func mapIsNoJSON(_ reason: String) -> BilingualText {
    BilingualText(zh: "不是合格的 JSON（\(reason)）", en: "is no valid JSON (\(reason))")
  }
  /// A layout that the catalogue lacks.
  public static func mapUnknownLayout(_ id: String) -> BilingualText {
    BilingualText(
      zh: "layout：没有表式 \(id)；fiscaltables schema list 列出全部",
      en: "layout: there is no \(id); fiscaltables schema list shows them all")
  }
  /// Letters that name no column.
  public static func mapBadColumn(_ letters: String) -> BilingualText {
    BilingualText(
      zh: "column：“\(letters)”不是列号；请写 A、B、AA 这样的字母",
      en: "column: \"\(letters)\" names no column; write letters such as A, B, AA")
  }
  /// A column that the layout lacks.
  public static func mapUnknownTarget(_ name: String, _ names: [String]) -> BilingualText {
    let list = names.joined(separator: ", ")
    return BilingualText(
      zh: "to：表式没有列“\(name)”，或不止一列；有：\(list)",
      en: "to: the layout has no column \"\(name)\", or several; it has: \(list)")
  }
  /// A column of the layout that is named twice.
  public static func mapRepeatedTarget(_ name: String) -> BilingualText {
    BilingualText(zh: "to：列“\(name)”用了两次", en: "to: column \"\(name)\" is used twice")
  }
  /// A key that is missing.
  public static func mapMissingKey(_ key: String) -> BilingualText {
    BilingualText(zh: "缺少 \(key)", en: "\(key) is missing")
  }
  /// A value of the wrong type.
  public static func mapWrongType(_ key: String) -> BilingualText {
    BilingualText(zh: "\(key) 的值类型不对", en: "\(key) has a value of the wrong type")
  }
  /// An error in a map with its place.
  public static func mapError(_ line: Int?, _ reason: BilingualText) -> BilingualText {
    guard let line else { return reason }
    return BilingualText(zh: "第 \(line) 行：\(reason.zh)", en: "line \(line): \(reason.en)")
  }
}

extension Wording {
  /// A proposal for several inputs.
  public static let mapOfOneInput = BilingualText(
    zh: "--write-map 只能用于一个输入", en: "--write-map takes one input")
  /// Nothing to propose a map of.
  public static let noMap = BilingualText(
    zh: "没有找到任何表式能对上的表头，无从提出列的对应；可按 schemas/export-map.schema.json 手写",
    en:
      "no header that any form explains was found, so there is no map to propose; write one after schemas/export-map.schema.json"
  )
}

extension Wording.Help {
  /// `--map`
  public static let map = BilingualText(
    zh: "导出文件各列的对应（先用 inspect --write-map 生成，再修改）",
    en: "what the columns of an export are (proposed by inspect --write-map, then edited)")
  /// `--write-map`
  public static let writeMap = BilingualText(
    zh: "把导出文件各列的对应写到此文件，附依据和把握，供修改后用于 convert --map",
    en:
      "write what the columns of an export are taken for, with evidence and score, to edit and use with convert --map"
  )
}
