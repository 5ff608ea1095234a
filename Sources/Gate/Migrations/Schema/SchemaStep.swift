/// A schema after what has changed since another one, without reading all of it.
///
/// What was not written since is described as before, unless something that it names is called otherwise
/// now: then the old name is gone and the new one is there.
struct SchemaStep {
  /// With what came, and still with what went.
  let schema: SchemaSnapshot
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
    goneGroups = Set(counts.filter { delta.counts[$0.key] ?? 0 != $0.value }.keys)
    let renamed = goneGroups.intersection(cameGroups)
    // Comments alone say the names of those.
    let isHarmless = delta.counts["comment"] == nil && renamed.isSubset(of: SchemaStep.unnamed)
    mayHideNames = !(renamed.isEmpty || isHarmless) || changesType || !delta.unread.isEmpty
  }

  /// Without the objects of those groups that are not among these.
  func schema(keeping names: Set<String>) -> SchemaSnapshot {
    var (objects, counts) = (schema.objects, schema.counts)
    for (name, object) in schema.objects
    where goneGroups.contains(object.kind.group) && !names.contains(name) {
      objects[name] = nil
      counts[object.kind.group, default: 0] -= 1
    }
    return SchemaSnapshot(objects, counts: counts.filter { $0.value > 0 })
  }

  /// Groups whose names stand in no description but their own.
  private static let unnamed: Set = [
    "constraint", "index", "trigger", "policy", "rule", "statistics",
  ]
}
