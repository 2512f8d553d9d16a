// Colours of syntax, line by line: enough to read by, not a parser.

const SQL_WORDS = new Set(('select from where and or not in is null like between join left right inner outer full cross on group by order having union all distinct as case when then else end '
  + 'insert into values update set delete create table view with limit offset exists asc desc cast over partition interval true false').split(' '));
const SQL = /--.*|\/\*.*?(?:\*\/|$)|'(?:[^']|'')*'?|"[^"]*"?|\b\d+(?:\.\d+)?\b|[A-Za-z_]\w*/g;
const XML = /<!--.*?(?:-->|$)|<!\[CDATA\[|\]\]>|<[/?!]?[\w:.-]+|[/?]?>|"[^"]*"?|'[^']*'?|[\w:.-]+(?=\s*=)|&#?\w+;/g;
const JSON_PARTS = /"(?:[^"\\]|\\.)*"?(\s*:)?|-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b|\b(?:true|false|null)\b/g;
const CSS = /\/\*.*?(?:\*\/|$)|"[^"]*"?|'[^']*'?|@[\w-]+|#[0-9a-fA-F]{3,8}\b|[.#][A-Za-z_][\w-]*|[\w-]+(?=\s*:)|\b\d+(?:\.\d+)?(?:px|em|rem|%|pt|s|ms)?/g;
const PROPERTIES = /^\s*[#!].*|^\s*(?:[^=:\s\\]|\\.)+(?=\s*[=:])|\\u[0-9a-fA-F]{4}|\{\d+\}/g;
const MARKUP = new Set(['jrxml', 'xml', 'html', 'schema', 'domain', 'svg']);
const LONGEST_COLOURED = 5000;

/** A function that gives the coloured parts of one line after the other: [[start, end, class], …]. */
function colouring(format) {
  const inside = { tag: false, data: false };
  const lexers = { sql: sqlParts, json: jsonParts, css: cssParts, properties: propertyParts };
  const lexer = lexers[format] || (MARKUP.has(format) || /xml/i.test(format) ? (line) => xmlParts(line, inside) : null);
  return (line) => (lexer && line.length <= LONGEST_COLOURED ? lexer(line) : []);
}

function parts(line, pattern, classOf) {
  const found = [];
  for (const match of line.matchAll(pattern)) {
    const name = classOf(match);
    if (name) found.push([match.index, match.index + match[0].length, name]);
  }
  return found;
}

function sqlParts(line) {
  return parts(line, SQL, ([word]) => {
    if (word.startsWith('--') || word.startsWith('/*')) return 's-quiet';
    if (word[0] === "'" || word[0] === '"') return 's-text';
    if (/\d/.test(word[0])) return 's-number';
    return SQL_WORDS.has(word.toLowerCase()) ? 's-tag' : '';
  });
}

function jsonParts(line) {
  return parts(line, JSON_PARTS, (match) => (match[0][0] === '"' ? (match[1] ? 's-name' : 's-text') : 's-number'));
}

function cssParts(line) {
  return parts(line, CSS, ([word]) => {
    if (word.startsWith('/*')) return 's-quiet';
    if (word[0] === '"' || word[0] === "'") return 's-text';
    if (/^(?:#[0-9a-f]{3,8}$|\d)/i.test(word)) return 's-number';
    return /^[.#@]/.test(word) ? 's-tag' : 's-name';
  });
}

function propertyParts(line) {
  return parts(line, PROPERTIES, ([word]) => (/^\s*[#!]/.test(word) ? 's-quiet' : word[0] === '\\' || word[0] === '{' ? 's-number' : 's-name'));
}

/** XML; what is inside CDATA is coloured as SQL, which is near enough to the expressions that stand there. */
function xmlParts(line, inside) {
  const found = [];
  let from = 0;
  while (from < line.length) {
    if (inside.data) {
      const end = line.indexOf(']]>', from);
      const text = line.slice(from, end < 0 ? line.length : end);
      for (const [start, stop, name] of sqlParts(text)) found.push([start + from, stop + from, name]);
      if (end < 0) return found;
      found.push([end, end + 3, 's-quiet']);
      inside.data = false;
      from = end + 3;
      continue;
    }
    XML.lastIndex = from;
    const match = XML.exec(line);
    if (!match) return found;
    const word = match[0];
    from = match.index + word.length;
    const name = xmlClass(word, inside);
    if (name) found.push([match.index, from, name]);
  }
  return found;
}

function xmlClass(word, inside) {
  if (word.startsWith('<!--')) return 's-quiet';
  if (word === '<![CDATA[' || word === ']]>') { inside.data = word[0] === '<'; return 's-quiet'; }
  if (word[0] === '<') { inside.tag = true; return 's-tag'; }
  if (word.endsWith('>')) { inside.tag = false; return 's-tag'; }
  if (word[0] === '&') return 's-number';
  if (!inside.tag) return '';
  return word[0] === '"' || word[0] === "'" ? 's-text' : 's-name';
}

/** A line as nodes: coloured, and marked where it differs. */
function painted(line, coloured, differs, mark) {
  const edges = new Set([0, line.length]);
  for (const [start, end] of coloured) { edges.add(start); edges.add(end); }
  for (const [start, end] of differs) { edges.add(start); edges.add(end); }
  const cuts = [...edges].sort((a, b) => a - b);
  const nodes = [];
  let c = 0, d = 0;
  for (let n = 0; n + 1 < cuts.length; n++) {
    const [start, end] = [cuts[n], cuts[n + 1]];
    while (c < coloured.length && coloured[c][1] <= start) c++;
    while (d < differs.length && differs[d][1] <= start) d++;
    const name = c < coloured.length && coloured[c][0] <= start ? coloured[c][2] : '';
    const isMarked = d < differs.length && differs[d][0] <= start;
    const text = line.slice(start, end);
    if (isMarked) nodes.push(el(mark, { class: name || null, text }));
    else nodes.push(name ? el('span', { class: name, text }) : text);
  }
  return nodes;
}
