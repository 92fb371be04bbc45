// The pieces that the page is made of.
export function element(name, kind, text) {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  if (text !== undefined) made.textContent = text;
  return made;
}

function safe(address) {
  try {
    return ["https:", "http:", "mailto:", "tel:"].includes(new URL(address, location.href).protocol) ? address : undefined;
  } catch {
    return undefined;
  }
}

export function link(title, address) {
  const made = element("a", "", title);
  made.href = safe(address) ?? "#";
  made.target = "_blank";
  made.rel = "noopener noreferrer";
  made.dir = "auto";
  return made;
}

export function shown({ kind, url, name }) {
  if (!safe(url)) return element("span", "", name ?? "A file");
  if (kind === "sticker") return picture(url, name ?? "A sticker", "sticker");
  if (kind === "image") return picture(url, name ?? "A picture");
  if (kind === "document") return link(name ?? "A file", url);
  const made = element(kind === "audio" ? "audio" : "video");
  made.src = url;
  made.controls = true;
  return made;
}

function picture(url, words, kind) {
  const made = element("img", kind);
  made.src = url;
  made.alt = words;
  return made;
}

export function place({ latitude, longitude }) {
  const at = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return link(`📍 ${at}`, `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`);
}

// A row that scrolls sideways, also by the arrow keys once it has the focus.
export function cards(all, press) {
  const row = element("div", "cards");
  row.tabIndex = 0;
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", `${all.length} cards`);
  row.append(...all.map((one) => card(one, press)));
  return row;
}

function card({ title, text, picture: address, buttons = [] }, press) {
  const made = element("article", "card");
  made.dir = "auto";
  if (address && safe(address)) made.append(picture(address, ""));
  made.append(element("h2", "", title));
  if (text) made.append(element("p", "", text));
  const actions = element("div", "actions");
  actions.append(...buttons.map((button) => (button.url ? link(button.title, button.url) : choice(button, press))));
  if (buttons.length) made.append(actions);
  return made;
}

function choice(button, press) {
  const made = element("button", "", button.title);
  made.type = "button";
  made.addEventListener("click", () => press(button));
  return made;
}

// Black or white, whichever can be read on this colour.
export function onColour(colour) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.3 ? "#16161d" : "#fff";
}
