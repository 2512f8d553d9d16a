// What a reviewer ticked off and noted: kept in this browser, for each object under the key of this result and its id.
// So no page overwrites what another one kept, even where it was shown less than is kept.

/** The review of a result; `changed` is told the object that changed, or nothing if any may have. */
function makeReview(model, changed) {
  const place = `catalogkit:review:${model.key}:`;
  let entries = new Map();
  let isKept = true;

  function load() {
    try {
      const names = Object.keys(localStorage).filter((name) => name.startsWith(place));
      entries = new Map(names.map((name) => [name.slice(place.length), JSON.parse(localStorage.getItem(name))]));
    } catch {
      isKept = false; // frames and browsers that forbid storage
    }
  }

  function keep(id, entry) {
    const has = entry.seen || entry.note;
    if (has) entries.set(id, entry);
    else entries.delete(id);
    try {
      if (has) localStorage.setItem(place + id, JSON.stringify(entry));
      else localStorage.removeItem(place + id);
    } catch {
      isKept = false;
    }
  }

  function set(object, values) {
    keep(object.id, { seen: false, note: '', ...entries.get(object.id), ...values });
    changed(object);
  }

  load();
  addEventListener('storage', (event) => {
    if (event.key === null || event.key.startsWith(place)) { entries = new Map(); load(); changed(null); }
  });
  return {
    isDone: (object) => Boolean((entries.get(object.id) || {}).seen),
    note: (object) => (entries.get(object.id) || {}).note || '',
    tick(object, seen) { set(object, { seen }); },
    write(object, note) { if (note !== this.note(object)) set(object, { note }); },
    get isKept() { return isKept; },
    count: () => model.objects.reduce((sum, object) => sum + Boolean((entries.get(object.id) || {}).seen), 0),
    /** The review as JSON, sorted by object. */
    exported() {
      const objects = Object.fromEntries([...entries].sort((a, b) => (a[0] < b[0] ? -1 : 1)));
      return JSON.stringify({ schema: 'catalogkit/review/1', result: model.key, title: model.title, objects }, null, 2) + '\n';
    },
    /** Take a review in; gives what to tell. What is here already stays unless the other says more. */
    imported(text) {
      let given;
      try { given = JSON.parse(text); } catch { return 'This file is no JSON.'; }
      if (!given || given.schema !== 'catalogkit/review/1' || typeof given.objects !== 'object' || !given.objects) return 'This file is no review of catalogkit.';
      const known = new Set(model.objects.map((object) => object.id));
      let taken = 0, unknown = 0;
      for (const [id, entry] of Object.entries(given.objects)) {
        if (!known.has(id) || !entry || typeof entry !== 'object') { unknown++; continue; }
        const mine = entries.get(id) || { seen: false, note: '' };
        const theirs = typeof entry.note === 'string' ? entry.note.slice(0, 20000) : '';
        const note = mine.note && theirs && !mine.note.includes(theirs) ? `${mine.note}\n${theirs}` : mine.note || theirs;
        keep(id, { seen: mine.seen || entry.seen === true, note });
        taken++;
      }
      changed(null);
      const other = given.result === model.key ? '' : ' It was made for another result.';
      return `Took in ${counted(taken, 'object')}${unknown ? `; ${unknown.toLocaleString('en')} are not in this result` : ''}.${other}`;
    },
  };
}

/** Save a text as a file. */
function download(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  el('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
