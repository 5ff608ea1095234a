/// A piece of SQL as Postgres' own scanner cuts it. Source: PostgreSQL 15, "Lexical Structure", and
/// the scanner it describes (`scan.l`).
struct SQLToken: Sendable, Hashable {
  var kind: Kind
  /// In bytes.
  var range: Range<Int>

  enum Kind: Sendable, Hashable {
    /// A keyword or a name without quotes.
    case word
    /// `"name"`
    case quotedName
    /// `'text'`, `E'text'`, `U&'text'`, `B'01'`, `X'FF'`, with its continuations.
    case string
    /// `$tag$text$tag$`
    case dollarString
    case number
    /// One or more of `+-*/<>=~!@#%^&|?` and a backtick.
    case sign
    /// Any other byte: a bracket, a comma, a semicolon, a dot, a colon.
    case mark
    /// `-- …`, without its line end.
    case lineComment
    /// `/* … */`, nested ones inside.
    case blockComment
  }

  var isComment: Bool { kind == .lineComment || kind == .blockComment }
}
