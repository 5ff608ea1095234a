/// What iTerm2 lets a client in for: a cookie is good for one connection.
package struct ITerm2Credentials: Sendable, Hashable {
  /// Given out by iTerm2.
  package var cookie: String
  /// Names the client that the cookie was given to.
  package var key: String

  /// Makes them of their parts.
  package init(cookie: String, key: String) { (self.cookie, self.key) = (cookie, key) }

  /// What a new connection needs: on a Mac a new cookie; elsewhere what this process was started with, in
  /// ITERM2_COOKIE and ITERM2_KEY, nil without them.
  package static func usual(
    environment: [String: String]
  ) async throws(ITerm2Error) -> ITerm2Credentials? {
    #if os(macOS)
      return try await fromAppleScript()
    #else
      guard let cookie = environment["ITERM2_COOKIE"], !cookie.isEmpty else { return nil }
      return ITerm2Credentials(cookie: cookie, key: environment["ITERM2_KEY"] ?? "")
    #endif
  }
}

#if os(macOS)
  internal import Dispatch
  internal import Processes

  extension ITerm2Credentials {
    /// Asks iTerm2 on this Mac; it may ask its user, and takes as long as that.
    fileprivate static func fromAppleScript() async throws(ITerm2Error) -> ITerm2Credentials {
      let answer: String? = await withCheckedContinuation { continuation in
        DispatchQueue.global().async {
          continuation.resume(
            returning: firstLine(
              of: """
                osascript -e 'tell application "iTerm2" to request cookie and key for app named "gate"'
                """))
        }
      }
      let words = (answer ?? "").split(separator: " ")
      guard words.count == 2 else { throw .noCookie("AppleScript says `\(answer ?? "nothing")`") }
      return ITerm2Credentials(cookie: String(words[0]), key: String(words[1]))
    }
  }
#endif
