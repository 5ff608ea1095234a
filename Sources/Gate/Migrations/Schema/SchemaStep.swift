/// A schema after what has changed since another one, without reading all of it.
///
/// What was not written since is described as before, unless something that it names is called otherwise
/// now: then the old name is gone and the new one is there.
struct SchemaStep {
  /// With what came, and still with what went.
  let schema: SchemaSnapshot
  /// What was written, by name: nothing else differs, but for what is gone.
  let written: Set<String>
  /// The groups of which something is gone.
  let goneGroups: Set<String>
  /// Whether what is gone may be there under another name, which others say, or something was not read.
  let mayHideNames: Bool

  init(_ old: SchemaSnapshot, _ delta: SchemaDelta) {
    var (objects, counts) = (old.objects, old.counts)
    var cameGroups: Set<String> = []
    var changesType = false
    for object in delta.objects {
      if let old = objects.updateValue(object, forKey: object.description) {
        // What an enum's value is called stands in defaults and conditions of others.
        changesType = changesType || object.kind == .type && old != object
      } else {
        counts[object.kind.group, default: 0] += 1
        cameGroups.insert(object.kind.group)
      }
    }
    schema = SchemaSnapshot(objects, counts: counts)
    written = Set(delta.objects.map(\.description))
    goneGroups = Set(counts.filter { delta.counts[$0.key] ?? 0 != $0.value }.keys)
    let renamed = goneGroups.intersection(cameGroups)
    // Comments alone say the names of those.
    let isHarmless = delta.counts["comment"] == nil && renamed.isSubset(of: SchemaStep.unnamed)
    mayHideNames = !(renamed.isEmpty || isHarmless) || changesType || !delta.unread.isEmpty
  }

  /// Without the objects of those groups that are not among these, and with all that may differ.
  func followed(keeping names: Set<String>) -> FollowedSchema {
    var (objects, counts) = (schema.objects, schema.counts)
    var touched = written
    for (name, object) in schema.objects
    where goneGroups.contains(object.kind.group) && !names.contains(name) {
      objects[name] = nil
      touched.insert(name)
      counts[object.kind.group, default: 0] -= 1
    }
    return FollowedSchema(
      schema: SchemaSnapshot(objects, counts: counts.filter { $0.value > 0 }), touched: touched)
  }

  /// Groups whose names stand in no description but their own.
  private static let unnamed: Set = [
    "constraint", "index", "trigger", "policy", "rule", "statistics",
  ]
}

/// A schema that was followed from another one.
struct FollowedSchema: Sendable {
  var schema: SchemaSnapshot
  /// The names of all that may differ; nil where all of it was read anew.
  var touched: Set<String>?
}
