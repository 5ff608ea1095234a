import ArgumentParser
import GateReports

/// The command line. One file per verb; what they share is in `Shared/`.
struct Gate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate",
    abstract: "The pre-merge gate for repositories on which several agents work in parallel.",
    discussion: """
      EXAMPLES
        gate init                    write gate.yml, Lanes/ and Waves/ for this repository
        gate plan                    check and show the plan
        gate check                   judge this branch against its base
        gate scope src/app.py        may this lane touch this file?
        gate lanes start --wave 1    a branch, a worktree and a brief for each lane
        gate conflicts               which lanes are about to collide
        gate wave 1                  merge the wave's lanes in memory and prove them together
        gate migrate up              bring the database to the newest version
        gate scratch -- pytest       a private, throw-away Postgres for one command
        gate serve                   the dashboard and the API, on a database of its own
        gate agents                  what every agent is doing, and who needs a human
        gate freeze --wave 1         write down what later waves may not break
        gate hooks install           judge each commit and push on this machine
        gate completions bash        let the shell complete all this

      EXIT CODES
        0  open    1  shut    2  could not judge    64  wrong usage
      """,
    version: gateVersion,
    subcommands: [
      CheckCommand.self, WaveCommand.self, ConflictsCommand.self, LanesCommand.self,
      FreezeCommand.self,
      PlanCommand.self, ScopeCommand.self, ReportCommand.self,
      ServeCommand.self, AgentsCommand.self, InitCommand.self, HooksCommand.self,
      MigrateCommand.self,
      ScratchCommand.self,
      DoctorCommand.self,
      CompletionsCommand.self,
    ])
}
