// Keeps the page true: one stream of events says that something happened, the server's own page says what.
import "./keys.js";
import { update } from "./morph.js";

// gate:region stream

const connection = document.querySelector("#connection");
let last = document.documentElement.dataset.lastEvent;
let stream;

// Of the stream: connecting, live or lost; of the pages: whether the last one that was asked for came.
let state = "connecting";
let answers = true;
let wasWell = true;

const words = {
  connecting: "Connecting",
  live: "Live",
  lost: "The connection is lost; what you see may be old",
};

function show() {
  const isWell = state !== "lost" && answers;
  const isMute = state !== "lost" && !answers;
  connection.textContent = isMute ? "The server does not answer; what you see may be old" : words[state];
  connection.dataset.state = isWell && state === "live" ? "live" : "lost";
  // Once for who listens, not at each new attempt.
  if (!isWell && wasWell) say(`${connection.textContent}.`);
  wasWell = isWell;
}

function open() {
  stream = new EventSource(`/api/events?last_event_id=${last}`);
  stream.addEventListener("open", () => {
    // What is no event may have changed meanwhile.
    if (state === "lost") refreshSoon();
    state = "live";
    show();
  });
  stream.addEventListener("error", () => {
    state = "lost";
    show();
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

// Of a burst of events the first and the last are enough. What comes while the page is fetched may not be on it.
let due = 0;
let isDirty = false;

function refreshSoon() {
  isDirty = true;
  if (!due) due = setTimeout(refresh, 150);
}

async function refresh() {
  isDirty = false;
  try {
    const answer = await fetch("/", { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(20000) });
    if (!answer.ok) throw new Error(answer.statusText);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of fresh.querySelectorAll("[data-live]")) {
      const old = document.getElementById(part.id);
      if (old) update(old, part);
    }
    tellAges();
    answers = true;
  } catch {
    answers = false;
    setTimeout(refreshSoon, 3000);
  } finally {
    due = 0;
    show();
    if (isDirty) refreshSoon();
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
  say(/[.?!…]$/.test(sentence) ? sentence : `${sentence}.`);
}

function say(sentence) {
  news.push(sentence);
  if (!telling) telling = setTimeout(tell, 1000);
}

// What would turn the rest of a line around; the server leaves it out of the page as well.
function harmless(text) {
  return text.replace(/[\u202A-\u202E\u2066-\u2069]/g, "\uFFFD");
}

function tell() {
  const sentences = news.length > 3 ? `${news.length} agents need attention.` : news.join(" ");
  document.querySelector("#news").textContent = sentences;
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

// The button of who needs somebody: what is shown stays, and the focus stays in the row.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("#needs-you form")) return;
  event.preventDefault();
  if (form.contains(document.activeElement)) form.closest(".ask").focus();
  try {
    // The page that it leads to is asked for below.
    await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" });
  } catch {
    answers = false;
    show();
  }
  refreshSoon();
});

// gate:end agent-status

// gate:region traces
// gate:end traces

show();
setInterval(tellAges, 1000);
// What no event tells: new commits, new reports, the end of the timeline.
setInterval(refreshSoon, 30000);
open();
