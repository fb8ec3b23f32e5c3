import FiscalModel

extension Layout {
  /// A label and the place of its value.
  package struct Field: Sendable, Identifiable {
    /// The identifier within the form.
    package let id: String
    /// The label and its aliases.
    package let labels: [LabelPattern]
    /// What the value is.
    package let role: Section.Role
    /// The concept of an amount.
    package let concept: String?
    /// What may be ticked, each with its empty box as printed; none where nothing is preprinted.
    package let choices: [String]
    /// The columns of the form that the label takes.
    package let labelSpan: Int
    /// The columns of the form that label and value take.
    package let span: Int

    init(_ entry: LayoutFile.Field, labelSpan: Int, span: Int) {
      self.labelSpan = labelSpan
      self.span = span
      id = entry.id
      labels = ([entry.label] + (entry.aliases ?? [])).map(LabelPattern.init)
      role = entry.role ?? .text
      concept = entry.concept
      choices = entry.choices ?? []
    }

    /// A box that is not ticked, and one that is.
    package static let emptyBox = "□"
    static let tickedBox = "☑"

    /// What the form prints before anything is ticked, or nil.
    package var preprinted: String? {
      choices.isEmpty ? nil : choices.joined().squeezed
    }

    /// What the field says with one of its boxes ticked, for each of them.
    package var ticked: [String] {
      choices.indices.map { index in
        var printed = choices
        printed[index] = printed[index].replacing(Field.emptyBox, with: Field.tickedBox)
        return printed.joined().squeezed
      }
    }

    /// The names of the choices, without their numbers and boxes.
    private var choiceNames: [String] {
      choices.map { choice in
        choice.replacing(Field.emptyBox, with: "").squeezed
          .drop { $0.isNumber || "、.．".contains($0) }.description
      }
    }

    /// The one choice that a text ticks, with whatever mark; nil where it ticks none or several.
    package func tickedName(in text: String) -> String? {
      let text = text.squeezed
      let ticked = choiceNames.filter { name in
        guard let range = text.range(of: name), let mark = text[range.upperBound...].first else {
          return false
        }
        return !Field.emptyBox.contains(mark) && !mark.isNumber && !mark.isLetter
      }
      return ticked.count == 1 ? ticked[0] : nil
    }

    /// What the field says where the choice of a name is ticked; nil where it has no such choice.
    package func ticking(_ name: String) -> String? {
      choiceNames.firstIndex(of: name.squeezed).map { ticked[$0] }
    }
  }
}
