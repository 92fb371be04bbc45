// The hosted chat page: protocol v1 over a WebSocket, or over HTTP where none can be opened.
import { Connection } from "/chat/connection.js";
import { View } from "/chat/view.js";

const channel = location.pathname.split("/").filter(Boolean)[1];
const view = new View(document);
const connection = new Connection(channel, {
  welcome(config, history) {
    view.configure(config);
    view.show(history);
  },
  message: (message) => view.show([message]),
  typing: () => view.typing(),
  ack: (id) => view.delivered(id),
  refused: (id, detail) => view.refused(id, detail),
  state: (state) => view.state(state),
});

// The code of the link that was followed goes with the first message.
let referral = new URLSearchParams(location.search).get("ref")?.slice(0, 100) || undefined;

function say(content) {
  const id = newId();
  view.sending(id, content);
  connection.say({ id, ...content, referral });
  referral = undefined;
}

function newId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

view.onSay = (text) => say({ text });
view.onLocate = (location) => say({ location });
view.onChoose = (button) => say(button.id ? { choice: button.id, text: button.title } : { text: button.title });
view.onRestart = () => {
  view.clear();
  connection.restart();
};
connection.open();
