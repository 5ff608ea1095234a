import Files
import Foundation
import TestSupport
import Testing

@Test("a part of a file is what stands there, and its mark tells it from another one")
func fileParts() async throws {
  let world = try World()
  let path = world.folder + "/log"
  try world.write("0123456789", to: "log")
  let cases: [(offset: Int, count: Int, text: String)] = [
    (0, 100, "0123456789"), (0, 3, "012"), (7, 3, "789"), (7, 4, "789"), (10, 5, ""), (99, 5, ""),
    (0, 0, ""), (5, -1, ""),
  ]
  for (offset, count, text) in cases {
    let part = try FilePart.read(path, from: offset, atMost: count)
    #expect(part.map { String(decoding: $0.bytes, as: UTF8.self) } == text, "\(offset) \(count)")
  }
  let mark = try #require(FileMark(path))
  #expect(mark.size == 10 && FileMark(path) == mark)
  #expect(try FilePart.read(path, atMost: 1)?.mark == mark)
  try world.write("0123456789a", to: "log")
  let longer = try #require(FileMark(path))
  #expect(longer != mark && longer.isSameFile(as: mark))
  try await world.sh(
    "cp log other && mv other log && mkfifo pipe && ln -s log link && mkdir folder")
  let other = try #require(FileMark(path))
  #expect(!other.isSameFile(as: longer) && FileMark(world.folder + "/link") == other)
  // Nobody waits for the other end of a pipe.
  for name in ["pipe", "folder", "missing"] {
    #expect(FileMark(world.folder + "/" + name) == nil, "\(name)")
    #expect(try FilePart.read(world.folder + "/" + name, atMost: 9) == nil, "\(name)")
  }
  #expect(throws: FileError.self) { try FilePart.read(path + "/below", atMost: 9) }
}
