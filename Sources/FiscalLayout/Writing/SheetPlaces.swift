import FiscalModel
import Spreadsheet

/// Where the parts of a disclosure stand in a written workbook.
struct SheetPlaces {
  /// The names of the sheets, by the index of the section.
  var names: [Int: String] = [:]
  /// The places of the tables, by the same.
  var tables: [Int: Table] = [:]
  /// The places of the values of forms, by the same.
  var forms: [Int: FormPlaces] = [:]

  /// The place of a table.
  struct Table {
    let name: String
    let panels: [Section.Panel]
    /// The sheet row of the table's first row.
    let firstRow: Int

    func reference(_ cell: CellKey) -> CellReference {
      CellReference(
        row: firstRow + cell.row, column: panels[cell.panel].valueColumns[cell.slot])
    }

    /// The sheet's name as formulas and links write it.
    var quoted: String { SheetPlaces.quoted(name) }
  }

  /// A sheet's name as formulas and links write it, with the mark behind it.
  static func quoted(_ name: String) -> String {
    "'" + name.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
      + "'!"
  }
}

/// Where the values of a form stand in its sheet.
struct FormPlaces {
  /// One value: of a field, or of a row and a column of a table.
  struct Value {
    var block: Int
    var row: Int
    var column: Int
    var range: CellRange
  }

  /// The values in printed order.
  var cells: [Value] = []
  /// The pieces of the heading but the unit.
  var heading: [CellReference] = []
  /// The captions that differ from form to form.
  var captions: [CellReference] = []
}
