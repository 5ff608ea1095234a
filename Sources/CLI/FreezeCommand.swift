import ArgumentParser
import Files
import GateContracts
import GateMigrations
import GateModel
import GatePipeline
import GateReports
import Git
import Postgres

/// `gate freeze`: what later waves may not break.
struct FreezeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "freeze",
    abstract: "Write down a wave's interfaces, so that later changes keep them.",
    discussion: """
      The schema that the migrations make, the API, and the signatures, as the wave's `freezes:` names \
      them, at the commit HEAD: into Waves/frozen/N, to be committed. `gate check` then lets additions \
      pass, and stops what removes or changes a frozen name.

      EXAMPLES
        gate freeze                   the wave that freezes something, where there is one
        gate freeze --wave 1
        gate freeze --wave 1 --check  does HEAD keep what is frozen? Writes nothing
      """)

  @OptionGroup var place: Place
  @Option(help: "The wave whose interfaces are written down.") var wave: Int?
  @Flag(help: "Write nothing; exit code 1 where something frozen is broken.") var check = false
  @Option(help: "text, or json.") var format = AnswerFormat.text

  func run() throws {
    try answering {
      let environment = processEnvironment()
      let (interfaces, root) = try read()
      let wave = try wave(of: interfaces.project)
      if check, interfaces.frozen.waves.isEmpty {
        throw Failure(
          "nothing is frozen at HEAD",
          hint: "`gate freeze` writes it to \(Frozen.folder); commit that", exit: .unjudged)
      }
      for kind in wave.freezes {
        if let obstacle = interfaces.obstacle(to: kind) { throw obstacle }
      }
      let result = waiting { await outcome { try await contracts(interfaces, wave, environment) } }
      guard let contracts = try result?.get() else {
        throw Failure("interrupted: nothing was frozen", exit: .unjudged)
      }
      let answer = FreezeAnswer(
        wave: wave.number, commit: interfaces.commit, isWritten: !check, frozen: interfaces.frozen,
        contracts: contracts)
      if !check { try write(contracts, wave.number, in: root) }
      try Console.print(format == .json ? answer.json.text() + "\n" : answer.text)
      return check && answer.isBroken ? 1 : 0
    }
  }

  private func read() throws -> (CommittedInterfaces, root: String) {
    let repository = try Repository(at: place.path)
    guard let root = repository.workingTree else {
      throw Failure("there is no worktree to write to", exit: .unjudged)
    }
    let commit = try repository.commit(named: "HEAD")
    if let search = repository.searchUncommitted() {
      let dirty = try repository.uncommitted(search, head: repository.tree(of: commit), atMost: 1)
      if let path = dirty?.first {
        Console.say("uncommitted work is not frozen: \(path.description.visible())")
      }
    }
    return (try CommittedInterfaces(at: commit, of: repository), root)
  }

  private func wave(of project: Project) throws -> Wave {
    let freezing = project.waves.filter { !$0.freezes.isEmpty }
    guard let number = wave else {
      if freezing.count == 1 { return freezing[0] }
      let names = freezing.map { "\($0.number)" }.joined(separator: ", ")
      guard freezing.isEmpty else { throw UsageError("name the wave with --wave: \(names)") }
      throw Failure(
        "no wave of the plan freezes anything",
        hint: "add `freezes: [schema, api, signatures]` to a file of Waves/", exit: .unjudged)
    }
    guard let wave = project.wave(number) else {
      throw UsageError("the plan has no wave \(number)")
    }
    guard !wave.freezes.isEmpty else {
      throw UsageError("wave \(number) freezes nothing; \(wave.location.file) needs `freezes:`")
    }
    return wave
  }

  private func write(_ contracts: [Contract], _ wave: Int, in root: String) throws {
    let top = root.hasSuffix("/") ? String(root.dropLast()) : root
    let folder = "\(Frozen.folder)/\(wave)"
    try Folder.make(folder, in: top)
    let files = contracts.map { ("\(top)/\(Frozen.path($0.kind, wave: wave))", $0.text) }
    try WholeFile.replace(files, in: "\(top)/\(folder)")
  }
}

/// Reads the interfaces, on a server where there is a schema among them.
private func contracts(
  _ interfaces: CommittedInterfaces, _ wave: Wave, _ environment: [String: String]
) async throws -> [Contract] {
  let host =
    wave.freezes.contains(.schema)
    ? try await ScratchHost.start(
      environment: environment, preparation: Preparation(of: interfaces.migrations)) : nil
  let read = await outcome {
    var contracts: [Contract] = []
    for kind in FrozenInterface.allCases where wave.freezes.contains(kind) {
      contracts.append(
        try await interfaces.contract(kind, environment: environment, on: host))
    }
    return contracts
  }
  await host?.stop()
  return try read.get()
}
