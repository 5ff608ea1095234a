package import GateModel

/// What a CI system says about the change in the environment.
package struct CIContext: Sendable, Hashable {
  /// The branch that the change is to be merged into.
  package var base: String?
  /// The branch of the change.
  package var branch: String?
  /// The pull request's own words.
  package var description: Description?
  /// Whether this is a job of GitHub Actions.
  package var isGitHub: Bool
  /// Whether this is a CI job at all.
  package var isCI: Bool

  /// Reads the variables of GitHub Actions, GitLab CI and Buildkite, and GitHub's event file.
  ///
  /// - Parameter event: the text of the file at `GITHUB_EVENT_PATH`, parsed.
  package init(environment: [String: String], event: JSON? = nil) {
    func value(_ names: String...) -> String? {
      names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    }
    isGitHub = environment["GITHUB_ACTIONS"] == "true"
    isCI = isGitHub || environment["CI"].map { !$0.isEmpty && $0 != "false" } ?? false
    let queue = event?["merge_group"]
    base =
      value(
        "GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
        "BUILDKITE_PULL_REQUEST_BASE_BRANCH")
      ?? queue?["base_ref"]?.string.map { $0.withoutPrefix("refs/heads/") }
    branch =
      value(
        "GITHUB_HEAD_REF", "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "CI_COMMIT_BRANCH",
        "BUILDKITE_BRANCH")
      ?? (isGitHub && queue == nil ? value("GITHUB_REF_NAME") : nil)
    if let body = event?["pull_request"]?["body"]?.string, !body.isEmpty {
      description = Description(source: "the pull request", text: body)
    } else if let body = value("CI_MERGE_REQUEST_DESCRIPTION") {
      description = Description(source: "the merge request", text: body)
    }
  }
}

extension String {
  func withoutPrefix(_ prefix: String) -> String {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self
  }
}
