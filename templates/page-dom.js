// Elements from data. Text only ever arrives as text: nothing here reads markup.

const SVG = 'http://www.w3.org/2000/svg';
const byId = (id) => document.getElementById(id);

/** Text as it may be shown: control characters that nobody sees become their escapes. */
function shown(text) {
  return String(text).replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, (c) => '\\x' + c.charCodeAt(0).toString(16).padStart(2, '0'));
}

function fill(node, properties, children) {
  for (const [name, value] of Object.entries(properties || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name === 'text') node.textContent = shown(value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false) {
      node.append(typeof child === 'string' ? shown(child) : child);
    }
  }
  return node;
}

/** An HTML element: properties are attributes, `text`, or `onclick` and the like. */
function el(tag, properties, ...children) {
  return fill(document.createElement(tag), properties, children);
}

/** The same for SVG. */
function svg(tag, properties, ...children) {
  return fill(document.createElementNS(SVG, tag), properties, children);
}

function icon(name) {
  return svg('svg', { class: 'icon', 'aria-hidden': 'true' }, svg('use', { href: '#i-' + name }));
}

function levelOf(rank) {
  const name = LEVELS[rank];
  return el('span', { class: 'level ' + name }, icon(name), LEVEL_WORDS[rank]);
}

const LEVELS = ['error', 'warning', 'info', 'ok'];
const LEVEL_WORDS = ['error', 'warning', 'note', 'fine'];

/** A number with its noun. */
function counted(number, one, many) {
  return number.toLocaleString('en') + ' ' + (number === 1 ? one : many || one + 's');
}

/** JSON of an element of the page; what was deflated is inflated. */
async function readBlock(id) {
  const value = JSON.parse(byId(id).textContent);
  if (!value.deflate) return value;
  const bytes = Uint8Array.from(atob(value.deflate), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return JSON.parse(await new Response(stream).text());
}

/** Run the steps of a generator in pieces that leave the page alive; stops when `isWanted` says so. */
function inPieces(steps, isWanted) {
  const piece = () => {
    const end = performance.now() + 14;
    while (performance.now() < end) {
      if (!isWanted() || steps.next().done) return;
    }
    setTimeout(piece);
  };
  piece();
}

/** A function that is run once things are quiet for some milliseconds. */
function settled(milliseconds, run) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(run, milliseconds);
  };
}
