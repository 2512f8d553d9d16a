// The list of objects. Only rows in view are in the page; the window scrolls.

const SPARE = 12;

/** A list that shows rows of `objects`; `columns` are [class, title, cell, sort key or ''], `events` tell what is done. */
function makeGrid(root, columns, events) {
  const head = el('div', { class: 'head', role: 'row', 'aria-rowindex': '1' }, ...columns.map(([name, title, , sort]) =>
    el('div', { role: 'columnheader', class: name }, sort
      ? el('button', { type: 'button', text: title, onclick: () => events.sort(sort) })
      : title ? title : el('span', { class: 'unseen', text: 'Reviewed' }))));
  const rows = el('div', { class: 'rows', role: 'rowgroup' });
  const nothing = el('div', { class: 'nothing', hidden: true });
  const top = el('div', { role: 'rowgroup' }, head);
  root.append(top, rows, nothing);
  const made = new Map();
  let items = [], active = 0, selected = null, all = false;

  const height = () => parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--row')) || 56;
  let rowHeight = height();

  function draw() {
    const top = rows.getBoundingClientRect().top;
    let first = Math.max(0, Math.floor(-top / rowHeight) - SPARE);
    let last = Math.min(items.length, Math.ceil((innerHeight - top) / rowHeight) + SPARE);
    if (all) { first = 0; last = Math.min(items.length, all); }
    const kept = new Set();
    for (let number = first; number < last; number++) kept.add(number);
    if (active < items.length) kept.add(active);
    for (const [number, row] of made) if (!kept.has(number)) { row.remove(); made.delete(number); }
    for (const number of [...kept].sort((a, b) => a - b)) if (!made.has(number)) place(number);
  }

  function place(number) {
    const item = items[number];
    const row = el('div', {
      class: 'row' + (events.isDone(item) ? ' done' : ''), role: 'row', 'aria-rowindex': number + 2,
      tabindex: number === active ? '0' : '-1', 'aria-selected': String(item === selected),
    }, ...columns.map(([name, , cell]) => el('div', { role: 'gridcell', class: name }, cell(item))));
    row.style.top = number * rowHeight + 'px';
    row.item = number;
    made.set(number, row);
    const after = [...made.keys()].filter((other) => other > number).sort((a, b) => a - b)[0];
    rows.insertBefore(row, after === undefined ? null : made.get(after));
  }

  function setActive(number, focus) {
    const before = made.get(active);
    if (before) before.tabIndex = -1;
    active = Math.max(0, Math.min(number, items.length - 1));
    const row = made.get(active);
    if (row) row.tabIndex = 0;
    if (focus) reveal(active, true);
  }

  /** Bring a row into view, and focus it if wanted. */
  function reveal(number, focus) {
    const top = rows.getBoundingClientRect().top + number * rowHeight;
    const edge = 110;
    if (top < edge) scrollBy(0, top - edge);
    else if (top + rowHeight > innerHeight - 20) scrollBy(0, top + rowHeight - innerHeight + 20);
    draw();
    if (focus && made.has(number)) made.get(number).focus({ preventScroll: true });
  }

  function reset() {
    for (const row of made.values()) row.remove();
    made.clear();
    rowHeight = height();
    rows.style.height = items.length * rowHeight + 'px';
    draw();
  }

  rows.addEventListener('click', (event) => {
    const row = event.target.closest('.row');
    if (!row || event.target.closest('.tick')) return;
    setActive(row.item, false);
    events.open(items[row.item]);
  });
  rows.addEventListener('focusin', (event) => {
    const row = event.target.closest('.row');
    if (row && row.item !== active) setActive(row.item, false);
  });
  root.addEventListener('keydown', (event) => {
    if (event.target.closest('button, input') || !items.length) return;
    const page = Math.max(1, Math.floor(innerHeight / rowHeight) - 3);
    const steps = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + page, PageUp: active - page, Home: 0, End: items.length - 1 };
    if (event.key in steps) { event.preventDefault(); setActive(steps[event.key], true); }
    else if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); events.open(items[active]); }
  });
  addEventListener('scroll', draw, { passive: true });
  addEventListener('resize', settled(60, reset));

  return {
    show(list, empty) {
      items = list;
      active = Math.min(active, Math.max(items.length - 1, 0));
      root.setAttribute('role', items.length ? 'grid' : 'region'); // a grid must have rows
      if (items.length) root.setAttribute('aria-rowcount', String(items.length + 1));
      else root.removeAttribute('aria-rowcount');
      nothing.hidden = items.length > 0;
      top.hidden = rows.hidden = !items.length;
      nothing.replaceChildren(...(items.length ? [] : empty()));
      reset();
    },
    sorted(sort) {
      columns.forEach((column, number) => {
        if (column[3] === sort && sort) head.children[number].setAttribute('aria-sort', 'ascending');
        else head.children[number].removeAttribute('aria-sort');
      });
    },
    select(item) {
      selected = item;
      for (const [number, row] of made) row.setAttribute('aria-selected', String(items[number] === item));
      const number = items.indexOf(item);
      if (number >= 0) setActive(number, false);
    },
    update(item) {
      const number = items.indexOf(item);
      const row = made.get(number);
      if (!row) return;
      const isFocused = row.contains(document.activeElement);
      const isTick = isFocused && document.activeElement !== row;
      row.remove();
      made.delete(number);
      place(number);
      if (isFocused) (isTick ? made.get(number).querySelector('input') : made.get(number)).focus({ preventScroll: true });
    },
    /** Draw so many rows at once, for paper; 0 for those in view only. */
    whole(number) { all = number; draw(); },
    focus() { setActive(active, true); },
    reveal: (item) => { const number = items.indexOf(item); if (number >= 0) reveal(number, false); },
    get active() { return items[active]; },
    get items() { return items; },
    get hasFocus() { return rows.contains(document.activeElement); },
  };
}
