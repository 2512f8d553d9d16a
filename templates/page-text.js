// The lines in which a text differs: unified or side by side, made when they are opened, piece by piece.

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;
const LONG_RUN = 12;
const KEPT = 4;
const LONGEST_LINE = 20000;

/** Hunks of unified lines: their rows are [sign, old number, new number, text]. */
function hunksOf(lines) {
  const hunks = [];
  let old = 1, now = 1, hunk = null;
  for (const line of lines) {
    const head = HUNK.exec(line);
    if (head) {
      hunk = { skipped: 0, rows: [] };
      const start = +head[1] + (head[2] === '0' ? 1 : 0);
      hunk.skipped = start - old;
      old = start;
      now = +head[3] + (head[4] === '0' ? 1 : 0);
      hunks.push(hunk);
      continue;
    }
    if (!hunk) hunks.push(hunk = { skipped: 0, rows: [] });
    const sign = line[0] === '+' || line[0] === '-' || line[0] === '\\' ? line[0] : ' ';
    hunk.rows.push([sign, sign === '+' || sign === '\\' ? 0 : old++, sign === '-' || sign === '\\' ? 0 : now++, line.slice(1)]);
  }
  return hunks;
}

/** Rows of a hunk in blocks: unchanged ones, or removed ones with the added ones that stand for them. */
function blocksOf(rows) {
  const blocks = [];
  for (const row of rows) {
    const last = blocks[blocks.length - 1];
    if (row[0] === ' ' || row[0] === '\\') {
      if (last && last.same) last.same.push(row);
      else blocks.push({ same: [row] });
    } else {
      const block = last && last.removed && !(row[0] === '-' && last.added.length) ? last : { removed: [], added: [] };
      if (block !== last) blocks.push(block);
      block[row[0] === '-' ? 'removed' : 'added'].push(row);
    }
  }
  return blocks;
}

/** A text that changed, with its bar. */
function textView(text) {
  const lines = el('div', { class: 'lines', tabindex: '0', role: 'region', 'aria-label': 'Lines that differ' });
  const buttons = [['', 'Unified'], ['split', 'Side by side']].map(([view, label]) =>
    el('button', { type: 'button', class: 'button', text: label, onclick: () => { state.view = view; writeState(); document.dispatchEvent(new Event('view')); } }));
  const bar = el('div', { class: 'text-bar' },
    el('b', { text: text.format }),
    el('span', { class: 'amount' }, el('span', { class: 'plus', text: '+' + text.added }), ' ', el('span', { class: 'minus', text: '−' + text.removed }), ' lines'),
    el('span', { class: 'toggle', role: 'group', 'aria-label': 'How to show the lines' }, ...buttons));
  const box = el('div', { class: 'text' }, bar, lines, text.cut ? el('p', { class: 'cut', text: text.cut }) : null);
  let view = null;
  const show = () => {
    if (view === state.view) return;
    view = state.view;
    buttons.forEach((button, number) => button.setAttribute('aria-pressed', String((number === 1) === (view === 'split'))));
    drawLines(lines, text, view);
  };
  box.show = show;
  show();
  return box;
}

document.addEventListener('view', () => {
  for (const box of document.querySelectorAll('.detail:not([hidden]) .text')) box.show();
});

function drawLines(lines, text, view) {
  const isSplit = view === 'split';
  const body = el('tbody');
  lines.classList.toggle('split', isSplit);
  lines.replaceChildren(el('table', {}, isSplit ? el('colgroup', {}, el('col', { class: 'no' }), el('col'), el('col', { class: 'no' }), el('col')) : null, body));
  const steps = rowsOf(hunksOf(text.unified), text.format, isSplit);
  lines.setAttribute('aria-busy', 'true');
  inPieces((function* () {
    for (const row of steps) { body.append(row); yield; }
    lines.removeAttribute('aria-busy');
  })(), () => body.isConnected || !lines.isConnected);
}

function* rowsOf(hunks, format, isSplit) {
  const columns = 4;
  const colour = { old: colouring(format), now: colouring(format) };
  for (const hunk of hunks) {
    if (hunk.skipped > 0) yield el('tr', { class: 'gap' }, el('td', { colspan: columns, text: counted(hunk.skipped, 'unchanged line') }));
    for (const block of blocksOf(hunk.rows)) {
      if (block.same) yield* unchanged(block.same, colour, isSplit, columns);
      else yield* (isSplit ? changedBeside : changedBelow)(block, colour);
    }
  }
}

/** Unchanged lines; a long stretch of them is folded. */
function* unchanged(rows, colour, isSplit, columns) {
  const made = (row) => sameRow(row, colour, isSplit);
  if (rows.length <= LONG_RUN) { for (const row of rows) yield made(row); return; }
  for (const row of rows.slice(0, KEPT)) yield made(row);
  const hidden = rows.slice(KEPT, -KEPT);
  const gap = el('tr', { class: 'gap' }, el('td', { colspan: columns }, el('button', {
    type: 'button', text: 'Show ' + counted(hidden.length, 'unchanged line'),
    onclick: () => inPieces((function* () {
      for (const row of hidden) { gap.before(made(row)); yield; }
      gap.remove();
    })(), () => true),
  })));
  yield gap;
  for (const row of rows.slice(-KEPT)) yield made(row);
}

function numberCell(number, name) {
  return el('td', { class: 'no ' + (name || ''), text: number || '' });
}

function lineCell(row, colour, differs, name, mark) {
  const text = row[3].length > LONGEST_LINE ? row[3].slice(0, LONGEST_LINE) : row[3];
  const cell = el('td', { class: name || null }, ...painted(text, colour(text), differs.filter(([start]) => start < text.length), mark));
  if (text.length < row[3].length) {
    cell.append(' ', el('button', {
      type: 'button', class: 'link-button', text: '… ' + counted(row[3].length - text.length, 'more character'),
      onclick: () => { cell.textContent = shown(row[3]); },
    }));
  }
  return cell;
}

function signCell(sign, name) {
  return el('td', { class: 'sign ' + name, text: sign });
}

function sameRow(row, colour, isSplit) {
  if (row[0] === '\\') return el('tr', { class: 'gap' }, el('td', { colspan: 4, text: row[3] }));
  const coloured = colour.old(row[3]);
  if (!isSplit) return el('tr', {}, numberCell(row[1]), numberCell(row[2]), signCell(' ', ''), lineCell(row, colour.now, [], '', 'ins'));
  const left = lineCell(row, () => coloured, [], '', 'del');
  const right = lineCell(row, colour.now, [], '', 'ins');
  return el('tr', {}, numberCell(row[1]), left, numberCell(row[2]), right);
}

/** What differs in lines that stand for each other; worked out line by line, when it is asked for. */
function compared(block) {
  const pairs = paired(block.removed.map((row) => row[3]), block.added.map((row) => row[3]));
  const partners = { removed: new Map(), added: new Map() };
  for (const [one, two] of pairs) {
    if (one >= 0 && two >= 0) { partners.removed.set(one, two); partners.added.set(two, one); }
  }
  const known = new Map();
  const marks = (one, two) => {
    const [before, after] = [block.removed[one][3], block.added[two][3]];
    if (!known.has(one)) known.set(one, likeness(before, after) > 0.3 ? differing(before, after) : [[], []]);
    return known.get(one);
  };
  return {
    pairs,
    removed: (one) => (partners.removed.has(one) ? marks(one, partners.removed.get(one))[0] : []),
    added: (two) => (partners.added.has(two) ? marks(partners.added.get(two), two)[1] : []),
  };
}

function* changedBelow(block, colour) {
  const found = compared(block);
  for (let n = 0; n < block.removed.length; n++) {
    const row = block.removed[n];
    yield el('tr', {}, numberCell(row[1], 'minus'), numberCell(0, 'minus'), signCell('−', 'minus'), lineCell(row, colour.old, found.removed(n), 'minus', 'del'));
  }
  for (let n = 0; n < block.added.length; n++) {
    const row = block.added[n];
    yield el('tr', {}, numberCell(0, 'plus'), numberCell(row[2], 'plus'), signCell('+', 'plus'), lineCell(row, colour.now, found.added(n), 'plus', 'ins'));
  }
}

function* changedBeside(block, colour) {
  const found = compared(block);
  for (const [one, two] of found.pairs) {
    const left = one < 0 ? null : block.removed[one], right = two < 0 ? null : block.added[two];
    yield el('tr', {},
      numberCell(left ? left[1] : 0, left ? 'minus' : 'empty'),
      left ? lineCell(left, colour.old, found.removed(one), 'minus', 'del') : el('td', { class: 'empty' }),
      numberCell(right ? right[2] : 0, right ? 'plus' : 'empty'),
      right ? lineCell(right, colour.now, found.added(two), 'plus', 'ins') : el('td', { class: 'empty' }));
  }
}
