// A Debian machine of a test: a debootstrap root in which systemd-nspawn boots systemd, with a loopback interface of its
// own and no other. Needs root.
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { run, start } from '../support/processes.mjs';
import { until } from '../support/wait.mjs';

const suite = 'bookworm';
const unattended = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' } };

/** The mirror that apt is set up with here. */
async function mirror() {
  const format = '$(ORIGIN) $(CODENAME) $(COMPONENT) $(REPO_URI)';
  const { printed } = await run('apt-get', ['indextargets', '--format', format, 'Created-By: Packages']);
  const line = printed.split('\n').find((target) => target.startsWith(`Debian ${suite} main `));
  if (!line) throw new Error(`apt is not set up with Debian's ${suite}`);
  return line.split(' ')[3];
}

export class Machine {
  #nspawn;
  #leader;

  constructor(root) {
    this.root = root;
  }

  /** A machine of nothing but Debian's minimum and systemd; or a copy of the root that `base` is. */
  static async make(root, base) {
    if (base) await run('cp', ['-a', '--', base, root]);
    else await run('debootstrap', ['--variant=minbase', '--include=systemd-sysv', suite, root, await mirror()]);
    mkdirSync(join(root, 'packages'));
    return new Machine(root);
  }

  /** Where the machine finds a copy of this file. */
  give(file) {
    const there = `/packages/${basename(file)}`;
    copyFileSync(file, join(this.root, there));
    return there;
  }

  /** Fetches what the packages depend on: the booted machine has no network. */
  async fetchDependencies(packages) {
    await run('chroot', [this.root, 'apt-get', 'update', '-qq'], unattended);
    await run('chroot', [this.root, 'apt-get', 'install', '-qq', '-y', '--download-only', ...packages], unattended);
  }

  async boot() {
    process.prependListener('exit', () => this.#end()); // before the root is removed
    const options = ['--boot', '--private-network', '--register=no', '--keep-unit', '--console=pipe'];
    this.#nspawn = start('systemd-nspawn', ['-D', this.root, ...options]);
    await until('systemd has booted', async () => {
      if (!this.#nspawn.running()) throw new Error(`systemd-nspawn cannot boot the machine:\n${this.#nspawn.output()}`);
      const { pid } = this.#nspawn;
      this.#leader = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0];
      return this.#leader && /^(running|degraded)/.test((await this.try('systemctl', 'is-system-running')).printed);
    });
  }

  /** Where this machine finds a file of the booted one. */
  path(file) {
    return join(`/proc/${this.#leader}/root`, file);
  }

  #command(words) {
    return ['nsenter', ['-t', this.#leader, '-m', '-u', '-i', '-n', '-p', '-C', '--', ...words], unattended];
  }

  /** Runs a program of the machine to its end: {code, printed, output}. */
  async try(...words) {
    const child = start(...this.#command(words));
    return { code: await child.exited, printed: child.printed(), output: child.output() };
  }

  /** What it prints; throws when it fails. */
  async run(...words) {
    return (await run(...this.#command(words))).printed;
  }

  /** Starts a program of this machine in the network of that one. */
  startInNetwork(...words) {
    return start('nsenter', ['-t', this.#leader, '-n', '--', ...words]);
  }

  /** Installs or upgrades; changed config files are kept. */
  install(...packages) {
    return this.run('apt-get', 'install', '-y', '-q', '-o', 'Dpkg::Options::=--force-confold', ...packages);
  }

  remove(...packages) {
    return this.run('apt-get', 'remove', '-y', '-q', ...packages);
  }

  purge(...packages) {
    return this.run('apt-get', 'purge', '-y', '-q', ...packages);
  }

  /** At once, with all of its processes. */
  async powerOff() {
    this.#end();
    await this.#nspawn?.exited;
  }

  #end() {
    if (!this.#nspawn?.running()) return;
    if (this.#leader) process.kill(Number(this.#leader), 'SIGKILL');
    this.#nspawn.kill('SIGKILL');
  }
}
