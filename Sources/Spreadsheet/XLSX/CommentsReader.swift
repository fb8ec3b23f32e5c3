import XMLStream

/// Reads `commentsN.xml`.
struct CommentsHandler: PartHandler {
  static let namespace = OpenXML.Namespace.main

  private(set) var comments: [CellReference: Sheet.Comment] = [:]
  private var authors: [String] = []
  private var place: CellReference?
  private var author: String?
  private var buffer: [UInt8] = []
  private var isText = false

  mutating func start(_ name: borrowing XMLName, _ attributes: borrowing XMLAttributes) -> Bool {
    if name == "comment" {
      place = attributes.string("ref").flatMap { CellReference($0) }
      author = attributes.integer("authorId").flatMap {
        authors.indices.contains($0) ? authors[$0] : nil
      }
      buffer.removeAll()
    } else if name == "author" {
      buffer.removeAll()
      isText = true
    } else if name == "t" {
      isText = true
    } else if name == "rPh" || name == "extLst" {
      return false
    }
    return true
  }

  mutating func text(_ text: borrowing XMLText) {
    if isText { text.append(to: &buffer) }
  }

  mutating func end(_ name: borrowing XMLName) {
    isText = false
    if name == "author" {
      authors.append(XString.decode(buffer))
    } else if name == "comment", let place {
      comments[place] = Sheet.Comment(author: author, text: XString.decode(buffer))
    }
  }
}
