internal import FoundationEssentials
internal import GateModel
internal import HTTPTypes
internal import Hummingbird
internal import Monitor
internal import NIOCore

/// A value as JSON; 304 where the client has it.
///
/// - Parameter tag: of what it was made of; nil for one of the text itself.
func answer(_ json: JSON, tag: String? = nil, to request: Request) -> Response {
  let text = json.text() + "\n"
  let tag = tag ?? "\"\(String(digest(of: [text]), radix: 16))\""
  let headers: HTTPFields = [
    .contentType: "application/json", .eTag: tag, .cacheControl: "no-cache",
  ]
  if let known = request.headers[.ifNoneMatch], matches(tag, known) {
    return Response(status: .notModified, headers: headers)
  }
  return Response(
    status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
}

/// Weak comparison. Source: RFC 9110, 8.8.3.2 and 13.1.2.
private func matches(_ tag: String, _ list: String) -> Bool {
  func plain(_ text: Substring) -> Substring {
    let trimmed = text.drop { $0 == " " }
    return trimmed.hasPrefix("W/") ? trimmed.dropFirst(2) : trimmed
  }
  return list == "*" || list.split(separator: ",").contains { plain($0) == plain(tag[...]) }
}

/// A number of the query; nil where it is not there.
func number(_ name: String, of request: Request, in range: ClosedRange<Int>) throws -> Int? {
  try request.uri.queryParameters[name[...]].map { try number(name, String($0), in: range) }
}

/// A number of a form; nil where it is not there.
func number(_ name: String, ofForm form: String, in range: ClosedRange<Int>) throws -> Int? {
  try form.split(separator: "&").first { $0.hasPrefix("\(name)=") }
    .map { try number(name, String($0.dropFirst(name.count + 1)), in: range) }
}

private func number(_ name: String, _ text: String, in range: ClosedRange<Int>) throws -> Int {
  guard let number = Int(text), range.contains(number) else {
    throw Problem(
      .badRequest, "`\(name)` is a number from \(range.lowerBound) to \(range.upperBound).")
  }
  return number
}

/// The body, as far as it is allowed to go.
func bytes(of request: Request, atMost limit: Int = 64 << 10) async throws -> [UInt8] {
  var bytes: [UInt8] = []
  for try await buffer in request.body {
    bytes += buffer.readableBytesView
    guard bytes.count <= limit else {
      throw Problem(.contentTooLarge, "The body has more than \(limit) bytes.")
    }
  }
  return bytes
}

/// The body as JSON; an empty object where there is none.
func json(of request: Request) async throws -> JSON {
  let bytes = try await bytes(of: request)
  if bytes.isEmpty { return .object([JSON.Member]()) }
  do {
    return try JSONDecoder().decode(JSON.self, from: Data(bytes))
  } catch {
    throw Problem(.badRequest, "The body is no JSON.")
  }
}
