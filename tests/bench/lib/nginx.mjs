// nginx: an app that answers at once, and a static file to compare with.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { request } from '../../support/http.mjs';
import { freePort } from '../../support/ports.mjs';
import { start } from '../../support/processes.mjs';
import { removeFolder, temporaryFolder } from '../../support/temporary.mjs';
import { until } from '../../support/wait.mjs';

const emptyManifest = '{"jobs":[],"sources":[],"dynamicTriggers":[],"dynamicSchedules":[]}';

const configuration = (folder, port) => `
daemon off;
worker_processes auto;
pid ${folder}/pid;
error_log stderr error;
events { worker_connections 1024; }
http {
  access_log off;
  keepalive_requests 1000000000;
  default_type application/json;
  map $http_x_trigger_action $answer { default '{"ok":true}'; INDEX_ENDPOINT '${emptyManifest}'; }
  server {
    listen 127.0.0.1:${port};
    location /api/trigger { return 200 $answer; }
    location /static { root ${folder}; }
  }
}
`;

export class Nginx {
  #process;
  #folder = temporaryFolder('kongflow-nginx-');

  /** `staticFile`: the text at /static/file. */
  static async start({ staticFile = '' } = {}) {
    const nginx = new Nginx();
    const port = await freePort();
    chmodSync(nginx.#folder, 0o755);
    mkdirSync(join(nginx.#folder, 'static'));
    writeFileSync(join(nginx.#folder, 'static', 'file'), staticFile);
    const file = join(nginx.#folder, 'nginx.conf');
    writeFileSync(file, configuration(nginx.#folder, port));
    nginx.url = `http://127.0.0.1:${port}`;
    nginx.#process = start('nginx', ['-e', 'stderr', '-c', file], { env: { PATH: '/usr/sbin:/usr/bin' } });
    await until('nginx answers', () => nginx.#answers(), { describe: () => nginx.#process.output() });
    return nginx;
  }

  async #answers() {
    if (!this.#process.running()) throw new Error(`nginx ended:\n${this.#process.output()}`);
    try {
      return (await request(this.url, { path: '/api/trigger' })).status === 200;
    } catch {
      return false;
    }
  }

  async stop() {
    this.#process.kill('SIGQUIT');
    await this.#process.exited;
    removeFolder(this.#folder);
  }
}
