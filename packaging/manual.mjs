// Generates the manual pages from --help and the reference of settings.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const usage = 'Usage: packaging/manual.mjs --bin BUILD_FOLDER --out FOLDER';
const { values: options } = parseArgs({ options: { bin: { type: 'string' }, out: { type: 'string' } } });
if (!options.bin || !options.out) throw new Error(usage);

const host = join(options.bin, 'bin/kongflow-host');
const ask = (program, ...words) => execFileSync(program, words, { encoding: 'utf8' });
const version = ask(host, 'version').split(' ')[1];
const date = new Date(1000 * (process.env.SOURCE_DATE_EPOCH ?? Date.now() / 1000)).toISOString().slice(0, 10);

// Text of ours as text of troff; `code` in bold.
const escaped = (text) =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/gm, '\\&$1')
    .replace(/`([^`]*)`/g, '\\fB$1\\fR');

const section = (title, ...lines) => ['.SH ' + title.toUpperCase(), ...lines];
const paragraph = (text) => ['.PP', escaped(text).replaceAll('.\n', '.\n.br\n')];
const item = (name, text) => ['.TP', `\\fB${escaped(name)}\\fR`, escaped(text)];
const verbatim = (text) => ['.PP', '.nf', escaped(text), '.fi'];
const page = (name, number, summary, ...lines) => {
  const head = `.TH ${name.toUpperCase()} ${number} ${date} "KongFlow ${version}" KongFlow`;
  const text = [head, ...section('name', `${escaped(name)} \\- ${escaped(summary)}`), ...lines.flat()].join('\n');
  writeFileSync(join(options.out, `${name}.${number}`), text + '\n');
};
const seeAlso = (...names) => section('see also', names.map((name) => `.BR ${name.replace('(', ' (')}`).join(' ,\n'));

// "  left   right" lines of a help text: two spaces between them, or one after a left that fills its column.
const rows = (text) =>
  text.split('\n').map((line) => {
    const parts = /^ {2,6}(\S.*?) {2,}(\S.*)$/.exec(line) ?? /^ {2,6}(.{24,}?) (\S.*)$/.exec(line);
    if (!parts) throw new Error(`not a line of a list: ${line}`);
    return { left: parts[1], right: parts[2] };
  });

const isCommon = ({ left }) => /--(config|set|help)\b/.test(left);

const describeCommand = (name) => {
  const [head, ...blocks] = ask(host, ...name.split(' '), '--help').trimEnd().split('\n\n');
  const prose = blocks.filter((block) => !block.startsWith('  '));
  const listed = blocks.filter((block) => block.startsWith('  ')).flatMap(rows);
  return [
    `.SS ${escaped(head.replace('Usage: kongflow-host ', ''))}`,
    ...prose.flatMap(paragraph),
    ...listed.filter((row) => !isCommon(row)).flatMap(({ left, right }) => item(left, right)),
  ];
};

const hostPage = () => {
  const [, about, list, end] = ask(host, '--help').trimEnd().split('\n\n');
  const commands = rows(list).map((row) => row.left);
  const common = rows(ask(host, 'run', '--help').trimEnd().split('\n\n').at(-1));
  page(
    'kongflow-host',
    1,
    about.replace(/^The (.*)\.$/, '$1'),
    section('synopsis', '.B kongflow\\-host', '.I COMMAND', '[OPTION]…'),
    section('description', ...commands.flatMap(describeCommand)),
    section('options of every command', ...common.flatMap(({ left, right }) => item(left, right))),
    section('exit status', escaped(end.replace(/[\s\S]*Exit status: /, ''))),
    section(
      'files',
      ...item('/etc/kongflow/kongflow.toml', 'the config file; it includes conf.d/*.toml beside it'),
      ...item('/var/lib/kongflow', 'data_dir of the packaged service'),
      ...item('/var/lib/kongflow/console-token', 'the token of operators, created at the first start'),
    ),
    section(
      'users',
      escaped('A command of root runs as the owner of data_dir, so that the service can write to files that the command creates.'),
    ),
    seeAlso('kongflow.toml(5)', 'kongflow-endpoints(5)', 'kongflow-egress-check(1)', 'systemctl(1)'),
  );
};

// The reference is Markdown: sections, each with paragraphs and a table.
const referenceSections = () => {
  const folder = mkdtempSync(join(tmpdir(), 'kongflow-manual-'));
  try {
    const config = join(folder, 'kongflow.toml');
    writeFileSync(config, '[plugins.endpoints]\n');
    const parts = ask(host, 'reference', '--config', config).split(/^# /m).slice(1);
    return parts.map((part) => {
      const [title, ...lines] = part.split('\n');
      const table = lines.filter((line) => line.startsWith('| `'));
      const prose = lines.filter((line) => line !== '' && !line.startsWith('|')).join(' ');
      return { title: title.replace('Settings of ', ''), prose, settings: table.map((line) => line.split(' | ')) };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const describeSetting = ([key, type, fallback, meaning]) => {
  const text = meaning.replace(/ \|$/, '');
  const unset = fallback.replaceAll('`', '') === '';
  return item(key.replace(/[|`\s]/g, ''), `(${type}${unset ? '' : `, default ${fallback}`}) ${text}`);
};

const settingsPages = () => {
  const [ofHost, ofEvery, ofEndpoints] = referenceSections();
  page(
    'kongflow.toml',
    5,
    'configuration of kongflow-host',
    section('description', ...paragraph(ofHost.prose)),
    section('settings', ...ofHost.settings.flatMap(describeSetting)),
    section('settings of every plugin', ...paragraph(`In \`[plugins.<id>]\`:`), ...ofEvery.settings.flatMap(describeSetting)),
    section('files', escaped('/etc/kongflow/kongflow.toml, /etc/kongflow/conf.d/*.toml')),
    seeAlso('kongflow-host(1)', 'kongflow-endpoints(5)'),
  );
  page(
    'kongflow-endpoints',
    5,
    "settings of KongFlow's endpoints plugin",
    section(
      'description',
      ...paragraph('The table `[plugins.endpoints]` of kongflow.toml(5), for the plugin that registers and indexes users\' apps:'),
    ),
    section('settings', ...ofEndpoints.settings.flatMap(describeSetting)),
    section('files', escaped('/etc/kongflow/conf.d/endpoints.toml')),
    seeAlso('kongflow.toml(5)', 'kongflow-egress-check(1)'),
  );
};

const egressCheckPage = () => {
  const [head, ...blocks] = ask(join(options.bin, 'bin/kongflow-egress-check'), '--help').trimEnd().split('\n\n');
  const isList = (block) => /^ {2}-/.test(block);
  const describe = (block) => (/^ {2}/.test(block) ? verbatim(block) : paragraph(block));
  page(
    'kongflow-egress-check',
    1,
    'shows what the endpoints plugin would do with URLs',
    section('synopsis', escaped(head.replace('Usage: ', ''))),
    section('description', ...blocks.filter((block) => !isList(block)).flatMap(describe)),
    section('options', ...blocks.filter(isList).flatMap(rows).flatMap(({ left, right }) => item(left, right))),
    section('exit status', escaped('0 success, 1 the output could not be written, 2 invalid usage.')),
    seeAlso('kongflow-endpoints(5)'),
  );
};

mkdirSync(options.out, { recursive: true });
hostPage();
settingsPages();
egressCheckPage();
