/// What `schema lint` says: what is wrong in a schema file, and what to do.
extension Wording {
  /// The messages of `schema lint`.
  public enum Lint {
    static let text = BilingualText(zh: "文本", en: "a text")
    static let number = BilingualText(zh: "数字", en: "a number")
    static let boolean = BilingualText(zh: "true 或 false", en: "true or false")
    static let object = BilingualText(zh: "对象 {…}", en: "an object {…}")
    static let list = BilingualText(zh: "列表 […]", en: "a list […]")

    private static func meant(_ near: String?) -> BilingualText {
      BilingualText(
        zh: near.map { "；是不是 \($0)？" } ?? "", en: near.map { "; did you mean \($0)?" } ?? "")
    }

    static func unreadable(_ reason: String) -> BilingualText {
      BilingualText(zh: "不能读取：\(reason)", en: "cannot be read: \(reason)")
    }
    static func missingKey(_ key: String) -> BilingualText {
      BilingualText(zh: "缺少“\(key)”，请补上", en: "\"\(key)\" is missing; add it")
    }
    static func unknownKey(_ key: String, near: String?) -> BilingualText {
      let meant = meant(near)
      return BilingualText(
        zh: "没有“\(key)”这个字段" + (near == nil ? "，请删去" : meant.zh),
        en: "there is no key \"\(key)\"" + (near == nil ? "; remove it" : meant.en))
    }
    static func wrongType(_ wanted: BilingualText) -> BilingualText {
      BilingualText(zh: "这里应是\(wanted.zh)", en: "\(wanted.en) belongs here")
    }
    static func notOneOf(_ word: String, _ words: [String]) -> BilingualText {
      let list = words.joined(separator: ", ")
      return BilingualText(zh: "“\(word)”不可用；可用：\(list)", en: "\"\(word)\" is none of \(list)")
    }
    static let decimals = BilingualText(
      zh: "小数位数应在 0 到 6 之间", en: "decimals are a number from 0 to 6")
    static func unknownConcept(_ id: String, near: String?) -> BilingualText {
      let meant = meant(near)
      return BilingualText(
        zh: "concepts.json 里没有概念“\(id)”" + (near == nil ? "；请在那里登记，或改用已有的" : meant.zh),
        en: "concepts.json has no concept \"\(id)\""
          + (near == nil ? "; register it there or use one that is" : meant.en))
    }
    static func unusedConcept(_ id: String) -> BilingualText {
      BilingualText(
        zh: "没有表用到概念“\(id)”；删去，或用上", en: "no table uses the concept \"\(id)\"; remove or use it")
    }
    static func unknownCode(_ code: String, _ files: [String]) -> BilingualText {
      let list = files.map { "classifications/\($0).csv" }.joined(separator: ", ")
      return BilingualText(
        zh: "\(list) 里没有代码“\(code)”；改正，或在那里补上",
        en: "\(list) has no code \"\(code)\"; correct it or add it there")
    }
    static func twice(_ id: String, _ other: String) -> BilingualText {
      BilingualText(
        zh: "“\(id)”重复，另一处在 \(other)；改一个名字", en: "\"\(id)\" stands at \(other), too; rename one")
    }
    static func blockKind(_ kinds: [String]) -> BilingualText {
      BilingualText(
        zh: kinds.isEmpty
          ? "这一块没有内容；写 fields、table 或 group 之一"
          : "这一块同时有 \(kinds.joined(separator: "、"))；分成几块，每块一种",
        en: kinds.isEmpty
          ? "the block says nothing; give it fields, a table or a group"
          : "the block has \(kinds.joined(separator: " and ")); make a block of each")
    }
    static let noLevel = BilingualText(
      zh: "这张子表没有 level 列，under 无处可写；加上这一列，或删去 under",
      en: "the table has no column of kind level for it to stand in; add one, or remove \"under\"")
    static let choicesOfAnotherKind = BilingualText(
      zh: "只有 kind 为 choice 的栏目才有 choices；改 kind，或删去 choices",
      en: "only a field of kind choice has choices; change its kind, or remove \"choices\"")
    static func noBox(_ box: String) -> BilingualText {
      BilingualText(
        zh: "这一项没有可勾选的方框 \(box)；按表上印的写上",
        en: "this choice has no box \(box) to tick; write it as the form prints it")
    }
    static let noText = BilingualText(
      zh: "这张子表没有 text 或 long-text 列，field 的内容无处可写；加上这一列，或删去 field",
      en:
        "the table has no column of kind text or long-text for what the field says; add one, or remove \"field\""
    )
    static let noColumns = BilingualText(
      zh: "这一组下面没有列；写出列，或改成一列",
      en: "no column stands below this caption; add some, or make it a column")
    static func groupWithColumnKey(_ key: String) -> BilingualText {
      BilingualText(
        zh: "下面有列的组没有“\(key)”；移到列上",
        en: "a caption over columns has no \"\(key)\"; move it to the columns")
    }
    static let columnWithoutIDOrRole = BilingualText(
      zh: "列要有 id 和 role；若是一组，要有 columns",
      en: "a column needs id and role; a caption over others needs columns")
    static func columnWithoutConcept(_ id: String) -> BilingualText {
      BilingualText(
        zh: "金额列“\(id)”没有概念；写 concept，含义由行决定时写 amount",
        en:
          "the column of amounts \"\(id)\" has no concept; add one, or \"amount\" where its lines say what it is"
      )
    }
    static func conceptWithoutAmount(_ id: String, _ role: String) -> BilingualText {
      BilingualText(
        zh: "“\(id)”是 \(role) 列，只有金额列才有概念；删去",
        en: "\"\(id)\" is a column of role \(role); only amounts have a concept; remove it")
    }
    static func lineWithoutConcept(_ id: String) -> BilingualText {
      BilingualText(
        zh: "行“\(id)”没有概念；写 concept，含义由列决定时写 all",
        en:
          "the line \"\(id)\" has no concept; add one, or \"all\" where its columns say what it is")
    }
    static func columnOutsidePanels(_ id: String) -> BilingualText {
      BilingualText(
        zh: "列“\(id)”不在任何栏块里；加到一个栏块的 columns",
        en: "no panel has the column \"\(id)\"; add it to the columns of one")
    }
    static func overlap(_ id: String, _ other: String) -> BilingualText {
      BilingualText(
        zh: "栏块重叠：列“\(id)”已在 \(other)；只留一处",
        en: "panels overlap: \(other) has the column \"\(id)\" already; leave it in one")
    }
    static let notAdjacent = BilingualText(
      zh: "栏块的列要相邻，次序与表头相同",
      en: "the columns of a panel are adjacent and in the order of the header")
    static func noColumn(_ id: String, near: String?) -> BilingualText {
      let meant = meant(near)
      return BilingualText(
        zh: "没有列“\(id)”\(meant.zh)", en: "there is no such column \"\(id)\"\(meant.en)")
    }
    static func noLine(_ id: String, near: String?) -> BilingualText {
      let meant = meant(near)
      return BilingualText(zh: "没有行“\(id)”\(meant.zh)", en: "there is no line \"\(id)\"\(meant.en)")
    }
    static func noPanel(_ id: String, _ known: [String]) -> BilingualText {
      notOneOf(id, known)
    }
    static func unknownClassification(_ id: String, _ known: [String]) -> BilingualText {
      let list = known.joined(separator: ", ")
      return BilingualText(
        zh: "没有分类“\(id)”；可用：\(list)，或在 classifications/ 加一个 CSV",
        en:
          "there is no classification \"\(id)\"; known are \(list), or add a CSV to classifications/"
      )
    }
    static func codesWithoutLength(_ id: String) -> BilingualText {
      BilingualText(
        zh: "\(id) 的代码没有文件，要用 digits 写明可有的位数",
        en: "the codes of \(id) are in no file; say with digits how long they may be")
    }
    static let rowsWithoutKey = BilingualText(
      zh: "行数不定的行要有代码列或名称列", en: "open rows need a column of codes or of names")
    static func noColumnNumber(_ number: String, _ table: String) -> BilingualText {
      BilingualText(
        zh: "表 \(table) 没有第 \(number) 栏；核对各列的 number",
        en: "table \(table) has no column numbered \(number); check the numbers of its columns")
    }
    static func noRowNumber(_ number: String, _ table: String) -> BilingualText {
      BilingualText(
        zh: "表 \(table) 没有第 \(number) 行；核对各行的 row",
        en: "table \(table) has no row numbered \(number); check the rows of its lines")
    }
    static func noRowLabel(_ label: String, _ table: String) -> BilingualText {
      BilingualText(
        zh: "表 \(table) 没有名为“\(label)”的行；用行的 id 写成 {#id}",
        en: "table \(table) has no line \"\(label)\"; name it by its id as {#id}")
    }
    static func noTable(_ number: String) -> BilingualText {
      BilingualText(
        zh: "这个式样没有表\(number)；核对各表的 number",
        en: "this profile has no table \(number); check the numbers of its tables")
    }
    static let termWithoutTable = BilingualText(
      zh: "表间关系的每一项都要写明是哪张表", en: "every term of a relation between tables names its table")
    static func relation(_ error: RelationError) -> BilingualText {
      BilingualText(
        zh: "读不懂这条关系（\(error.reason)）；写法见 schemas/README.md",
        en:
          "the relation is not understood (\(error.reason)); schemas/README.md shows how they are written"
      )
    }
    static func otherFolder(_ id: String, _ folder: String) -> BilingualText {
      BilingualText(
        zh: "id 是“\(id)”，而目录名是“\(folder)”；两者要相同",
        en: "the id is \"\(id)\" and the folder \"\(folder)\"; make them the same")
    }
    static func noFile(_ name: String) -> BilingualText {
      BilingualText(zh: "没有文件 \(name)", en: "there is no file \(name)")
    }
    static let unlisted = BilingualText(
      zh: "没有记入 profile.json 的 tables 或 forms，不会被用到；记入，或删去",
      en: "is in neither tables nor forms of profile.json and not used; list or remove it")

    /// The last line.
    public static func summary(_ folder: String, _ count: Int) -> BilingualText {
      count == 0
        ? BilingualText(zh: "\(folder)：没有问题", en: "\(folder): nothing is wrong")
        : BilingualText(
          zh: "\(folder)：\(count) 处问题",
          en: "\(folder): \(count) \(count == 1 ? "thing is" : "things are") wrong")
    }
    /// A folder that is none.
    public static let notAFolder = BilingualText(
      zh: "不是表式目录：其中没有 layouts/、classifications/、concepts.json 或 profile.json",
      en:
        "is no folder of schemas: it has no layouts/, classifications/, concepts.json or profile.json"
    )
  }
}
