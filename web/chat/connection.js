// Keeps a conversation with the server: session, resume by cursor, an outbox until acknowledged, and a way back.
const QUICKEST = 500;
const SLOWEST = 20_000;
const SOCKETS_TRIED = 3;
const PATIENCE = 10_000;
const REFUSED = 4000;  // a socket that is refused closes with this and the HTTP status

export class Connection {
  #channel; #on; #session; #socket; #outbox = new Map(); #cursor = 0; #seen = 0; #failures = 0; #poll; #timer; #generation = 0;

  constructor(channel, on) {
    this.#channel = channel;
    this.#on = on;
    this.#session = read(this.#key);
    document.addEventListener("visibilitychange", () => this.#tellSeen());
  }

  get #key() { return `dialoom:${this.#channel}`; }

  async open() {
    const generation = this.#generation;
    try {
      if (!this.#session) await this.#begin();
    } catch (error) {
      return this.#again(error);
    }
    if (generation !== this.#generation) return;
    if (this.#failures >= SOCKETS_TRIED || !("WebSocket" in window)) this.#pollNow(generation);
    else this.#connect(generation);
  }

  say(message) {
    this.#outbox.set(message.id, message);
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ type: "send", ...message }));
    else if (this.#poll) this.#post(message);
  }

  restart() {
    this.#generation += 1;
    clearTimeout(this.#timer);
    this.#poll?.abort();
    this.#poll = undefined;
    this.#socket?.close();
    this.#outbox.clear();
    this.#cursor = this.#seen = 0;
    this.#failures = 0;
    this.#session = undefined;
    write(this.#key, undefined);
    this.open();
  }

  async #begin() {
    const session = await this.#fetch("POST", "session");
    this.#session = session.token;
    write(this.#key, this.#session);
    this.#welcome(session);
  }

  #welcome({ config, history, cursor }) {
    this.#cursor = Math.max(this.#cursor, cursor);
    this.#on.welcome(config, history);
    this.#tellSeen();
  }

  #connect(generation) {
    this.#on.state("connecting");
    const address = new URL(`/c/${this.#channel}/socket`, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    let socket;
    try {
      socket = new WebSocket(address);
    } catch (error) {
      return this.#again(error);
    }
    this.#socket = socket;
    const silence = setTimeout(() => socket.close(), PATIENCE);
    socket.onopen = () => socket.send(JSON.stringify({
      type: "hello", v: 1, token: this.#session, cursor: this.#cursor, language: navigator.language,
    }));
    socket.onmessage = ({ data }) => {
      clearTimeout(silence);
      if (generation === this.#generation) this.#take(JSON.parse(data));
    };
    socket.onclose = ({ code }) => {
      clearTimeout(silence);
      if (generation === this.#generation) this.#again({ status: code >= REFUSED ? code - REFUSED : 0 });
    };
  }

  #take(frame) {
    if (frame.type === "welcome") {
      this.#failures = 0;
      this.#welcome(frame);
      this.#on.state("online");
      for (const message of this.#outbox.values()) this.say(message);
    } else if (frame.type === "message") this.#message(frame);
    else if (frame.type === "ack") this.#acknowledged(frame.id);
    else if (frame.type === "typing") this.#on.typing();
    else if (frame.type === "error") this.#error(frame);
  }

  #message(message) {
    if (message.number <= this.#cursor) return;
    this.#cursor = message.number;
    if (message.id_of_visitor) this.#outbox.delete(message.id_of_visitor);
    this.#on.message(message);
    this.#tellSeen();
  }

  // What is on the screen is read, once somebody looks at the page.
  #tellSeen() {
    const number = this.#cursor;
    if (document.visibilityState !== "visible" || number <= this.#seen) return;
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ type: "read", number }));
    else if (this.#poll) this.#fetch("POST", "read", { number }).catch(() => {});
    else return;
    this.#seen = number;
  }

  #acknowledged(id) {
    this.#outbox.delete(id);
    this.#on.ack(id);
  }

  #error({ id, detail, retry_after: seconds }) {
    const message = this.#outbox.get(id);
    if (message && seconds) return void setTimeout(() => this.#outbox.has(id) && this.say(message), seconds * 1000);
    this.#outbox.delete(id);
    this.#on.refused(id, detail);
  }

  #again(error) {
    if (error?.status === 401 && this.#session) return this.restart();
    this.#failures += 1;
    this.#on.state([403, 404].includes(error?.status) ? "refused" : "offline");
    const wait = Math.min(SLOWEST, QUICKEST * 2 ** this.#failures) * (0.5 + Math.random() / 2);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.open(), wait);
  }

  // ---- without a socket

  async #pollNow(generation) {
    this.#poll = new AbortController();
    try {
      let wait = 0;
      for (const message of this.#outbox.values()) this.#post(message);
      while (generation === this.#generation) {
        const found = await this.#fetch("GET", `messages?after=${this.#cursor}&wait=${wait}`);
        this.#on.state("online");
        found.config && this.#on.welcome(found.config, []);
        found.messages.forEach((message) => this.#message(message));
        wait = 20;
      }
    } catch (error) {
      if (generation === this.#generation) this.#again(error);
    }
  }

  async #post(message) {
    try {
      const { due } = await this.#fetch("POST", "messages", { ...message, language: navigator.language });
      this.#acknowledged(message.id);
      if (due) this.#on.typing();
    } catch (error) {
      const problem = error.problem;
      if (problem) this.#error({ id: message.id, detail: problem.detail, retry_after: error.after });
    }
  }

  async #fetch(method, path, body) {
    const headers = this.#session ? { authorization: `Bearer ${this.#session}` } : {};
    if (body) headers["content-type"] = "application/json";
    const answer = await fetch(`/c/${this.#channel}/${path}`, {
      method, headers, body: body && JSON.stringify(body), signal: method === "GET" ? this.#poll?.signal : undefined,
    });
    if (answer.ok) return answer.status === 204 ? undefined : answer.json();
    const problem = await answer.json().catch(() => undefined);
    const after = Number(answer.headers.get("retry-after")) || undefined;
    throw Object.assign(new Error(answer.statusText), { status: answer.status, problem, after });
  }
}

function read(key) {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;  // a browser that forbids it: the conversation lasts as long as the page
  }
}

function write(key, value) {
  try {
    if (value === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch { /* as above */ }
}
