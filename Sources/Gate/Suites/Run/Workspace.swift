package import GateModel
package import Processes

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Where commands run, and what they are told about the change.
package struct Workspace: Sendable {
  /// The folder that holds the files of the head, absolute.
  package var checkout: String
  /// A folder of the gate's own for outputs and results, absolute; not within the checkout.
  package var out: String
  /// The base's commit, for `GATE_BASE`; nil leaves the variable out, as for the next two.
  package var base: String?
  /// The head's commit, for `GATE_HEAD`; nil where it is not committed.
  package var head: String?
  /// The change's lane, for `GATE_LANE`; nil where it is not settled.
  package var lane: LaneID?
  /// The files of the head that the change touches, with the lines that it added or edited.
  package var changedLines: [RepoPath: [ClosedRange<Int>]]
  /// What starts the commands, and ends all that they leave.
  package var supervisor: Supervisor
  /// Locked while a command runs; see `Command.lock`.
  package var lock: String?
  /// The gate's own environment without what a change's code must not have.
  package let environment: [String: String]

  /// - Parameter environment: the gate's own; see `scrubbed`.
  package init(
    checkout: String, out: String, base: String? = nil, head: String? = nil, lane: LaneID? = nil,
    changedLines: [RepoPath: [ClosedRange<Int>]] = [:], environment: [String: String],
    supervisor: Supervisor = .ownProgram, lock: String? = nil
  ) {
    self.checkout = checkout
    self.out = out
    self.base = base
    self.head = head
    self.lane = lane
    self.changedLines = changedLines
    self.supervisor = supervisor
    self.lock = lock
    self.environment = scrubbed(environment)
  }

  /// The paths of the checkout, under its name and under the one without links.
  var paths: CheckoutPaths {
    var roots = [checkout]
    if let resolved = unsafe realpath(checkout, nil) {
      roots.append(unsafe String(cString: resolved))
      unsafe free(resolved)
    }
    let folder = checkout
    return CheckoutPaths(roots: roots) { FileState("\(folder)/\($0)")?.isRegular == true }
  }

  /// The environment of one command.
  ///
  /// - Parameter database: the variables of its own database, instead of every other.
  package func environment(out: String, database: [String: String]? = nil) -> [String: String] {
    var variables = environment
    if let database {
      variables = variables.filter { !$0.key.hasPrefix("PG") }.merging(database) { $1 }
    }
    variables["GATE_OUT"] = out
    variables["GATE_BASE"] = base
    variables["GATE_HEAD"] = head
    variables["GATE_LANE"] = lane?.description
    return variables
  }
}
