import GateModel
import GatePipeline
import Git

/// Who is about to collide with whom, held against each other again only where a branch has moved: two lanes with
/// migrations need a server.
actor ConflictLook {
  private let root: String
  private let machine: Machine
  private let say: @Sendable (String) -> Void
  private var last: (tips: String, found: LaneConflicts)?
  private var looking: Task<LaneConflicts?, Never>?

  /// - Parameter say: is told what is wrong.
  init(_ root: String, _ machine: Machine, say: @escaping @Sendable (String) -> Void) {
    self.root = root
    self.machine = machine
    self.say = say
  }

  /// Nil where it could not be looked at, or is for the first time.
  func conflicts() async -> LaneConflicts? {
    // It may take long: who comes meanwhile sees what was known before.
    if looking != nil { return last?.found }
    // One of its own: whoever asked may be gone before it ends.
    let task = Task { await look() }
    looking = task
    let found = await task.value
    looking = nil
    return found
  }

  private func look() async -> LaneConflicts? {
    do {
      let (root, known) = (root, last?.tips)
      let (tips, survey) = try await blocking { () throws -> (String, ConflictCase?) in
        let tips = try Repository(at: root).branches().map { "\($0.ref)=\($0.tip)" }
          .joined(separator: " ")
        if tips == known { return (tips, nil) }
        let survey = try ConflictRequest().survey(
          in: root, plan: .base, ci: CIContext(environment: [:]))
        return (tips, survey)
      }
      guard let survey else { return last?.found }
      let found: LaneConflicts
      if let immediate = survey.immediate {
        found = immediate
      } else {
        found = await survey.conflicts(on: machine)
      }
      last = (tips, found)
      return found
    } catch {
      // What was known is of other branches.
      last = nil
      say(Failure(error).reason)
      return nil
    }
  }
}
