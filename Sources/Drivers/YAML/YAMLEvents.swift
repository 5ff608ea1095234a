internal import CLibYAML

/// libyaml's parser as a stream of values.
///
/// Source: https://pyyaml.org/wiki/LibYAML, `yaml.h`.
enum YAMLEvents {
  static func read(
    _ bytes: [UInt8], _ take: (YAMLEvent) throws(YAMLProblem) -> Void
  ) throws(YAMLProblem) {
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    defer { unsafe parser.deallocate() }
    guard unsafe yaml_parser_initialize(parser) == 1 else {
      throw YAMLProblem(line: 1, column: 1, message: "there is no memory for a YAML parser")
    }
    defer { unsafe yaml_parser_delete(parser) }
    // libyaml keeps the address of its input while it parses.
    let input = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, bytes.count))
    defer { unsafe input.deallocate() }
    _ = unsafe input.initialize(from: bytes)
    unsafe yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    while true {
      var event = unsafe yaml_event_t()
      guard unsafe yaml_parser_parse(parser, &event) == 1 else {
        throw unsafe problem(parser.pointee)
      }
      defer { unsafe yaml_event_delete(&event) }
      if unsafe event.type == YAML_STREAM_END_EVENT { return }
      if let value = unsafe value(of: event) { try take(value) }
    }
  }

  private static func value(of event: yaml_event_t) -> YAMLEvent? {
    let line = unsafe Int(event.start_mark.line) + 1
    let column = unsafe Int(event.start_mark.column) + 1
    switch unsafe event.type {
    case YAML_SCALAR_EVENT:
      let scalar = unsafe event.data.scalar
      let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      return unsafe YAMLEvent(
        kind: .scalar(
          String(decoding: bytes, as: UTF8.self),
          isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE),
        hasAnchor: scalar.anchor != nil, line: line, column: column)
    case YAML_SEQUENCE_START_EVENT:
      let hasAnchor = unsafe event.data.sequence_start.anchor != nil
      return YAMLEvent(kind: .sequenceStart, hasAnchor: hasAnchor, line: line, column: column)
    case YAML_MAPPING_START_EVENT:
      let hasAnchor = unsafe event.data.mapping_start.anchor != nil
      return YAMLEvent(kind: .mappingStart, hasAnchor: hasAnchor, line: line, column: column)
    case YAML_SEQUENCE_END_EVENT: return YAMLEvent(kind: .sequenceEnd, line: line, column: column)
    case YAML_MAPPING_END_EVENT: return YAMLEvent(kind: .mappingEnd, line: line, column: column)
    case YAML_DOCUMENT_START_EVENT:
      return YAMLEvent(kind: .documentStart, line: line, column: column)
    case YAML_ALIAS_EVENT:
      let name = unsafe event.data.alias.anchor.map {
        unsafe String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
      }
      return YAMLEvent(kind: .alias(name ?? ""), line: line, column: column)
    default: return nil
    }
  }

  private static func problem(_ parser: yaml_parser_t) -> YAMLProblem {
    let what = unsafe parser.problem.map { unsafe String(cString: $0) } ?? "it cannot be read"
    let context = unsafe parser.context.map { unsafe " (\(String(cString: $0)))" } ?? ""
    let isAlias = what.contains("alphabetic or numeric character")
    return unsafe YAMLProblem(
      line: Int(parser.problem_mark.line) + 1, column: Int(parser.problem_mark.column) + 1,
      message: "this is not YAML: \(what)\(context)",
      hint: isAlias ? "quote a pattern that begins with `*`: \"**/*.md\"" : nil)
  }
}
