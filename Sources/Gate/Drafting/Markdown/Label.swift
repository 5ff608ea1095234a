internal import GateModel

/// What a part of a plan document is about, known by its name in English or Chinese.
enum Topic: Hashable {
  case files, tasks, acceptance, people, priority, branch, merge, outOfScope, after, freezes, suites
  /// What must not be changed, and what stands under a label that no plan knows: kept as comments.
  case forbidden, other
  /// The lanes of a wave.
  case members
  /// What a lane or wave is for.
  case goal
  /// The list of all lanes, or of all waves.
  case lanes, waves

  /// Nil where the name is none of these. A name may go on after a space or in brackets.
  init?(named name: some StringProtocol) {
    let bare = bareName(name)
    if let exact = Topic(exactly: bare) {
      self = exact
      return
    }
    let found = bare.utf8.count <= 60 ? Topic.topic(of: bare) : nil
    // `Files not to touch` is no list of files; `Out of scope: no UI` is still out of scope.
    if found != .outOfScope, isNegated(name) || found == .files && isReference(bare) {
      self = .forbidden
    } else if let found {
      self = found
    } else {
      return nil
    }
  }

  /// Nil where the text is more than the name.
  init?(exactly text: some StringProtocol) {
    let bare = bareName(text)
    guard let found = Topic.names.first(where: { $0.1.contains(bare) })?.0 else { return nil }
    self = found
  }

  private static func topic(of name: String) -> Topic? {
    var best: (topic: Topic, length: Int)?
    for (topic, words) in names {
      for word in words where name.hasPrefix(word) && word.utf8.count > best?.length ?? 0 {
        let rest = name.dropFirst(word.count)
        let isChinese = word.utf8.first.map { $0 >= 0x80 } ?? false
        let ends = rest.isEmpty || rest.first.map { " (（/、&".contains($0) } == true
        if ends || (isChinese && rest.count <= 4) { best = (topic, word.utf8.count) }
      }
    }
    return best?.topic
  }

  private static let names: [(Topic, [String])] = [
    (
      .files,
      [
        "files", "file", "paths", "owns", "touches", "scope of files", "here", "涉及文件", "文件", "路径",
        "涉及路径", "负责文件", "代码范围", "目录", "涉及模块", "主要文件",
      ]
    ),
    (
      .tasks,
      [
        "tasks", "task", "work", "deliverables", "what it delivers", "delivers", "to do", "todo",
        "steps",
        "任务", "交付", "交付物", "工作", "工作内容", "内容", "待办", "步骤", "具体任务",
      ]
    ),
    (
      .acceptance,
      [
        "acceptance", "acceptance criteria", "accepted when", "done when", "definition of done",
        "exit criteria", "验收", "验收标准", "完成标准", "完成定义", "通过标准",
      ]
    ),
    (
      .people,
      [
        "owner", "owners", "who", "agent", "assignee", "responsible", "负责人", "负责", "执行者", "执行人",
        "责任人",
      ]
    ),
    (.priority, ["priority", "优先级"]),
    (.branch, ["branch", "分支"]),
    (.merge, ["merge order", "merge", "merging order", "合并顺序", "合并", "集成顺序"]),
    (
      .outOfScope,
      [
        "out of scope", "out of scope this cycle", "non-goals", "not in scope", "excluded", "范围外",
        "不在范围", "非目标", "不做", "本期不做", "排除范围",
      ]
    ),
    (.after, ["after", "depends on", "dependencies", "requires", "依赖", "前置", "前置条件"]),
    (.freezes, ["freezes", "freeze", "frozen", "冻结"]),
    (.suites, ["suites", "suite", "test suites", "test suite", "测试套件", "套件"]),
    (.members, ["in this wave", "participants", "参与", "参与泳道"]),
    (.goal, ["goal", "goals", "purpose", "objective", "目标", "目的"]),
    (.lanes, ["lanes", "lane overview", "泳道", "车道", "泳道划分", "分工", "并行泳道"]),
    (.waves, ["waves", "波次", "波次划分", "阶段划分"]),
  ]
}

/// A name without numbering, emphasis and symbols around it, in lower case.
func bareName(_ name: some StringProtocol) -> String {
  var text = plain(name.prefix(200))[...]
  let numerals = text.prefix { "0123456789一二三四五六七八九十.".contains($0) }
  let after = text.dropFirst(numerals.count)
  if let mark = after.first, !numerals.isEmpty, "、.) ）".contains(mark) || numerals.hasSuffix(".") {
    text = after.drop { "、.) ）".contains($0) }
  }
  let start = text.drop { !$0.isLetter && $0 != "(" && $0 != "（" && !$0.isNumber }
  let ends = start.reversed().drop { " *_`:：".contains($0) }.reversed()
  return String(ends).lowercased()
}

/// A text cut at its first colon, where that comes early, or at the one that ends it.
func splitAtColon(_ text: String) -> (name: String, rest: String)? {
  var isCode = false
  for index in text.indices.prefix(60) {
    let character = text[index]
    if character == "`" { isCode.toggle() }
    guard !isCode, character == ":" || character == "：" else { continue }
    let rest = text[text.index(after: index)...]
    // `http://`, `path:12` and `10:30` have no name in front of them.
    if character == ":", let next = rest.first, next == "/" || next.isNumber { return nil }
    return (plain(text[..<index]), plainStart(rest))
  }
  let end = plain(text)
  return end.hasSuffix(":") || end.hasSuffix("：") ? (plain(end.dropLast()), "") : nil
}

/// Emphasis that was closed behind the colon goes with it.
private func plainStart(_ text: Substring) -> String {
  text.trimmed.hasPrefix("**") ? text.trimmed.dropFirst(2).trimmed : text.trimmed
}
