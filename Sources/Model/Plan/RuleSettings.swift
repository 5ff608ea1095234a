/// How serious a rule's findings are.
package enum RuleLevel: String, Sendable, Hashable, CaseIterable {
  case error, warning, off
}

/// What gate.yml says about the built-in rules: `rules:`, `description:`, `waivers:`, `protect:`.
package struct RuleSettings: Sendable, Hashable {
  /// Levels by rule; a rule without one has its own default.
  package var levels: [String: RuleLevel] = [:]
  package var newModuleNeedsTest: [ModuleTests] = []
  package var regressionChecklists: [ChecklistDemand] = []
  package var excludedTopics: [ExcludedTopic] = []
  package var changeSize = SizeBudget()
  /// Paths besides the plan itself and the CI files that only the gatekeeper may change.
  package var protected: [Glob] = []
  /// Files that `no-compat-alias` does not look at.
  package var aliasExceptions: [Glob] = []
  /// Files that may stay without an owner.
  package var unownedExceptions: [Glob] = []
  /// The sections that a description must have; empty where gate.yml has no `description:`.
  package var sections: [SectionDemand] = []

  package init() {}
}

/// New files under `modules` need a file under one of `tests`.
package struct ModuleTests: Sendable, Hashable {
  package var modules: [Glob]
  /// Path patterns with `{name}` (the module's file name without extension) and `{parent}` (the name
  /// of its folder); one that exists is enough.
  package var tests: [String]
  package var except: [Glob]

  package init(modules: [Glob], tests: [String], except: [Glob] = []) {
    self.modules = modules
    self.tests = tests
    self.except = except
  }
}

/// A change to `when` carries the checklist of the file `checklist`, filled in.
package struct ChecklistDemand: Sendable, Hashable {
  package var when: [Glob]
  package var checklist: RepoPath

  package init(when: [Glob], checklist: RepoPath) {
    self.when = when
    self.checklist = checklist
  }
}

/// A topic that is out of scope this cycle: no path of `paths`, no added line that matches `added`.
package struct ExcludedTopic: Sendable, Hashable {
  package var topic: String
  package var paths: [Glob]
  /// A regular expression (PCRE2).
  package var added: String?
  package var level: RuleLevel

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
  package var files: Int

  package init(lines: Int = 1500, files: Int = 60) {
    self.lines = lines
    self.files = files
  }
}

/// A section of a description, under any of its names.
package struct SectionDemand: Sendable, Hashable {
  package var id: String
  package var names: [String]

  package init(id: String, names: [String]) {
    self.id = id
    self.names = names
  }
}
