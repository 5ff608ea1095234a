package import GateMigrations
package import GateModel
package import GateRules
internal import GateSQLLint
internal import PgQuery

/// Tries the checks of a plan that need the text of migrations and no database, in order.
package func judgeMigrationTexts(
  _ plan: Plan, _ subject: RuleCase, _ migrations: MigrationCase?,
  clock: ContinuousClock = ContinuousClock()
) -> [Outcome] {
  plan.checks.compactMap { check in
    guard case .migrations(let name) = check.id, !check.isSkipped, let migrations else {
      return nil
    }
    let start = clock.now
    var outcome: Outcome
    switch name {
    case "order":
      outcome = judged(
        migrations.order.findings + migrations.dataFindings, subject.project, subject.today, check)
    case "lint":
      let found = lint(migrations.order.changedUps, levels: subject.project.rules.levels)
      outcome = judged(found, subject.project, subject.today, check)
    default: return nil
    }
    outcome.seconds = (clock.now - start).seconds
    return outcome
  }
}

extension MigrationCase {
  fileprivate var dataFindings: [Finding] { data.problems.map(\.finding) }
}

/// At the plan's levels, with its waivers. The lint has applied its rules' levels already.
func judged(
  _ findings: [Finding], _ project: Project, _ today: Day, _ check: Check
) -> Outcome {
  let levels = project.rules.levels
  let atLevel = findings.compactMap { finding -> Finding? in
    var finding = finding
    switch levels[finding.rule] {
    case nil: break
    case .off: return nil
    case .error: finding.level = .error
    case .warning: finding.level = .warning
    }
    return finding
  }
  return outcome(of: atLevel, by: project, on: today, as: check)
}

/// What the lint holds against the way up of migrations. The way down is not asked: what it drops is what
/// was added.
package func lint(_ migrations: [Migration], levels: [String: RuleLevel]) -> [Finding] {
  let lint = SQLLint(levels: levels)
  return migrations.flatMap { migration -> [Finding] in
    let text = migration.up
    do throws(SQLSyntaxError) {
      let script = try SQLScript(parsing: text.text, firstLine: text.firstLine)
      return lint.findings(in: script, path: text.path).filter {
        // Who says that there is no transaction around it may have some of his own.
        text.isTransactional != false || $0.rule != "transaction-nesting"
      }
    } catch {
      // The parser is Postgres 15's; whether a newer server reads it is for the server to say.
      return [
        Finding(
          rule: "migration-unjudged", level: .warning, path: text.path, line: error.line,
          message: "the lint does not read it: \(error.message)",
          hint: "the checks on a database say whether it is a mistake")
      ]
    }
  }
}
