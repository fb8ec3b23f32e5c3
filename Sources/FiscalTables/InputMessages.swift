import Documents
import FiscalModel
import FiscalSchema
import Spreadsheet

extension Message {
  /// Why a text has no such encoding.
  package init(_ error: TextEncodingError) {
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
  package init(delimiter byte: UInt8) {
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

  /// Why a file is no document.
  init(_ error: DocumentError) {
    switch error {
    case .empty: self.init("input.empty")
    case .tooLarge(let bytes, let bound):
      self.init("input.too-large", ["bytes": bytes, "bound": bound])
    case .unsupported(let kind): self.init("input.unsupported.\(kind.rawValue)")
    case .notText(let offset): self.init("input.not-text", ["offset": offset])
    case .undecodable(let error): self.init(error)
    case .workbook(let reason): self.init("input.bad-workbook", ["reason": reason])
    case .delimited(let reason): self.init("input.bad-csv", ["reason": reason])
    case .word(let reason): self.init("input.bad-word-file", ["reason": reason])
    case .web(let reason): self.init("input.bad-web-page", ["reason": reason])
    case .missingTool(let package): self.init("input.missing-tool", ["package": package])
    case .pdf(let problem):
      switch problem {
      case .scanned: self.init("pdf.scanned")
      case .encrypted: self.init("pdf.encrypted")
      case .tooManyPages(let bound): self.init("pdf.too-many-pages", ["bound": bound])
      case .tooMuch: self.init("pdf.too-much")
      case .tooSlow(let seconds): self.init("pdf.too-slow", ["seconds": seconds])
      case .damaged: self.init("pdf.damaged")
      case .cannotStart: self.init("pdf.cannot-start")
      }
    case .office(let problem):
      switch problem {
      case .tooSlow(let seconds): self.init("office.too-slow", ["seconds": seconds])
      case .failed(let reason): self.init("office.failed", ["reason": reason])
      case .cannotStart: self.init("office.cannot-start")
      }
    case .ofd(let problem):
      switch problem {
      case .scanned: self.init("ofd.scanned")
      case .encrypted: self.init("ofd.encrypted")
      case .tooManyPages(let bound): self.init("ofd.too-many-pages", ["bound": bound])
      case .tooMuch: self.init("ofd.too-much")
      case .damaged(let reason): self.init("ofd.damaged", ["reason": reason])
      }
    }
  }
}
