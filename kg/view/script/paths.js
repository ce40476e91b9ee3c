// Neighbourhoods and paths in the dyads of a scene; an arrow can be walked both ways.

export function neighbours(edges) {
  const found = new Map();
  const add = (one, other) => (found.get(one) ?? found.set(one, new Set()).get(one)).add(other);
  for (const edge of edges) {
    if (edge.source === edge.target) continue;
    add(edge.source, edge.target);
    add(edge.target, edge.source);
  }
  return found;
}

// The actors at most `steps` arrows away.
export function within(edges, from, steps) {
  const beside = neighbours(edges);
  const found = new Set([from]);
  let rim = [from];
  for (let step = 0; step < steps; step++) {
    rim = rim.flatMap((one) => [...(beside.get(one) ?? [])]).filter((one) => !found.has(one) && found.add(one));
  }
  return found;
}

// The paths from `from` to `to` of the least length and of one step more, as lists of actors, the shortest first; at most `most`.
export function paths(edges, from, to, most = 30) {
  const beside = neighbours(edges);
  const away = distances(beside, to);
  if (from === to || !away.has(from)) return [];
  const longest = away.get(from) + 1;
  const found = [];
  const walk = (path, length) => {
    if (found.length >= most) return;
    const here = path.at(-1);
    if (here === to) {
      if (path.length - 1 === length) found.push(path);
      return;
    }
    for (const next of [...(beside.get(here) ?? [])].sort((a, b) => away.get(a) - away.get(b) || a - b)) {
      if (!path.includes(next) && path.length + away.get(next) <= length) walk([...path, next], length);
    }
  };
  walk([from], longest - 1);
  walk([from], longest);
  return found;
}

function distances(beside, from) {
  const found = new Map([[from, 0]]);
  const queue = [from];
  for (const here of queue) {
    for (const next of beside.get(here) ?? []) {
      if (found.has(next)) continue;
      found.set(next, found.get(here) + 1);
      queue.push(next);
    }
  }
  return found;
}
