// Small helpers to build the page without ever parsing a text as HTML.

/**
 * Makes an element. Properties of `attributes`: `on…` adds a listener, `dataset` fills data-*, a boolean sets or omits
 * the attribute, everything else is an attribute. Children may be nodes, texts, arrays of them, or nothing.
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2).toLowerCase(), value);
    else if (name === 'dataset') Object.assign(element.dataset, value);
    else element.setAttribute(name === 'class' ? 'class' : name, value === true ? '' : value);
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== undefined && child !== null && child !== false) element.append(child);
  }
}

const svg = 'http://www.w3.org/2000/svg';

const paths = {
  attach: 'M21 12.5l-8.2 8.2a5.5 5.5 0 0 1-7.8-7.8l8.9-8.9a3.7 3.7 0 0 1 5.2 5.2l-8.9 8.9a1.8 1.8 0 0 1-2.6-2.6l8.2-8.2',
  send: 'M4 20.5v-6.6l9-1.9-9-1.9V3.5L22 12z',
  check: 'M4.5 12.5l5 5 10-11',
  checks: 'M1.5 13l4.5 4.5L15 7M11.5 16l1.5 1.5L22.5 7',
  close: 'M6 6l12 12M18 6L6 18',
  down: 'M6 9l6 6 6-6',
  keyboard: 'M3 6.5h18v11H3zM6.5 10h.5M10 10h.5M13.5 10h.5M17 10h.5M8 14h8',
  more: 'M12 5.5h.01M12 12h.01M12 18.5h.01',
  reply: 'M10 6L4 12l6 6v-4c5 0 8 1.5 10 5-.5-5.5-3.5-9-10-9z',
  edit: 'M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19z',
  copy: 'M9 9h11v11H9zM15 9V4H4v11h5',
  trash: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13',
  photo: 'M3 5h18v14H3zM3 16l5-5 5 5 3-3 5 4M15.5 9h.01',
  document: 'M6 3h8l5 5v13H6zM14 3v5h5',
  voice: 'M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v4',
  place: 'M12 21c-4-4.5-6.5-8-6.5-11a6.5 6.5 0 0 1 13 0c0 3-2.5 6.5-6.5 11zM12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  contact: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5',
  block: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM5.7 5.7l12.6 12.6',
  link: 'M14 5h5v5M19 5l-8 8M11 7H5v12h12v-6',
  play: 'M7 4.5v15l12-7.5z',
  pause: 'M7 5h3.5v14H7zM13.5 5H17v14h-3.5z',
  alert: 'M12 3l10 18H2zM12 10v5M12 18h.01',
};

/** An icon of the page's own set, drawn in the colour of the text. */
export function icon(name) {
  const element = document.createElementNS(svg, 'svg');
  element.setAttribute('viewBox', '0 0 24 24');
  element.setAttribute('class', `icon icon-${name}`);
  element.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(svg, 'path');
  path.setAttribute('d', paths[name]);
  element.append(path);
  return element;
}

/** A round or plain button that shows an icon and says its purpose to a screen reader. */
export function iconButton(name, label, onClick, attributes = {}) {
  return h('button', { type: 'button', class: 'icon-button', 'aria-label': label, title: label, onClick, ...attributes }, icon(name));
}
