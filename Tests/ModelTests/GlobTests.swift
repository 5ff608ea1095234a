import GateModel
import Testing

@Test("a pattern holds for the paths it says, and for no other")
func globs() throws {
  let cases: [(pattern: String, path: String, holds: Bool)] = [
    ("src/**", "src/a/b.py", true), ("src/**", "src", false), ("src/*.py", "src/a.py", true),
    ("src/*.py", "src/sub/a.py", false), ("src/*", "src/sub/a.py", false),
    ("*.md", "docs/a.md", true),
    ("/README.md", "docs/README.md", false), ("README.md", "docs/README.md", false),
    ("build/", "build/x", true), ("build/", "a/build/x", false), ("build/", "build", false),
    ("a/**/b", "a/b", true),
    ("a/**/b", "a/x/y/b", true), ("a/**/b", "a/xb", false), ("**/*.md", "README.md", true),
    ("src/gate", "src/gate/a/b", true), ("a?c", "abc", true), ("a?c", "a/c", false),
    ("[id].tsx", "app/[id].tsx", false), ("**/[id].tsx", "app/[id].tsx", true),
    ("A/**", "a/x", false), (#"a\*b"#, "a*b", true),
    (#"a\*b"#, "axb", false),
  ]
  for (pattern, path, holds) in cases {
    let found = GlobSet([try Glob(pattern)]).contains(RepoPath(path))
    #expect(found == holds, "\(pattern) on \(path)")
  }
}

@Test("two patterns overlap exactly where some path fits both")
func overlaps() throws {
  let cases: [(String, String, Bool)] = [
    ("src/**", "src/a/**", true), ("src/**", "web/**", false), ("*.md", "docs/**", true),
    ("src/a*.py", "src/*b.py", true), ("src/a.py", "src/b.py", false), ("a/*/c", "a/b/*", true),
  ]
  for (a, b, meets) in cases {
    let found = try Glob(a).overlap(with: Glob(b))
    #expect((found != nil) == meets, "\(a) and \(b)")
    if let found {
      #expect(GlobSet([try Glob(a), try Glob(b)]).indices(matching: found) == [0, 1])
    }
  }
}
