/// One kind of catalog rows that count for a schema: how they are read, and which of them are new.
///
/// Three queries are made of one branch, so that they cannot disagree about what it has: all rows, the
/// rows that changed, and how many there are.
struct SchemaBranch: Sendable {
  /// What its rows are counted as.
  let group: String
  /// Four columns: kind, name, owner, facts.
  let columns: String
  /// Where they come from, with a condition at the end.
  let source: String
  /// Which of them changed, as a condition.
  let isChanged: String
  /// The same as `source`, where few rows are asked for.
  let changedSource: String
  /// The same rows as `source`, where they can be had for less.
  let counted: String
  /// The catalog alone, where it changes so rarely that a change is worth reading the whole schema: each
  /// query less is planned less.
  let rareCatalog: String?

  init(
    _ group: String, _ columns: String, from source: String, changed: String,
    changedFrom changedSource: String? = nil, counted: String? = nil,
    rarely rareCatalog: String? = nil
  ) {
    self.group = group
    self.columns = columns
    self.source = source
    isChanged = changed
    self.changedSource = changedSource ?? source
    self.counted = counted ?? source
    self.rareCatalog = rareCatalog
  }

  var all: String { "select \(columns) from \(source)" }
  var changed: String {
    if let rareCatalog {
      return """
        (select '?', '\(group)', null::text, null::text from \(rareCatalog)
          where \(isChanged) limit 1)
        """
    }
    return "select \(columns) from \(changedSource) and (\(isChanged))"
  }
  var names: String {
    "select kind, name from (select \(columns) from \(source)) as object (kind, name, owner, facts)"
  }
  var count: String { "select '#', '\(group)', null::text, count(*)::text from \(counted)" }
}

/// A condition: the row was written by a transaction that began after the moment in question. Ages
/// compare right where the 32 bits of a transaction's number have begun anew.
func isNew(_ row: String) -> String { "age(\(row).xmin) <= (select age from since)" }

/// The names of tables that do not count, for ANY and ALL: as a subquery it is read once, and not for each
/// row; with the cast it is an array, and not rows.
let uncountedTables = "((select current_setting('gate.without')::text[])::text[])"

/// A condition: the object is none of the server's own, whose numbers are lower, and belongs to no
/// extension. Source: PostgreSQL, `FirstNormalObjectId`.
func isOwn(_ catalog: String, _ oid: String) -> String {
  "\(oid) >= 16384 and \(isNoMember(catalog, oid))"
}

/// A condition: the object belongs to no extension.
func isNoMember(_ catalog: String, _ oid: String) -> String {
  "not exists (select from member m where m.classid = '\(catalog)'::regclass and m.objid = \(oid))"
}

/// Grants as a fact, whatever order they were given in; none where they are what a new object has.
func grants(_ list: String, _ kind: String, owner: String) -> String {
  """
  case when \(list) is not null then nullif(
    'grants ' || (select coalesce(string_agg(a::text, ',' order by a::text), '-') from unnest(\(list)) a),
    'grants ' || (select string_agg(a::text, ',' order by a::text)
      from unnest(acldefault('\(kind)', \(owner))) a)) end
  """
}

/// The owner as a fact; none where it is who reads.
func ownership(_ role: String) -> String {
  "'owner ' || nullif(pg_get_userbyid(\(role)), current_user)"
}

/// Facts as one text; those that are null are left out.
func facts(_ facts: String...) -> String {
  "concat_ws(e'\\x1f', \(facts.joined(separator: ", ")))"
}
