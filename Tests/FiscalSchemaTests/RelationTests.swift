import FiscalModel
import FiscalSchema
import TestSupport
import Testing

struct RelationTests {
  /// The compiled terms as text: sign, table, row and column of each.
  private func compile(_ rule: String) throws -> String {
    let vocabulary = try Places.catalogue.get().vocabulary
    let relation = try Relation(id: "x", rule: rule, source: "", vocabulary: vocabulary)
    switch relation.form {
    case .hierarchy(let kinds): return kinds.map(\.rawValue).joined(separator: ">")
    case .concept(let form): return form.rawValue
    case .equation(let left, let comparison, let right):
      return [left, right].map { side in
        side.map { term in
          let row =
            switch term.row {
            case .each: "*"
            case .eachOf(let kind): "*" + kind.rawValue
            case .named(let name): name
            case .line(let id): "{\(id)}"
            }
          let column =
            switch term.column {
            case .each: "*"
            case .numbered(let number): number
            case .identified(let id): "[\(id)]"
            }
          return (term.sign < 0 ? "-" : "+") + (term.table.map { $0 + "!" } ?? "") + row + ","
            + column
        }.joined(separator: " ")
      }.joined(separator: " \(comparison.rawValue) ")
    }
  }

  @Test(arguments: [
    ("27行＝（1＋2＋3）行", "+27,* = +1,* +2,* +3,*"),
    ("57行＝（31＋32＋…＋34）行；", "+57,* = +31,* +32,* +33,* +34,*"),
    ("58行 = (32+33+...+35) 行；", "+58,* = +32,* +33,* +34,* +35,*"),
    ("1栏各行＝（2＋3）栏各行。", "+*,1 = +*,2 +*,3"),
    ("6 栏各行＝（1＋2－3）栏各行", "+*,6 = +*,1 +*,2 -*,3"),
    ("1栏＝（2＋3＋6）栏", "+*,1 = +*,2 +*,3 +*,6"),
    ("5=6+7+8", "+*,5 = +*,6 +*,7 +*,8"),
    ("合计=Σ类=Σ款=Σ项", "total>class>section>item"),
    ("表2合计行2栏=表1(1+2+3)行", "+2!合计,2 = +1!1,* +1!2,* +1!3,*"),
    ("表1的27行=表2合计行1栏", "+1!27,* = +2!合计,1"),
    ("表3各类1栏=表1各类", "+3!*class,1 = +1!*class,*"),
    ("表3各行2栏>=表5各行2栏", "+3!*,2 >= +5!*,2"),
    ("61行>=62行", "+61,* >= +62,*"),
    ("[#total]=[#basic]+[#project.own]-[#x]", "+*,[total] = +*,[basic] +*,[project.own] -*,[x]"),
    ("{#a}={#b}+{#c}", "+{a},* = +{b},* +{c},*"),
    ("表5-1{#total}[#sum]=表3{#total}[#sum]", "+5-1!{total},[sum] = +3!{total},[sum]"),
  ])
  func compiles(_ rule: String, _ terms: String) throws {
    #expect(try compile(rule) == terms)
  }

  @Test(arguments: [
    "", "27行", "27行=", "=1行", "27行=(1+2行", "27行=(2+…)行", "27行=(8+…+1)行", "27行=(1+2)行=3行",
    "合计=Σ品目", "表行=1行", "(+1)行=2行", "[#]=[#a]", "[#a=[#b]",
  ])
  func refuses(_ rule: String) {
    #expect(throws: RelationError.self) { try compile(rule) }
  }
}

/// Relations as people read them.
struct RelationTextTests {
  @Test func identifiersAreShownByTheirCaptions() throws {
    let catalogue = try Places.catalogue.get()
    let profile = try #require(catalogue.profile("wuhan-department-budget-2020"))
    var shown: [String: String] = [:]
    for layout in profile.tables {
      for relation in layout.relations + profile.relations {
        shown[relation.rule] = catalogue.shown(relation, in: layout)
      }
    }
    #expect(
      shown["{#total}={#current-year-revenue}+{#opening}"]?.contains("#") == false)
    #expect(shown["表一{#total}=表一{#total-expenditure}"]?.hasPrefix("表一") == true)
    for (rule, text) in shown {
      #expect(!text.contains("{#") && !text.contains("[#"), "\(rule): \(text)")
    }
    let long = try #require(
      shown.first { $0.key.hasPrefix("{#current-year-expenditure}={#function-201}+") })
    #expect(long.value.contains("+…+") && long.value.count < 80, "\(long.value)")
  }
}
