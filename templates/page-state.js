// What is searched, filtered and open lives in the fragment of the address, and nowhere else.

const LISTS = ['level', 'do', 'type', 'kind', 'org'];
const state = { q: '', folder: '', sort: '', view: '', left: '', at: null, who: '', level: [], do: [], type: [], kind: [], org: [] };
let written = null;

/** Take the state from the address. */
function readState() {
  const given = new URLSearchParams(location.hash.slice(1));
  for (const name of LISTS) state[name] = given.getAll(name);
  for (const name of ['q', 'folder', 'sort', 'view', 'left', 'who']) state[name] = given.get(name) || '';
  state.at = given.get('at');
}

/** The fragment of the state, or of a state that differs in some members. */
function fragment(changes) {
  const wanted = { ...state, ...changes };
  const words = new URLSearchParams();
  for (const name of ['q', 'who', 'folder']) if (wanted[name]) words.append(name, wanted[name]);
  for (const name of LISTS) for (const value of wanted[name]) words.append(name, value);
  for (const name of ['left', 'sort', 'view']) if (wanted[name]) words.append(name, wanted[name]);
  if (wanted.at !== null) words.append('at', wanted.at);
  return '#' + words;
}

/** Write the state to the address; `push` makes it a step that the back button undoes. */
function writeState(push) {
  const hash = fragment();
  if (hash === (location.hash || '#')) return;
  written = hash;
  try {
    history[push ? 'pushState' : 'replaceState'](null, '', hash);
  } catch {
    location.replace(hash); // frames without an origin have no history of their own
  }
}

/** Call back when the address changes by a link, by hand, or by the back button. */
function onState(run) {
  const changed = () => {
    if (location.hash === written) return;
    written = null;
    readState();
    run();
  };
  addEventListener('hashchange', changed);
  addEventListener('popstate', changed);
}
