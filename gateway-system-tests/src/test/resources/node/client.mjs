// What RFC 6455 lets a client see, seen by ws (https://github.com/websockets/ws).
// Usage: node client.mjs URL PASSWORD [compressed]. One line for each behaviour; exit code 1 when one is missing.
import assert from 'node:assert/strict';
import WebSocket from 'ws';

const [url, password, mode] = process.argv.slice(2);
const perMessageDeflate = mode === 'compressed' ? { threshold: 0 } : false;
const PATIENCE_MS = 10_000;

/** A connection that keeps what comes until somebody asks for it. */
class Client {
  constructor(options = {}, protocols = []) {
    this.socket = new WebSocket(url, protocols, { perMessageDeflate, ...options });
    this.texts = [];
    this.pongs = [];
    this.closed = null;
    this.wake = () => {};
    const note = (change) => (...args) => { change(...args); this.wake(); };
    this.socket.on('open', note(() => {}));
    this.socket.on('message', note((data) => this.texts.push(data.toString())));
    this.socket.on('pong', note((data) => this.pongs.push(data.toString())));
    this.socket.on('close', note((code, reason) => { this.closed = { code, reason: reason.toString() }; }));
    this.socket.on('error', note((error) => { this.error = error; }));
  }

  async until(what, ready) {
    const end = Date.now() + PATIENCE_MS;
    while (!ready()) {
      const left = end - Date.now();
      assert.ok(left > 0, `no ${what}; closed: ${JSON.stringify(this.closed)}, ${this.texts.length} texts wait`);
      await new Promise((resolve) => { this.wake = resolve; setTimeout(resolve, Math.min(left, 100)); });
    }
  }

  async open() {
    await this.until('connection', () => this.socket.readyState === WebSocket.OPEN);
    return this;
  }

  async text() {
    await this.until('text', () => this.texts.length > 0);
    return JSON.parse(this.texts.shift());
  }

  async reply(message) {
    this.socket.send(JSON.stringify(message));
    return this.text();
  }

  async login(user) {
    const data = { username: user, password, device_id: 'node' };
    const reply = await this.reply({ cmd_id: 1001, platform: 'desktop', data });
    assert.equal(reply.code, 200);
    return this;
  }

  async close() {
    await this.until('close', () => this.closed !== null);
    return this.closed;
  }
}

const connect = (options, protocols) => new Client(options, protocols).open();

const behaviours = {
  async 'compression is agreed on when both want it'() {
    const client = await connect();
    assert.equal(client.socket.extensions, mode === 'compressed' ? 'permessage-deflate' : '');
    const reply = await client.reply({ cmd_id: 3001, request_id: 'x'.repeat(64), data: { filler: 'y'.repeat(5000) } });
    assert.equal(reply.request_id, 'x'.repeat(64));
    client.socket.close();
    await client.close();
  },

  async 'fragments make one message'() {
    const client = await connect();
    client.socket.send('{"cmd_id":30', { fin: false });
    client.socket.ping('between');
    client.socket.send('', { fin: false });
    client.socket.send('01,"request_id":"f"}', { fin: true });
    const reply = await client.text();
    assert.deepEqual([reply.cmd_id, reply.code, reply.request_id], [3001, 401, 'f']);
    assert.deepEqual(client.pongs, ['between']);
    client.socket.close();
    await client.close();
  },

  async 'a character may be split between fragments'() {
    const client = await connect();
    const bytes = Buffer.from('{"cmd_id":3001,"request_id":"😀"}');
    const cut = bytes.indexOf(0xf0) + 2;
    client.socket.send(bytes.subarray(0, cut), { binary: false, fin: false });
    client.socket.send(bytes.subarray(cut), { binary: false, fin: true });
    assert.equal((await client.text()).request_id, '😀');
    client.socket.terminate();
  },

  async 'pings of every length are answered with their payload'() {
    const client = await connect();
    const payloads = ['', 'p', 'x'.repeat(125)];
    payloads.forEach((payload) => client.socket.ping(payload));
    await client.until('pongs', () => client.pongs.length === payloads.length);
    assert.deepEqual(client.pongs, payloads);
    client.socket.terminate();
  },

  async 'close codes are answered with the same code'() {
    for (const code of [1000, 1001, 1002, 1003, 1007, 1009, 1011, 3000, 4999]) {
      const client = await connect();
      client.socket.close(code, 'bye');
      assert.equal((await client.close()).code, code);
    }
    const client = await connect();
    client.socket.close();
    assert.equal((await client.close()).code, 1005);
  },

  async 'binary is 1003'() {
    const client = await connect();
    client.socket.send(Buffer.from('{"cmd_id":3001}'), { binary: true });
    assert.equal((await client.close()).code, 1003);
  },

  async 'invalid UTF-8 is 1007'() {
    const client = await connect();
    client.socket.send(Buffer.from([0x7b, 0xff]), { binary: false });
    assert.equal((await client.close()).code, 1007);
  },

  async 'a reserved opcode, a reserved bit and an unmasked frame are 1002'() {
    for (const frame of [[0x83, 0x80, 1, 2, 3, 4], [0xc1, 0x80, 1, 2, 3, 4], [0x81, 0x01, 0x7b]]) {
      const client = await connect();
      client.socket._socket.write(Buffer.from(frame));
      assert.equal((await client.close()).code, 1002);
    }
  },

  async 'a message may have 65536 bytes, one more is 1009'() {
    const client = await (await connect()).login('node-long');
    const message = (bytes) => `{"cmd_id":3001,"x":"${'y'.repeat(bytes - 22)}"}`;
    client.socket.send(message(65536));
    assert.equal((await client.text()).code, 200);
    client.socket.send(message(65537));
    assert.equal((await client.close()).code, 1009);
  },

  async 'ten texts that are no JSON are 1008'() {
    const client = await connect();
    for (let i = 0; i < 10; i++) {
      client.socket.send('no JSON');
    }
    assert.equal((await client.close()).code, 1008);
    assert.deepEqual(client.texts.map((text) => [JSON.parse(text).code, JSON.parse(text).cmd_id]),
      Array(10).fill([400, 0]));
  },

  async 'the sub-protocol is chosen where it is named, and none where only others are'() {
    const client = await connect({}, ['other', 'mychat.v1.json']);
    assert.equal(client.socket.protocol, 'mychat.v1.json');
    client.socket.terminate();
    // ws ends a connection whose server names none of what was offered, so the answer is read by hand.
    const other = new Client({}, ['other']);
    await other.until('answer', () => other.error !== undefined);
    assert.match(other.error.message, /no subprotocol/i);
  },

  async 'permessage-deflate is offered and not accepted'() {
    const client = await connect({ perMessageDeflate: true });
    assert.equal(client.socket.extensions, '');
    assert.equal((await client.reply({ cmd_id: 3001 })).code, 401);
    client.socket.terminate();
  },

  async 'a large message goes there and back'() {
    const client = await (await connect()).login('node-large');
    const content = '好'.repeat(20_000);
    const sent = await client.reply({ cmd_id: 2001, data: { to_user: 'node-large', content } });
    assert.equal(sent.code, 200);
    const history = await client.reply({ cmd_id: 2002, data: { chat_id: JSON.parse(sent.data).chat_id, limit: 1 } });
    assert.equal(JSON.parse(history.data).messages[0].content, content);
    client.socket.terminate();
  },

  async 'a client that does not read for a while gets everything in order'() {
    const client = await (await connect()).login('node-slow');
    client.socket.pause();
    for (let i = 0; i < 5_000; i++) {
      client.socket.send(`{"cmd_id":3001,"request_id":${i}}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
    client.socket.resume();
    for (let i = 0; i < 5_000; i++) {
      const reply = await client.text();
      assert.deepEqual([reply.request_id, reply.code], [i, 200]);
    }
    client.socket.terminate();
  },

  async 'a second connection of the same device replaces the first with 4411'() {
    const first = await (await connect()).login('node-twice');
    const second = await (await connect()).login('node-twice');
    assert.deepEqual(await first.close(), { code: 4411, reason: 'replaced' });
    assert.equal((await second.reply({ cmd_id: 3001 })).code, 200);
    second.socket.terminate();
  },
};

let missing = 0;
for (const [name, behaviour] of Object.entries(behaviours)) {
  try {
    await behaviour();
    console.log(`ok ${name}`);
  } catch (error) {
    missing++;
    console.log(`not ok ${name}: ${error.message}`);
  }
}
process.exit(missing === 0 ? 0 : 1);
