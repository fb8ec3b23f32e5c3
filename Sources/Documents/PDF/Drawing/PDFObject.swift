/// A thing that a PDF file is made of.
enum PDFObject {
  case null
  case boolean(Bool)
  case number(Double)
  case name(String)
  /// A string; what objects say in them is of no use for what is drawn.
  case text
  case array([PDFObject])
  case dictionary([String: PDFObject])
  case stream(PDFStream)
  /// The object of this number.
  case reference(Int)

  /// A whole number; nil where it is none, or larger than any that a file may need.
  var integer: Int? {
    guard case .number(let value) = self, abs(value) < 1e15 else { return nil }
    return Int(value)
  }

  var number: Double? {
    guard case .number(let value) = self else { return nil }
    return value
  }

  var name: String? {
    guard case .name(let name) = self else { return nil }
    return name
  }

  var array: [PDFObject]? {
    guard case .array(let items) = self else { return nil }
    return items
  }

  /// The entries of a dictionary, or of that of a stream.
  var dictionary: [String: PDFObject]? {
    switch self {
    case .dictionary(let entries): entries
    case .stream(let stream): stream.dictionary
    default: nil
    }
  }
}

/// A stream of a PDF file: what is said of it, and where its packed bytes stand in the file.
struct PDFStream {
  var dictionary: [String: PDFObject]
  var range: Range<Int>
}

/// Why what is drawn in a PDF is not read.
enum PDFFault: Error {
  /// It is not what we read: encrypted, damaged, or packed or written in a way that is seldom.
  case unreadable
  /// Reading it would be more work than the bound.
  case tooMuch
}
