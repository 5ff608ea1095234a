internal import CLibCurl
internal import Dispatch
internal import Synchronization

extension LoopbackRequest {
  /// Sends it and waits for the answer, on a thread that may block. Proxies of the environment are not
  /// asked, and no redirection is followed. A cancelled task goes at once; the thread ends by itself when
  /// the limit is reached.
  package func response() async throws(HTTPError) -> HTTPResponse {
    let waiting = Waiting()
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        guard waiting.start(continuation) else { return }
        DispatchQueue.global().async { waiting.end(blockingResult()) }
      }
    } onCancel: {
      waiting.end(.failure(.cancelled))
    }
    return try result.get()
  }

  /// The same on the caller's thread.
  package func blockingResponse() throws(HTTPError) -> HTTPResponse { try blockingResult().get() }

  private func blockingResult() -> Result<HTTPResponse, HTTPError> {
    var answer = unsafe gate_http_answer()
    defer { unsafe gate_http_free(&answer) }
    let milliseconds = max(1, Int(timeout / .milliseconds(1)))
    unsafe method.withCString { method in
      unsafe "http://localhost:\(port)\(path)".withCString { url in
        unsafe "localhost:\(port):127.0.0.1,[::1]".withCString { addresses in
          unsafe headers.joined(separator: "\n").withCString { headers in
            unsafe body.withUnsafeBufferPointer { body in
              var request = unsafe gate_http_request(
                method: method, url: url, addresses: addresses, headers: headers,
                body: body.baseAddress, length: body.count, milliseconds: milliseconds,
                maximum: maximumBody)
              unsafe gate_http(&request, &answer)
            }
          }
        }
      }
    }
    switch unsafe answer.end {
    case gate_http_answered:
      let body = unsafe UnsafeBufferPointer(start: answer.body, count: answer.length)
      return .success(unsafe HTTPResponse(status: answer.status, body: Array(body)))
    case gate_http_no_library: return .failure(.noLibrary)
    case gate_http_timed_out: return .failure(.timedOut)
    case gate_http_too_large: return .failure(.tooLarge(maximumBody))
    default:
      let words = unsafe answer.message.map { unsafe String(cString: $0) }
      return .failure(.failed(words ?? "out of memory"))
    }
  }
}

/// Who waits for an answer, until it is there or nobody wants it any more.
private final class Waiting: Sendable {
  private typealias Continuation = CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>
  private let state = Mutex<State>(.new)

  private enum State {
    case new
    case waiting(CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>)
    case over
  }

  /// False where nobody wants the answer: then the continuation has been resumed.
  func start(_ continuation: CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>) -> Bool {
    let isWanted = state.withLock { state in
      guard case .new = state else { return false }
      state = .waiting(continuation)
      return true
    }
    if !isWanted { continuation.resume(returning: .failure(.cancelled)) }
    return isWanted
  }

  func end(_ result: Result<HTTPResponse, HTTPError>) {
    let last = state.withLock { state in
      defer { state = .over }
      return state
    }
    if case .waiting(let continuation) = last { continuation.resume(returning: result) }
  }
}
