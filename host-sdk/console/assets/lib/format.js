// Numbers and words as people read them.

const number = new Intl.NumberFormat('en');

export const count = (value) => number.format(value);

/** {"count", "more"} of the API. */
export const counted = ({ count: n, more }) => (more ? `${count(n)}+` : count(n));

export const plural = (n, one, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;

export function duration(ms) {
  if (ms === null || ms === undefined) return '–';
  if (ms < 1) return `${Number(ms.toPrecision(2))} ms`;
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${Number((ms / 1_000).toPrecision(3))} s`;
  const seconds = Math.round(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return withRest(minutes, 'min', seconds % 60, 's');
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return withRest(hours, 'h', minutes % 60, 'min');
  return withRest(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

const withRest = (whole, unit, rest, restUnit) => `${whole} ${unit}${rest > 0 ? ` ${rest} ${restUnit}` : ''}`;

export function bytes(value) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let amount = value;
  let unit = 0;
  while (amount >= 1024 && unit < units.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? amount : amount.toPrecision(3)} ${units[unit]}`;
}

export const percent = (share) => `${Number((share * 100).toPrecision(2))} %`;

/** "NEVER_INDEXED" → "Never indexed" */
export function humanized(word) {
  const text = String(word).replaceAll(/[_-]+/g, ' ').toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}
