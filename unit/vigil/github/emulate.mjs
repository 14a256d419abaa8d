// SPDX-License-Identifier: MIT
// Starts `emulate`, a server that speaks GitHub's API, with a repository of ours, on 127.0.0.1 and a
// free port, and prints the port.
// usage: node emulate.mjs NODE_MODULES OWNER/REPO TOKEN[,TOKEN…]      (start-emulate calls it)
import net from 'node:net';
import { pathToFileURL } from 'node:url';

const [modules, repository, tokens] = process.argv.slice(2);
const [owner, name] = repository.split('/');

// It would listen on every address of the machine, and on a port that must be known before.
const { listen } = net.Server.prototype;
net.Server.prototype.listen = function listenHere() {
  return listen.call(this, 0, '127.0.0.1', () => console.log(this.address().port));
};

const { createEmulator } = await import(pathToFileURL(`${modules}/emulate/dist/api.js`));
await createEmulator({
  service: 'github',
  seed: {
    tokens: Object.fromEntries(tokens.split(',').map((token) => [token, { login: owner, scopes: ['repo'] }])),
    github: {
      users: [{ login: owner, name: 'Owner', email: `${owner}@localhost` },
        { login: 'amy', name: 'Amy', email: 'amy@example.org' }],
      repos: [{ owner, name, auto_init: true }],
    },
  },
});
