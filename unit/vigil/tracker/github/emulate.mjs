// SPDX-License-Identifier: MIT
// Starts `emulate`, a server that speaks GitHub's API, with a repository of ours, on 127.0.0.1 and a
// free port, and prints the port.
// A token is the owner's, or the person's whose login stands after it: TOKEN=LOGIN.
// usage: node emulate.mjs NODE_MODULES OWNER/REPO TOKEN[,TOKEN…]      (start-emulate calls it)
import net from 'node:net';
import { pathToFileURL } from 'node:url';

const [modules, repository, tokens] = process.argv.slice(2);
const [owner, name] = repository.split('/');
const people = tokens.split(',').map((word) => word.split('=')).map(([token, login = owner]) => ({ token, login }));
const others = [...new Set(people.map(({ login }) => login))].filter((login) => login !== owner && login !== 'amy');

// It would listen on every address of the machine, and on a port that must be known before.
const { listen } = net.Server.prototype;
net.Server.prototype.listen = function listenHere() {
  return listen.call(this, 0, '127.0.0.1', () => console.log(this.address().port));
};

const { createEmulator } = await import(pathToFileURL(`${modules}/emulate/dist/api.js`));
await createEmulator({
  service: 'github',
  seed: {
    tokens: Object.fromEntries(people.map(({ token, login }) => [token, { login, scopes: ['repo'] }])),
    github: {
      users: [{ login: owner, name: 'Owner', email: `${owner}@localhost` },
        { login: 'amy', name: 'Amy', email: 'amy@example.org' },
        ...others.map((login) => ({ login, name: login, email: `${login}@example.org` }))],
      repos: [{ owner, name, auto_init: true }],
    },
  },
});
