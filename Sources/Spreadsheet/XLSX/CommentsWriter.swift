import XMLStream

/// Writes the comments of a sheet: the part that has their text, and the drawing without which Excel
/// does not show them.
struct CommentsWriter {
  private let comments: [(cell: CellReference, comment: Sheet.Comment)]

  init(_ comments: [CellReference: Sheet.Comment]) {
    self.comments = comments.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// `xl/commentsN.xml`.
  func part() -> [UInt8] {
    var authors: [String] = []
    var indexes: [String: Int] = [:]
    for (_, comment) in comments where indexes[comment.author ?? ""] == nil {
      indexes[comment.author ?? ""] = authors.count
      authors.append(comment.author ?? "")
    }
    var xml = XMLWriter()
    xml.declaration()
    xml.start("comments", ["xmlns": .literal(OpenXML.main)])
    xml.start("authors")
    for author in authors { xml.element("author", text: author) }
    xml.end()
    xml.start("commentList")
    for (cell, comment) in comments {
      xml.start(
        "comment",
        [
          "ref": .text(cell.description),
          "authorId": .integer(indexes[comment.author ?? ""] ?? 0),
        ])
      xml.element("text") { $0.spaced("t", comment.text) }
      xml.end()
    }
    xml.end()
    xml.end()
    return xml.bytes
  }

  /// `xl/drawings/vmlDrawingN.vml`: one hidden box for each comment, right of its cell.
  func drawing() -> [UInt8] {
    var xml = XMLWriter()
    xml.markup(
      """
      <xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" \
      xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">\
      <o:idmap v:ext="edit" data="1"/></o:shapelayout><v:shapetype id="_x0000_t202" \
      coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke \
      joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>
      """)
    for (index, (cell, _)) in comments.enumerated() {
      xml.start(
        "v:shape",
        [
          "id": .text("_x0000_s\(1025 + index)"), "type": "#_x0000_t202",
          "style": .literal(
            """
            position:absolute;margin-left:60pt;margin-top:2pt;width:108pt;height:60pt;\
            visibility:hidden
            """), "fillcolor": "#ffffe1", "o:insetmode": "auto",
        ])
      xml.markup(
        """
        <v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>\
        <v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"/>\
        <x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>
        """)
      let left = min(cell.column + 1, CellReference.columnCount - 3)
      let top = min(max(cell.row - 1, 0), CellReference.rowCount - 5)
      xml.text("\(left), 15, \(top), 10, \(left + 2), 15, \(top + 4), 4")
      xml.markup("</x:Anchor><x:AutoFill>False</x:AutoFill>")
      xml.element("x:Row", text: "\(cell.row)")
      xml.element("x:Column", text: "\(cell.column)")
      xml.markup("</x:ClientData>")
      xml.end()
    }
    xml.markup("</xml>")
    return xml.bytes
  }
}
