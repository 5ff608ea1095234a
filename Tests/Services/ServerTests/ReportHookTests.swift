import Foundation
import TestSupport
import Testing

@Suite("what an agent's program reports by its hooks", .timeLimit(.minutes(5)))
struct ReportHookTests {
  @Test("a lane that is started where a server runs tells what its agent does")
  func lane() async throws {
    let world = try await Serving.world()
    let serving = try await Serving(world)
    // Runs the command that the settings have for an event, as the program would.
    let command = """
      cd "$PWD-lanes/A" && python3 -c 'import json, sys; \
      print(json.load(open(".claude/settings.local.json"))["hooks"][sys.argv[1]][-1]["hooks"][0]["command"])' \
      EVENT > ../command && printf '{"hook_event_name": "EVENT", "tool_name": "Bash", "tool_input": \
      {"command": "make"}}' | sh ../command
      """
    do {
      let started = try await world.sh("gate lanes start A --hooks claude && git status --short")
      #expect(started.code == 0 && !started.output.contains("??"), "\(started.output)")
      let cases = [
        ("UserPromptSubmit", "running"), ("PermissionRequest", "waiting_approval"),
        ("PostToolUse", "running"), ("Stop", "idle"),
      ]
      for (event, status) in cases {
        let told = try await world.sh(command.replacing("EVENT", with: event))
        #expect(told.code == 0 && told.output.isEmpty, "\(told.output)")
        let agent = try await serving.get("/api/agent-status/A")
        #expect(agent["status"] as? String == status, "\(event): \(agent)")
      }
    } catch {
      await serving.stop()
      throw error
    }
    await serving.stop()
    let stop = command.replacing("EVENT", with: "Stop")
    for unheard in [stop, stop.replacing("| sh ", with: "| PATH=/nowhere /bin/sh ")] {
      let told = try await world.sh(unheard)
      #expect(told.code == 0 && told.output.isEmpty, "\(told.output)")
    }
    let stopped = try await world.sh("gate lanes stop A && ls -d $PWD-lanes/A")
    #expect(stopped.output.contains("lane A stopped") && stopped.code != 0, "\(stopped.output)")
  }
}
