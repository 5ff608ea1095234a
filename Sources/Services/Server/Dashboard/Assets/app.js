// Keeps the page true: one stream of events says that something happened, the server's own page says what.
import { update } from "./morph.js";

// gate:region stream

const connection = document.querySelector("#connection");
let last = document.documentElement.dataset.lastEvent;
let stream;
let due = 0;

function show(words, state) {
  connection.textContent = words;
  connection.dataset.state = state;
}

function open() {
  stream = new EventSource(`/api/events?last_event_id=${last}`);
  stream.addEventListener("open", () => show("Live", "live"));
  stream.addEventListener("error", () => {
    show("The connection is lost; what you see may be old", "lost");
    // A browser tries again by itself, unless the server refused.
    if (stream.readyState === EventSource.CLOSED) setTimeout(open, 3000);
  });
  for (const kind of kinds) {
    stream.addEventListener(kind, (event) => {
      last = event.lastEventId || last;
      heard(kind, JSON.parse(event.data));
      refreshSoon();
    });
  }
}

// Of a burst of events the first and the last are enough.
function refreshSoon() {
  if (due) return;
  due = setTimeout(refresh, 150);
}

async function refresh() {
  try {
    const answer = await fetch("/", { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.statusText);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of fresh.querySelectorAll("[data-live]")) {
      const old = document.getElementById(part.id);
      if (old) update(old, part);
    }
    tellAges();
  } catch {
    show("The server does not answer; what you see may be old", "lost");
  } finally {
    due = 0;
  }
}

// gate:end stream

// gate:region agent-status

const kinds = [
  "agent_status", "agent_updated", "agent_acknowledged", "reset",
  "run_started", "check_started", "check_ended", "run_ended",
];

const urgent = {
  waiting_approval: "needs approval",
  waiting_input: "needs an answer",
  error: "has an error",
  dead: "is dead",
};

// One sentence at a time for who listens to the page; what comes meanwhile is told together.
let news = [];
let telling = 0;

function heard(kind, event) {
  if (kind !== "agent_status" || !(event.status in urgent)) return;
  const who = event.lane ? `Lane ${event.lane}` : event.id;
  const what = event.waiting_for ?? event.detail;
  const sentence = `${who} ${urgent[event.status]}${what ? `: ${harmless(what)}` : ""}`;
  news.push(/[.?!…]$/.test(sentence) ? sentence : `${sentence}.`);
  if (!telling) telling = setTimeout(tell, 1000);
}

// What would turn the rest of a line around; the server leaves it out of the page as well.
function harmless(text) {
  return text.replace(/[\u202A-\u202E\u2066-\u2069]/g, "\uFFFD");
}

function tell() {
  const words = news.length > 3 ? `${news.length} agents need attention.` : news.join(" ");
  document.querySelector("#news").textContent = words;
  news = [];
  telling = 0;
}

// The words of `age` on the server.
function age(seconds) {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86400) {
    const minutes = Math.floor((seconds % 3600) / 60);
    return `${Math.floor(seconds / 3600)} h${minutes ? ` ${minutes} min` : ""}`;
  }
  return `${Math.floor(seconds / 86400)} d`;
}

function tellAges() {
  for (const time of document.querySelectorAll("time[data-age]")) {
    const words = age(Math.max(0, Math.floor((Date.now() - Date.parse(time.dateTime)) / 1000)));
    if (time.textContent !== words) time.textContent = words;
  }
}

// gate:end agent-status

// gate:region keyboard

const stops = () => [...document.querySelectorAll("main [tabindex='-1']")];

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
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

// gate:end keyboard

// gate:region traces
// gate:end traces

show("Connecting", "lost");
setInterval(tellAges, 1000);
// What no event tells: new commits, new reports, the end of the timeline.
setInterval(refreshSoon, 30000);
open();
