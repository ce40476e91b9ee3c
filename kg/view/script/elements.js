// Building elements: text only ever enters as text.

const SVG = "http://www.w3.org/2000/svg";

export const byId = (id) => document.getElementById(id);

export function el(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

export function svg(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "text") element.textContent = value;
    else if (value === true) element.setAttribute(key, "");
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

// A name of others: isolated, so that a right-to-left one leaves its neighbours where they are.
export const named = (text) => el("bdi", { text });

export function button(attributes, act, ...children) {
  const element = el("button", { type: "button", ...attributes }, ...children);
  element.addEventListener("click", (event) => act(event));
  return element;
}

export function announce(text) {
  byId("news").textContent = text;
}
