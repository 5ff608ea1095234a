internal import GateModel
internal import PgQuery

extension SQLRule {
  static let banCreateDomainWithConstraint = SQLRule(
    "ban-create-domain-with-constraint", .note, "A domain has no constraint.",
    reason: """
      A constraint of a domain is changed for all tables at once, and adding one reads every table that \
      uses the domain. A CHECK of the table can be added NOT VALID.
      """,
    rewrite: "use the plain type, and a CHECK in each table",
    good: ["CREATE DOMAIN positive AS bigint;"],
    bad: ["CREATE DOMAIN positive AS bigint CHECK (value > 0);"], on: ["CreateDomainStmt"]
  ) { deed, _ in
    let constraints = deed.node["constraints"].children.compactMap { $0["contype"].text }
    guard constraints.contains(where: { $0 == "CONSTR_CHECK" || $0 == "CONSTR_NOTNULL" }) else {
      return nil
    }
    return SQLProblem("a constraint of a domain is hard to change later")
  }

  static let banAlterDomainWithAddConstraint = SQLRule(
    "ban-alter-domain-with-add-constraint", .warning,
    "A constraint is not added to a domain that is in use.",
    reason:
      "Every table with a column of the domain is read, under a lock that stops writes to it.",
    rewrite: "add it NOT VALID, and VALIDATE CONSTRAINT in a later migration",
    good: [
      "ALTER DOMAIN positive ADD CONSTRAINT p CHECK (value > 0) NOT VALID;",
      "CREATE DOMAIN positive AS bigint;\nALTER DOMAIN positive ADD CHECK (value > 0);",
    ],
    bad: ["ALTER DOMAIN positive ADD CONSTRAINT p CHECK (value > 0);"], on: ["AlterDomainStmt"]
  ) { deed, story in
    let subtype = deed.node["subtype"].text
    guard subtype == "C" || subtype == "O", !deed.node["def"]["skip_validation"].bool,
      let domain = SQLName(parts: deed.node["typeName"]), !story.made.contains(.type(domain))
    else { return nil }
    return SQLProblem("every table with a column of `\(domain)` is read for this constraint")
  }

  static let requireEnumValueOrdering = SQLRule(
    "require-enum-value-ordering", .note, "A new value of an enum says where it stands.",
    reason: "Without BEFORE or AFTER it comes last, in comparisons and in ORDER BY.",
    rewrite: "say BEFORE or AFTER which value",
    good: ["ALTER TYPE mood ADD VALUE 'sad' AFTER 'ok';"],
    bad: ["ALTER TYPE mood ADD VALUE 'sad';"], on: ["AlterEnumStmt"]
  ) { deed, story in
    guard let value = deed.node["newVal"].text, !deed.node["oldVal"].exists,
      !deed.node["newValNeighbor"].exists, let type = SQLName(parts: deed.node["typeName"]),
      !story.made.contains(.type(type))
    else { return nil }
    return SQLProblem("`\(value)` sorts behind every other value of `\(type)`")
  }
}
