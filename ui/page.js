/* What happens in the browser alone: plain links of ui/links.py, and the tables of ui/grid.py. */
(() => {
  // What an address left open and the screen fills in is no step that Back would have to go through.
  let touched = false;  // since the reader came to where the address says
  for (const input of ['pointerdown', 'keydown']) document.addEventListener(input, () => { touched = true; }, true);
  window.addEventListener('popstate', () => { touched = false; }, true);
  const push = history.pushState.bind(history);
  history.pushState = (...to) => (touched ? push(...to) : history.replaceState(...to));

  // A link within the board goes the way of the browser's own Back and Forward: no new load, no new session.
  const follow = (click) => {
    complete(click);
    const link = click.target.closest('a.ea-to');
    if (!link || click.button || click.metaKey || click.ctrlKey || click.shiftKey || click.altKey) return;
    if (document.getElementById('ea-early')) return;  // no session yet: the browser goes there itself
    click.preventDefault();
    touched = false;
    push({}, '', link.href);
    window.dispatchEvent(new PopStateEvent('popstate'));
  };

  // A choice of the head goes into the address there is, so that what else it says stays.
  const complete = (event) => {
    const link = event.target.closest?.('a.ea-set');
    if (!link) return;
    const asked = new URLSearchParams(location.search);
    new URLSearchParams(link.dataset.set ??= link.getAttribute('href')).forEach((value, name) => {
      if (value) asked.set(name, value); else asked.delete(name);
    });
    link.href = `${location.pathname}?${asked}`;
  };
  document.addEventListener('pointerdown', complete, true);
  document.addEventListener('focusin', complete, true);

  // Menus close when something else is clicked, by Escape, and by what is chosen in them.
  const close = (but) => {
    for (const menu of document.querySelectorAll('details.ea-menu[open]')) if (!menu.contains(but)) menu.open = false;
  };
  const fold = (bar, isOpen) => {
    bar?.classList.toggle('open', isOpen);
    bar?.querySelector('.ea-burger').setAttribute('aria-expanded', isOpen);
  };

  const collator = new Intl.Collator(undefined, {numeric: true});
  const amount = /^[+\-−]?[\d,]*\.?\d+(?![\d\u5e74-])/;
  const number = (text) => (amount.test(text) ? Number(amount.exec(text)[0].replace(/,/g, '').replace('−', '-')) : null);
  const isDate = (text) => /[A-Za-z]{3,}.*\d{4}/.test(text) && !Number.isNaN(Date.parse(text));

  // How a column's texts are told apart: by the order given, as English dates, as numbers, or as words.
  const keys = (cells) => {
    const texts = cells.map((cell) => cell.textContent.trim());
    const said = texts.filter((text) => text && text !== '–');
    if (cells.some((cell) => cell.dataset.s)) return cells.map((cell) => Number(cell.dataset.s));
    const of = said.every(isDate) ? Date.parse  // before amounts: 5 Oct 2024 begins with a number, too
      : said.filter((text) => amount.test(text)).length > 0.7 * said.length ? number : (text) => text;
    return texts.map((text) => (text && text !== '–' ? of(text) : null));
  };

  const compare = (a, b) => (typeof a === 'string' ? collator.compare(a, b) : a - b);

  // Up, down, and back to the order the table came in; what says nothing stands last.
  const sort = (button) => {
    const head = button.closest('th'), body = button.closest('table').tBodies[0], rows = [...body.rows];
    rows.forEach((row, place) => { row.dataset.place ??= place; });
    const was = head.getAttribute('aria-sort');
    const now = was === 'ascending' ? 'descending' : was === 'descending' ? 'none' : 'ascending';
    for (const other of head.parentElement.cells) other.removeAttribute('aria-sort');
    if (now !== 'none') head.setAttribute('aria-sort', now);
    const found = keys(rows.map((row) => row.cells[head.cellIndex])), sign = now === 'descending' ? -1 : 1;
    const ordered = rows.map((row, place) => ({row, key: found[place], place: Number(row.dataset.place)}));
    ordered.sort((a, b) => {
      if (now === 'none') return a.place - b.place;
      if (a.key === null || b.key === null) return (a.key === null) - (b.key === null) || a.place - b.place;
      return sign * compare(a.key, b.key) || a.place - b.place;
    });
    body.append(...ordered.map(({row}) => row));
    body.querySelectorAll('a.ea-to').forEach((link, place) => { link.tabIndex = place ? -1 : 0; });
  };

  // Within a table or a menu the arrow keys lead from line to line: the tab key is free to leave it.
  document.addEventListener('keydown', (press) => {
    const menu = press.target.closest?.('details.ea-menu');
    if (press.key === 'Escape' && menu?.open) {
      menu.open = false;
      menu.querySelector('summary').focus();
      return;
    }
    const link = press.target.closest?.('.ea-grid td a.ea-to, details.ea-menu a.ea-to, details.ea-menu[open]>summary');
    if (!link || press.metaKey || press.ctrlKey || press.shiftKey || press.altKey) return;
    const within = menu ? menu.querySelectorAll('a.ea-to') : link.closest('table').querySelectorAll('td a.ea-to');
    const all = [...within].filter((one) => one.offsetParent), at = all.indexOf(link);
    const to = {ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1}[press.key];
    if (to === undefined) return;
    press.preventDefault();
    all[to]?.focus();
  });

  // The keys that move a page move this one, too, though it scrolls within the window.
  const STEPS = {PageDown: 0.9, ' ': 0.9, PageUp: -0.9, ArrowDown: 0.1, ArrowUp: -0.1, Home: -1e6, End: 1e6};
  document.addEventListener('keydown', (press) => {
    const main = document.querySelector('#ea-early main, [data-testid=stMain]'), step = STEPS[press.key];
    if (press.defaultPrevented || press.target !== document.body || !main || !step) return;
    if (press.ctrlKey || press.metaKey || press.altKey || document.querySelector('.ea-slide')) return;
    press.preventDefault();
    main.scrollBy({top: (press.shiftKey && press.key === ' ' ? -step : step) * main.clientHeight});
  });

  // What was chosen by keyboard leaves the keyboard where it was, though the head is written anew.
  let chosen = null;
  for (const touch of ['pointerdown', 'keydown']) document.addEventListener(touch, () => { chosen = null; }, true);
  new MutationObserver(() => {
    if (chosen && document.activeElement === document.body) document.querySelector(chosen)?.focus();
  }).observe(document.documentElement, {childList: true, subtree: true});

  document.addEventListener('click', (click) => {
    const button = click.target.closest('button.ea-sort, button.ea-all, button.ea-burger');
    const link = click.target.closest('a.ea-to');
    close(link ? null : click.target);
    if (link || !button?.matches('.ea-burger')) {
      const bar = document.querySelector('.ea-nav.open');
      if (link || (bar && !bar.contains(click.target))) fold(bar, false);
    }
    if (button?.matches('.ea-sort')) sort(button);
    else if (button?.matches('.ea-burger')) fold(button.closest('.ea-nav'), !button.closest('.ea-nav.open'));
    else if (button) button.closest('.ea-grid').classList.remove('short');
    else {
      const pick = link?.matches('.ea-set') && !click.detail && link.closest('[data-pick]')?.dataset.pick;
      chosen = pick ? `[data-pick="${pick}"]>summary, [data-pick="${pick}"]>a[aria-current]` : null;
      follow(click);
    }
  });
})()
