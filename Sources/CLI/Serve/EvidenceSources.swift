import FoundationEssentials
import ITerm2
import Monitor
import Tmux

/// All places where agents are looked for, in the order of the list of their healths.
struct EvidenceSources {
  let rules: RulePack
  let roster: Roster
  let processes: KnownProcesses
  /// The server of tmux: its name, or the path of its socket.
  let tmux: String
  let environment: [String: String]

  var all: [any EvidenceSource] {
    let clock: @Sendable () -> Instant = { .now }
    let home = environment["HOME"] ?? ""
    let conversations = TranscriptSource.folders(environment: environment, home: home)
    return [
      TmuxSource(
        tmux.hasPrefix("/") ? .path(tmux) : .name(tmux), environment: environment, roster: roster,
        rules: rules, clock: clock),
      RegistrySource(
        folder: RegistrySource.folder(environment: environment, home: home), roster: roster,
        now: clock),
      TranscriptSource(
        claude: conversations.claude, codex: conversations.codex, roster: roster, now: clock),
      ProcessSource(known: { processes.all }, now: clock),
    ] + iTerm2(home, clock)
  }

  /// On a Mac, or where its socket was forwarded to.
  private func iTerm2(
    _ home: String, _ clock: @escaping @Sendable () -> Instant
  ) -> [any EvidenceSource] {
    #if os(macOS)
      let usual: String? = ITerm2Connection.defaultPath(home: home)
    #else
      let usual: String? = nil
    #endif
    let named = environment["ITERM2_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
    guard let path = named ?? usual else { return [] }
    return [
      ITerm2Source(path: path, rules: rules, roster: roster, now: clock) {
        [environment] () throws(ITerm2Error) in
        try await ITerm2Credentials.usual(environment: environment)
      }
    ]
  }
}
