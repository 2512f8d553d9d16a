// Which words of two lines differ.

const WORD = /[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu;
const MOST_CELLS = 40000;
const MOST_PAIRED = 900;
const LONGEST_PAIRED = 400;

/** The ranges in which two texts differ: [[start, end], …] of each. */
function differing(before, after) {
  const a = before.length > 60000 ? [before] : before.match(WORD) || [];
  const b = after.length > 60000 ? [after] : after.match(WORD) || [];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let aEnd = a.length, bEnd = b.length;
  while (aEnd > start && bEnd > start && a[aEnd - 1] === b[bEnd - 1]) { aEnd--; bEnd--; }
  const same = common(a.slice(start, aEnd), b.slice(start, bEnd));
  return [ranges(a, start, aEnd, same.map((pair) => pair[0] + start)), ranges(b, start, bEnd, same.map((pair) => pair[1] + start))];
}

/** The longest common run of words as pairs of places; nothing where that would take too long. */
function common(a, b) {
  if (!a.length || !b.length || a.length * b.length > MOST_CELLS) return [];
  const width = b.length + 1;
  const table = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      table[i * width + j] = a[i] === b[j]
        ? table[(i + 1) * width + j + 1] + 1
        : Math.max(table[(i + 1) * width + j], table[i * width + j + 1]);
    }
  }
  const pairs = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (table[(i + 1) * width + j] >= table[i * width + j + 1]) i++;
    else j++;
  }
  return pairs;
}

/** Ranges of characters of the words from start to end that are not the same; blanks between two of them join. */
function ranges(words, start, end, same) {
  const kept = new Set(same);
  const found = [];
  let at = 0;
  words.forEach((word, number) => {
    const last = found[found.length - 1];
    if (number >= start && number < end && !kept.has(number)) {
      if (last && last[1] === at) last[1] += word.length;
      else found.push([at, at + word.length]);
    }
    at += word.length;
  });
  return found;
}

/** How much two lines have in common, from 0 to 1. */
function likeness(a, b) {
  return alikeness(wordsOfLine(a), wordsOfLine(b));
}

function wordsOfLine(line) {
  return (line.slice(0, LONGEST_PAIRED * 10).match(WORD) || []).filter((word) => word.trim());
}

function alikeness(one, two) {
  if (!one.length || !two.length) return 0;
  const left = new Map();
  for (const word of one) left.set(word, (left.get(word) || 0) + 1);
  let shared = 0;
  for (const word of two) {
    const number = left.get(word) || 0;
    if (number) { shared++; left.set(word, number - 1); }
  }
  return (2 * shared) / (one.length + two.length);
}

/** Pair removed with added lines, in order, so that they have most in common: [[removed or -1, added or -1], …]. */
function paired(removed, added) {
  const rows = removed.length, columns = added.length;
  const isLong = (line) => line.length > LONGEST_PAIRED;
  if (rows * columns > MOST_PAIRED || !rows || !columns || removed.some(isLong) || added.some(isLong)) {
    return Array.from({ length: Math.max(rows, columns) }, (_, n) => [n < rows ? n : -1, n < columns ? n : -1]);
  }
  const words = added.map(wordsOfLine);
  const alike = removed.map(wordsOfLine).map((one) => words.map((two) => alikeness(one, two)));
  const best = Array.from({ length: rows + 1 }, () => new Float32Array(columns + 1));
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      const both = alike[i][j] > 0.3 ? alike[i][j] + best[i + 1][j + 1] : 0;
      best[i][j] = Math.max(both, best[i + 1][j], best[i][j + 1]);
    }
  }
  const pairs = [];
  let i = 0, j = 0;
  while (i < rows || j < columns) {
    const together = i < rows && j < columns && alike[i][j] > 0.3 && best[i][j] === Math.fround(alike[i][j] + best[i + 1][j + 1]);
    if (together) pairs.push([i++, j++]);
    else if (i < rows && (j >= columns || best[i + 1][j] >= best[i][j + 1])) pairs.push([i++, -1]);
    else pairs.push([-1, j++]);
  }
  return beside(pairs);
}

/** Lines without a partner stand beside each other where one of each follows the other. */
function beside(pairs) {
  const found = [];
  const waiting = [];
  for (const pair of pairs) {
    if (pair[0] >= 0 && pair[1] >= 0) { waiting.length = 0; found.push(pair); continue; }
    const side = pair[0] >= 0 ? 0 : 1;
    const open = waiting.findIndex((one) => one[side] < 0);
    if (open >= 0) { waiting[open][side] = pair[side]; waiting.splice(0, open + 1); }
    else { found.push(pair); waiting.push(pair); }
  }
  return found;
}
