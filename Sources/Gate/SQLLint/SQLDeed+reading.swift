internal import PgQuery

extension SQLDeed {
  /// What a statement does, in the order of its text.
  static func deeds(
    of statement: SQLStatement, in script: SQLScript, isInBody: Bool
  ) -> [SQLDeed] {
    let node = statement.node
    var whole = SQLDeed(
      key: statement.kind, node: node, statement: statement, table: SQLName(node["relation"]),
      isInBody: isInBody, line: statement.line)
    switch statement.kind {
    case "AlterTableStmt":
      whole.object = node["objtype"].text ?? ""
      let lines = script.linesOfCommands(of: statement)
      return node["cmds"].children.enumerated().flatMap { number, command in
        var deed = whole
        deed.line = number < lines.count ? lines[number] : statement.line
        return deed.commands(command, script)
      }
    case "CreateStmt": return [whole] + whole.elements(node["tableElts"], script)
    case "CreateForeignTableStmt":
      whole.table = SQLName(node["base"]["relation"])
      return [whole] + whole.elements(node["base"]["tableElts"], script)
    case "DropStmt":
      whole.key = "DROP \(node["removeType"].text ?? "")"
    case "RenameStmt":
      whole.key = "RENAME \(node["renameType"].text ?? "")"
      whole.object = node["relationType"].text ?? ""
    case "AlterObjectSchemaStmt": whole.object = node["objectType"].text ?? ""
    case "CreateTableAsStmt": whole.table = SQLName(node["into"]["rel"])
    default: break
    }
    return [whole]
  }

  /// A command of ALTER TABLE, and the column and the constraints that it brings.
  private func commands(_ command: SQLNode, _ script: SQLScript) -> [SQLDeed] {
    var deed = self
    deed.key = command["subtype"].text ?? ""
    deed.node = command
    deed.column = command["name"].text
    let definition = command["def"]
    switch deed.key {
    case "AT_AddColumn":
      deed.column = definition["colname"].text
      return [deed] + column(definition, .column, script)
    case "AT_AlterColumnType":
      var type = deed
      (type.key, type.node, type.type) = ("column", definition, definition["typeName"].typeName)
      return [deed, type]
    case "AT_AddConstraint", "AT_AddDomainConstraint":
      return [deed, constraint(definition, .whole, nil, script)]
    default: return [deed]
    }
  }

  private func elements(_ list: SQLNode, _ script: SQLScript) -> [SQLDeed] {
    list.children.flatMap { element in
      if element.isA("ColumnDef") { return column(element, .created, script) }
      guard element.isA("Constraint") else { return [] }
      return [constraint(element, .created, nil, script)]
    }
  }

  private func column(_ node: SQLNode, _ site: Site, _ script: SQLScript) -> [SQLDeed] {
    var deed = self
    deed.key = "column"
    deed.node = node
    deed.type = node["typeName"].typeName
    deed.site = site
    deed.column = node["colname"].text
    deed.line = script.line(of: node, in: statement)
    return [deed]
      + node["constraints"].children.map { constraint($0, site, deed.column, script) }
  }

  private func constraint(
    _ node: SQLNode, _ site: Site, _ column: String?, _ script: SQLScript
  ) -> SQLDeed {
    var deed = self
    deed.key = node["contype"].text ?? ""
    deed.node = node
    deed.site = site
    deed.column = column
    deed.line = script.line(of: node, in: statement)
    return deed
  }
}
