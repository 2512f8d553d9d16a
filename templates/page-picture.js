// The neighbourhood of an object: who needs it on the left, what it needs on the right.

const MOST_BOXES = 8;
const BOX = { width: 200, height: 40, gap: 10, column: 290 };

/** A picture of the ids around an object; `reached` tells which of them the page can open. */
function neighbourhood(object, users, needs, usersInAll, needsInAll, reached) {
  const left = shownBoxes(users, usersInAll), right = shownBoxes(needs, needsInAll);
  const rows = Math.max(left.length, right.length, 1);
  const height = rows * (BOX.height + BOX.gap) + BOX.gap;
  const width = BOX.column * 2 + BOX.width;
  const top = (count, number) => (height - count * (BOX.height + BOX.gap) + BOX.gap) / 2 + number * (BOX.height + BOX.gap);
  const middle = { x: BOX.column, y: top(1, 0) };
  const drawing = svg('svg', { viewBox: `-6 0 ${width + 12} ${height}`, width: width + 12, height, role: 'group', 'aria-label': pictureLabel(object, usersInAll, needsInAll) });
  left.forEach((_, number) => drawing.append(wire(BOX.width, top(left.length, number), middle.x, middle.y)));
  right.forEach((_, number) => drawing.append(wire(middle.x + BOX.width, middle.y, BOX.column * 2, top(right.length, number))));
  left.forEach((item, number) => drawing.append(box(item, 0, top(left.length, number), reached)));
  right.forEach((item, number) => drawing.append(box(item, BOX.column * 2, top(right.length, number), reached)));
  drawing.append(box({ id: object.u || 'the catalog', isSelf: true, sub: object.n }, middle.x, middle.y, () => false));
  const caption = [];
  if (usersInAll > MOST_BOXES || needsInAll > MOST_BOXES) caption.push(`At most ${MOST_BOXES} boxes on a side; the lists below say more.`);
  return el('figure', { class: 'picture-box', tabindex: '0', 'aria-label': 'Picture of the neighbours' }, drawing, caption.length ? el('figcaption', { text: caption.join(' ') }) : null);
}

function pictureLabel(object, users, needs) {
  return `${counted(users, 'object')} on the left ${users === 1 ? 'needs' : 'need'} ${shown(object.u)}, which needs ${counted(needs, 'object')} on the right`;
}

function shownBoxes(ids, inAll) {
  const most = inAll > MOST_BOXES ? MOST_BOXES - 1 : MOST_BOXES;
  const boxes = ids.slice(0, most).map((id) => ({ id }));
  if (inAll > boxes.length) boxes.push({ rest: inAll - boxes.length });
  return boxes;
}

function wire(x1, y1, x2, y2) {
  const a = y1 + BOX.height / 2, b = y2 + BOX.height / 2, bend = (x2 - x1) / 2;
  return svg('path', { class: 'wire', d: `M${x1} ${a}C${x1 + bend} ${a} ${x2 - bend} ${b} ${x2} ${b}` });
}

function box(item, x, y, reached) {
  const link = item.id !== undefined && reached(item.id);
  const name = item.rest ? `${item.rest.toLocaleString('en')} more` : item.id.slice(item.id.lastIndexOf('/', item.id.length - 2) + 1) || item.id;
  const sub = item.rest ? '' : item.sub || item.id.slice(0, Math.max(item.id.length - name.length, 0));
  const group = svg(link ? 'a' : 'g', { class: 'box' + (item.isSelf ? ' self' : item.rest ? ' rest' : ''), href: link ? fragment({ at: item.id }) : null },
    svg('title', { text: item.id || name }),
    svg('rect', { x, y, width: BOX.width, height: BOX.height, rx: 8 }),
    svg('text', { x: x + 12, y: y + (sub ? 18 : 25), text: clipped(name, 25) }),
    sub ? svg('text', { class: 'sub', x: x + 12, y: y + 32, text: clippedStart(sub, 30) }) : null);
  return group;
}

function clipped(text, most) {
  return text.length > most ? text.slice(0, most - 1) + '…' : text;
}

function clippedStart(text, most) {
  return text.length > most ? '…' + text.slice(text.length - most + 1) : text;
}
