internal import HTTPTypes
internal import Hummingbird

/// What a browser may do with an answer: nothing comes from elsewhere, nothing runs that is not a file of ours,
/// no other page holds it.
struct SecurityHeaders<Context: RequestContext>: RouterMiddleware {
  @concurrent func handle(
    _ request: Request, context: Context,
    next: @concurrent (Request, Context) async throws -> Response
  ) async throws -> Response {
    var response = try await next(request, context)
    for (name, value) in headers { response.headers[name] = value }
    return response
  }
}

// With `no-referrer` a browser would send its own page's forms with `Origin: null`.
private let headers: [(HTTPField.Name, String)] =
  [
    (
      "Content-Security-Policy",
      "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"
    ),
    ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
  ].compactMap { name, value in HTTPField.Name(name).map { ($0, value) } }
