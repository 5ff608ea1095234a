import Testing

@testable import GateHooks

@Test("a hook's script with the gate's part, and without it again")
func scripts() {
  let scripts = [
    "#!/bin/sh\n", "#!/bin/sh", "#!/usr/bin/env bash\nset -e\nexit 0\n", "#!/bin/zsh -f\necho a",
    "#!/bin/sh\n\n\n",
  ]
  for hook in GitHook.allCases {
    for script in scripts {
      guard case .written(let with) = hook.installing(in: script) else {
        Issue.record("\(script) is a shell script")
        continue
      }
      #expect(with.hasPrefix(script.prefix { $0 != "\n" } + "\n# >>> gate: \(hook.rawValue)"))
      #expect(hook.installing(in: with) == .already)
      let old = with.replacing("gate hooks run", with: "gate hooks go")
      #expect(hook.installing(in: old) == .written(with), "what another version wrote")
      #expect(hook.uninstalling(from: with) == .rest(script), "\(script.debugDescription)")
      #expect(hook.uninstalling(from: script) == .absent)
    }
    guard case .written(let new) = hook.installing(in: nil) else {
      Issue.record("a new file is written")
      continue
    }
    #expect(hook.uninstalling(from: new) == .nothing)
    #expect(hook.uninstalling(from: new + "mine\n") == .rest("#!/bin/sh\nmine\n"))
    for foreign in [
      "#!/usr/bin/env python3\n", "echo a\n", "\u{7F}ELF", "#!/bin/sh\r\necho\r\n", "",
    ] {
      guard case .chained(let wrapper) = hook.installing(in: foreign) else {
        Issue.record("\(foreign.debugDescription) is called, not changed")
        continue
      }
      #expect(wrapper.contains(hook.formerName) && hook.uninstalling(from: wrapper) == .formerHook)
      let old = wrapper.replacing("gate hooks run", with: "gate hooks go")
      #expect(hook.installing(in: old) == .written(wrapper))
    }
  }
}
