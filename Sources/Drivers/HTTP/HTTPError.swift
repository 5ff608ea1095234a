/// Why a request has no answer.
package enum HTTPError: Error, Sendable, Hashable, CustomStringConvertible {
  /// libcurl is not on this machine.
  case noLibrary
  /// The time limit of the request is over.
  case timedOut
  /// The body has more bytes than this.
  case tooLarge(Int)
  /// The task was cancelled.
  case cancelled
  /// Nobody listens, or what comes is no HTTP: in libcurl's words.
  case failed(String)

  /// One line for a person, without a closing point.
  package var description: String {
    switch self {
    case .noLibrary: "libcurl is not on this machine; Debian's package is `libcurl4`"
    case .timedOut: "no answer came in time"
    case .tooLarge(let bytes): "the answer is larger than \(bytes >> 20) MiB"
    case .cancelled: "it was interrupted"
    case .failed(let words): words
    }
  }
}
