// Preloaded into the CLI, which would tell its makers of every start and ask for newer packages: a machine on which no
// name but localhost resolves.
const dns = require('node:dns');

const { lookup } = dns;
dns.lookup = (hostname, ...rest) => {
  if (hostname === 'localhost') return lookup(hostname, ...rest);
  const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), {
    code: 'ENOTFOUND',
    errno: -3008,
    syscall: 'getaddrinfo',
    hostname,
  });
  process.nextTick(rest.at(-1), error);
};
