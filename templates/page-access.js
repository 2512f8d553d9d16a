// Rights as a matrix of objects and people; what is searched for, and never more than fits.

const MOST_ROWS = 200;
const MOST_COLUMNS = 40;

function startAccess() {
  const model = JSON.parse(byId('data').textContent);
  const cells = new Map(model.cells.map((cell) => [cell[0] * model.people.length + cell[1], cell]));
  const search = byId('search'), who = byId('who');

  const matches = (text, words) => words.every((word) => text.toLowerCase().includes(word));
  const numbers = (list, text, words) => list.map((_, number) => number).filter((number) => matches(text(list[number]), words));
  const wordsOf = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);

  function show() {
    const columns = numbers(model.people, (one) => one.join(' '), wordsOf(state.who));
    const has = (row) => columns.some((column) => cells.has(row * model.people.length + column));
    const rows = numbers(model.uris, (uri) => uri, wordsOf(state.q)).filter(has);
    const told = [`${rows.length.toLocaleString('en')} of ${counted(model.uris.length, 'object')}`, `${columns.length.toLocaleString('en')} of ${counted(model.people.length, 'user or role', 'users and roles')}`];
    if (rows.length > MOST_ROWS || columns.length > MOST_COLUMNS) told.push(`shown: the first ${Math.min(rows.length, MOST_ROWS)} × ${Math.min(columns.length, MOST_COLUMNS)}`);
    byId('count').textContent = told.join(' · ');
    byId('matrix').replaceChildren(matrix(rows.slice(0, MOST_ROWS), columns.slice(0, MOST_COLUMNS)));
  }

  function matrix(rows, columns) {
    if (!rows.length || !columns.length) return el('p', { class: 'nothing', text: 'Nothing matches.' });
    return el('table', { class: 'rights' },
      el('thead', {}, el('tr', {}, el('th', { scope: 'col', text: 'Object' }), ...columns.map((number) =>
        el('th', { scope: 'col' }, el('small', { text: model.people[number][0] }), model.people[number][1])))),
      el('tbody', {}, ...rows.map((row) => el('tr', {}, el('th', { scope: 'row' }, ...model.uris[row].split(/(?<=\/)/).flatMap((part) => [part, el('wbr')])),
        ...columns.map((column) => right(cells.get(row * model.people.length + column), model.uris[row], model.people[column]))))));
  }

  function right(cell, uri, person) {
    if (!cell) return el('td', {});
    const [, , mask, words, sources] = cell;
    const name = mask === null || mask === 0 ? 'none' : mask & 1 ? 'all' : 'some';
    const others = sources.filter((source) => source[2] !== uri || source[1] !== person[1] || source[0] !== person[0]);
    const from = others.map((source) => `${source[1] === person[1] && source[0] === person[0] ? '' : source[1] + ' '}${source[2] === uri ? '' : 'at ' + source[2]}`.trim()).filter(Boolean).join('; ');
    return el('td', { title: from ? `written for ${from}` : null }, el('span', { class: 'right ' + name }, words), from ? el('span', { class: 'from', text: 'from ' + from }) : null);
  }

  byId('app').hidden = false;
  const apply = () => { search.value = state.q; who.value = state.who; show(); };
  search.addEventListener('input', settled(60, () => { state.q = search.value; show(); writeState(); }));
  who.addEventListener('input', settled(60, () => { state.who = who.value; show(); writeState(); }));
  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && !event.target.closest('input')) { event.preventDefault(); search.focus(); }
  });
  readState();
  apply();
  onState(apply);
  document.documentElement.dataset.ready = 'yes';
}

if (byId('data') && byId('matrix')) startAccess();
