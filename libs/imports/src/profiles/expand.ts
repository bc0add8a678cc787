/**
 * Spells out a header in the notation of the field notes: `{a|b}` stands for each alternative in turn, the leftmost
 * group changes slowest, an empty alternative adds nothing. `expand('{x|y} {1|2}')` is `x 1, x 2, y 1, y 2`.
 */
export function expand(header: string): string[] {
  return header.split(',').flatMap(expandOne);
}

function expandOne(name: string): string[] {
  const group = /\{([^}]*)\}/.exec(name);
  if (!group) return [name];
  const before = name.slice(0, group.index);
  const after = name.slice(group.index + group[0].length);
  return (group[1] ?? '').split('|').flatMap((word) => expandOne(before + word + after));
}
