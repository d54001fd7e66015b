/* The first picture of ui/early.py: it stands in the page until the run's own screen does, which then takes its place
   with what the reader has done so far. */
const early = document.getElementById('ea-early');
const root = document.getElementById('root');
const PATIENCE = 20_000;  // ms after which whatever there is shows
const HEAD_START = 600;  // ms after which Streamlit's programs start though the picture's charts are not drawn
const READY = '.ea-end, [role=dialog], [data-testid=stException], [data-testid=stAlert]';
const OPENS = '.stHtml a, .stHtml button, .stHtml summary';

let isOver = !early, isLate = false;

/* Whether a place is on the screen that shows. */
export const isShown = (place) => isOver || early.contains(place);

const charts = (within) => [...within.querySelectorAll('.ea-chart')];

/* Puts the run's screen in the picture's place once it is whole; `hand` gives one chart's drawing to another place. */
export const takeOver = (hand) => {
  if (isOver || !(isLate || root.querySelector(READY))) return;
  isOver = true;
  const to = charts(root);
  for (const from of charts(early)) {
    const at = to.findIndex((place) => place.dataset.program === from.dataset.program && place.dataset.rows === from.dataset.rows);
    if (at >= 0) hand(from, to.splice(at, 1)[0]);
  }
  const carryOn = root.querySelector('.ea-end')?.dataset.page === early.dataset.page ? readingOn() : () => {};
  early.remove();
  carryOn();
};

/* Notes what has been opened, how far the reader has come and where the keyboard is; gives what does so again. */
const readingOn = () => {
  const opened = [...early.querySelectorAll('.stHtml details')].map((one) => one.open);
  const at = [...early.querySelectorAll(OPENS)].indexOf(document.activeElement);
  const {scrollTop} = early.querySelector('main');
  return () => {
    root.querySelectorAll('.stHtml details').forEach((one, place) => { one.open = opened[place] ?? one.open; });
    root.querySelector('[data-testid=stMain]').scrollTop = scrollTop;
    if (at >= 0) root.querySelectorAll(OPENS)[at]?.focus({preventScroll: true});
  };
};

/* To be called when the picture's charts are drawn: Streamlit's programs start once they have been seen. */
export let drawn = () => {};

if (early) {
  const programs = [...document.querySelectorAll('link[data-then]')];
  const start = () => programs.splice(0).forEach(({href}) => import(href));
  drawn = () => requestAnimationFrame(() => setTimeout(start));
  setTimeout(start, HEAD_START);
  // Streamlit's own choice of light or dark, where the reader made one, as it keeps it for this address.
  const chosen = localStorage.getItem(`stActiveTheme-${location.pathname}-v2`) ?? '';
  if (/Light|Dark/.test(chosen)) early.style.colorScheme = chosen.includes('Dark') ? 'dark' : 'light';
  setTimeout(() => {
    isLate = true;
    if (!isOver) early.append('');  // a change for those who watch the page
  }, PATIENCE);
}
