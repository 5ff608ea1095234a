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
    let text = unsafe String(unsafeUninitializedCapacity: 40) { digits in
      var count = 0
      for byte in bytes.prefix(20) {
        unsafe digits[count] = digit(byte >> 4)
        unsafe digits[count + 1] = digit(byte & 15)
        count += 2
      }
      return count
    }
    guard let id = ObjectID(text) else {
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

private func digit(_ nibble: UInt8) -> UInt8 {
  nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
}

private func nibble(_ digit: UInt8) -> UInt8 {
  digit >= UInt8(ascii: "a") ? digit - UInt8(ascii: "a") + 10 : digit - UInt8(ascii: "0")
}
