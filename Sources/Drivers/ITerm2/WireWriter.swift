/// Puts a message together, its fields in the order of their numbers as every other writer does. Source:
/// the encoding of protocol buffers, https://protobuf.dev/programming-guides/encoding
struct WireWriter: Sendable {
  var bytes: [UInt8] = []

  mutating func number(_ field: Int, _ value: Int) {
    varint(UInt64(field) << 3)
    varint(UInt64(bitPattern: Int64(value)))
  }

  mutating func flag(_ field: Int, _ value: Bool) { number(field, value ? 1 : 0) }

  mutating func text(_ field: Int, _ value: String) { counted(field, Array(value.utf8)) }

  mutating func message(_ field: Int, _ write: (inout WireWriter) -> Void) {
    var inner = WireWriter()
    write(&inner)
    counted(field, inner.bytes)
  }

  private mutating func counted(_ field: Int, _ value: [UInt8]) {
    varint(UInt64(field) << 3 | 2)
    varint(UInt64(value.count))
    bytes += value
  }

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
