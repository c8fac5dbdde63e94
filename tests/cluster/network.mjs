// Machines of a test: network namespaces on a switch of their own. Needs root. Nothing outside is reachable from them.
import { start, run } from '../support/processes.mjs';

const ip = (...args) => run('ip', args);

export class Network {
  #prefix = `kf${process.pid}`;
  #machines = new Map(); // name -> address
  #processes = [];

  static async start() {
    const network = new Network();
    await ip('netns', 'add', network.#namespace('switch'));
    await network.#inside('switch', 'ip', 'link', 'add', 'br0', 'type', 'bridge');
    await network.#inside('switch', 'ip', 'link', 'set', 'br0', 'up');
    return network;
  }

  #namespace(machine) {
    return `${this.#prefix}-${machine}`;
  }

  #inside(machine, ...command) {
    return run('ip', ['netns', 'exec', this.#namespace(machine), ...command]);
  }

  /** A machine with an address; returns the address. */
  async add(machine) {
    await ip('netns', 'add', this.#namespace(machine));
    return this.#connect(machine, (...command) => this.#inside(machine, ...command));
  }

  /** Makes the namespace of this process a machine; it has to be one without a network. */
  join(machine) {
    return this.#connect(machine, (...command) => run(command[0], command.slice(1)));
  }

  async #connect(machine, inside) {
    const number = this.#machines.size + 1;
    const [address, port] = [`10.77.0.${number}`, `port${number}`];
    const wire = ['type', 'veth', 'peer', 'name', port, 'netns', this.#namespace('switch')];
    await inside('ip', 'link', 'add', 'eth0', ...wire);
    await this.#inside('switch', 'ip', 'link', 'set', port, 'master', 'br0', 'up');
    await inside('ip', 'address', 'add', `${address}/24`, 'dev', 'eth0');
    for (const device of ['lo', 'eth0']) await inside('ip', 'link', 'set', device, 'up');
    this.#machines.set(machine, address);
    return address;
  }

  address(machine) {
    return this.#machines.get(machine);
  }

  /** Pulls the machine's plug out of the switch, or puts it in again. */
  plug(machine, connected) {
    const port = `port${[...this.#machines.keys()].indexOf(machine) + 1}`;
    return this.#inside('switch', 'ip', 'link', 'set', port, connected ? 'up' : 'down');
  }

  /** The command line that runs a program on the machine. */
  command(machine, program, args) {
    return ['ip', ['netns', 'exec', this.#namespace(machine), program, ...args]];
  }

  /** A process on the machine; `options` are those of spawn. */
  run(machine, program, args, options) {
    const child = start(...this.command(machine, program, args), options);
    this.#processes.push(child);
    return child;
  }

  /** Kills everything that runs on the machine, as a power cut would. */
  async kill(machine) {
    const { printed } = await ip('netns', 'pids', this.#namespace(machine));
    for (const pid of printed.split('\n').filter(Boolean)) {
      try {
        process.kill(Number(pid), 'SIGKILL');
      } catch (error) {
        if (error.code !== 'ESRCH') throw error; // it has ended meanwhile
      }
    }
  }

  async stop() {
    const { printed } = await ip('netns', 'list');
    const own = printed.split('\n').map((line) => line.split(' ')[0]).filter((name) => name.startsWith(`${this.#prefix}-`));
    for (const namespace of own) await this.kill(namespace.slice(this.#prefix.length + 1));
    await Promise.all(this.#processes.map((child) => child.exited));
    for (const namespace of own) await ip('netns', 'delete', namespace);
  }
}
