/// The concepts and statements that checks ask for by the part that they play: `schemas/roles.json`.
package struct Roles: Decodable, Sendable {
  /// The concepts.
  package let concepts: Concepts
  /// The statements.
  package let statements: Statements

  /// Identifiers of concepts.
  package struct Concepts: Decodable, Sendable {
    /// All that is spent in the year.
    package let currentExpenditure: String
    /// Basic expenditure.
    package let basicExpenditure: String
    /// Operating expenses.
    package let operatingExpenditure: String
    /// Project expenditure.
    package let projectExpenditure: String
    /// What is spent beside basic and project expenditure.
    package let otherExpenditure: [String]
    /// The budget of a project, in its targets.
    package let projectBudget: String
    /// The final amount of a project, in its self-evaluation.
    package let projectFinal: String
    /// What was budgeted, beside what was carried out.
    package let executionBudget: String
    /// What was carried out.
    package let executionActual: String
    /// What was budgeted in a year before.
    package let priorYearBudget: String
    /// What was carried out in a year before.
    package let priorYearExecuted: String
    /// A source of a project's funds.
    package let funding: String
    /// An estimated cost of a project.
    package let costEstimate: String
    /// The price of a piece in an estimate.
    package let unitPrice: String
    /// A purchase of a project.
    package let purchase: String
    /// Funds of the department.
    package let departmentFunds: String
  }

  /// Statement kinds.
  package struct Statements: Decodable, Sendable {
    /// The table of expenditure by code.
    package let expenditure: String
    /// The table of projects.
    package let projects: String
    /// The table of procurement.
    package let procurement: String
    /// The performance targets of a project.
    package let projectTargets: String
    /// The performance targets of the department.
    package let overallTargets: String
    /// The self-evaluation of a project.
    package let projectEvaluation: String
    /// The self-evaluation of the department.
    package let overallEvaluation: String
  }
}
