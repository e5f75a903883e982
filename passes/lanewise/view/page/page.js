"use strict";
// The data is what page_data.py writes: everything once, named by its number.
const data = JSON.parse(document.getElementById("data").textContent);
const code = document.getElementById("code");
const panel = document.getElementById("panel");
const search = document.getElementById("search");

const SYMBOLS = { conversion: "⇄", copy: "+", clash: "≠", unresolved: "!", unknown: "?" };
const CHUNK = 50; // lines that are laid out together; the height in page.css is this times a line
// Attributes longer than this are cut short on the screen.
const LONG = /#[\w.]+<(?:[^<>]|<(?:[^<>]|<[^<>]*>)*>)*>/g;
const LONGEST = 40;

const rows = []; // elements of lines, from 1
const spans = []; // of each value, the elements that name it
const definitions = []; // the elements that define values, in the order of the text
const marked = [...new Set(data.marks.map((mark) => mark.line))].sort((a, b) => a - b);

function element(tag, options = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "class") made.className = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

// Hues that follow one another by the golden angle stay apart however many there are.
const hue = (layout) => `--hue: ${Math.round((layout * 137.5 + 210) % 360)}`;

// ---- the text

function group(list, key) {
  const groups = new Map();
  for (const one of list) {
    if (!groups.has(key(one))) groups.set(key(one), []);
    groups.get(key(one)).push(one);
  }
  return groups;
}

function plain(text, into) {
  let end = 0;
  for (const match of text.matchAll(LONG)) {
    if (match[0].length <= LONGEST) continue;
    into.append(text.slice(end, match.index), element("span", { class: "long", title: match[0] }, match[0]));
    end = match.index + match[0].length;
  }
  into.append(text.slice(end));
}

function valueSpan(text, [line, , , value, defines, count], clashing) {
  const { layout } = data.values[value];
  const made = element("span", { class: "value", tabindex: "-1", "data-value": value, "data-count": count }, text);
  if (layout >= 0) {
    made.setAttribute("style", hue(layout));
    made.dataset.layout = data.layouts[layout].name;
  }
  if (defines) {
    made.classList.add("defines");
    definitions.push(made);
  }
  if (clashing) made.classList.add("clashing");
  for (let number = value; number < value + count; number += 1) (spans[number] ||= []).push(made);
  return made;
}

function row(number, text, tokens, marks) {
  const symbols = element("span", { class: "marks" });
  for (const kind of new Set(marks.map((mark) => mark.kind))) {
    const title = marks.filter((mark) => mark.kind === kind).map((mark) => mark.text).join("\n");
    symbols.append(element("span", { class: `mark ${kind}`, title, "data-line": number }, SYMBOLS[kind]));
  }
  const made = element("div", { class: "row" }, element("span", { class: "gutter" }, String(number)), symbols);
  // An anchor that converts is marked as a conversion where it reads.
  const clashing = new Set(marks.filter(({ kind }) => kind === "clash" || kind === "conversion").map((mark) => mark.value));
  let end = 0;
  for (const token of tokens) {
    plain(text.slice(end, token[1]), made);
    made.append(valueSpan(text.slice(token[1], token[2]), token, !token[4] && clashing.has(token[3])));
    end = token[2];
  }
  plain(text.slice(end), made);
  return made;
}

function fill() {
  const tokens = group(data.tokens, (token) => token[0]);
  const marks = group(data.marks, (mark) => mark.line);
  const whole = document.createDocumentFragment();
  for (let first = 1; first <= data.lines.length; first += CHUNK) {
    const chunk = element("div", { class: "chunk" });
    for (let number = first; number < first + CHUNK && number <= data.lines.length; number += 1) {
      rows[number] = row(number, data.lines[number - 1], tokens.get(number) || [], marks.get(number) || []);
      chunk.append(rows[number]);
    }
    whole.append(chunk);
  }
  code.append(whole);
}

// ---- the panel

const show = (...parts) => {
  panel.replaceChildren(...parts);
  panel.scrollTop = 0;
};

const link = (text, action) => element("a", { href: "#", onclick: (event) => { event.preventDefault(); action(); } }, text);
const lineLink = (line, text = `line ${line}`) => link(text, () => goTo(line));

function chip(layout) {
  if (layout < 0) return element("span", { class: "dim" }, "no layout");
  const { name, text } = data.layouts[layout];
  return element("button", { class: "chip", style: hue(layout), title: text, onclick: () => showLayout(layout) }, name);
}

function picture(svg) {
  const made = element("div", { class: "picture", title: "click for full size" });
  made.innerHTML = svg;
  made.addEventListener("click", () => made.classList.toggle("full"));
  return made;
}

function section(title, items, tag = "ul") {
  return items.length ? [element("h2", {}, title), element(tag, {}, ...items.map((item) => element("li", {}, ...item)))] : [];
}

function chain(step) {
  const steps = [];
  for (; step >= 0; step = data.steps[step][5]) steps.unshift(data.steps[step]);
  return steps.map(([line, name, value, layout, rule]) => [
    lineLink(line), ": ", value >= 0 ? link(name, () => select(value)) : name, " in ", chip(layout), ": ", rule,
  ]);
}

function valueParts(number) {
  const value = data.values[number];
  const shown = value.layout >= 0 ? [element("p", { class: "mono" }, data.layouts[value.layout].text), picture(data.layouts[value.layout].svg)] : [];
  const lost = (value.lost || []).map(([layout, step]) => {
    const last = data.steps[step];
    return [chip(layout), ` came later: ${last[4]}`];
  });
  return [
    element("h2", {}, element("span", { class: "mono" }, value.name), " ", chip(value.layout)),
    element("div", {}, lineLink(value.line), `: ${value.op}, `, element("span", { class: "mono" }, value.type)),
    ...section("Why", value.step >= 0 ? chain(value.step) : (value.missing || []).map((text) => [text]), value.step >= 0 ? "ol" : "ul"),
    ...shown,
    ...section("Lost candidates", lost),
    ...section("Required", (value.requirements || []).map(([text, line]) => [lineLink(line), `: ${text}`])),
    ...section("Clashes", (value.clashes || []).map(([text, line]) => [lineLink(line), `: ${text}`])),
  ];
}

function showLayout(layout) {
  const { text, svg } = data.layouts[layout];
  const numbers = [...data.values.keys()].filter((number) => data.values[number].layout === layout);
  const users = numbers.map((number) => [link(data.values[number].name, () => select(number)), " ", lineLink(data.values[number].line)]);
  highlight(numbers);
  show(element("h2", {}, chip(layout), ` of ${users.length} values`), element("p", { class: "mono" }, text), picture(svg), ...section("Values", users));
}

function showMarks(line) {
  const parts = [];
  for (const mark of data.marks.filter((one) => one.line === line)) {
    parts.push(element("h2", {}, element("span", { class: mark.kind }, `${SYMBOLS[mark.kind]} ${mark.kind}`), " at ", lineLink(line)), element("div", {}, mark.text));
    if (mark.value >= 0) parts.push(element("div", {}, "value ", link(data.values[mark.value].name, () => select(mark.value))));
    if (mark.pair >= 0) parts.push(picture(data.pairs[mark.pair]));
  }
  show(...parts);
}

function overview() {
  highlight([]);
  unselect();
  const totals = [...["unknown", "unresolved", "conversion"].map((kind) => [kind, data.totals[kind]]),
    ...Object.entries(data.totals.by_movement).map(([name, sums]) => [`  ${name}`, sums]), ["copy", data.totals.copy]];
  const table = element("table", {}, element("tr", {}, ...["", "count", "bytes", "bytes x trips"].map((text) => element("th", {}, text))));
  for (const [name, sums] of totals) {
    const cells = [name.replace(/^ {2}/, "  "), sums.count, sums.bytes, sums.bytes_times_trips];
    table.append(element("tr", {}, ...cells.map((text) => element("td", {}, String(text)))));
  }
  const items = data.marks.filter((mark) => mark.kind !== "clash").map((mark) => [
    element("span", { class: mark.kind }, SYMBOLS[mark.kind]), " ", link(`line ${mark.line}`, () => goToMark(mark.line)), `: ${mark.text}`,
  ]);
  const counts = data.layouts.map((_, layout) => data.values.filter((value) => value.layout === layout).length);
  const legend = data.layouts.map(({ text }, layout) => [chip(layout), ` ${counts[layout]} values `, element("code", {}, text.replace("#iree_vector_ext.", ""))]);
  const bare = data.values.filter((value) => value.layout < 0).length;
  show(element("h2", {}, "Costs"), table, ...section("Copies, conversions and gaps", items), ...section(`Layouts of ${data.values.length - bare} vectors; ${bare} have none`, legend));
}

// ---- moving about

let selected = null; // an element that names a value
let same = []; // elements that name the values in question
let hits = [];
let hit = -1;

function reveal(made) {
  made.scrollIntoView({ block: "center", inline: "nearest" });
}

function goTo(line) {
  code.querySelector(".row.at")?.classList.remove("at");
  if (!rows[line]) return;
  rows[line].classList.add("at");
  reveal(rows[line]);
}

function goToMark(line) {
  goTo(line);
  showMarks(line);
}

function highlight(numbers) {
  for (const made of same) made.classList.remove("same");
  same = numbers.flatMap((number) => spans[number] || []);
  for (const made of same) made.classList.add("same");
}

function unselect() {
  selected?.classList.remove("selected");
  selected?.setAttribute("tabindex", "-1");
  selected = null;
  code.querySelector(".row.at")?.classList.remove("at");
}

function choose(made) {
  unselect();
  selected = made;
  made.classList.add("selected");
  made.setAttribute("tabindex", "0");
  made.focus({ preventScroll: true });
  const first = Number(made.dataset.value);
  const numbers = Array.from({ length: Number(made.dataset.count) }, (_, index) => first + index);
  highlight(numbers);
  show(...numbers.flatMap(valueParts));
  history.replaceState(null, "", `#v${first}`);
}

// From a link: the place where the value is defined; some have no name in the text.
function select(number) {
  const found = spans[number] || [];
  const made = found.find((one) => one.classList.contains("defines")) || found[0];
  if (made) {
    choose(made);
    reveal(made);
  } else {
    goTo(data.values[number].line);
    show(...valueParts(number));
  }
}

function stepValue(by) {
  let index = selected ? definitions.indexOf(selected) : -1;
  if (selected && index < 0) {
    const following = selected.compareDocumentPosition.bind(selected);
    index = definitions.findIndex((made) => following(made) & Node.DOCUMENT_POSITION_FOLLOWING);
    index = (index < 0 ? definitions.length : index) - (by > 0 ? 1 : 0);
  }
  const made = definitions[Math.min(Math.max(index + by, 0), definitions.length - 1)];
  if (made) {
    choose(made);
    made.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}

function stepMark(by) {
  const at = rows.indexOf(code.querySelector(".row.at") || selected?.closest(".row"));
  const next = by > 0 ? marked.find((line) => line > at) : marked.findLast((line) => line < at);
  const line = next ?? (by > 0 ? marked[0] : marked.at(-1));
  if (line) goToMark(line);
}

// ---- search

function find() {
  for (const line of hits) rows[line].classList.remove("hit");
  const text = search.value.trim().toLowerCase();
  const layout = data.layouts.findIndex(({ name }) => name === text);
  hits = [];
  hit = -1;
  if (layout >= 0) {
    hits = [...new Set(data.values.filter((value) => value.layout === layout).map((value) => value.line))];
  } else if (text) {
    data.lines.forEach((line, index) => { if (line.toLowerCase().includes(text)) hits.push(index + 1); });
  }
  for (const line of hits) rows[line].classList.add("hit");
  if (hits.length) stepHit(1);
  count();
}

function stepHit(by) {
  if (!hits.length) return;
  hit = (hit + by + hits.length) % hits.length;
  goTo(hits[hit]);
  count();
}

function count() {
  const text = hits.length ? `${hit + 1} of ${hits.length} lines` : "nothing found";
  document.getElementById("found").textContent = search.value.trim() ? text : "";
}

// ---- events

function toggleWide() {
  const wide = code.classList.toggle("wide");
  document.getElementById("wide").setAttribute("aria-pressed", String(wide));
}

const KEYS = {
  "/": () => { search.focus(); search.select(); },
  j: () => stepValue(1), k: () => stepValue(-1), n: () => stepMark(1), p: () => stepMark(-1), w: toggleWide, Escape: overview,
};

code.addEventListener("click", (event) => {
  const value = event.target.closest(".value");
  const mark = event.target.closest(".mark");
  if (value) choose(value);
  else if (mark) goToMark(Number(mark.dataset.line));
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target === search) {
    if (event.key === "Enter") stepHit(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") code.focus();
    return;
  }
  if (KEYS[event.key]) {
    event.preventDefault();
    KEYS[event.key]();
  }
});
search.addEventListener("input", find);
document.getElementById("next-mark").addEventListener("click", () => stepMark(1));
document.getElementById("previous-mark").addEventListener("click", () => stepMark(-1));
document.getElementById("wide").addEventListener("click", toggleWide);
document.getElementById("overview").addEventListener("click", overview);

fill();
const asked = /^#v(\d+)$/.exec(location.hash);
if (asked && data.values[asked[1]]) select(Number(asked[1]));
else overview();
