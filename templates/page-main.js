// The page as a whole: list, details, keys, paper.

const MOST_OPENED = 40;
const MOST_ON_PAPER = 2000;

/** Words of a URI for the list: the name, and the folder it is in. */
function nameCell(object) {
  if (!object.u) return [el('b', { text: 'the catalog itself' })];
  const cut = object.u.startsWith('/') || object.k === 'entry' ? object.u.lastIndexOf('/') + 1 : 0;
  const folder = object.u.slice(0, cut);
  return [el('b', { title: object.u, text: object.u.slice(cut) || object.u }), el('span', { text: folder || (object.k ? object.k : '') })];
}

function startPage() {
  const model = JSON.parse(byId('data').textContent);
  for (const object of model.objects) { // what is told once in the data
    if (object.u === undefined) object.u = object.id;
    if (object.w === undefined) object.w = object.c && object.c.length === 1 ? object.c[0].s : '';
  }
  const isPlain = Boolean(model.words.plain);
  model.nouns = new Map(model.objects.map((object) => [object.t || object.k || 'catalog', object.n]));
  const page = { model, byId: new Map(model.objects.map((object) => [object.id, object])) };
  const panel = byId('panel'), app = byId('app'), search = byId('search');
  const opened = new Map();
  let current = null, cameFrom = null;
  app.hidden = false;

  page.review = makeReview(model, (object) => {
    if (object) grid.update(object);
    else filter();
    progress();
    bar();
  });

  const tick = (object) => {
    const input = el('input', { type: 'checkbox', tabindex: '-1', 'aria-label': `Reviewed: ${shown(object.u || 'the catalog itself')}` });
    input.checked = page.review.isDone(object);
    input.addEventListener('change', () => page.review.tick(object, input.checked));
    const has = page.review.note(object);
    return [input, has ? el('span', { class: 'unseen', text: 'has a note' }) : null];
  };
  const columns = [
    isPlain ? null : ['tick', '', tick, ''],
    isPlain ? null : ['level-cell', 'Level', (object) => [levelOf(object.l)], 'level'],
    ['kind-cell', 'Type', (object) => [el('span', { text: object.n || '' })], 'type'],
    ['uri', 'URI or name', nameCell, 'uri'],
    model.words.action ? ['action-cell', model.words.action, (object) => (object.a ? [el('span', { class: 'action' }, icon(actionIcon(object.a)), object.a)] : []), 'action'] : null,
    ['why-cell', model.words.reason || 'What', (object) => [object.w || ''], 'reason'],
  ].filter(Boolean);
  const grid = makeGrid(byId('grid'), columns, {
    isDone: page.review.isDone,
    open: (object) => open(object),
    sort: (name) => { state.sort = state.sort === name ? '' : name; filter(); writeState(); },
  });
  app.classList.toggle('no-review', isPlain);
  app.classList.toggle('no-action', !model.words.action);

  const tree = makeTree(byId('tree'), model.objects, (path) => { state.folder = path; filter(); writeState(true); });
  const facets = makeFacets(byId('facets'), model, () => { filter(); writeState(); });
  if (model.objects.length < 2) document.querySelector('.panes').classList.add('flat');
  byId('tree').hidden = model.objects.length < 2;
  byId('reviewing').hidden = isPlain || !model.objects.length;

  /** Show the objects that the state asks for. */
  function filter() {
    const found = wantedObjects(model.objects, page.review.isDone);
    grid.show(found, nothing);
    grid.sorted(state.sort);
    grid.select(current);
    facets.update();
    tree.select(state.folder);
    if (document.activeElement !== search) search.value = state.q;
    byId('clear').hidden = !isFiltered();
    byId('left').setAttribute('aria-pressed', String(Boolean(state.left)));
    const [one, many] = model.words.objects;
    byId('count').textContent = found.length === model.objects.length ? counted(found.length, one, many) : `${found.length.toLocaleString('en')} of ${counted(model.objects.length, one, many)}`;
    bar();
  }

  function nothing() {
    if (!model.objects.length) return [el('p', { text: model.words.nothing })];
    return [el('p', { text: 'Nothing matches.' }), el('p', {}, el('button', { type: 'button', class: 'button', text: 'Clear filters', onclick: clear }))];
  }

  function clear() {
    for (const name of LISTS) state[name] = [];
    state.q = state.folder = state.left = search.value = '';
    filter();
    writeState(true);
    search.focus();
  }

  function progress() {
    const done = page.review.count(), all = model.objects.length;
    byId('progress-text').textContent = `${done.toLocaleString('en')} of ${all.toLocaleString('en')} reviewed`;
    byId('progress').max = Math.max(all, 1);
    byId('progress').value = done;
    if (!page.review.isKept) tell('');
  }

  /** Tell something in the line below the list's controls, or what always holds. */
  function tell(text) {
    byId('told').textContent = text || (page.review.isKept ? '' : 'This browser keeps no data for this page: export the review before you close it.');
  }

  /** Open the details of an object. */
  function open(object, { push = true, focus = true } = {}) {
    if (isPlain) { current = object; grid.select(object); state.at = object.id; writeState(); return; }
    if (panel.hidden) cameFrom = document.activeElement;
    tell('');
    current = object;
    state.at = object.id;
    if (push) writeState(true);
    grid.select(object);
    grid.reveal(object);
    showDetail(object);
    if (focus) panel.querySelector('.detail:not([hidden]) h2').focus({ preventScroll: true });
  }

  /** Articles stay in the page once opened: they keep what was unfolded, and are printed. */
  function showDetail(object) {
    panel.hidden = false;
    app.classList.add('with-panel');
    for (const article of panel.querySelectorAll('.detail')) {
      article.hidden = true;
      article.querySelectorAll('[id]').forEach((node) => node.removeAttribute('id'));
      article.removeAttribute('aria-labelledby');
    }
    let article = opened.get(object.id);
    if (!article) {
      article = detailOf(object, page);
      panel.append(article);
    } else {
      article.hidden = false;
      article.querySelector('h2').id = 'detail-title';
      article.querySelector('.note-box').id = 'note';
      article.querySelector('.note-box').value = page.review.note(object);
      article.setAttribute('aria-labelledby', 'detail-title');
      for (const box of article.querySelectorAll('.text')) box.show();
    }
    opened.delete(object.id);
    opened.set(object.id, article);
    for (const [id, old] of opened) {
      if (opened.size <= MOST_OPENED) break;
      old.remove();
      opened.delete(id);
    }
    panel.scrollTop = 0;
    bar();
  }

  function hide() {
    panel.hidden = true;
    app.classList.remove('with-panel');
    current = null;
  }

  function close() {
    if (panel.hidden) return;
    const at = current;
    hide();
    state.at = null;
    writeState(true);
    grid.select(null);
    if (at && grid.items.includes(at)) { grid.select(at); grid.focus(); grid.select(null); }
    else if (cameFrom && cameFrom.isConnected) cameFrom.focus();
  }

  /** The bar over the details. */
  function bar() {
    if (panel.hidden || !current) return;
    const at = grid.items.indexOf(current);
    const step = (name, number, label) => el('button', { type: 'button', class: 'icon-button ' + name, title: label, 'aria-label': label, disabled: !grid.items[number], onclick: () => open(grid.items[number], { focus: false }) }, icon('chevron'));
    const box = el('input', { type: 'checkbox', id: 'seen' });
    box.checked = page.review.isDone(current);
    const object = current;
    box.addEventListener('change', () => page.review.tick(object, box.checked));
    const head = el('div', { class: 'panel-bar' },
      el('span', { class: 'where', text: at < 0 ? 'not in the list as filtered' : `${(at + 1).toLocaleString('en')} of ${grid.items.length.toLocaleString('en')}` }),
      el('label', {}, box, 'Reviewed'),
      el('a', { class: 'icon-button link-cell', href: fragment(), title: 'Link to this object', 'aria-label': 'Link to this object' }, icon('link')),
      step('back', at - 1, 'Previous object (k)'), step('next', at + 1, 'Next object (j)'),
      el('button', { type: 'button', class: 'icon-button', title: 'Close (Esc)', 'aria-label': 'Close', onclick: close }, icon('close')));
    const old = panel.querySelector('.panel-bar');
    const focused = old && old.contains(document.activeElement) ? [...old.querySelectorAll('input, a, button')].indexOf(document.activeElement) : -1;
    if (old) old.replaceWith(head);
    else panel.prepend(head);
    if (focused >= 0) head.querySelectorAll('input, a, button')[focused].focus({ preventScroll: true });
  }

  /** Show what the address asks for. */
  function apply(isFirst) {
    search.value = state.q;
    const asked = state.at === null ? null : page.byId.get(state.at);
    filter();
    if (asked) open(asked, { push: false, focus: !isFirst || !isPlain });
    else if (!panel.hidden) { hide(); grid.select(null); }
    if (asked && isPlain) grid.reveal(asked);
    tell(state.at === null || asked ? '' : `There is no object ${shown(state.at)} in this result.`);
  }

  /** Go on to the next or previous object: open it if details are open, else focus it. */
  function walk(step) {
    const items = grid.items;
    const at = items.indexOf(panel.hidden ? grid.active : current);
    const isStart = panel.hidden && !grid.hasFocus;
    const next = items[isStart ? Math.max(at, 0) : Math.min(Math.max(at + step, 0), items.length - 1)];
    if (!next) return;
    if (panel.hidden) { grid.select(next); grid.select(current); grid.focus(); }
    else open(next);
  }

  function toggleReviewed() {
    const object = panel.hidden ? grid.active : current;
    if (object) page.review.tick(object, !page.review.isDone(object));
  }

  function writeNote() {
    const object = panel.hidden ? grid.active : current;
    if (!object) return;
    if (panel.hidden) open(object);
    byId('note').focus();
  }

  search.addEventListener('input', settled(40, () => { state.q = search.value; filter(); writeState(); }));
  byId('clear').addEventListener('click', clear);
  byId('left').addEventListener('click', () => { state.left = state.left ? '' : 'yes'; filter(); writeState(); });
  byId('folders').addEventListener('click', (event) => {
    const isOpen = byId('tree').classList.toggle('open');
    event.currentTarget.setAttribute('aria-expanded', String(isOpen));
  });
  byId('help-button').addEventListener('click', () => byId('help').showModal());
  byId('help-close').addEventListener('click', () => byId('help').close());
  byId('export').addEventListener('click', () => download('review.json', page.review.exported()));
  byId('import').addEventListener('click', () => byId('import-file').click());
  byId('import-file').addEventListener('change', async (event) => {
    const [file] = event.target.files;
    if (file) tell(page.review.imported(await file.text()));
    event.target.value = '';
  });
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link) return;
    const hash = link.getAttribute('href');
    if (hash === '#list') { event.preventDefault(); (model.objects.length ? grid : byId('list')).focus(); return; }
    if (!panel.contains(link) && !hash.startsWith('#at=')) byId('list').scrollIntoView({ block: 'start' });
  });
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || byId('help').open) return;
    const isTyping = event.target.closest('input:not([type="checkbox"]), textarea, select');
    if (event.key === 'Escape') {
      if (facets.close()) return;
      if (isTyping && isTyping !== search) { panel.querySelector('.detail:not([hidden]) h2').focus({ preventScroll: true }); return; }
      if (isTyping === search && search.value) { search.value = state.q = ''; filter(); writeState(); return; }
      close();
      return;
    }
    if (isTyping) return;
    const keys = {
      '/': () => { search.focus(); search.select(); }, j: () => walk(1), k: () => walk(-1), '?': () => byId('help').showModal(),
      ...(isPlain ? {} : { x: toggleReviewed, n: writeNote }),
    };
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  });

  const onPaper = (isPaper) => grid.whole(isPaper ? MOST_ON_PAPER : 0);
  addEventListener('beforeprint', () => onPaper(true));
  addEventListener('afterprint', () => onPaper(false));
  matchMedia('print').addEventListener('change', (event) => onPaper(event.matches));
  const fit = () => document.documentElement.style.setProperty('--bar', document.querySelector('.toolbar').offsetHeight + 'px');
  addEventListener('resize', settled(80, fit));

  allNoise(page);
  readState();
  apply(true);
  progress();
  fit();
  onState(() => apply(false));
  document.documentElement.dataset.ready = 'yes';
}

/** All noise of a result, when asked for. */
function allNoise(page) {
  const root = byId('all-noise');
  if (root && page.model.noise) root.append(noiseList('Show it, one by one', [...Array(page.model.noise).keys()], page.model, true));
}

startPage();
