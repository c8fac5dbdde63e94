// A host whose console both roles can enter.
import { Host } from '../../support/host.mjs';

export const operator = 'the-token-of-the-operators-of-this-test';
export const reader = 'the-token-of-the-readers-of-this-test';

export async function startConsoleHost(settings = {}) {
  const secrets = { 'console.token': operator, 'console.read_only_token': reader };
  const host = await Host.start({ settings: { ...secrets, ...settings } });
  for (const secret of Object.values(secrets)) host.mustNotLog(secret);
  return host;
}
