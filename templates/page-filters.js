// Search and filters.

const FACETS = [
  ['level', 'Level', (object) => [LEVELS[object.l]]],
  ['do', '', (object) => (object.a ? [object.a] : [])],
  ['type', 'Type', (object) => [object.t || object.k || 'catalog']],
  ['kind', '', (object) => [...new Set((object.c || []).map((item) => item.k))]],
  ['org', 'Organization', (object) => [object.o || '']],
];

/** All that search looks at, in small letters; made when it is first asked for. */
function haystack(object) {
  if (object.hay === undefined) {
    const items = (object.c || []).map((item) => `${item.k} ${item.s || ''} ${item.p || ''} ${item.f || ''} ${item.e || ''}`);
    object.hay = `${object.u} ${object.n || ''} ${object.t || ''} ${object.w || ''} ${items.join(' ')}`.toLowerCase();
  }
  return object.hay;
}

/** The objects that the state asks for, in its order. */
function wantedObjects(objects, isDone) {
  const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
  const tests = FACETS.filter(([name]) => state[name].length).map(([name, , values]) => {
    const chosen = new Set(state[name]);
    return (object) => values(object).some((value) => chosen.has(value));
  });
  if (state.folder) tests.push((object) => isIn(object, state.folder));
  if (state.left) tests.push((object) => !isDone(object));
  if (words.length) tests.push((object) => words.every((word) => haystack(object).includes(word)));
  const found = tests.length ? objects.filter((object) => tests.every((test) => test(object))) : objects;
  return sortedBy(found, state.sort);
}

function sortedBy(objects, sort) {
  const keys = { uri: (o) => o.u, type: (o) => `${o.n || ''}\0${o.u}`, action: (o) => `${o.a || ''}\0${o.u}`, level: (o) => `${o.l}\0${o.u}`, reason: (o) => `${o.w || ''}\0${o.u}` };
  if (!keys[sort]) return objects;
  return objects.map((object) => [keys[sort](object), object]).sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0)).map((pair) => pair[1]);
}

const isFiltered = () => Boolean(state.q || state.folder || state.left || LISTS.some((name) => state[name].length));

/** Buttons with check boxes for what objects differ in; `changed` is called when one is ticked. */
function makeFacets(root, model, changed) {
  const titles = { do: model.words.action, kind: model.words.kind };
  const made = [];
  for (const [name, fixed, values] of FACETS) {
    const title = fixed || titles[name];
    const counts = new Map();
    for (const object of model.objects) for (const value of values(object)) counts.set(value, (counts.get(value) || 0) + 1);
    const isSame = counts.size < 2 && [...counts.values()][0] === model.objects.length;
    if (!title || !counts.size || isSame) continue;
    made.push(facet(name, title, [...counts].sort(order(name)), model));
  }
  root.append(...made.map((one) => one.box));
  root.addEventListener('change', (event) => {
    const { name, value } = event.target;
    state[name] = event.target.checked ? [...state[name], value] : state[name].filter((other) => other !== value);
    changed();
  });
  root.addEventListener('toggle', (event) => {
    if (event.target.open) for (const one of made) if (one.box !== event.target) one.box.open = false;
  }, true);
  document.addEventListener('click', (event) => {
    for (const one of made) if (one.box.open && !one.box.contains(event.target)) one.box.open = false;
  });
  return {
    update() { for (const one of made) one.update(); },
    /** Close what is open; gives whether anything was. */
    close() {
      const open = made.find((one) => one.box.open);
      if (open) { open.box.open = false; open.box.firstChild.focus(); }
      return Boolean(open);
    },
  };
}

const order = (name) => (a, b) => (name === 'level' ? LEVELS.indexOf(a[0]) - LEVELS.indexOf(b[0]) : b[1] - a[1] || (a[0] < b[0] ? -1 : 1));

function facet(name, title, counts, model) {
  const summary = el('summary', { class: 'button', text: title });
  const boxes = counts.map(([value, number]) => {
    const input = el('input', { type: 'checkbox', name, value });
    return [input, el('label', {}, input, ...optionLabel(name, value, model), el('span', { text: number.toLocaleString('en') }))];
  });
  const box = el('details', { class: 'facet' }, summary, el('fieldset', {}, el('legend', { class: 'unseen', text: title }), ...boxes.map((pair) => pair[1])));
  return {
    box,
    update() {
      const chosen = new Set(state[name]);
      for (const [input] of boxes) input.checked = chosen.has(input.value);
      box.classList.toggle('on', chosen.size > 0);
      summary.textContent = shown(chosen.size ? `${title}: ${chosen.size === 1 ? plainLabel(name, [...chosen][0], model) : chosen.size}` : title);
    },
  };
}

function optionLabel(name, value, model) {
  if (name === 'level') return [levelOf(LEVELS.indexOf(value))];
  return [el('span', { text: plainLabel(name, value, model) })];
}

function plainLabel(name, value, model) {
  if (name === 'level') return LEVEL_WORDS[LEVELS.indexOf(value)] || value;
  if (name === 'org') return value || 'none (root)';
  if (name === 'type') return model.nouns.get(value) || value;
  const told = name === 'kind' && model.meanings.kinds[value];
  return told && told.name ? `${value} ${told.name}` : value.replace(/-/g, ' ');
}
