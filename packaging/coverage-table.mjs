// Prints a gcovr JSON summary as a table by folder. The last line is the total: "lines NN.N %".
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, relative } from 'node:path';

const summary = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const folders = new Map();
for (const file of summary.files) {
  const name = relative('.', dirname(realpathSync(file.filename))); // headers are reached through links
  const folder = folders.get(name) ?? { covered: 0, total: 0 };
  folder.covered += file.line_covered;
  folder.total += file.line_total;
  folders.set(name, folder);
}

const percent = ({ covered, total }) => (total === 0 ? 100 : (100 * covered) / total).toFixed(1);
const row = (name, covered, total, share) => `${name.padEnd(40)} ${covered.padStart(8)} ${total.padStart(8)} ${share.padStart(8)}`;
console.log(row('folder', 'covered', 'lines', '%'));
for (const [name, folder] of [...folders].sort(([a], [b]) => a.localeCompare(b)))
  console.log(row(name, String(folder.covered), String(folder.total), percent(folder)));
console.log(`lines ${percent({ covered: summary.line_covered, total: summary.line_total })} %`);
