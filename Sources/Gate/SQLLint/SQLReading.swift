internal import GateModel
internal import PgQuery

/// One reading of a script: what was found so far, and what is known by then.
struct SQLReading {
  private let lint: SQLLint
  private let path: RepoPath
  private(set) var story: SQLStory
  private(set) var found: [Finding] = []
  /// Functions that the script makes: their bodies run only where it calls them.
  private var functions: [SQLName: SQLStatement] = [:]

  init(lint: SQLLint, path: RepoPath, story: SQLStory) {
    self.lint = lint
    self.path = path
    self.story = story
  }

  mutating func read(_ deeds: [SQLDeed]) {
    for deed in deeds {
      found += lint.findings(against: deed, story, path)
      story.take(deed)
    }
  }

  /// What a DO block does, and what the functions do that a statement calls.
  mutating func readBodies(of statement: SQLStatement) {
    switch statement.kind {
    case "DoStmt": readBody(of: statement)
    case "CreateFunctionStmt":
      SQLName(parts: statement.node["funcname"]).map { functions[$0] = statement }
    case "CallStmt": readFunction(statement.node["funccall"]["funcname"])
    case "SelectStmt" where !functions.isEmpty:
      for call in statement.node.all("FuncCall") { readFunction(call["funcname"]) }
    default: break
    }
  }

  private mutating func readFunction(_ name: SQLNode) {
    guard let name = SQLName(parts: name), let function = functions.removeValue(forKey: name)
    else { return }
    readBody(of: function)
  }

  private mutating func readBody(of statement: SQLStatement) {
    for script in story.script.bodies(of: statement).flatMap(\.scripts) {
      for statement in script.statements {
        read(SQLDeed.deeds(of: statement, in: script, isInBody: true))
      }
    }
  }
}
