internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// What a route knows of a request besides the request.
struct GateContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// The connection, for ending it where its other side takes nothing more; nil in tests without one.
  let channel: (any Channel)?

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }

  /// No form or upload is larger than what a hook may report.
  var maxUploadSize: Int { 64 << 10 }
}

/// A parameter of the path, decoded. A path that names nothing is a route's own answer.
func word(_ name: String, of context: GateContext) -> String {
  let text = context.parameters.get(name) ?? ""
  return percentDecoded(text)
}

/// What is no code stays as it is. Source: RFC 3986, 2.1.
private func percentDecoded(_ text: String) -> String {
  var (bytes, rest) = ([UInt8](), Substring(text).utf8)
  while let byte = rest.popFirst() {
    let digits = String(Substring(rest.prefix(2)))
    if byte == UInt8(ascii: "%"), digits.utf8.count == 2, let code = UInt8(digits, radix: 16) {
      bytes.append(code)
      rest = rest.dropFirst(2)
    } else {
      bytes.append(byte)
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}

/// A header's name that stands in this module's own source.
func header(_ text: String) -> HTTPField.Name {
  guard let name = HTTPField.Name(text) else { preconditionFailure("`\(text)` is no header") }
  return name
}
