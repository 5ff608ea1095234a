// Makes one tree like another one and keeps the nodes that are alike: where the reader is, what has the focus, what is
// folded out or in stays. Elements with `data-key` are the same where their keys are.

export function update(old, fresh) {
  const focused = document.activeElement;
  morph(old, fresh);
  // A node that changes its place loses the focus on the way.
  if (focused !== document.activeElement && old.contains(focused)) focused.focus({ preventScroll: true });
}

function morph(old, fresh) {
  if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName) {
    old.replaceWith(fresh.cloneNode(true));
    return;
  }
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
    return;
  }
  if (old.isEqualNode(fresh)) return;
  morphAttributes(old, fresh);
  morphChildren(old, fresh);
}

function morphAttributes(old, fresh) {
  // What the reader folded out or in stays so.
  for (const { name, value } of fresh.attributes) {
    if (name !== "open" && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    if (name !== "open" && !fresh.hasAttribute(name)) old.removeAttribute(name);
  }
}

function morphChildren(old, fresh) {
  const wantedKeys = new Set([...fresh.children].map((child) => child.dataset.key));
  const keyed = new Map();
  // What is gone goes first, so that what stays need not move.
  for (const child of [...old.children]) {
    const key = child.dataset.key;
    if (key && wantedKeys.has(key)) keyed.set(key, child);
    else if (key) child.remove();
  }
  let place = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const key = wanted.dataset?.key;
    const known = key ? keyed.get(key) : place && !place.dataset?.key ? place : null;
    if (!known) {
      old.insertBefore(wanted.cloneNode(true), place);
      continue;
    }
    if (known === place) place = place.nextSibling;
    else old.insertBefore(known, place);
    morph(known, wanted);
  }
  while (place) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
}
