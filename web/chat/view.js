// What is on the page. Texts are set as text, never as HTML.
import { cards, element, link, onColour, place, shown } from "/chat/parts.js";

const STATES = { connecting: "Connecting…", online: "Online", offline: "Connection lost, trying again…", refused: "This chat is not available" };
const TYPING_FOR = 15_000;

export class View {
  onSay = () => {}; onLocate = () => {}; onChoose = () => {}; onRestart = () => {};
  #parts; #config = {}; #last; #day; #pending = new Map(); #own = new Map(); #typingTimer; #unread = 0; #shown = new Set();

  constructor(page) {
    this.#parts = Object.fromEntries(
      ["title", "state", "restart", "log", "typing", "choices", "share", "notice", "form", "text", "send"]
        .map((id) => [id, page.getElementById(id)]),
    );
    const { form, text, restart } = this.#parts;
    form.addEventListener("submit", (event) => { event.preventDefault(); this.#submit(); });
    text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#submit();
    });
    text.addEventListener("input", () => this.#fit());
    this.#parts.share.firstElementChild.addEventListener("click", () => this.#locate());
    restart.addEventListener("click", () => { this.onRestart(); text.focus(); });
    page.addEventListener("visibilitychange", () => { if (!page.hidden) this.#read(); });
    if (matchMedia("(pointer: fine)").matches) text.focus();
  }

  configure(config) {
    this.#config = config;
    this.#parts.title.textContent = config.title;
    this.#parts.text.placeholder = config.placeholder;
    this.#read();
    const style = document.documentElement.style;
    style.setProperty("--accent", config.colour);
    style.setProperty("--on-accent", onColour(config.colour));
    this.#greet();
  }

  show(messages) {
    for (const message of messages) {
      if (this.#shown.has(message.number)) continue;
      this.#shown.add(message.number);
      this.#add(message);
    }
    this.#offer();
  }

  sending(id, { text = "", location }) {
    this.#notice();
    this.#request(undefined);
    const bubble = this.#bubble("you", text, undefined, location);
    bubble.classList.add("pending");
    this.#pending.set(id, bubble);
    this.#last = undefined;
    this.#offer();
    this.#toEnd(true);
  }

  delivered(id) {
    this.#pending.get(id)?.classList.remove("pending");
  }

  refused(id, detail) {
    const bubble = this.#pending.get(id);
    bubble?.classList.replace("pending", "failed");
    this.#notice(detail ?? "This message could not be sent.");
  }

  typing() {
    clearTimeout(this.#typingTimer);
    this.#parts.typing.hidden = false;
    this.#typingTimer = setTimeout(() => this.#quiet(), TYPING_FOR);
    this.#toEnd();
  }

  state(state) {
    this.#parts.state.textContent = STATES[state];
    if (state !== "online") this.#quiet();
  }

  clear() {
    this.#parts.log.replaceChildren();
    this.#pending.clear();
    this.#own.clear();
    this.#shown.clear();
    this.#last = this.#day = undefined;
    this.#quiet();
    this.#request(undefined);
    this.#notice();
    this.#offer();
    this.#greet();
  }

  // ---- inside

  #submit() {
    const text = this.#parts.text.value.trim();
    if (!text) return;
    this.#parts.text.value = "";
    this.#fit();
    this.onSay(text);
  }

  #add(message) {
    if (message.reaction) return this.#react(message.reaction);
    const own = message.from === "visitor";
    const pending = own && this.#pending.get(message.id_of_visitor);
    if (pending) {
      pending.classList.remove("pending");
      this.#pending.delete(message.id_of_visitor);
      this.#own.set(message.id_of_visitor, pending);
      return;
    }
    const atEnd = this.#isAtEnd();
    this.#separate(new Date(message.at));
    this.#last = message;
    if (own || message.request) this.#request(message.request);
    if (message.text || message.media || message.location) {
      const bubble = this.#bubble(own ? "you" : "bot", message.text ?? "", message.media, message.location);
      if (own) this.#own.set(message.id_of_visitor, bubble);
    }
    if (message.cards) this.#parts.log.append(cards(message.cards, (button) => this.onChoose(button)));
    this.#links(message.buttons ?? []);
    if (!own) {
      this.#quiet();
      if (document.hidden) this.#countUnread();
    }
    if (atEnd) this.#toEnd(true);
  }

  #bubble(side, text, media, location) {
    this.#parts.log.querySelector(".greeting")?.remove();
    if (!this.#day) this.#separate(new Date());
    const bubble = element("div", `bubble ${side}`);
    bubble.dir = "auto";
    const before = this.#parts.log.lastElementChild;
    if (before?.classList.contains("bubble") && !before.classList.contains(side)) bubble.classList.add("turned");
    bubble.append(element("span", "unseen", side === "you" ? "You: " : `${this.#config.title ?? "Chat"}: `));
    if (media) bubble.append(shown(media));
    if (location) bubble.append(place(location));
    bubble.append(text);
    this.#parts.log.append(bubble);
    return bubble;
  }

  // A second reaction takes the place of the first.
  #react({ emoji, to }) {
    const bubble = this.#own.get(to);
    if (!bubble) return;
    bubble.querySelector(".reaction")?.remove();
    const reaction = element("span", "reaction", emoji);
    reaction.prepend(element("span", "unseen", "Reaction: "));
    bubble.append(reaction);
    bubble.classList.add("reacted");
  }

  #links(buttons) {
    const addresses = buttons.filter((button) => button.url);
    if (!addresses.length) return;
    const row = element("div", "links");
    for (const { title, url } of addresses) row.append(link(title, url));
    this.#parts.log.append(row);
  }

  #separate(at) {
    const day = at.toDateString();
    if (day === this.#day) return;
    this.#day = day;
    const today = new Date().toDateString() === day;
    const name = today ? "Today" : at.toLocaleDateString(undefined, { weekday: "short", day: "numeric", month: "long" });
    this.#parts.log.append(element("div", "day", name));
  }

  #greet() {
    if (this.#shown.size || this.#pending.size) return;
    this.#parts.log.querySelector(".greeting")?.remove();
    if (this.#config.greeting) {
      const greeting = element("p", "greeting", this.#config.greeting);
      greeting.dir = "auto";
      this.#parts.log.append(greeting);
    }
    this.#offer();
  }

  // Answers are offered for the newest message only; before the first one, the channel's suggestions.
  #offer() {
    const { choices } = this.#parts;
    const fresh = !this.#shown.size && !this.#pending.size;
    const suggestions = fresh ? (this.#config.suggestions ?? []).map((title) => ({ title })) : [];
    const buttons = this.#last?.from === "bot" ? (this.#last.buttons ?? []).filter((one) => !one.url) : suggestions;
    choices.classList.toggle("list", this.#last?.layout === "list");
    choices.replaceChildren(...buttons.map((button) => this.#choice(button)));
  }

  #choice(button) {
    const shown = element("button", "", button.title);
    shown.type = "button";
    shown.dir = "auto";
    if (button.description) shown.append(element("small", "", button.description));
    shown.addEventListener("click", () => { this.onChoose(button); this.#parts.text.focus({ preventScroll: true }); });
    return shown;
  }

  // Asked for until the visitor says something; browsers tell a location to secure pages only.
  #request(what) {
    this.#parts.share.hidden = what !== "location" || !isSecureContext || !("geolocation" in navigator);
  }

  #locate() {
    const button = this.#parts.share.firstElementChild;
    const done = () => { button.disabled = false; };
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => { done(); this.onLocate({ latitude: coords.latitude, longitude: coords.longitude }); this.#parts.text.focus(); },
      () => { done(); this.#notice("Your location could not be found. You can write the address instead."); },
      { timeout: 15_000, maximumAge: 60_000 },
    );
  }

  #quiet() {
    clearTimeout(this.#typingTimer);
    this.#parts.typing.hidden = true;
  }

  #notice(text) {
    this.#parts.notice.hidden = !text;
    this.#parts.notice.textContent = text ?? "";
  }

  #fit() {
    const { text } = this.#parts;
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight + 2}px`;
  }

  #isAtEnd() {
    const { log } = this.#parts;
    return log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  }

  #toEnd(always) {
    if (always || this.#isAtEnd()) requestAnimationFrame(() => { this.#parts.log.scrollTop = this.#parts.log.scrollHeight; });
  }

  #countUnread() {
    this.#unread += 1;
    document.title = `(${this.#unread}) ${this.#config.title ?? "Chat"}`;
  }

  #read() {
    this.#unread = 0;
    document.title = this.#config.title ?? "Chat";
  }
}
