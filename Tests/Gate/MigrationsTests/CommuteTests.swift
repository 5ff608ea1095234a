import GateModel
import TestSupport
import Testing

@testable import GateMigrations

/// The migrations of two lanes, and what is told of them in both orders.
private let lanes: [(a: String, b: String, told: String)] = [
  ("create table a (i int)", "create table b (i int)", "disjoint"),
  (
    "create table a (i int)", "create table a (j int)",
    "error: `11_b` of lane B does not run after those of A: relation \"a\" already exists, in `create table a (j int)` (column 1)"
  ),
  (
    "alter table o add x int", "alter table o add y int",
    "note: the migrations of lanes A and B make another schema in the other order: table public.o: the columns are in another order: x moved"
  ),
  (
    "alter table o alter t set default 1", "alter table o alter t set default 2",
    "error: the migrations of lanes A and B make another schema in the other order: column public.o.t: default 1 instead of 2"
  ),
  ("alter table o alter t set default 1", "create index on o (t)", "same"),
  (
    "alter table o drop t", "create index on o (t)",
    "error: `11_b` of lane B does not run after those of A: column \"t\" does not exist, in `create index on o (t)` (column 1)"
  ),
  ("create index on o (t)", "create index on o (t)", "same"),
  ("create index concurrently i1 on o (t)", "create table x (i int)", "same"),
  ("create table x as select * from o", "create view y as select * from o", "disjoint"),
  (
    "create or replace function f() returns int language sql as 'select 1'",
    "create or replace function f() returns int language sql as 'select 2'",
    "error: the migrations of lanes A and B make another schema in the other order: function public.f(): another definition"
  ),
]

@Test("a role that a migration makes is not in the way of the next copy")
func roles() async throws {
  try await withHost { host in
    let templates = PrefixTemplates(host)
    let text =
      "create role clerk; create table o (id int); grant select on o to clerk; alter table o owner to clerk"
    let new = try migration("1", "a", text, "drop table o; drop role clerk")
    for _ in 0..<2 {
      let trials = try await Verification(templates).trials(of: [new], after: [])
      #expect(trials.map(\.isExact) == [true])
      #expect(try await DataProof(templates).trials(of: [new], after: []).map(\.isExact) == [true])
    }
  }
}

@Test("migrations of two lanes that touch the same are run in both orders")
func commutation() async throws {
  try await withHost { host in
    let templates = PrefixTemplates(host)
    let base = [try migration("1", "base", "create table o (id int primary key, t int)", nil)]
    for (a, b, told) in lanes {
      let steps = try await [("A", "10_a", a), ("B", "11_b", b)].asyncMap { lane, name, text in
        let parts = name.split(separator: "_")
        let new = try migration(String(parts[0]), String(parts[1]), text, nil)
        let trials = try await Verification(templates).trials(of: [new], after: base)
        return LaneSteps(lane: try #require(LaneID(lane)), trials: trials)
      }
      let result = try await CommuteProof(templates)
        .commutation(of: steps[0], and: steps[1], after: base)
      let found = result.findings(for: result.second.lane)
      let lines = found.map { "\($0.level): \($0.message)" }
      #expect(result.findings(for: result.first.lane).allSatisfy { $0.level == .note })
      let word = result.result == .disjoint ? "disjoint" : "same"
      #expect((lines.first ?? word) == told)
    }
  }
}

extension Array {
  fileprivate func asyncMap<Other>(_ change: (Element) async throws -> Other) async rethrows
    -> [Other]
  {
    var others: [Other] = []
    for element in self { others.append(try await change(element)) }
    return others
  }
}
