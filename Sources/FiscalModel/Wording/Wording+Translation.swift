/// What writing one layout as another, or in another unit, finds.
extension Wording {
  /// An amount that was rounded.
  public static func rounded(
    _ amount: Amount, _ from: AmountUnit, _ exact: Amount, _ rounded: Amount, _ to: AmountUnit
  ) -> BilingualText {
    BilingualText(
      zh: "\(amount) \(from.name)即 \(exact) \(to.name)，四舍五入为 \(rounded)",
      en: "\(amount) \(from.name) is \(exact) \(to.name), rounded to \(rounded)")
  }

  /// The texts of a translation.
  public enum Translation {
    /// Figures without a place in the target.
    public static func notHeld(_ row: String, _ facts: [String]) -> BilingualText {
      BilingualText(
        zh: "\(row)：目标式样没有位置存放：\(facts.joined(separator: "；"))",
        en: "\(row): the target's forms have no place for \(facts.joined(separator: "; "))")
    }
    /// A form of a kind that the target does not have.
    public static func formNotHeld(_ title: String, _ texts: [String]) -> BilingualText {
      BilingualText(
        zh: "目标式样没有“\(title)”这种表，未写出：\(texts.joined(separator: "；"))",
        en:
          "the target has no form for \(title), which was left out: \(texts.joined(separator: "; "))"
      )
    }
    /// A form of a kind that the source does not have.
    public static func missingForm(_ title: String) -> BilingualText {
      BilingualText(
        zh: "原文件没有“\(title)”，未写出这张表",
        en: "the source has no \(title); the form was not written")
    }
    /// Codes that the target does not print.
    public static func notToldApart(_ title: String, _ codes: [String]) -> BilingualText {
      BilingualText(
        zh: "“\(title)”：目标式样不分列这些代码，数字在不带代码的行里：\(codes.joined(separator: "、"))",
        en:
          "\(title): the target's forms do not tell apart \(codes.joined(separator: ", ")); the figures stand in rows without them"
      )
    }
    /// What the source says nothing of.
    public static func notInSource(_ title: String, _ facts: [String]) -> BilingualText {
      BilingualText(
        zh: "“\(title)”：原文件没有这些项目，留空：\(facts.joined(separator: "；"))",
        en: "\(title): the source says nothing of \(facts.joined(separator: "; ")); left blank")
    }
    /// A table that the source says nothing of.
    public static func missingTable(_ number: String, _ title: String) -> BilingualText {
      BilingualText(
        zh: "原文件没有可以填入表\(number)“\(title)”的数据，未写出这张表",
        en: "the source has nothing for table \(number), \(title); it was not written")
    }
    /// A table that was filled from another one.
    public static func fromOtherTable(_ title: String, _ other: String) -> BilingualText {
      BilingualText(
        zh: "原文件没有“\(title)”，能填的数字取自“\(other)”，标为推算",
        en: "the source has no \(title); what could be filled was taken from \(other), as derived")
    }
    /// Rows that were added up.
    public static func derivedRows(_ title: String, _ count: Int) -> BilingualText {
      BilingualText(
        zh: "“\(title)”：\(count) 行由下级科目相加得出，标为推算",
        en:
          "\(title): \(count) \(count == 1 ? "row was" : "rows were") added up of the rows below, as derived"
      )
    }
    /// One fact, two figures.
    public static func conflict(_ row: String, _ kept: String, _ other: String) -> BilingualText {
      BilingualText(
        zh: "\(row)：同一项目印了两个数，\(kept) 和 \(other)，取前者",
        en:
          "\(row): the same fact is printed twice, as \(kept) and as \(other); the first was taken")
    }
    /// A profile of another stage.
    public static func otherStage(_ source: Stage, _ profile: Profile) -> BilingualText {
      BilingualText(
        zh:
          "是\(Wording.stage(source).zh)，不能写成\(Wording.stage(profile.stage).zh)式样 \(profile.id)；请选同一阶段的式样（fiscaltables schema list）",
        en:
          "is of the stage \(Wording.stage(source).en) and cannot be written in \(profile.id), whose stage is \(Wording.stage(profile.stage).en); choose a profile of the same stage (fiscaltables schema list)"
      )
    }
  }
}
