// Folders on the left: how many objects each holds, and how grave the gravest is.

const UNFOLDED = 24;

/** Folders out of objects; folders with a single folder in them are told as one. */
function foldersOf(objects) {
  const root = { path: '', label: 'Everything', inner: new Map(), count: 0, level: 3 };
  const take = (folder, object) => { folder.count++; folder.level = Math.min(folder.level, object.l); };
  for (const object of objects) {
    take(root, object);
    let here = root;
    for (const path of placesOf(object)) {
      if (!here.inner.has(path)) here.inner.set(path, { path, label: path.slice(path.lastIndexOf('/') + 1) || '/', inner: new Map(), count: 0, level: 3 });
      here = here.inner.get(path);
      take(here, object);
    }
  }
  return joined(root);
}

/** The folders that an object is in, outermost first; a folder is in itself. What is nowhere is by its kind. */
function placesOf(object) {
  if (!object.u.startsWith('/')) return ['* ' + (object.k ? kindWord(object.k) : 'The catalog itself')];
  const path = object.k === 'folder' ? object.u : object.u.slice(0, object.u.lastIndexOf('/'));
  const found = [];
  for (let end = path.indexOf('/', 1); end > 0; end = path.indexOf('/', end + 1)) found.push(path.slice(0, end));
  if (path.length > 1) found.push(path);
  return found.length ? found.slice(0, 60) : ['/'];
}

function kindWord(kind) {
  const words = { user: 'Users', role: 'Roles', organization: 'Organizations', calendar: 'Calendars', event: 'Access events', favorite: 'Favorites', entry: 'Entries of the archive', job: 'Jobs', folder: 'Folders', resource: 'Resources' };
  return words[kind] || kind;
}

function joined(folder) {
  let here = folder;
  while (here.path && here.inner.size === 1) {
    const [only] = here.inner.values();
    if (only.count !== here.count) break;
    here = { ...only, label: here.label + '/' + only.label };
  }
  const inner = [...here.inner.values()].map(joined);
  inner.sort((a, b) => a.path.startsWith('* ') - b.path.startsWith('* ') || (a.path < b.path ? -1 : 1));
  return { ...here, label: here.label.replace(/^\* /, ''), inner };
}

/** Whether an object is in a folder. */
function isIn(object, folder) {
  return !folder || placesOf(object).includes(folder);
}

/** The tree; `choose` is told the path of the folder that was chosen. */
function makeTree(nav, objects, choose) {
  const top = foldersOf(objects);
  const made = new Map();

  function node(folder, depth) {
    const list = folder.inner.length ? el('ul', { role: 'group', hidden: true }) : null;
    const item = el('li', { role: 'treeitem', class: 'depth-' + Math.min(depth, 6), tabindex: '-1', 'aria-selected': 'false', 'aria-expanded': list ? 'false' : null, 'aria-level': depth + 1 },
      el('div', { class: 'node', title: folder.path.replace(/^\* /, '') },
        el('span', { class: 'twist' }, list ? icon('chevron') : null),
        el('span', { class: 'label', text: folder.label.replace(/^\* /, '') }),
        el('span', { class: 'dot ' + LEVELS[folder.level] }, el('span', { class: 'unseen', text: folder.level < 2 ? ', with ' + LEVEL_WORDS[folder.level] + 's' : '' })),
        el('span', { class: 'number', text: folder.count.toLocaleString('en') })),
      list);
    item.folder = folder;
    item.depth = depth;
    made.set(folder.path, item);
    return item;
  }

  /** Fold or unfold; what is inside is made when it is first unfolded. */
  function unfold(item, open) {
    const list = item.querySelector(':scope > ul');
    if (!list) return;
    if (open && !list.children.length) list.append(...item.folder.inner.map((folder) => node(folder, item.depth + 1)));
    list.hidden = !open;
    item.setAttribute('aria-expanded', String(open));
  }

  const root = node(top, 0);
  nav.append(el('ul', { role: 'tree', 'aria-label': 'Folders' }, root));
  root.tabIndex = 0;
  unfold(root, true);
  let visible = top.inner.length;
  for (const folder of top.inner) {
    if (visible + folder.inner.length <= UNFOLDED) { unfold(made.get(folder.path), true); visible += folder.inner.length; }
  }

  const shownItems = () => [...nav.querySelectorAll('[role="treeitem"]')].filter((item) => !item.parentElement.closest('[hidden]'));
  function focus(item) {
    for (const other of nav.querySelectorAll('[tabindex="0"]')) other.tabIndex = -1;
    item.tabIndex = 0;
    item.focus();
  }

  nav.addEventListener('click', (event) => {
    const item = event.target.closest('[role="treeitem"]');
    if (!item) return;
    if (event.target.closest('.twist') && item.hasAttribute('aria-expanded')) unfold(item, item.getAttribute('aria-expanded') !== 'true');
    else { unfold(item, true); choose(item.folder.path); }
    focus(item);
  });
  nav.addEventListener('keydown', (event) => {
    const item = event.target.closest('[role="treeitem"]');
    if (!item) return;
    const all = shownItems(), at = all.indexOf(item), isOpen = item.getAttribute('aria-expanded') === 'true';
    const moves = { ArrowDown: all[at + 1], ArrowUp: all[at - 1], Home: all[0], End: all[all.length - 1] };
    if (event.key in moves) { if (moves[event.key]) focus(moves[event.key]); }
    else if (event.key === 'ArrowRight') { if (isOpen) focus(all[at + 1] || item); else unfold(item, true); }
    else if (event.key === 'ArrowLeft') { if (isOpen) unfold(item, false); else focus(item.parentElement.closest('[role="treeitem"]') || item); }
    else if (event.key === 'Enter' || event.key === ' ') choose(item.folder.path);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  return {
    /** Show which folder is chosen, and unfold the way to it. */
    select(path) {
      if (path && !made.has(path)) unfoldTo(top, path);
      for (const [name, item] of made) item.setAttribute('aria-selected', String(name === path));
    },
  };

  function unfoldTo(folder, path) {
    for (const inner of folder.inner) {
      if (path !== inner.path && !path.startsWith(inner.path + '/')) continue;
      unfold(made.get(folder.path), true);
      unfoldTo(inner, path);
    }
  }
}
