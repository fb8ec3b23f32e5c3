import ArgumentParser

/// From which severity on findings make the exit code 1.
enum FailOn: String, CaseIterable, ExpressibleByArgument {
  case error, warning, never

  func isReached(by findings: RunRecord.Counts) -> Bool {
    switch self {
    case .error: findings.error > 0
    case .warning: findings.error + findings.warning > 0
    case .never: false
    }
  }
}
