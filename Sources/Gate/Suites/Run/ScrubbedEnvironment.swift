/// An environment without what the code of a change must not have: it is not trusted yet.
///
/// Left out are
/// - `GIT_…`, which would point git in the checkout at the judged repository; who the author is
///   (`GIT_AUTHOR_…`, `GIT_COMMITTER_…`) stays;
/// - `GITHUB_…`, `ACTIONS_…` and `GATE_…`: files with which a step steers the next ones, tokens of
///   the job, and the gate's own variables;
/// - `SSH_AUTH_SOCK`, with which it could push;
/// - names with a word such as `TOKEN`, `SECRET`, `PASSWORD`, `KEY`, or that end in one;
/// - values with a password in a URL (`https://user:password@host`).
package func scrubbed(_ environment: [String: String]) -> [String: String] {
  environment.filter { name, value in
    let name = name.uppercased()
    if name.hasPrefix("GIT_AUTHOR_") || name.hasPrefix("GIT_COMMITTER_") { return true }
    if ["GIT_", "GITHUB_", "ACTIONS_", "GATE_"].contains(where: name.hasPrefix) { return false }
    return name != "SSH_AUTH_SOCK" && !isSecret(name) && !holdsPassword(value)
  }
}

private func isSecret(_ name: String) -> Bool {
  let words = [
    "TOKEN", "SECRET", "SECRETS", "PASSWORD", "PASSWD", "PASSPHRASE", "PASS", "CREDENTIAL",
    "CREDENTIALS", "KEY", "JWT", "COOKIE", "AUTH",
  ]
  let endings = ["TOKEN", "SECRET", "PASSWORD", "APIKEY"]
  return name.split(separator: "_").contains { words.contains(String($0)) }
    || endings.contains(where: name.hasSuffix)
}

/// Whether the part of a URL before its host has a colon.
private func holdsPassword(_ value: String) -> Bool {
  var rest = value[...]
  while let (_, tail) = rest.cut(at: "://") {
    let host = tail.utf8.prefix { $0 != UInt8(ascii: "/") && $0 > 0x20 }
    if let (user, _) = Substring(host).cutLast(at: "@"), user.cut(at: ":") != nil { return true }
    rest = tail
  }
  return false
}
