// The same package as of a later version.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { run } from '../support/processes.mjs';

/** Its config files end with a comment that the old one's lack. */
export async function newerPackage(file, version, folder) {
  const content = join(folder, `newer-${Math.random().toString(36).slice(2)}`);
  await run('dpkg-deb', ['-R', file, content]);
  const control = join(content, 'DEBIAN/control');
  const text = readFileSync(control, 'utf8');
  const name = /^Package: (.*)$/m.exec(text)[1];
  writeFileSync(control, text.replace(/^Version: .*$/m, `Version: ${version}`));
  for (const path of readFileSync(join(content, 'DEBIAN/conffiles'), 'utf8').trim().split('\n'))
    appendFileSync(join(content, path), `# changed in ${version}\n`);
  const newer = join(folder, `${name}_${version}.deb`);
  await run('dpkg-deb', ['--root-owner-group', '-b', content, newer]);
  return newer;
}
