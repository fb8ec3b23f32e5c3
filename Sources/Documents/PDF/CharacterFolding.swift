import Foundation

/// Folds the radicals that some fonts call their characters by to the characters themselves.
///
/// Kangxi radicals and compatibility ideographs have a compatibility decomposition (Unicode, chapter
/// 18); of the CJK Radicals Supplement those simplified forms are listed that stand for themselves.
enum CharacterFolding {
  /// The text with its radicals folded, and how many there were.
  static func fold(_ text: String) -> (text: String, count: Int) {
    guard text.unicodeScalars.contains(where: isRadical) else { return (text, 0) }
    var folded = String.UnicodeScalarView()
    var count = 0
    for scalar in text.unicodeScalars {
      let found = isRadical(scalar) ? character(scalar) : nil
      if let found {
        folded.append(contentsOf: found.unicodeScalars)
        count += 1
      } else {
        folded.append(scalar)
      }
    }
    return (String(folded), count)
  }

  private static func isRadical(_ scalar: UnicodeScalar) -> Bool {
    (0x2E80...0x2FDF).contains(scalar.value) || (0xF900...0xFAFF).contains(scalar.value)
  }

  private static func character(_ scalar: UnicodeScalar) -> String? {
    if let value = supplement[scalar.value], let found = UnicodeScalar(value) {
      return String(found)
    }
    let text = String(scalar)
    let folded = text.precomposedStringWithCompatibilityMapping
    // Strings are equal where they are canonically equivalent; here the scalars count.
    return folded.unicodeScalars.elementsEqual(text.unicodeScalars) ? nil : folded
  }

  /// CJK Radicals Supplement to the ideograph of the same shape.
  private static let supplement: [UInt32: UInt32] = [
    0x2E81: 0x5382, 0x2E84: 0x4E5A, 0x2E85: 0x4EBB, 0x2E86: 0x5182, 0x2E8B: 0x353E, 0x2E8C: 0x5C0F,
    0x2E93: 0x5E7A, 0x2E97: 0x5FC3, 0x2E98: 0x624C, 0x2E9D: 0x6708, 0x2E9F: 0x6BCD, 0x2EA0: 0x6C11,
    0x2EA1: 0x6C35, 0x2EA6: 0x4E2C, 0x2EA9: 0x738B, 0x2EAB: 0x76EE, 0x2EAD: 0x793B, 0x2EB0: 0x7E9F,
    0x2EB6: 0x7F8A, 0x2EBC: 0x8089, 0x2EBF: 0x8279, 0x2EC1: 0x864E, 0x2EC4: 0x897F, 0x2EC5: 0x89C1,
    0x2EC6: 0x89D2, 0x2EC8: 0x8BA0, 0x2EC9: 0x8D1D, 0x2ECA: 0x8DB3, 0x2ECB: 0x8F66, 0x2ECC: 0x8FB6,
    0x2ED3: 0x957F, 0x2ED4: 0x95E8, 0x2ED7: 0x96E8, 0x2ED8: 0x9752, 0x2ED9: 0x97E6, 0x2EDA: 0x9875,
    0x2EDB: 0x98CE, 0x2EDC: 0x98DE, 0x2EDD: 0x98DF, 0x2EE0: 0x9963, 0x2EE2: 0x9A6C, 0x2EE3: 0x9AA8,
    0x2EE4: 0x9B3C, 0x2EE5: 0x9C7C, 0x2EE6: 0x9E1F, 0x2EE7: 0x5364, 0x2EE8: 0x9EA6, 0x2EE9: 0x9EC4,
    0x2EEA: 0x9EFE, 0x2EEB: 0x6589, 0x2EEC: 0x9F50, 0x2EED: 0x6B6F, 0x2EEE: 0x9F7F, 0x2EEF: 0x7ADC,
    0x2EF0: 0x9F99, 0x2EF2: 0x4E80, 0x2EF3: 0x9F9F,
  ]
}
