/// The operators of PDF that draw, by the bytes of their names.
///
/// Source: ISO 32000-1, annex A.
enum DrawingOperator {
  /// What makes up a path.
  enum Path: UInt32 {
    case move = 0x6D  // m
    case line = 0x6C  // l
    case curve = 0x63  // c
    case curveFromHere = 0x76  // v
    case curveToThere = 0x79  // y
    case close = 0x68  // h
    case rectangle = 0x7265  // re
  }

  /// What draws the path, or ends it.
  enum Paint: UInt32 {
    case stroke = 0x53  // S
    case closeAndStroke = 0x73  // s
    case fill = 0x66  // f
    case fillAsBefore = 0x46  // F
    case fillEvenOdd = 0x662A  // f*
    case fillAndStroke = 0x42  // B
    case fillEvenOddAndStroke = 0x422A  // B*
    case closeFillAndStroke = 0x62  // b
    case closeFillEvenOddAndStroke = 0x622A  // b*
    case end = 0x6E  // n

    var closes: Bool {
      self == .closeAndStroke || self == .closeFillAndStroke || self == .closeFillEvenOddAndStroke
    }
    var fills: Bool { self != .stroke && self != .closeAndStroke && self != .end }
    var strokes: Bool {
      self != .fill && self != .fillAsBefore && self != .fillEvenOdd && self != .end
    }
  }

  /// What changes how things are drawn, or draws what stands elsewhere.
  enum State: UInt32 {
    case save = 0x71  // q
    case restore = 0x51  // Q
    case transform = 0x636D  // cm
    case lineWidth = 0x77  // w
    case parameters = 0x6773  // gs
    case clip = 0x57  // W
    case clipEvenOdd = 0x572A  // W*
    case object = 0x446F  // Do
    case inlineImage = 0x4249  // BI
  }

  /// What chooses a colour.
  enum Colour: UInt32 {
    case fillGray = 0x67  // g
    case strokeGray = 0x47  // G
    case fillRGB = 0x7267  // rg
    case strokeRGB = 0x5247  // RG
    case fillCMYK = 0x6B  // k
    case strokeCMYK = 0x4B  // K
    case fillSpace = 0x6373  // cs
    case strokeSpace = 0x4353  // CS
    case fill = 0x7363  // sc
    case stroke = 0x5343  // SC
    case fillAny = 0x73636E  // scn
    case strokeAny = 0x53434E  // SCN

    var strokes: Bool {
      switch self {
      case .strokeGray, .strokeRGB, .strokeCMYK, .strokeSpace, .stroke, .strokeAny: true
      default: false
      }
    }
  }

  /// What places and shows text.
  enum Text: UInt32 {
    case begin = 0x4254  // BT
    case characterSpace = 0x5463  // Tc
    case wordSpace = 0x5477  // Tw
    case scale = 0x547A  // Tz
    case leading = 0x544C  // TL
    case font = 0x5466  // Tf
    case mode = 0x5472  // Tr
    case rise = 0x5473  // Ts
    case move = 0x5464  // Td
    case moveAndLead = 0x5444  // TD
    case matrix = 0x546D  // Tm
    case nextLine = 0x542A  // T*
    case show = 0x546A  // Tj
    case showParts = 0x544A  // TJ
    case nextLineAndShow = 0x27  // '
    case spacedLineAndShow = 0x22  // "
  }
}
