internal import GateModel
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import Postgres

/// An error as an answer. Source: RFC 9457.
struct Problem: Error {
  var status: HTTPResponse.Status
  /// One sentence.
  var detail: String
  /// What to do.
  var hint: String?

  init(_ status: HTTPResponse.Status, _ detail: String, hint: String? = nil) {
    (self.status, self.detail, self.hint) = (status, detail, hint)
  }

  var response: Response {
    let body = JSON.object([
      "type": "about:blank", "title": .string(status.reasonPhrase), "status": .integer(status.code),
      "detail": .string(detail), "hint": hint.map { .string($0) },
    ])
    return Response(
      status: status,
      headers: [.contentType: "application/problem+json", .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: body.text() + "\n")))
  }
}

/// Makes every error an answer of one form. What is our own mistake says no more than that.
struct Problems<Context: RequestContext>: RouterMiddleware {
  @concurrent func handle(
    _ request: Request, context: Context,
    next: @concurrent (Request, Context) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let problem as Problem {
      return problem.response
    } catch let error as any HTTPResponseError {
      let detail =
        error.status == .notFound ? "There is nothing at `\(request.uri.path)`." : "\(error)"
      return Problem(error.status, detail).response
    } catch let error as PostgresError where error.isConnectionLost {
      context.logger.warning("\(request.method) \(request.uri.path): \(error.message)")
      return Problem(
        .serviceUnavailable, "The database does not answer.", hint: "Ask again in a moment."
      ).response
    } catch {
      context.logger.error("\(request.method) \(request.uri.path): \(error)")
      return Problem(.internalServerError, "The server failed; its log says why.").response
    }
  }
}
