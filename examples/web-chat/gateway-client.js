// Built from gateway-client-ts by its build.mjs. Do not edit.

// src/errors.ts
var GatewayError = class _GatewayError extends Error {
  constructor(code, error, detail = "", retryAfterMs) {
    super(detail ? `${error}: ${detail}` : error);
    this.name = "GatewayError";
    this.code = code;
    this.error = error;
    this.detail = detail;
    this.retryAfterMs = retryAfterMs;
  }
  /** The error of a reply or an HTTP response. */
  static of(code, data) {
    const { error, detail, retry_after_ms } = typeof data === "object" && data ? data : {};
    return new _GatewayError(
      code,
      typeof error === "string" ? error : "error_" + code,
      typeof detail === "string" ? detail : "",
      typeof retry_after_ms === "number" && retry_after_ms >= 0 ? retry_after_ms : void 0
    );
  }
};

// src/access.ts
var Access = class {
  constructor(keeper, source, now) {
    this.keeper = keeper;
    this.source = source;
    this.now = now;
  }
  get canRenew() {
    return this.source !== void 0;
  }
  /** Whether there is a token that is not known to have ended. */
  get isUsable() {
    const { tokens } = this.keeper.current;
    return tokens !== void 0 && (tokens.expires_at ?? Infinity) > this.now();
  }
  /** Puts tokens of elsewhere in place of those of the session; a renewal under way is for the earlier ones. */
  replace(tokens) {
    const { tokens: _, ...rest } = this.keeper.current;
    this.keeper.current = tokens ? { ...rest, tokens } : rest;
    this.renewal = void 0;
  }
  /** The life of the token, in seconds, as a login tells it. */
  lasts(expiresIn) {
    const { tokens } = this.keeper.current;
    if (tokens) tokens.expires_at = this.now() + expiresIn * 1e3;
  }
  renew() {
    const { keeper, source } = this;
    const session = keeper.current;
    if (!source) return Promise.reject(new GatewayError(401, "no_refresh_token", "Log in again."));
    if (this.renewal) return this.renewal;
    const renewal = this.ask(source, session.tokens).then((tokens) => {
      session.tokens = tokens;
      if (session === keeper.current) keeper.save();
      return tokens;
    }).finally(() => {
      if (this.renewal === renewal) this.renewal = void 0;
    });
    this.renewal = renewal;
    return renewal;
  }
  async ask(source, previous) {
    try {
      return await source(previous);
    } catch (error) {
      throw error instanceof GatewayError ? error : new GatewayError(0, "connection_lost", String(error));
    }
  }
};

// src/acknowledger.ts
var DEFAULT_ACKNOWLEDGEMENTS = { mode: "auto", delayMs: 200 };
function same(a, b) {
  return a?.epoch === b?.epoch && a?.last_seq === b?.last_seq;
}
var Acknowledger = class {
  /** @param tell returns whether it could be told */
  constructor(delayMs, timers, tell) {
    this.delayMs = delayMs;
    this.timers = timers;
    this.tell = tell;
  }
  /** Messages count as processed up to here, going forward only. */
  advance(position) {
    const { processed } = this;
    if (processed && processed.epoch === position.epoch && position.last_seq <= processed.last_seq) return;
    this.processed = position;
    this.soon();
  }
  /** A login: the gateway may not have heard the last words, or it is the one that has told the position. */
  loggedIn(told) {
    this.told = told;
    if (!this.processed?.epoch) this.processed = told;
    this.soon();
  }
  reset(position) {
    this.processed = position;
    this.told = void 0;
  }
  soon() {
    if (!same(this.processed, this.told)) this.timer ?? (this.timer = this.timers.setTimeout(() => this.now(), this.delayMs));
  }
  now() {
    this.timers.clearTimeout(this.timer);
    this.timer = void 0;
    const { processed } = this;
    if (processed && !same(processed, this.told) && this.tell(processed)) this.told = processed;
  }
};

// src/backoff.ts
var DEFAULT_BACKOFF = {
  firstMs: 500,
  maxMs: 3e4,
  longFirstMs: 1e4,
  longMaxMs: 12e4,
  stableMs: 1e4
};
var Backoff = class {
  constructor(settings, random) {
    this.attempt = 0;
    this.settings = settings;
    this.random = random;
  }
  /** The next pause, in milliseconds. */
  next(long) {
    const { firstMs, maxMs, longFirstMs, longMaxMs } = this.settings;
    const bound = Math.min(long ? longMaxMs : maxMs, (long ? longFirstMs : firstMs) * 2 ** Math.min(this.attempt++, 30));
    return Math.round(long ? bound / 2 + this.random() * bound / 2 : this.random() * bound);
  }
  reset() {
    this.attempt = 0;
  }
};

// src/close-codes.ts
var STOPS = {
  1e3: "ended",
  1002: "protocol_error",
  1003: "protocol_error",
  1007: "protocol_error",
  1008: "protocol_error",
  1009: "protocol_error",
  1010: "protocol_error",
  4403: "refused",
  4410: "kicked",
  4411: "replaced"
};
function reactionTo(code) {
  if (STOPS[code]) return "stop";
  return code === 4401 ? "authenticate" : code === 4429 ? "long_pause" : "reconnect";
}
function stopReasonOf(code) {
  return STOPS[code] ?? "ended";
}

// src/protocol.ts
var Command = {
  LOGIN: 1001,
  TOKEN_VERIFY: 1002,
  LOGOUT: 1003,
  DEVICES: 1004,
  DROP_DEVICE: 1005,
  SEND: 2001,
  HISTORY: 2002,
  MESSAGE: 2003,
  ACKNOWLEDGE: 2004,
  HEARTBEAT: 3001,
  PUSH: 4001,
  NEW_LOGIN: 4002,
  ABOUT_TO_CLOSE: 4003,
  TOKEN_EXPIRES: 4004,
  DRAINING: 4005,
  LOST: 4006
};
var SUBPROTOCOL = "mychat.v1.json";
function encoded(userId) {
  return encodeURIComponent(userId).replace(/[!'()*]/g, (c) => "%" + c.charCodeAt(0).toString(16).toUpperCase());
}
function chatIdOf(userA, userB) {
  const [a, b] = [encoded(userA), encoded(userB)];
  return a <= b ? `dm:${a}:${b}` : `dm:${b}:${a}`;
}
function dataOf(frame) {
  if (typeof frame.data !== "string") return frame.data ?? {};
  try {
    return JSON.parse(frame.data);
  } catch {
    return frame.data;
  }
}

// src/connection.ts
var DEFAULT_LIVENESS = { openMs: 1e4, heartbeatMs: 25e3, replyMs: 1e4, probeMs: 4e3 };
var TICK_MS = 5e3;
var ABANDONED = 4999;
var Connection = class {
  constructor(url, environment, liveness, listener) {
    this.open = false;
    this.lastReceived = 0;
    /** Heartbeats since the last sign of life. */
    this.probes = 0;
    this.environment = environment;
    this.liveness = liveness;
    this.listener = listener;
    const socket = new environment.WebSocket(url, [SUBPROTOCOL]);
    this.socket = socket;
    socket.onopen = () => {
      this.open = true;
      this.heard();
      environment.timers.clearTimeout(this.timer);
      this.tick(TICK_MS);
      listener.opened();
    };
    socket.onmessage = ((event) => this.receive(event.data));
    socket.onclose = ((event) => this.end(event.code ?? 1006));
    socket.onerror = () => {
    };
    this.timer = environment.timers.setTimeout(() => this.abandon(), liveness.openMs);
  }
  now() {
    return this.environment.timers.now();
  }
  heard() {
    this.lastReceived = this.now();
    this.deadline = void 0;
    this.probes = 0;
  }
  receive(text) {
    this.heard();
    let frame;
    try {
      frame = JSON.parse(String(text));
    } catch {
      return;
    }
    if (frame && typeof frame.cmd_id === "number") this.listener.received(frame, dataOf(frame));
  }
  /** Watches the clock while the connection is open. */
  tick(ms) {
    const expected = this.now() + ms;
    this.timer = this.environment.timers.setTimeout(() => this.look(expected), ms);
  }
  look(expected) {
    const now = this.now();
    const slept = Math.abs(now - expected) >= TICK_MS;
    const overdue = this.deadline !== void 0 && (slept || now >= this.deadline);
    if (overdue && (!slept || this.probes > 1)) {
      this.abandon();
    } else if (slept) {
      this.probe();
    } else {
      if (this.deadline === void 0 && now - this.lastReceived >= this.liveness.heartbeatMs) {
        this.beat(this.liveness.replyMs);
      }
      this.tick(this.deadline === void 0 ? TICK_MS : Math.min(TICK_MS, this.deadline - now));
    }
  }
  beat(replyMs) {
    this.probes++;
    this.deadline = this.now() + replyMs;
    this.send({ cmd_id: Command.HEARTBEAT });
  }
  /** Finds out soon whether the connection still lives. */
  probe() {
    if (!this.open) return;
    this.lastReceived = Math.min(this.lastReceived, this.now());
    this.beat(this.liveness.probeMs);
    this.environment.timers.clearTimeout(this.timer);
    this.tick(this.liveness.probeMs);
  }
  send(frame) {
    try {
      this.socket?.send(JSON.stringify(frame));
    } catch {
    }
  }
  /** Gives up a connection without waiting for the other side. */
  abandon() {
    if (!this.socket) return;
    this.close();
    this.listener.closed(ABANDONED);
  }
  /** Says goodbye. The listener hears nothing more. */
  close() {
    const socket = this.release();
    try {
      socket?.close(1e3);
    } catch {
    }
  }
  end(code) {
    if (this.release()) this.listener.closed(code);
  }
  release() {
    const { socket } = this;
    this.socket = void 0;
    this.open = false;
    this.environment.timers.clearTimeout(this.timer);
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.onerror = () => {
      };
    }
    return socket;
  }
};

// src/emitter.ts
var Emitter = class {
  constructor(report) {
    this.listeners = /* @__PURE__ */ new Map();
    this.report = report;
  }
  on(event, listener) {
    let set = this.listeners.get(event);
    if (!set) this.listeners.set(event, set = /* @__PURE__ */ new Set());
    set.add(listener);
    return () => {
      set.delete(listener);
    };
  }
  emit(event, value) {
    for (const listener of [...this.listeners.get(event) ?? []]) {
      try {
        ;
        listener(value);
      } catch (error) {
        this.report(error);
      }
    }
  }
};

// src/environment.ts
var browserSignals = {
  subscribe(wake) {
    const page = globalThis.document;
    const shown = () => {
      if (page?.visibilityState === "visible") wake();
    };
    const sources = [
      [globalThis, "online", wake],
      [globalThis, "pageshow", wake],
      [page, "visibilitychange", shown],
      [page, "resume", wake]
    ];
    for (const [source, type, listener] of sources) source?.addEventListener?.(type, listener);
    return () => {
      for (const [source, type, listener] of sources) source?.removeEventListener?.(type, listener);
    };
  }
};
var MissingWebSocket = class {
  constructor() {
    this.onopen = null;
    this.onmessage = null;
    this.onclose = null;
    this.onerror = null;
    throw new Error("There is no WebSocket here: pass one as environment.WebSocket, such as that of the package ws");
  }
  send() {
  }
  close() {
  }
};
function randomId() {
  const { crypto } = globalThis;
  if (crypto?.randomUUID) return crypto.randomUUID();
  let id = "";
  while (id.length < 32) id += Math.random().toString(36).slice(2);
  return id.slice(0, 32);
}
function environmentOf(replacements = {}) {
  return {
    WebSocket: globalThis.WebSocket ?? MissingWebSocket,
    timers: {
      now: () => Date.now(),
      setTimeout: (task, ms) => setTimeout(task, ms),
      clearTimeout: (timer) => clearTimeout(timer)
    },
    random: () => Math.random(),
    newId: randomId,
    fetch: (url, init) => fetch(url, init),
    wake: browserSignals,
    report: (error) => {
      const { reportError } = globalThis;
      if (reportError) reportError(error);
      else
        queueMicrotask(() => {
          throw error;
        });
    },
    ...replacements
  };
}

// src/inbox.ts
var DEFAULT_INBOX = { held: 1e3, own: 1e4 };
var Inbox = class {
  constructor(settings, listener) {
    this.own = /* @__PURE__ */ new Set();
    this.held = [];
    this.settings = settings;
    this.listener = listener;
  }
  /** Takes the reply to a login; an older gateway says nothing of the inbox. */
  opened(resume, asked) {
    this.held = [];
    if (!resume?.epoch) {
      if (!this.position?.epoch) this.position = void 0;
      return;
    }
    if (!asked) this.position = { epoch: resume.epoch, last_seq: resume.latest_seq };
    else if (resume.gap || this.position?.epoch !== resume.epoch) this.lose(resume);
  }
  /** Continues behind a loss. */
  lose({ epoch, from_seq, latest_seq }) {
    this.release();
    this.position = { epoch, last_seq: from_seq - 1 };
    this.listener.lost({ epoch, from_seq, latest_seq });
  }
  /** Takes a message (2003). */
  receive(message) {
    const { epoch, inbox_seq } = message;
    if (message.gap || this.position && this.position.epoch !== epoch) {
      this.lose({ epoch, from_seq: inbox_seq, latest_seq: inbox_seq });
    }
    if (inbox_seq <= (this.held[this.held.length - 1]?.inbox_seq ?? this.position?.last_seq ?? 0)) return;
    if (!this.held.length && !this.listener.isUncertain(message)) this.pass(message);
    else if (this.held.push(message) > this.settings.held) this.release();
  }
  /** This client's own message is stored: its copy is no news. */
  sent(messageId) {
    this.own.add(messageId);
    if (this.own.size > this.settings.own) this.own.delete(this.own.values().next().value);
  }
  /** Nothing is open any more: delivers what waited. */
  release() {
    const { held } = this;
    this.held = [];
    held.forEach((message) => this.pass(message));
  }
  pass(message) {
    this.position = { epoch: message.epoch, last_seq: message.inbox_seq };
    if (!this.own.delete(message.message_id)) this.listener.deliver(message);
  }
};

// src/options.ts
var DEFAULT_REQUESTS = { timeoutMs: 1e4, max: 1e3 };

// src/outbox.ts
var DEFAULT_OUTBOX = {
  messages: 1e3,
  bytes: 4194304,
  messageBytes: 6e4,
  replyMs: 1e4,
  retryMs: 1e3
};
function sizeOf(message) {
  return new TextEncoder().encode(JSON.stringify(message)).length;
}
var Outbox = class {
  constructor(settings, listener) {
    this.entries = [];
    this.online = false;
    this.settings = settings;
    this.listener = listener;
  }
  /** The waiting messages, the oldest first. */
  get messages() {
    return this.entries.map((entry) => entry.message);
  }
  /** Puts back what an earlier page or process has not sent. */
  restore(messages) {
    for (const message of messages) this.put(message, true).catch(() => {
    });
  }
  /** A message with the id of one that waits is that one. */
  add(message) {
    const known = this.entries.find((entry) => entry.message.client_msg_id === message.client_msg_id);
    if (known) return known.result;
    const { messages, bytes, messageBytes } = this.settings;
    const size = sizeOf(message);
    if (size > messageBytes) {
      return Promise.reject(new GatewayError(0, "too_large", `the message has ${size} bytes of at most ${messageBytes}`));
    }
    if (this.entries.length >= messages || this.entries.reduce((sum, entry) => sum + entry.bytes, size) > bytes) {
      return Promise.reject(new GatewayError(0, "outbox_full", `${this.entries.length} messages are waiting`));
    }
    const result = this.put(message, false);
    this.listener.changed();
    this.flush();
    return result;
  }
  put(message, tried) {
    const entry = { message, bytes: sizeOf(message), tried, uncertain: false, sending: false };
    entry.result = new Promise((resolve, reject) => Object.assign(entry, { resolve, reject }));
    this.entries.push(entry);
    return entry.result;
  }
  /** Whether a message, to this user or to anyone, may have been stored although its answer is missing. */
  isUncertain(toUser) {
    return this.entries.some((entry) => entry.uncertain && (toUser ?? entry.message.to_user) === entry.message.to_user);
  }
  /** A connection is logged in. */
  connected() {
    this.online = true;
    for (const entry of this.entries) {
      entry.uncertain = entry.tried;
      entry.sending = false;
    }
    this.flush();
  }
  disconnected() {
    this.online = false;
  }
  /** Gives up everything that waits. */
  clear(error) {
    const { entries } = this;
    this.entries = [];
    this.listener.certain();
    for (const entry of entries) {
      entry.reject(error);
      this.listener.failed(entry.message, error);
    }
    if (entries.length) this.listener.changed();
  }
  flush() {
    const busy = /* @__PURE__ */ new Set();
    for (const entry of this.entries) {
      const { to_user } = entry.message;
      if (this.online && !entry.sending && !busy.has(to_user)) void this.send(entry);
      busy.add(to_user);
    }
  }
  async send(entry) {
    entry.sending = true;
    entry.tried = true;
    try {
      this.done(entry, await this.listener.request(Command.SEND, entry.message, this.settings.replyMs));
    } catch (error) {
      this.refused(entry, error);
    }
  }
  refused(entry, error) {
    const { code, retryAfterMs } = error;
    if (code === 0 || code === 401 || code === 429 || code === 503) {
      const again = () => {
        entry.sending = false;
        this.flush();
      };
      if (code === 0 || code === 401) {
        entry.sending = false;
        if (error.error === "timeout") this.listener.later(again, 0);
      } else this.listener.later(again, retryAfterMs ?? this.settings.retryMs);
      return;
    }
    this.remove(entry);
    this.answered(entry);
    entry.reject(error);
    this.listener.failed(entry.message, error);
    this.flush();
  }
  done(entry, sent) {
    this.drop(entry);
    this.listener.sent(entry.message, sent);
    this.listener.changed();
    this.answered(entry);
    entry.resolve(sent);
    this.flush();
  }
  answered(entry) {
    const open = entry.uncertain;
    entry.uncertain = false;
    if (open && !this.isUncertain()) this.listener.certain();
  }
  remove(entry) {
    this.drop(entry);
    this.listener.changed();
  }
  drop(entry) {
    this.entries = this.entries.filter((other) => other !== entry);
  }
};

// src/reconnector.ts
var WAKE_PAUSE_MS = 1e3;
var Reconnector = class {
  constructor(settings, environment, attempt) {
    this.waiting = false;
    this.lastAttempt = 0;
    /** The moment before which a wake signal changes nothing. */
    this.notBefore = 0;
    this.environment = environment;
    this.backoff = new Backoff(settings, () => environment.random());
    this.attempt = attempt;
  }
  /** Connects now, and begins with short pauses again. */
  start() {
    this.drawn = void 0;
    this.backoff.reset();
    this.go();
  }
  /** A connection has lasted. */
  succeeded() {
    this.backoff.reset();
  }
  /** The gateway will close this connection and wants the client back at this moment (4005). */
  draw(afterMs) {
    this.drawn = this.environment.timers.now() + afterMs;
  }
  /** A login forgets what an earlier connection has been told. */
  loggedIn() {
    this.drawn = void 0;
  }
  /**
   * Connects after a pause. Returns it, in milliseconds.
   *
   * @param retryAfterMs what the gateway has asked for
   */
  retry(retryAfterMs, long) {
    const now = this.environment.timers.now();
    const { drawn } = this;
    this.drawn = void 0;
    const asked = retryAfterMs !== void 0 || long;
    const wait = drawn !== void 0 && !asked ? Math.max(0, drawn - now) : (retryAfterMs ?? 0) + this.backoff.next(long);
    this.notBefore = asked || drawn !== void 0 ? now + wait : 0;
    this.cancel();
    this.waiting = true;
    this.wait(now + wait, wait);
    return wait;
  }
  /** Waits in steps, so that a computer that slept does not wait again. */
  wait(moment, left) {
    const step = Math.min(left, TICK_MS);
    this.timer = this.environment.timers.setTimeout(() => {
      const rest = Math.min(left - step, moment - this.environment.timers.now());
      if (rest > 0) this.wait(moment, rest);
      else this.go();
    }, step);
  }
  go() {
    this.cancel();
    this.notBefore = 0;
    this.lastAttempt = this.environment.timers.now();
    this.attempt();
  }
  /** The network is back, or the page is visible again: does not wait, unless the gateway has asked for it. */
  wake() {
    const now = this.environment.timers.now();
    if (this.waiting && now >= this.notBefore && now - this.lastAttempt >= WAKE_PAUSE_MS) this.go();
  }
  cancel() {
    this.waiting = false;
    this.environment.timers.clearTimeout(this.timer);
  }
};

// src/requests.ts
var Requests = class {
  constructor(timers) {
    this.pending = /* @__PURE__ */ new Map();
    this.next = 1;
    this.timers = timers;
  }
  /**
   * Sends a frame with an id of its own, and waits for the reply with this id.
   *
   * @param done gets the reply at once, before the next frame is read
   */
  send(transmit, frame, timeoutMs, done) {
    return new Promise((resolve, reject) => {
      const id = "r" + this.next++;
      const timer = this.timers.setTimeout(() => {
        this.pending.delete(id);
        reject(new GatewayError(0, "timeout", `no reply to ${frame.cmd_id} within ${timeoutMs} ms`));
      }, timeoutMs);
      this.pending.set(id, { cmdId: frame.cmd_id, timer, done, resolve, reject });
      transmit({ ...frame, request_id: id });
    });
  }
  /** Returns whether the frame is the reply to a request. */
  receive(frame, data) {
    const id = String(frame.request_id);
    const pending = this.pending.get(id);
    if (!pending || pending.cmdId !== frame.cmd_id || frame.code === void 0) return false;
    this.pending.delete(id);
    this.timers.clearTimeout(pending.timer);
    if (frame.code === 200) {
      pending.done?.(data);
      pending.resolve(data);
    } else pending.reject(GatewayError.of(frame.code, data));
    return true;
  }
  /** The connection has ended. */
  fail(error) {
    const all = [...this.pending.values()];
    this.pending.clear();
    for (const { timer, reject } of all) {
      this.timers.clearTimeout(timer);
      reject(error);
    }
  }
};

// src/session.ts
var SAVED_OWN = 100;
function storageSessions(storage, key = "mychat-gateway") {
  return {
    load() {
      const text = storage.getItem(key);
      return text ? JSON.parse(text) : void 0;
    },
    save(session) {
      if (session) storage.setItem(key, JSON.stringify(session));
      else storage.removeItem(key);
    }
  };
}
var SessionKeeper = class {
  constructor(store, report) {
    this.current = {};
    this.store = store;
    this.report = report;
  }
  async load() {
    try {
      this.current = { ...await this.store?.load() };
    } catch (error) {
      this.report(error);
    }
  }
  save() {
    const { outbox = [], ...rest } = this.current;
    const worthKeeping = outbox.length > 0 || Object.keys(rest).length > 0;
    try {
      Promise.resolve(this.store?.save(worthKeeping ? { ...this.current } : void 0)).catch(this.report);
    } catch (error) {
      this.report(error);
    }
  }
};

// src/tokens.ts
var TIMEOUT_MS = 1e4;
function refreshOverHttp(apiUrl, environment) {
  return async (previous) => {
    if (!previous?.refresh_token) throw new GatewayError(401, "no_refresh_token", "Log in again.");
    const aborted = new AbortController();
    const timer = environment.timers.setTimeout(() => aborted.abort(), TIMEOUT_MS);
    let status;
    let body;
    try {
      const response = await environment.fetch(apiUrl.replace(/\/$/, "") + "/auth/refresh", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ refresh_token: previous.refresh_token }),
        signal: aborted.signal
      });
      status = response.status;
      body = await response.json().catch(() => void 0) ?? {};
    } catch (error) {
      throw new GatewayError(0, "connection_lost", String(error));
    } finally {
      environment.timers.clearTimeout(timer);
    }
    if (status !== 200) throw GatewayError.of(status, body);
    const { token, refresh_token, expires_in } = body;
    if (typeof token !== "string" || typeof refresh_token !== "string") {
      throw new GatewayError(0, "connection_lost", "the answer has no tokens");
    }
    return { token, refresh_token, expires_at: environment.timers.now() + Number(expires_in) * 1e3 };
  };
}

// src/client.ts
var MOST_TOKEN_FAILURES = 3;
var REFRESH_SPREAD_MS = 2e4;
function epochOf({ epoch }) {
  return typeof epoch === "string" ? epoch : "";
}
var GatewayClient = class {
  constructor(options) {
    this.current = { status: "stopped", reason: "disconnected" };
    this.wanted = false;
    /** Counts connections and stops: what an earlier one has begun is ignored. */
    this.run = 0;
    this.url = 0;
    this.redirects = [];
    this.tokenFailures = 0;
    /** Timers that end with the connection. */
    this.timers = /* @__PURE__ */ new Set();
    this.callers = /* @__PURE__ */ new Set();
    this.waiting = /* @__PURE__ */ new Set();
    this.running = 0;
    this.options = options;
    const environment = this.environment = environmentOf(options.environment);
    this.urls = [].concat(options.url);
    this.events = new Emitter(environment.report);
    this.keeper = new SessionKeeper(options.store, environment.report);
    const source = options.tokens ?? (options.apiUrl ? refreshOverHttp(options.apiUrl, environment) : void 0);
    this.access = new Access(this.keeper, source, () => environment.timers.now());
    this.requests = new Requests(environment.timers);
    this.reconnector = new Reconnector({ ...DEFAULT_BACKOFF, ...options.backoff }, environment, () => void this.attempt());
    const { delayMs } = { ...DEFAULT_ACKNOWLEDGEMENTS, ...options.acknowledgements };
    this.acknowledger = new Acknowledger(delayMs, environment.timers, (position) => {
      const { last_seq: inbox_seq, epoch } = position;
      if (epoch) this.keeper.current.position = position;
      else delete this.keeper.current.position;
      this.keeper.save();
      if (this.isOnline) this.connection?.send({ cmd_id: Command.ACKNOWLEDGE, data: { inbox_seq, ...epoch && { epoch } } });
      return this.isOnline;
    });
    this.inbox = new Inbox({ ...DEFAULT_INBOX, ...options.inbox }, this.inboxListener());
    this.outbox = new Outbox({ ...DEFAULT_OUTBOX, ...options.outbox }, this.outboxListener());
  }
  /** Calls the listener at each event. Returns what ends it. */
  on(event, listener) {
    return this.events.on(event, listener);
  }
  get state() {
    return this.current;
  }
  /** The messages that the gateway has not stored yet, the oldest first. */
  get unsent() {
    return this.outbox.messages;
  }
  /**
   * Connects, and stays connected until `disconnect` or until the gateway forbids it. Without credentials the saved
   * session goes on, or the token source is asked. Resolves at the first login, and fails when there will be none.
   */
  async connect(credentials) {
    await (this.loaded ?? (this.loaded = this.load()));
    if (credentials) {
      this.leaveForGood();
      this.adopt(credentials);
    }
    if (this.wanted && this.current.status === "online") return this.current.user;
    return new Promise((resolve, reject) => {
      this.callers.add({ resolve, reject });
      if (this.wanted) return;
      this.wanted = true;
      this.tokenFailures = 0;
      this.unsubscribe = this.environment.wake.subscribe(() => {
        this.connection?.probe();
        this.reconnector.wake();
      });
      this.reconnector.start();
    });
  }
  /** Closes the connection and stays away. What was not sent is kept. */
  disconnect() {
    this.stop("disconnected");
  }
  /** Ends the login of this device: its tokens are revoked. This client forgets them even when that fails. */
  async logout() {
    try {
      await this.request(Command.LOGOUT, {});
    } finally {
      this.stop("logged_out");
      this.forget();
    }
  }
  /**
   * Sends a message, now or when there is a connection. Resolves when the gateway has stored it. Fails only when the
   * gateway refuses it, it is too large, or the outbox is full.
   */
  send(toUser, content, clientMsgId = this.environment.newId()) {
    return this.outbox.add({ client_msg_id: clientMsgId, to_user: toUser, content });
  }
  /** Reads a chat backwards: the newest messages, or those before one. */
  history(chatId, options = {}) {
    return this.request(Command.HISTORY, { chat_id: chatId, ...options }, { idempotent: true });
  }
  async devices() {
    return (await this.request(Command.DEVICES, {}, { idempotent: true })).devices;
  }
  /** Logs another device of the user out. Returns how many sessions that has ended. */
  async dropDevice(platform, deviceId) {
    return (await this.request(Command.DROP_DEVICE, { platform, device_id: deviceId })).kicked;
  }
  /** Calls a command. Waits for a connection if there is none; the time-out counts from the call. */
  async request(cmdId, data, options = {}) {
    const settings = { ...DEFAULT_REQUESTS, ...this.options.requests };
    if (this.running >= settings.max) throw new GatewayError(0, "too_many_requests", `${this.running} requests are waiting`);
    const { timers } = this.environment;
    const end = timers.now() + (options.timeoutMs ?? settings.timeoutMs);
    this.running++;
    try {
      for (; ; ) {
        while (!this.isOnline) await this.online(end - timers.now());
        try {
          return await this.transmit({ cmd_id: cmdId, data }, end - timers.now());
        } catch (error) {
          if (!options.idempotent || error.error !== "connection_lost") throw error;
        }
      }
    } finally {
      this.running--;
    }
  }
  /** Says that everything up to this message is processed; with `manual` acknowledgements. */
  acknowledge({ epoch, inbox_seq }) {
    if (this.inbox.position?.epoch === epoch) this.acknowledger.advance({ epoch, last_seq: inbox_seq });
  }
  // The session
  async load() {
    await this.keeper.load();
    const { position: saved, outbox = [], own = [] } = this.keeper.current;
    const position = saved?.epoch ? saved : void 0;
    this.inbox.position = position;
    own.forEach((id) => this.inbox.sent(id));
    this.acknowledger.reset(position);
    this.outbox.restore(outbox);
  }
  adopt(credentials) {
    if ("password" in credentials) {
      const { username, password } = credentials;
      const { username: known, user_id } = this.keeper.current;
      if (known !== username && (known ?? user_id) !== void 0) this.forget();
      this.access.replace(void 0);
      this.keeper.current.username = username;
      this.password = password;
    } else {
      this.password = void 0;
      this.access.replace({ ...credentials });
    }
  }
  forget() {
    this.keeper.current = {};
    this.access.replace(void 0);
    this.password = void 0;
    this.inbox.position = void 0;
    this.acknowledger.reset(void 0);
    this.outbox.clear(new GatewayError(0, "other_user", "the user has logged out"));
    this.keeper.save();
  }
  // Logging in
  async attempt() {
    const run = ++this.run;
    this.change({ status: "connecting" });
    if (this.password === void 0 && !this.access.isUsable) {
      try {
        await this.access.renew();
      } catch (error) {
        if (run === this.run) this.refused(error);
        return;
      }
      if (run !== this.run) return;
    }
    const url = this.redirects.shift() ?? this.urls[this.url % this.urls.length];
    try {
      this.connection = new Connection(url, this.environment, { ...DEFAULT_LIVENESS, ...this.options.liveness }, {
        opened: () => void this.logIn(),
        received: (frame, data) => this.received(frame, data),
        closed: (code) => this.closed(code)
      });
    } catch (error) {
      this.stop("refused", new GatewayError(0, "invalid_url", String(error)));
    }
  }
  async logIn() {
    const { run, password } = this;
    const { tokens, username, device_id: saved } = this.keeper.current;
    this.change({ status: "authenticating" });
    const { position } = this.inbox;
    const resume = position?.epoch ? position : void 0;
    const device_id = this.options.deviceId ?? saved;
    const data = {
      ...password === void 0 ? { token: tokens?.token } : { username, password },
      ...device_id && { device_id },
      ...resume && { resume }
    };
    const cmd_id = password === void 0 ? Command.TOKEN_VERIFY : Command.LOGIN;
    const frame = { cmd_id, platform: this.options.platform, data };
    const timeoutMs = { ...DEFAULT_LIVENESS, ...this.options.liveness }.openMs;
    try {
      await this.transmit(frame, timeoutMs, (reply) => this.loggedIn(reply, resume !== void 0));
    } catch (error) {
      if (run === this.run) await this.loginFailed(run, error);
    }
  }
  /** Runs before the next frame is read. */
  loggedIn(reply, resumed) {
    const { user_info: user, session_id, device_id, expires_in, token, refresh_token } = reply;
    if (token) this.access.replace(refresh_token === void 0 ? { token } : { token, refresh_token });
    this.access.lasts(expires_in);
    const { user_id, tokens, username } = this.keeper.current;
    if (user_id !== void 0 && user_id !== user.user_id) {
      this.forget();
      this.access.replace(tokens);
      if (username !== void 0) this.keeper.current.username = username;
      if (resumed) {
        this.connection?.abandon();
        return;
      }
    }
    Object.assign(this.keeper.current, { user_id: user.user_id, device_id });
    this.password = void 0;
    this.tokenFailures = 0;
    this.reconnector.loggedIn();
    this.after(this.options.backoff?.stableMs ?? DEFAULT_BACKOFF.stableMs, () => this.reconnector.succeeded());
    this.inbox.opened(reply.resume, resumed);
    this.acknowledger.loggedIn(resumed ? void 0 : this.inbox.position);
    if (this.acknowledger.processed) this.keeper.current.position = this.acknowledger.processed;
    this.keeper.save();
    this.change({ status: "online", user, session_id, device_id });
    for (const caller of this.callers) caller.resolve(user);
    this.callers.clear();
    this.outbox.connected();
    this.waiting.forEach((proceed) => proceed());
  }
  async loginFailed(run, error) {
    if (error.code !== 401 || this.password !== void 0 || ++this.tokenFailures >= MOST_TOKEN_FAILURES) {
      this.refused(error);
      return;
    }
    try {
      await this.access.renew();
    } catch (failure) {
      if (run === this.run) this.refused(failure);
      return;
    }
    if (run === this.run) await this.logIn();
  }
  /** The way in is closed: for a time, or until the person or the program does something. */
  refused(error) {
    const { code } = error;
    if (code === 401) this.stop("unauthenticated", error);
    else if ((code === 0 || code === 429 || code >= 500) && error.error !== "no_password_login") this.retry(error.retryAfterMs);
    else this.stop("refused", error);
  }
  /** New tokens for the connection that stands. */
  async renewLive(expiresInMs) {
    const { run } = this;
    try {
      const { token } = await this.access.renew();
      if (run !== this.run) return;
      const frame = { cmd_id: Command.TOKEN_VERIFY, platform: this.options.platform, data: { token } };
      const reply = await this.transmit(frame, DEFAULT_REQUESTS.timeoutMs);
      this.access.lasts(reply.expires_in);
      this.keeper.save();
    } catch (error) {
      const { code, retryAfterMs } = error;
      const passes = code === 0 || code === 429 || code >= 500;
      if (run === this.run && passes && expiresInMs > 1e3) {
        this.after(retryAfterMs ?? expiresInMs / 4, () => void this.renewLive(expiresInMs / 2));
      }
    }
  }
  // The connection
  received(frame, data) {
    const { events } = this;
    if (this.requests.receive(frame, data)) return;
    if (frame.code !== void 0) return;
    const fields = typeof data === "object" && data ? data : {};
    switch (frame.cmd_id) {
      case Command.MESSAGE:
        if (typeof fields["inbox_seq"] === "number") this.inbox.receive({ ...data, epoch: epochOf(fields) });
        break;
      case Command.PUSH:
        events.emit("push", data);
        break;
      case Command.NEW_LOGIN:
        events.emit("new_login", data);
        break;
      case Command.ABOUT_TO_CLOSE:
        events.emit("closing", { reason: String(fields["reason"]) });
        break;
      case Command.TOKEN_EXPIRES: {
        const ms = (Number(fields["expires_in"]) || 0) * 1e3;
        const pause = this.environment.random() * Math.min(REFRESH_SPREAD_MS, ms / 4);
        if (this.access.canRenew) this.after(pause, () => void this.renewLive(ms));
        break;
      }
      case Command.DRAINING:
        this.draining(fields);
        break;
      case Command.LOST:
        if (typeof fields["from_seq"] === "number") this.inbox.lose({ ...data, epoch: epochOf(fields) });
        break;
      default:
        events.emit("command", { cmd_id: frame.cmd_id, data });
    }
  }
  draining(hint) {
    this.reconnector.draw(Number(hint.reconnect_after_ms) || 0);
    const open = this.urls.some((url) => url.startsWith("ws:"));
    this.redirects = (hint.redirect ?? []).filter((url) => url.startsWith("wss:") || open && url.startsWith("ws:"));
    this.events.emit("draining", hint);
  }
  closed(code) {
    const opened = this.current.status !== "connecting";
    const reaction = reactionTo(code);
    if (!opened) this.url++;
    if (reaction === "stop") {
      this.stop(stopReasonOf(code));
    } else if (reaction === "authenticate" && this.password === void 0) {
      if (!this.access.canRenew || ++this.tokenFailures > MOST_TOKEN_FAILURES) {
        this.stop("unauthenticated");
      } else {
        this.access.lasts(0);
        this.retry(void 0, false, code);
      }
    } else this.retry(void 0, reaction === "long_pause", code);
  }
  retry(retryAfterMs, long = false, code) {
    this.leave();
    const retry_in_ms = this.reconnector.retry(retryAfterMs, long);
    this.change({ status: "waiting", retry_in_ms, ...code !== void 0 && { code } });
  }
  /** Nothing of this connection counts any more. */
  leave() {
    this.run++;
    this.connection?.close();
    this.connection = void 0;
    this.outbox.disconnected();
    this.timers.forEach((timer) => this.environment.timers.clearTimeout(timer));
    this.timers.clear();
    this.requests.fail(new GatewayError(0, "connection_lost", "the connection ended before the reply"));
  }
  leaveForGood() {
    if (!this.wanted) return;
    this.acknowledger.now();
    this.wanted = false;
    this.reconnector.cancel();
    this.unsubscribe?.();
    this.leave();
  }
  stop(reason, error) {
    if (!this.wanted) return;
    this.leaveForGood();
    this.change({ status: "stopped", reason, ...error && { error } });
    const failure = error ?? new GatewayError(0, "stopped", reason);
    for (const caller of this.callers) caller.reject(failure);
    this.callers.clear();
    this.waiting.forEach((proceed) => proceed());
  }
  // What is said on the connection
  get isOnline() {
    return this.wanted && this.current.status === "online";
  }
  transmit(frame, timeoutMs, done) {
    const { connection } = this;
    if (!connection) return Promise.reject(new GatewayError(0, "connection_lost", "there is no connection"));
    return this.requests.send((one) => connection.send(one), frame, timeoutMs, done);
  }
  /** Waits until the client is logged in. */
  online(timeoutMs) {
    if (!this.wanted) return Promise.reject(new GatewayError(0, "stopped", "the client is not connected"));
    const { timers } = this.environment;
    return new Promise((resolve, reject) => {
      const end = (failure) => {
        timers.clearTimeout(timer);
        this.waiting.delete(proceed);
        if (failure) reject(failure);
        else resolve();
      };
      const proceed = () => end(this.wanted ? void 0 : new GatewayError(0, "stopped", "the client has stopped"));
      const late = () => end(new GatewayError(0, "timeout", "there was no connection in time"));
      const timer = timers.setTimeout(late, Math.max(0, timeoutMs));
      this.waiting.add(proceed);
    });
  }
  /** Runs a task later, unless the connection has ended by then. */
  after(ms, task) {
    const timer = this.environment.timers.setTimeout(() => {
      this.timers.delete(timer);
      task();
    }, ms);
    this.timers.add(timer);
  }
  change(state) {
    this.current = state;
    this.events.emit("state", state);
  }
  inboxListener() {
    const auto = (this.options.acknowledgements?.mode ?? DEFAULT_ACKNOWLEDGEMENTS.mode) === "auto";
    return {
      deliver: (message) => {
        this.events.emit("message", message);
        if (auto) this.acknowledge(message);
      },
      lost: (gap) => {
        this.acknowledger.advance({ epoch: gap.epoch, last_seq: gap.from_seq - 1 });
        this.events.emit("gap", gap);
      },
      isUncertain: ({ from_user, to_user }) => from_user === this.keeper.current.user_id && this.outbox.isUncertain(to_user)
    };
  }
  outboxListener() {
    return {
      request: (cmdId, data, timeoutMs) => this.transmit({ cmd_id: cmdId, data }, timeoutMs),
      later: (resume, ms) => this.after(ms, resume),
      sent: (message, sent) => {
        this.inbox.sent(sent.message_id);
        this.keeper.current.own = [...this.keeper.current.own ?? [], sent.message_id].slice(-SAVED_OWN);
        this.events.emit("sent", { message, sent });
      },
      failed: (message, error) => this.events.emit("send_failed", { message, error }),
      certain: () => this.inbox.release(),
      changed: () => {
        this.keeper.current.outbox = this.outbox.messages;
        this.keeper.save();
      }
    };
  }
};
export {
  Command,
  GatewayClient,
  GatewayError,
  chatIdOf,
  storageSessions
};
