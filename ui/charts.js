/* Draws the charts of ui/element.py in the browser. Rows come with the page, a chart's program is asked for by its name
   once; Vega is the copy that Streamlit brings. A chart that goes leaves its drawing to the next of the same program. */
import * as embedded from '../static/js/EMBED';
import * as interpreted from '../static/js/INTERPRETER';
import {drawn, isShown, takeOver} from './early.js';

const vega = Object.values(embedded).find((part) => part?.vega?.View).vega;
const expr = Object.values(interpreted).find((part) => part?.operator && part?.encode);
const SPARE = 12;  // drawings kept for charts to come

const programs = new Map();
const drawings = new Map();  // place -> drawing
const spare = [];
const waiting = new Set();   // places out of sight, drawn when the browser has time

const fetched = async (name) => {
  const answer = await fetch(new URL(`./${name}.json`, import.meta.url));
  if (!answer.ok) throw new Error(`${answer.status} for the program ${name}`);
  return answer.text();
};

/* The columns whose values stand along an axis in the order of the rows. */
const inRowOrder = (program) => {
  const said = new Set();
  JSON.stringify(program, (_, value) => {
    for (const {type, domain} of value?.scales ?? []) {
      if (type !== 'band' && type !== 'point') continue;
      const fields = domain.fields ?? [domain.field];
      if (!domain.sort) fields.forEach((one) => said.add(one?.field ?? one));
    }
    return value;
  });
  return [...said].filter((field) => typeof field === 'string');
};

/* What a program is drawn by. Texts are measured before they are drawn: the font that comes with the page has to be
   there by then. */
const parsed = async (text) => {
  const program = JSON.parse(text);
  if (text.includes("'Source Sans'")) await document.fonts.load("1em 'Source Sans'").catch(console.error);
  return {flow: vega.parse(program, {}, {ast: true}), ordered: inRowOrder(program)};
};

const programOf = ({program, inline}) => {
  if (!programs.has(program)) {
    programs.set(program, (inline ? Promise.resolve(inline) : fetched(program)).then(parsed));
    programs.get(program).catch(() => programs.delete(program));  // asked for anew by the next chart
  }
  return programs.get(program);
};

// Columns come as lists of the same length: a name is said once, not once a row, and a text that recurs once, too.
const rowsOf = (text) => {
  const columns = Object.entries(JSON.parse(text)).map(([name, said]) => [name, said.of ? said.at.map((at) => said.of[at]) : said]);
  const rows = (columns[0]?.[1] ?? []).map(() => ({}));
  for (const [name, values] of columns) for (let at = 0; at < rows.length; at += 1) rows[at][name] = values[at];
  return rows;
};

/* What is told of a mark under the pointer, a line each. */
const told = document.createElement('div');
told.className = 'ea-told';
told.setAttribute('aria-hidden', 'true');  // the chart's sentences say it aloud

const tell = (_, event, item, value) => {
  const lines = value && typeof value === 'object' ? Object.entries(value) : value ? [['', value]] : [];
  told.replaceChildren(...lines.map(([name, text]) => {
    const line = document.createElement('div');
    line.textContent = name.trim() ? `${name}: ${text}` : text;
    return line;
  }));
  told.hidden = !lines.length;
  if (told.hidden) return;
  if (!told.isConnected) document.body.append(told);
  const {width, height} = told.getBoundingClientRect(), gap = 12;
  const left = event.clientX + gap + width < innerWidth ? event.clientX + gap : event.clientX - gap - width;
  const top = event.clientY + gap + height < innerHeight ? event.clientY + gap : event.clientY - gap - height;
  told.style.translate = `${Math.max(0, left)}px ${Math.max(0, top)}px`;
};

/* A click on a mark goes to the address its chart names, with what the mark's row says put in. */
const follow = (place, datum) => {
  const pattern = place?.dataset.to, fields = [...(pattern ?? '').matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  if (!pattern || !datum || fields.some((name) => datum[name] === null || datum[name] === undefined)) return;
  const link = document.createElement('a');
  link.className = 'ea-to';
  link.href = pattern.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(datum[name]));
  place.append(link);
  link.click();  // the way of all links within the board: ui/page.js
  link.remove();
};

const beginning = ({flow, ordered}) => {
  const host = document.createElement('div');
  const drawing = {host, ordered, place: null, orders: []};
  drawing.view = new vega.View(flow, {expr, renderer: 'svg', logLevel: vega.Error, tooltip: tell});
  drawing.view.addEventListener('click', (_, item) => follow(drawing.place, item?.datum));
  drawing.view.initialize(host);
  return drawing;
};

const spareOf = (program) => {
  const at = spare.findIndex((one) => one.program === program);
  return at < 0 ? null : spare.splice(at, 1)[0];
};

/* Gives a drawing the size of its place; whether that is another than it was given last. Its own signals say less: Vega
   takes from them what axes and labels need. */
const fit = (drawing, {width, height}) => {
  const {view, place, given} = drawing;
  const wanted = [width, 'fill' in place.dataset ? height : 0].join();
  if (wanted === given) return false;
  drawing.given = wanted;
  if (width) view.width(width);
  if (height && 'fill' in place.dataset) view.height(height);
  return true;
};

/* Gives a drawing other rows. An axis keeps the places of the values it has and puts new ones last: where that is not
   the rows' order it has to forget them first. */
const fill = async (drawing, rows) => {
  const {view, ordered} = drawing, before = drawing.orders;
  drawing.orders = ordered.map((field) => [...new Set(rows.map((row) => row[field]))]);
  const stands = drawing.orders.every((now, at) => {
    const was = new Set(before[at]), is = new Set(now);
    const kept = [...was].filter((one) => is.has(one)), added = now.filter((one) => !was.has(one));
    return [...kept, ...added].every((one, place) => one === now[place]);
  });
  if (!stands) await view.data('source', []).runAsync();
  view.data('source', rows);
};

const draw = async (place, size) => {
  waiting.delete(place);
  try {
    const program = await programOf(place.dataset);
    if (!place.isConnected || drawings.has(place)) return;
    const drawing = spareOf(place.dataset.program) ?? beginning(program);
    drawings.set(place, Object.assign(drawing, {place, program: place.dataset.program}));
    place.replaceChildren(drawing.host);
    drawing.view.description(place.dataset.alt);
    await fill(drawing, rowsOf(place.dataset.rows));
    if (drawing.place !== place) return;  // it has gone meanwhile
    if (!fit(drawing, size)) drawing.view.resize();  // other rows, other labels
    await drawing.view.runAsync();
    place.dataset.state = 'drawn';
    sizes.observe(place);
  } catch (error) {
    console.error(error);
    drawings.delete(place);
    place.dataset.state = 'failed';
    place.textContent = place.dataset.failed;
  }
};

const sizes = new ResizeObserver((changes) => {
  for (const {target, contentRect} of changes) {
    const drawing = drawings.get(target);
    if (drawing && fit(drawing, contentRect)) drawing.view.runAsync();
  }
});

/* A drawing as it stands goes to another place for the same rows. */
const hand = (from, to) => {
  const drawing = drawings.get(from);
  if (from.dataset.state !== 'drawn' || !drawing) return;
  drawings.delete(from);
  sizes.unobserve(from);
  drawings.set(to, Object.assign(drawing, {place: to}));
  to.replaceChildren(drawing.host);
  to.dataset.state = 'drawn';
  sizes.observe(to);
};

const leave = (drawing) => {
  drawings.delete(drawing.place);
  sizes.unobserve(drawing.place);
  told.hidden = true;
  drawing.place = null;
  spare.push(drawing);
  while (spare.length > SPARE) spare.shift().view.finalize();
};

// One chart at a time, so that a click or a key never waits for more than one.
const later = window.requestIdleCallback ?? ((work) => setTimeout(work, 50));  // Safari has none
let isCalled = false;
const whenIdle = () => {
  if (isCalled) return;
  isCalled = true;
  later(() => {
    isCalled = false;
    const [next] = waiting;
    if (next) draw(next, next.getBoundingClientRect()).then(whenIdle);
    else prepareNext().catch(console.error);
  }, {timeout: 200});
};

/* What the next screens are likely to draw (ui/shell.py says so at a screen's end) is made while the reader reads: the
   first chart of a program costs several times what the next one does. */
const prepareNext = async () => {
  const said = document.querySelector('.ea-end')?.dataset.next ?? '';
  for (const [program, count] of said.split(' ').filter(Boolean).map((one) => one.split(':'))) {
    const have = [...spare, ...drawings.values()].filter((one) => one.program === program).length;
    if (have >= Number(count)) continue;
    const drawing = Object.assign(beginning(await programOf({program})), {program});
    spare.push(drawing);
    await drawing.view.runAsync();
    whenIdle();
    return;
  }
};

const places = document.getElementsByClassName('ea-chart');

const look = () => {
  takeOver(hand);
  for (const [place, drawing] of [...drawings]) if (!place.isConnected) leave(drawing);
  const found = [...places].filter((place) => !place.dataset.state && isShown(place));
  if (!found.length) return;
  const boxes = found.map((place) => place.getBoundingClientRect());  // all read before anything is drawn
  const now = [];
  found.forEach((place, at) => {
    place.dataset.state = 'waiting';
    if (boxes[at].top < innerHeight) now.push(draw(place, boxes[at]));
    else waiting.add(place);
  });
  for (const place of waiting) if (!place.isConnected) waiting.delete(place);
  whenIdle();
  return Promise.all(now);
};

new MutationObserver(look).observe(document.documentElement, {childList: true, subtree: true});
Promise.resolve(look()).then(drawn);
