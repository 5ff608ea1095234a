internal import CLibGit2
internal import GateModel

extension ObjectID {
  /// The 20 bytes.
  var bytes: [UInt8] {
    let digits = Array(description.utf8)
    return stride(from: 0, to: 40, by: 2).map { nibble(digits[$0]) << 4 | nibble(digits[$0 + 1]) }
  }

  /// Of 20 bytes.
  init(bytes: some Collection<UInt8>) {
    let hex = Array("0123456789abcdef".utf8)
    let digits = bytes.flatMap { [hex[Int($0 >> 4)], hex[Int($0 & 15)]] }
    guard let id = ObjectID(String(decoding: digits, as: UTF8.self)) else {
      preconditionFailure("20 bytes are 40 digits")
    }
    self = id
  }

  /// As libgit2 has it.
  var raw: git_oid {
    var oid = git_oid()
    unsafe withUnsafeMutableBytes(of: &oid.id) { unsafe $0.copyBytes(from: bytes) }
    return oid
  }

  init(_ oid: git_oid) {
    var copy = oid
    self = unsafe withUnsafeBytes(of: &copy.id) { unsafe ObjectID(bytes: $0) }
  }
}

private func nibble(_ digit: UInt8) -> UInt8 {
  digit >= UInt8(ascii: "a") ? digit - UInt8(ascii: "a") + 10 : digit - UInt8(ascii: "0")
}
