extension SeedCatalog {
  /// The value of a column in a row, counted from 1, as text.
  ///
  /// Every type of a family has the same text for one row: a foreign key holds because the row that it
  /// names was made the same way. Nil where nothing is known of the type.
  ///
  /// - Parameter fixed: by type, what it is to be in every row.
  func value(
    _ column: SeedTable.Column, row: Int, fixed: [String: String] = [:]
  ) -> String? {
    let list = column.standard.map { $0.hasPrefix("'[") || $0.hasPrefix("jsonb_build_array") }
    return Maker(types: types, row: row, isList: list ?? false, fixed: fixed)
      .value(column.type, column.modifier)
  }
}

/// Makes values for one row.
private struct Maker {
  let types: [String: SeedType]
  let row: Int
  /// Whether JSON is to be a list.
  let isList: Bool
  let fixed: [String: String]

  func value(_ id: String, _ modifier: Int) -> String? {
    if let text = fixed[id] { return text }
    guard let type = types[id] else { return nil }
    switch type.kind {
    case "e": return type.labels.isEmpty ? nil : type.labels[min(row, type.labels.count) - 1]
    case "d": return type.part.flatMap { value($0, type.modifier) }
    case "r": return range(type)
    case "m":
      guard let part = type.part.flatMap({ types[$0] }) else { return nil }
      return range(part).map { "{\($0)}" }
    case "c":
      let parts = type.attributes.map { value($0, -1).map(quoted) ?? "" }
      return "(\(parts.joined(separator: ",")))"
    default: break
    }
    if type.category == "A", !type.name.hasSuffix("vector"), let part = type.part {
      return value(part, modifier).map { "{\(quoted($0))}" }
    }
    return base(type.name, type.category, modifier)
  }

  private func range(_ type: SeedType) -> String? {
    let next = Maker(types: types, row: row + 1, isList: isList, fixed: fixed)
    guard let part = type.part, let low = value(part, -1),
      let high = next.value(part, -1)
    else { return nil }
    return "[\(quoted(low)),\(quoted(high)))"
  }

  private func base(
    _ name: String, _ category: String, _ modifier: Int
  ) -> String? {
    let day = "2001-01-0\(row)"
    switch name {
    case "bool": return row == 1 ? "true" : "false"
    case "numeric" where modifier >= 4: return number(modifier - 4)
    case "uuid": return "00000000-0000-4000-8000-00000000000\(row)"
    case "date": return day
    case "timestamp", "timestamptz": return "\(day) 00:00:00+00"
    case "time", "timetz": return "0\(row):00:00"
    case "interval": return "\(row) days"
    case "json", "jsonb": return isList ? "[]" : "{\"n\": \(row)}"
    case "jsonpath": return "$"
    case "bytea": return "\\x0\(row)"
    case "inet", "cidr": return "10.0.0.\(row)"
    case "macaddr": return "08:00:2b:01:02:0\(row)"
    case "macaddr8": return "08:00:2b:01:02:03:04:0\(row)"
    case "bit": return String(repeating: row == 1 ? "1" : "0", count: max(1, modifier))
    case "varbit": return row == 1 ? "1" : "0"
    case "xml": return "<n>\(row)</n>"
    case "point": return "(\(row),\(row))"
    case "lseg", "path", "box": return "((0,0),(\(row),\(row)))"
    case "polygon": return "((0,0),(\(row),0),(0,\(row)))"
    case "circle": return "<(0,0),\(row)>"
    case "line": return "{1,1,\(row)}"
    case "pg_lsn": return "0/\(row)"
    case "txid_snapshot", "pg_snapshot": return "\(row):\(row):"
    case "tid": return "(0,\(row))"
    case "regclass": return "pg_class"
    case "regtype": return "text"
    case "regproc": return "now"
    case "regrole": return "pg_monitor"
    case "regnamespace": return "public"
    case "hstore": return "n=>\(row)"
    case "vector":
      return "[" + Array(repeating: "\(row)", count: max(1, modifier)).joined(separator: ",") + "]"
    case "geometry", "geography": return "POINT(\(row) \(row))"
    default: break
    }
    // Numbers, texts, and what else may be read from a digit: `name`, `citext`, `ltree`, `tsvector`, `oid`.
    return ["N", "S", "U", "Z", "A"].contains(category) ? "\(row)" : nil
  }

  /// A number that fits, where there is no digit in front of the point too.
  private func number(_ modifier: Int) -> String {
    let (precision, scale) = (modifier >> 16 & 0xFFFF, modifier & 0x7FF)
    guard precision <= scale, scale < 1024 else { return "\(row)" }
    return "0." + String(repeating: "0", count: scale - precision) + "\(row)"
  }

  /// In an array, a range or a composite.
  private func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}

/// Values that a condition may like, the likeliest first: what stands in it, and what is often meant.
func candidates(for check: String) -> [String?] {
  var found: [String?] = []
  let bytes = Array(check.utf8)
  var index = 0
  var lengths: [Int] = []
  while index < bytes.count {
    if bytes[index] == UInt8(ascii: "'") {
      var (text, end): ([UInt8], Int) = ([], index + 1)
      while end < bytes.count {
        if bytes[end] == UInt8(ascii: "'") {
          guard end + 1 < bytes.count, bytes[end + 1] == UInt8(ascii: "'") else { break }
          end += 1
        }
        text.append(bytes[end])
        end += 1
      }
      found.append(String(decoding: text, as: UTF8.self))
      index = end + 1
    } else if bytes[index].isDigit {
      let run = bytes[index...].prefix { $0.isDigit || $0 == UInt8(ascii: ".") }
      let text = String(decoding: run, as: UTF8.self)
      found.append(text)
      if let number = Int(text) {
        found += ["\(number - 1)", "\(number + 1)"]
        if number > 0, number <= 4096 { lengths.append(number) }
      }
      index += run.count
    } else {
      index += 1
    }
  }
  found += [
    "0", "1", "-1", "10", "100", "1000000", "", "a", "A", "abc", "1.0.0", "a-b", "a@b.cd",
  ]
  found += ["https://a.bc/", "/a", "true", "false", "{}", "[]", "{1}"]
  found += lengths.flatMap { length -> [String] in
    ["a", "1", "A"].map { String(repeating: $0, count: length) }
      + ["\\x" + String(repeating: "01", count: length)]
  }
  found.append(nil)
  var seen: Set<String?> = []
  return found.filter { seen.insert($0).inserted }
}
