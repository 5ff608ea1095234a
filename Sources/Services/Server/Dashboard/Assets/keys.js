// The keys that go from card to card.

// Single keys are in the way of who speaks to the computer: they can be shut off. Source: WCAG 2.2, 2.1.4.
const keys = document.createElement("input");
keys.type = "checkbox";
keys.checked = stored("keys") !== "off";
keys.addEventListener("change", () => store("keys", keys.checked ? "on" : "off"));
const label = document.createElement("label");
label.append(keys, " Keys are on");
document.querySelector("#keys").append(" ", label);

// A browser may keep nothing for pages: then it is for this page only.
function stored(name) {
  try { return localStorage.getItem(name); } catch { return null; }
}

function store(name, value) {
  try { localStorage.setItem(name, value); } catch { /* As above. */ }
}

const stops = () => [...document.querySelectorAll("main [tabindex='-1']")];

document.addEventListener("keydown", (event) => {
  if (!keys.checked || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select")) return;
  const all = stops();
  const here = all.indexOf(document.activeElement?.closest("[tabindex='-1']"));
  const next = { j: here + 1, k: here < 0 ? all.length - 1 : here - 1 }[event.key];
  const goal = event.key === "n" ? document.querySelector("#needs-you .ask") : all[next];
  if (!goal) return;
  event.preventDefault();
  goal.focus();
  goal.scrollIntoView({ block: "nearest" });
});
