/// How serious a rule's findings are.
package enum RuleLevel: String, Sendable, Hashable, CaseIterable {
  case error, warning, off
}

/// What gate.yml says about the built-in rules: `rules:` and `description:`.
package struct RuleSettings: Sendable, Hashable {
  /// Levels by rule; a rule without one has its own default.
  package var levels: [String: RuleLevel] = [:]
  /// What `new-module-needs-test` asks for, each demand on its own.
  package var newModuleNeedsTest: [ModuleTests] = []
  /// What `regression-checklist` asks for, each demand on its own.
  package var regressionChecklists: [ChecklistDemand] = []
  /// What `excluded-scope` keeps out.
  package var excludedTopics: [ExcludedTopic] = []
  /// What `change-size` allows a lane that has no budget of its own.
  package var changeSize = SizeBudget()
  /// Paths besides the plan itself and the CI files that only the gatekeeper may change.
  package var protected: [Glob] = []
  /// Files that `no-compat-alias` does not look at.
  package var aliasExceptions: [Glob] = []
  /// Files that may stay without an owner.
  package var unownedExceptions: [Glob] = []
  /// The sections that a description must have; empty where gate.yml has no `description:`.
  package var sections: [SectionDemand] = []

  /// Makes the settings of a gate.yml that says nothing about rules.
  package init() {}
}

/// New files under `modules` need a file under one of `tests`.
package struct ModuleTests: Sendable, Hashable {
  /// The files that count as modules.
  package var modules: [Glob]
  /// Path patterns with `{name}` (the module's file name without extension) and `{parent}` (the name
  /// of its folder); one that exists is enough.
  package var tests: [String]
  /// Modules that need no test.
  package var except: [Glob]

  /// Makes a demand; by default no module is excepted.
  package init(modules: [Glob], tests: [String], except: [Glob] = []) {
    self.modules = modules
    self.tests = tests
    self.except = except
  }
}

/// A change to `when` carries the checklist of the file `checklist`, filled in.
package struct ChecklistDemand: Sendable, Hashable {
  /// The paths whose change asks for the checklist.
  package var when: [Glob]
  /// The file with the boxes to tick, as Markdown.
  package var checklist: RepoPath

  /// Makes a demand of paths and a checklist.
  package init(when: [Glob], checklist: RepoPath) {
    self.when = when
    self.checklist = checklist
  }
}

/// A topic that is out of scope this cycle: no path of `paths`, no added line that matches `added`.
package struct ExcludedTopic: Sendable, Hashable {
  /// What is out of scope, as words for the finding: `login and roles`.
  package var topic: String
  /// Paths that belong to the topic; to delete them is allowed.
  package var paths: [Glob]
  /// A regular expression (PCRE2).
  package var added: String?
  /// How serious a finding of this topic is; `off` leaves the topic alone.
  package var level: RuleLevel

  /// Makes a topic; without `added`, only its paths are looked at.
  package init(topic: String, paths: [Glob], added: String?, level: RuleLevel = .error) {
    self.topic = topic
    self.paths = paths
    self.added = added
    self.level = level
  }
}

/// How large a change may grow before the gate remarks on it.
package struct SizeBudget: Sendable, Hashable {
  /// Added and removed lines together.
  package var lines: Int
  /// Changed files; a rename is one.
  package var files: Int

  /// Makes a budget; by default it is the one of a plan that sets none.
  package init(lines: Int = 1500, files: Int = 60) {
    self.lines = lines
    self.files = files
  }
}

/// A section of a description, under any of its names.
package struct SectionDemand: Sendable, Hashable {
  /// Its key in gate.yml, such as `risk`.
  package var id: String
  /// The names that it may have in a description; reports show the first.
  package var names: [String]

  /// Makes a demand for one of these names.
  package init(id: String, names: [String]) {
    self.id = id
    self.names = names
  }
}
