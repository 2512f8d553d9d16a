// One object in full: what is said of it, its texts and pictures, who may do what, who needs whom.

const MOST_ITEMS = 60;
const MOST_LINKS = 200;
const RIGHTS = [['administer', 1], ['read', 2], ['write', 4], ['create', 8], ['delete', 16], ['execute', 32]];
const PICTURE = /^data:image\/(?:png|jpeg|gif);base64,[A-Za-z0-9+/]*={0,2}$/;

/** The details of an object as an article; what is long arrives a little later. */
function detailOf(object, page) {
  const article = el('article', { class: 'detail', 'aria-labelledby': 'detail-title' });
  article.append(detailHead(object));
  const items = el('div', { class: 'items' });
  article.append(items);
  const long = object.x ? readBlock('details-' + object.x[0]).then((block) => block[object.x[1]]) : Promise.resolve({ texts: [], images: [] });
  addItems(items, object, 0, long, page.model);
  article.append(...neighbours(object, page), ...noiseOf(object, page), noteOf(object, page));
  return article;
}

function detailHead(object) {
  const cut = object.u.startsWith('/') ? object.u.lastIndexOf('/') + 1 : 0;
  const name = object.u ? object.u.slice(cut) || object.u : 'The catalog itself';
  return el('header', {},
    el('div', { class: 'about' }, levelOf(object.l), el('span', { text: (object.n || '') + (object.t && object.t !== object.n ? ` (${object.t})` : '') }),
      object.a ? el('span', { class: 'action' }, icon(actionIcon(object.a)), object.a) : null,
      object.o ? el('span', { text: 'organization ' + object.o }) : null),
    el('h2', { id: 'detail-title', tabindex: '-1', text: name }),
    object.u.startsWith('/') ? el('p', { class: 'crumbs', text: object.u }) : null,
    object.y && !(object.c || []).some((item) => item.s === object.y) ? el('p', { class: 'users', text: `${object.a}: ${object.y}` }) : null,
    object.w && object.w !== object.y && !(object.c || []).length ? el('p', { class: 'users', text: object.w }) : null,
    object.i ? el('p', { class: 'users', text: `Used by ${object.i.words}.` }) : null);
}

/** Things said, so many at a time. */
function addItems(root, object, from, long, model) {
  const all = object.c || [];
  const isAlone = all.filter((item) => item.m).length < 2; // else one matrix tells all rights
  for (const item of all.slice(from, from + MOST_ITEMS)) root.append(itemView(item, long, model, isAlone));
  const left = all.length - from - MOST_ITEMS;
  if (left > 0) {
    const more = el('button', { type: 'button', class: 'button', text: `Show ${Math.min(left, MOST_ITEMS)} of ${left.toLocaleString('en')} more`, onclick: () => { more.remove(); addItems(root, object, from + MOST_ITEMS, long, model); } });
    root.append(more);
  }
}

function itemView(item, long, model, isAlone) {
  const doubt = item.c && item.c !== 'certain' ? ` (${item.c})` : '';
  const box = el('section', { class: 'item' },
    el('div', { class: 'top' }, levelOf(item.l), el('p', {}, item.p ? el('span', { class: 'part', text: item.p }) : null, sentence(item.s || item.k, item.f) + doubt)),
    item.e ? el('p', { class: 'place', text: item.e + (item.n ? `, line ${item.n}` : '') }) : null,
    item.r ? el('p', { class: 'remedy' }, ...prose(item.r)) : null,
    meaningOf(item.k, model));
  if (item.m && isAlone) box.append(rightsOf([item.m]));
  const [text, images] = item.x || [-1, -1];
  if (text >= 0) addLater(box, long, (parts) => textView(parts.texts[text]));
  else if (!item.m && (item.b !== undefined || item.a !== undefined)) box.append(valuesOf(item));
  if (images >= 0) addLater(box, long, (parts) => picturesOf(parts.images[images]));
  return box;
}

function addLater(box, long, make) {
  const waiting = el('p', { class: 'quiet', text: 'Reading …' });
  box.append(waiting);
  long.then((parts) => waiting.replaceWith(make(parts)), () => { waiting.textContent = 'This browser cannot read the compressed part of this page: a newer one can.'; });
}

/** A text as a sentence; the name of a field, with which it may begin, stays as it is written. */
function sentence(text, field) {
  const end = /[.!?…]$/.test(text) ? '' : '.';
  const [word] = text.split(/[\s:,]/, 1);
  const isPlain = /^[a-z]+$/.test(word) && !(field || '').split('/').includes(word);
  return (isPlain ? text[0].toUpperCase() + text.slice(1) : text) + end;
}

/** What a kind or code means, as in the documentation. */
function meaningOf(kind, model) {
  const told = model.meanings.kinds[kind];
  if (!told) return el('p', { class: 'meaning', text: kind });
  const title = [kind, told.name, told.title].filter(Boolean).join(' · ');
  if (told.text.length === 1 && !told.text[0][0]) return el('p', { class: 'meaning', text: `${title}: ${told.text[0][1]}` });
  return el('details', { class: 'meaning' }, el('summary', { text: title }),
    ...told.text.map(([head, text]) => el('p', {}, head ? el('b', { text: head + ': ' }) : null, ...prose(text))));
}

/** Our own prose: what stands between backticks is code. */
function prose(text) {
  return text.split('`').map((part, number) => (number % 2 ? el('code', { text: part }) : part));
}

/** A value before and after, with the words that differ. */
function valuesOf(item) {
  const before = item.b, after = item.a;
  const both = before !== undefined && after !== undefined;
  const [was, is] = both ? differing(before, after) : [[], []];
  const cell = (text, ranges, name, mark) => (text === undefined
    ? el('td', { class: 'none', text: 'nothing' })
    : el('td', { class: name }, ...(text ? painted(text, [], ranges, mark) : [el('span', { class: 'quiet', text: 'empty' })])));
  return el('table', { class: 'values' },
    el('thead', {}, el('tr', {}, el('th', { scope: 'col', text: 'Before' }), el('th', { scope: 'col', text: 'After' }))),
    el('tbody', {}, el('tr', {}, cell(before, was, 'was', 'del'), cell(after, is, 'is', 'ins'))));
}

/** Who gains and loses which right. */
function rightsOf(changes) {
  const has = (mask, bit) => mask !== null && Boolean(mask & (bit | 1));
  const cell = (before, after, bit, word) => {
    const [was, is] = [has(before, bit), has(after, bit)];
    const [name, sign, told] = was === is ? (is ? ['has', '✓', 'keeps'] : ['lacks', '·', 'lacks']) : is ? ['gains', '+ gains', 'gains'] : ['loses', '− loses', 'loses'];
    return el('td', { class: name }, was === is ? el('span', { 'aria-label': `${told} ${word}`, role: 'img', text: sign }) : sign);
  };
  return el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Rights' }, el('table', { class: 'matrix' },
    el('thead', {}, el('tr', {}, el('th', { scope: 'col', text: 'Who' }), ...RIGHTS.map(([word]) => el('th', { scope: 'col', text: word })))),
    el('tbody', {}, ...changes.map((one) => el('tr', {}, el('th', { scope: 'row' }, `${one.type} ${one.who}`, one.after === null || one.before === null
        ? el('span', { class: 'part', text: one.after === null ? 'nothing of its own now: the folders above decide' : 'had nothing of its own: the folders above decided' }) : null),
      ...RIGHTS.map(([word, bit]) => cell(one.before, one.after, bit, word)))))));
}

/** All permissions of an object that changed, in one matrix. */
function allRights(object) {
  const changes = (object.c || []).filter((item) => item.m).map((item) => item.m);
  return changes.length > 1 ? [el('h3', { text: 'Who gains and who loses' }), rightsOf(changes)] : [];
}

function picturesOf(images) {
  const one = (source, title) => el('figure', {}, el('figcaption', {}, el('span', { text: title })),
    source && PICTURE.test(source) ? el('img', { src: source, alt: `The picture ${title.toLowerCase()}` }) : el('p', { class: 'quiet', text: 'not shown: it is no PNG, JPEG or GIF, or too big' }));
  return el('div', { class: 'images' }, one(images.before, 'Before'), one(images.after, 'After'));
}

/** Who needs it and what it needs: a picture, and lists. */
function neighbours(object, page) {
  const references = object.r || {};
  const users = references.needed_by || (object.i ? object.i.examples : []);
  const needs = references.needs || [];
  const usersInAll = references.needed_by_in_all || (object.i && !object.r ? object.i.count : users.length);
  const needsInAll = references.needs_in_all || needs.length;
  const nodes = allRights(object);
  if (!users.length && !needs.length) return nodes;
  nodes.push(el('h3', { text: 'Who needs it, and what it needs' }));
  if (!object.r) nodes.push(el('p', { class: 'quiet', text: 'Those that depend on it, directly or through others; what it needs is not part of this result.' }));
  nodes.push(neighbourhood(object, users, needs, usersInAll, needsInAll, (id) => page.byId.has(id)));
  nodes.push(...idList('Needed by', users, usersInAll, page), ...idList('Needs', needs, needsInAll, page));
  return nodes;
}

function idList(title, ids, inAll, page) {
  if (!ids.length) return [];
  const items = ids.slice(0, MOST_LINKS).map((id) => el('li', {}, page.byId.has(id) ? el('a', { href: fragment({ at: id }), text: id }) : id));
  const rest = inAll > items.length ? el('p', { class: 'quiet', text: `${(inAll - items.length).toLocaleString('en')} more are not part of this page.` }) : null;
  return [el('h3', { text: `${title} (${inAll.toLocaleString('en')})` }), el('ul', { class: 'links' }, ...items), ...(rest ? [rest] : [])];
}

/** What differs of it and says nothing, when asked for. */
function noiseOf(object, page) {
  if (!object.z || !object.z.length) return [];
  const title = counted(object.z.length, 'difference that says nothing', 'differences that say nothing');
  return [el('h3', { text: 'Noise' }), noiseList(title, object.z, page.model, false)];
}

/** Noise behind a title, so many at a time. */
function noiseList(title, numbers, model, isNamed) {
  const list = el('ul', { class: 'noise-list' });
  const more = el('button', { type: 'button', class: 'button', hidden: true });
  let from = 0;
  const next = async () => {
    more.disabled = true;
    await fillNoise(list, numbers.slice(from, from + MOST_LINKS), model, isNamed);
    from += MOST_LINKS;
    const left = numbers.length - from;
    more.disabled = false;
    more.textContent = `Show more (${left.toLocaleString('en')} left)`;
    more.hidden = left <= 0;
  };
  more.addEventListener('click', next);
  const box = el('details', {}, el('summary', { text: title }), list, more);
  box.addEventListener('toggle', next, { once: true });
  return box;
}

/** Noise by its numbers, as items of a list. */
async function fillNoise(list, numbers, model, isNamed) {
  const blocks = new Map();
  for (const number of numbers) {
    const which = Math.floor(number / model.noiseBlock);
    if (!blocks.has(which)) blocks.set(which, await readBlock('noise-' + which));
    const one = blocks.get(which)[number % model.noiseBlock];
    const values = one.before || one.after ? `: ${one.before || 'nothing'} → ${one.after || 'nothing'}` : '';
    const meaning = model.meanings.noise[one.kind];
    list.append(el('li', { title: meaning || null, text: `${isNamed ? (one.uri || 'the catalog') + ': ' : ''}${one.kind}${one.field ? ' ' + one.field : ''}${values}${one.count > 1 ? ` (${one.count})` : ''}` }));
  }
}

function noteOf(object, page) {
  const box = el('textarea', { class: 'note-box', id: 'note', placeholder: 'What should others know about it? (n)' });
  box.value = page.review.note(object);
  box.addEventListener('input', () => page.review.write(object, box.value.trim()));
  return el('div', { class: 'note' }, el('h3', {}, el('label', { for: 'note', text: 'Note' })), box);
}

function actionIcon(action) {
  const icons = { added: 'added', removed: 'removed', moved: 'moved', retyped: 'retyped', changed: 'changed', create: 'added', update: 'changed', keep: 'ok', skip: 'removed', reject: 'close', embedded: 'link' };
  return icons[action] || 'changed';
}
