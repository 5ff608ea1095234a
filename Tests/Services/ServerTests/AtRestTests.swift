import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("the gate asks the server what the agents do", .timeLimit(.minutes(5)))
struct AtRestTests {
  @Test("a lane whose agent works is a warning, or refused, and silence is a remark")
  func check() async throws {
    try await withServer { serving in
      let world = serving.world
      let made = try await world.sh(
        """
        git checkout -qb lane/a && mkdir shop && echo 1 > shop/shelf && git add -A \
        && git commit -qm 'shop: a shelf'
        """)
      #expect(made.code == 0, "\(made.output)")
      let atWork = "the agent of lane A is running: what is judged may not be all"
      let still = try await world.sh("gate check")
      #expect(still.code == 0 && !still.output.contains(atWork), "\(still.output)")

      #expect(try await serving.report("running", lane: "B") == 204)
      let other = try await world.sh("gate check")
      #expect(other.code == 0 && !other.output.contains("the agent of"), "\(other.output)")

      #expect(try await serving.report("running", lane: "A") == 204)
      for command in ["gate check", "gate wave 1 --lanes A"] {
        let warned = try await world.sh(command)
        #expect(warned.code == 0 && warned.output.contains(atWork), "\(warned.output)")
      }
      let draft = try await world.sh("gate check --worktree --dry-run")
      #expect(draft.output.contains("nobody merges what is not committed"), "\(draft.output)")

      let refusing = try await world.sh(
        """
        git checkout -q main && echo 'rules: {agent-at-rest: error}' >> Lanes/A.yml \
        && git commit -qam 'plan: agents rest' && git checkout -q lane/a
        """)
      #expect(refusing.code == 0, "\(refusing.output)")
      for command in ["gate check", "gate wave 1 --lanes A"] {
        let refused = try await world.sh(command)
        #expect(refused.code == 1 && refused.output.contains(atWork), "\(refused.output)")
      }
      #expect(try await serving.report("done", lane: "A") == 204)
      #expect(try await world.sh("gate check").code == 0)

      // A server that hangs is waited for, but not long, and the change is judged.
      kill(serving.process, SIGSTOP)
      defer { kill(serving.process, SIGCONT) }
      for command in ["gate check", "gate check --dry-run", "gate wave 1 --lanes A"] {
        let judged = try await world.sh(command)
        #expect(judged.code == 0, "\(judged.output)")
        let says = judged.output.contains("did not say what the agents do")
        #expect(says != command.contains("--dry-run"), "\(judged.output)")
      }
    }
  }
}
