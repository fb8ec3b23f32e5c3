import FiscalModel

extension Finding {
  static func surplusValues(_ raw: String, at location: Location) -> Finding {
    Finding(
      rule: "read/surplus-values", severity: .error, message: Wording.surplusValues(raw),
      locations: [location])
  }

  static func unreadLine(_ raw: String, at location: Location) -> Finding {
    Finding(
      rule: "read/unread-line", severity: .error, message: Wording.unreadLine(raw),
      locations: [location])
  }

  static func unknownLine(_ label: String, at location: Location) -> Finding {
    Finding(
      rule: "read/unknown-line", severity: .warning, message: Wording.unknownLine(label),
      locations: [location])
  }

  static func joinedLabel(_ label: String, at location: Location) -> Finding {
    Finding(
      rule: "read/joined-label", severity: .note, message: Wording.joinedLabel(label),
      locations: [location])
  }

  static func joinedAmount(_ raw: String, at location: Location) -> Finding {
    Finding(
      rule: "read/joined-amount", severity: .note, message: Wording.joinedAmount(raw),
      locations: [location])
  }

  static func unreadableAmount(_ raw: String, _ error: AmountError, at location: Location)
    -> Finding
  {
    Finding(
      rule: "read/unreadable-amount", severity: .error,
      message: Wording.unreadableAmount(raw, error), locations: [location])
  }
}

extension Finding {
  static func untitled(_ title: String, at location: Location) -> Finding {
    Finding(
      rule: "read/untitled", severity: .note, message: Wording.untitled(title),
      locations: [location])
  }

  static func unitAssumed(_ unit: AmountUnit, at location: Location) -> Finding {
    Finding(
      rule: "read/unit-assumed", severity: .note, message: Wording.unitAssumed(unit),
      locations: [location])
  }

  static func missingTable(_ layout: Layout) -> Finding {
    Finding(
      rule: "read/missing-table", severity: .warning,
      message: Wording.missingTable(layout.number, layout.title))
  }

  static func pageNumber(_ raw: String, at location: Location) -> Finding {
    Finding(
      rule: "read/page-number", severity: .note, message: Wording.pageNumber(raw),
      locations: [location])
  }

  static func missingTotal(_ label: String, at location: Location) -> Finding {
    Finding(
      rule: "read/missing-total", severity: .warning, message: Wording.missingTotal(label),
      locations: [location])
  }

  static func yearOutside(_ year: Int, _ profile: Profile) -> Finding {
    Finding(
      rule: "read/year-outside-profile", severity: .note,
      message: Wording.yearOutside(year, profile.id))
  }

  static func ambiguous(
    _ values: [String], _ alternatives: [[String]], at location: Location
  ) -> Finding {
    Finding(
      rule: "read/ambiguous-placement", severity: .warning, verdict: .ambiguous,
      message: Wording.ambiguous(values, alternatives), locations: [location])
  }
}
