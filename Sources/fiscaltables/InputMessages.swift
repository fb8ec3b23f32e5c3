import FiscalModel
import FiscalSchema
import Spreadsheet

extension Message {
  /// Why a text has no such encoding.
  init(_ error: TextEncodingError) {
    let encoding = error.encoding.rawValue
    if let character = error.character {
      let code = String(character.value, radix: 16, uppercase: true)
      self.init("encoding.no-character", ["encoding": encoding, "code": code])
    } else if let offset = error.offset {
      self.init("encoding.bad-byte", ["encoding": encoding, "offset": offset])
    } else {
      self.init("encoding.no-tables", ["encoding": encoding])
    }
  }

  /// The delimiter of a CSV.
  init(delimiter byte: UInt8) {
    switch byte {
    case UInt8(ascii: ","): self.init("csv.delimiter.comma")
    case UInt8(ascii: "\t"): self.init("csv.delimiter.tab")
    case UInt8(ascii: ";"): self.init("csv.delimiter.semicolon")
    case UInt8(ascii: "|"): self.init("csv.delimiter.bar")
    default: self.init("csv.delimiter", ["character": String(UnicodeScalar(byte))])
    }
  }

  /// Amounts that another unit cannot hold.
  init(_ error: UnitConversionError) {
    let location = error.location.description
    if error.from == nil {
      self.init("unit.unknown", ["location": location, "unit": error.unit])
    } else if error.isTooLarge {
      self.init(
        "unit.too-large",
        ["location": location, "amount": error.amount, "from": error.from, "unit": error.unit])
    } else {
      self.init(
        "unit.too-fine",
        [
          "count": error.count, "location": location, "amount": error.amount, "from": error.from,
          "unit": error.unit, "decimals": error.decimals,
        ])
    }
  }
}
