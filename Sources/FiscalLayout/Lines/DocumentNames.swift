import Documents

typealias Page = Document.Page
typealias Line = Document.Line
typealias CellExtent = Document.CellExtent
