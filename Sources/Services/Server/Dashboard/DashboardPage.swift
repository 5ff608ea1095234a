internal import GateModel
internal import Monitor

extension DashboardView {
  /// The page. It is whole without a script; with one it keeps itself true.
  var page: HTML {
    let name = project.name.isEmpty ? "gate" : project.name
    let again: HTML? = refresh.map { "<meta http-equiv=\"refresh\" content=\"\($0)\">" }
    return """
      <!doctype html>
      <html lang="en" data-last-event="\(board.lastEvent)">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      \(again)
      <title>\(name): agents and gate</title>
      <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
      <link rel="stylesheet" href="/assets/style.css">
      <script type="module" src="/assets/app.js"></script>
      </head>
      <body>
      <a class="skip" href="#main">Skip to the agents</a>
      <header>
      <h1>\(name)</h1>
      <p id="connection" class="connection"><noscript>Read at \(now.timestamp.prefix(19)) UTC. <a href="/">Read it again</a>,
      or <a href="/?refresh=10">every ten seconds</a>.</noscript></p>
      \(summary)
      </header>
      <p id="news" role="status" aria-live="polite" aria-atomic="true" class="hidden"></p>
      <main id="main">
      \(notices)
      \(needsYou)
      \(lanes)
      \(timeline)
      \(waves)
      \(gateReports)
      \(matrix)
      </main>
      <footer><p id="keys">Keys: <kbd>j</kbd> and <kbd>k</kbd> go from card to card, <kbd>n</kbd> to who needs you.
      <a href="/openapi.json">API</a> <a href="/metrics">metrics</a></p></footer>
      </body></html>

      """
  }

  /// What makes the page less than it should be.
  private var notices: HTML {
    let unwatched: HTML? =
      isWatched ? nil : "<p class=\"notice\">No monitor watches here: states may be old.</p>"
    let names = blind.sorted { $0.key < $1.key }.map { name, problem -> HTML in
      "<span><b>\(name)</b>: \(prose(problem)).</span> "
    }
    let unseen: HTML? =
      names.isEmpty
      ? nil : "<p class=\"notice\">Not seen, so states may be old: \(names)</p>"
    return "<div id=\"notices\" data-live>\(unwatched)\(unseen)</div>"
  }
}
