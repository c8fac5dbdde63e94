// Results for people.

const digits = (value) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));

const withSpread = ({ median, min, max }) => `${digits(median)} (${digits(min)}–${digits(max)})`;

function row({ key, value, unit, against, ours, theirs, atMost, atLeast, problems, reached }) {
  const compared = theirs !== undefined;
  return [
    key,
    `${withSpread(ours)} ${unit}`,
    compared ? `${withSpread(theirs)} ${unit}, ${against}` : '–',
    compared ? `${digits(value)} ×` : digits(value),
    atMost === undefined ? `≥ ${atLeast}` : `≤ ${atMost}`,
    reached ? 'yes' : ['NO', ...problems].join('; '),
  ];
}

/** A table in Markdown: medians of the rounds with the least and the most. */
export function table(results) {
  const rows = [['key', 'ours', 'against', 'value', 'must reach', 'reached'], ...results.map(row)];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((cells) => cells[column].length)));
  const line = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  const [head, ...body] = rows.map(line);
  return [head, line(widths.map((width) => '-'.repeat(width))), ...body].join('\n');
}
