/// The words of forms.
extension Wording {
  /// What may follow the digits of a year in a caption.
  static let yearSuffixes: [[Character]] = [Array("年度"), Array("年")]
  /// The character by which a weight in brackets is known.
  static let pointCharacter: Character = "分"
}
