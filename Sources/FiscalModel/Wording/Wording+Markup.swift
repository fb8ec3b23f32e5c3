extension Wording {
  /// What is left out of Word files and web pages.
  public enum Markup {
    /// Deletions that wait to be accepted.
    public static func trackedDeletions(_ count: Int) -> BilingualText {
      BilingualText(
        zh: "有 \(count) 处标为删除的内容（修订未接受），已按删除处理",
        en: "\(count) tracked deletions were not accepted yet; they were left out")
    }

    /// Hidden text.
    public static func hiddenTexts(_ count: Int) -> BilingualText {
      BilingualText(
        zh: "有 \(count) 处隐藏内容，不会显示也不会打印，未读取",
        en: "\(count) pieces of text are hidden, on the screen and in print; they were left out")
    }

    /// Footnotes and endnotes.
    public static func footnotes(_ count: Int) -> BilingualText {
      BilingualText(
        zh: "有 \(count) 条脚注或尾注，未读取", en: "\(count) footnotes or endnotes were left out")
    }

    /// Pictures and objects.
    public static func unreadObjects(_ count: Int) -> BilingualText {
      BilingualText(
        zh: "有 \(count) 个图片或嵌入对象，其中的内容无法读取；若表格是图片，请改用原始文件",
        en:
          "what stands in \(count) pictures or embedded objects cannot be read; if tables are among them, use the file they were taken from"
      )
    }
  }
}
