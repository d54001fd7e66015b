/* What happens in the browser alone: plain links of ui/links.py, and the tables of ui/grid.py. */
(() => {
  if (window.eaWay) return;
  window.eaWay = true;

  // A link within the board goes the way of the browser's own Back and Forward: no new load, no new session.
  const follow = (click) => {
    const link = click.target.closest('a.ea-to');
    if (!link || click.button || click.metaKey || click.ctrlKey || click.shiftKey || click.altKey) return;
    click.preventDefault();
    history.pushState({}, '', link.href);
    window.dispatchEvent(new PopStateEvent('popstate'));
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

  // Within a table the arrow keys lead from row to row: the tab key is free to leave it.
  document.addEventListener('keydown', (press) => {
    const link = press.target.closest?.('.ea-grid td a.ea-to');
    if (!link || press.metaKey || press.ctrlKey || press.shiftKey || press.altKey) return;
    const all = [...link.closest('table').querySelectorAll('td a.ea-to')].filter((one) => one.offsetParent);
    const to = {ArrowDown: all.indexOf(link) + 1, ArrowUp: all.indexOf(link) - 1, Home: 0, End: all.length - 1}[press.key];
    if (to === undefined) return;
    press.preventDefault();
    all[to]?.focus();
  });

  document.addEventListener('click', (click) => {
    const button = click.target.closest('button.ea-sort, button.ea-all');
    if (button?.matches('.ea-sort')) sort(button);
    else if (button) button.closest('.ea-grid').classList.remove('short');
    else follow(click);
  });
})()
