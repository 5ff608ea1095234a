import ArgumentParser

/// `gate completions`: the script that lets a shell complete the command line.
struct CompletionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions",
    abstract: "Print the completions for bash, zsh or fish.",
    discussion: """
      EXAMPLES
        gate completions bash > ~/.local/share/bash-completion/completions/gate
        gate completions zsh > "${fpath[1]}/_gate"
        gate completions fish > ~/.config/fish/completions/gate.fish
      """)

  @Argument(help: "bash, zsh or fish.") var shell: Shell

  enum Shell: String, ExpressibleByArgument, CaseIterable {
    case bash, zsh, fish

    fileprivate var kind: CompletionShell {
      switch self {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    }
  }

  func run() throws {
    try answering {
      try Console.print(Gate.completionScript(for: shell.kind) + "\n")
      return 0
    }
  }
}
